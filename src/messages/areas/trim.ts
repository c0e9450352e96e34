/** Trimming: what leaves the tables for archives, what comes back, and what is wrong with an archive. */
export const trimEvents = {
  ru: {
    'trim.day_trimmed':
      'Подрезан день {businessDate:date}: документов {documents}, продажи {saleSum:money}, возвраты {refundSum:money}. Документы лежат в архиве {path}; итоги и отчёты остались.',
    'trim.day_restored':
      'Поднят из архива день {businessDate:date}: документов {documents}, продажи {saleSum:money}, возвраты {refundSum:money}. Архив {path} остаётся.',
    'trim.done':
      'Подрезка: дней {days}, документов {documents}, продажи {saleSum:money}, возвраты {refundSum:money}. Дней, которые подрезать нельзя: {blockedDays}; причины – в плане подрезки.',
    'trim.stopped':
      'Подрезка остановлена на дне {businessDate:date} магазина {shopCode}, ничего из него не удалено. {reason:sentence} ({cause})',
    'trim.request_incomplete':
      'Запрос АСТУ R-{requestId} за {from:date} – {to:date}: смен в архиве {archived}, они не выгружены. Поднимите эти дни из архива и повторите запрос.',
    'trim.archive_damaged':
      'Архив {path} за {businessDate:date} нельзя прочитать. {reason:sentence} Верните файл из резервной копии; пока он не прочитается, из базы ничего, что держится на нём, не удаляется.',
    'trim.archive_sound': 'Архив {path} за {businessDate:date} снова читается.',
  },
  en: {
    'trim.day_trimmed':
      'Trimmed the day {businessDate:date}: documents {documents}, sales {saleSum:money}, returns {refundSum:money}. The documents lie in the archive {path}; totals and reports stay.',
    'trim.day_restored':
      'Brought the day {businessDate:date} back from its archive: documents {documents}, sales {saleSum:money}, returns {refundSum:money}. The archive {path} stays.',
    'trim.done':
      'Trimming: days {days}, documents {documents}, sales {saleSum:money}, returns {refundSum:money}. Days that must stay: {blockedDays}; the plan of trimming says why.',
    'trim.stopped':
      'Trimming has stopped at the day {businessDate:date} of shop {shopCode}, nothing of it was deleted. {reason:sentence} ({cause})',
    'trim.request_incomplete':
      'Request R-{requestId} of the ERP for {from:date} – {to:date}: shifts in archives {archived}, they were not exported. Bring these days back from their archives and repeat the request.',
    'trim.archive_damaged':
      'The archive {path} of {businessDate:date} cannot be read. {reason:sentence} Bring the file back from a backup; until it can be read, nothing that depends on it is deleted from the database.',
    'trim.archive_sound': 'The archive {path} of {businessDate:date} can be read again.',
  },
} as const;

export const trimReasons = {
  ru: {
    'trim_archive.missing': 'Файла нет.',
    'trim_archive.other_bytes': 'Его байты не те, что были записаны.',
    'trim_archive.other_sums': 'Его суммы не те, что были записаны.',
    'trim_archive.unreadable': 'Файл повреждён.',
    'trim_archive.no_space': 'В папке архивов кончилось место.',
    'trim_archive.not_written': 'Папка архивов не принимает файл.',
    'trim_archive.not_equal': 'Прочитанный архив не равен таблицам.',
    'trim_archive.sums_differ': 'Документы дня не складываются в итоги его смен.',
    'document.shift_trimmed':
      'Смена {shiftNumber} подрезана, её документы лежат в архиве. Копия с другим содержимым отложена: поднимите день {businessDate:date} из архива, и она будет разобрана.',
    'export.shift_trimmed':
      'Документы смены {shiftNumber} лежат в архиве {path}. Чтобы выгрузить её ещё раз, сначала поднимите день {businessDate:date} из архива.',
  },
  en: {
    'trim_archive.missing': 'The file is not there.',
    'trim_archive.other_bytes': 'Its bytes are not those that were written.',
    'trim_archive.other_sums': 'Its sums are not those that were written.',
    'trim_archive.unreadable': 'The file is damaged.',
    'trim_archive.no_space': 'The folder of archives has no space left.',
    'trim_archive.not_written': 'The folder of archives does not take the file.',
    'trim_archive.not_equal': 'The archive as it was read back does not equal the tables.',
    'trim_archive.sums_differ': 'The documents of the day do not add up to the totals of its shifts.',
    'document.shift_trimmed':
      'Shift {shiftNumber} is trimmed, its documents lie in an archive. A copy with other content was set aside: bring the day {businessDate:date} back from the archive, and it is settled.',
    'export.shift_trimmed':
      'The documents of shift {shiftNumber} lie in the archive {path}. To export it once more, bring the day {businessDate:date} back from the archive first.',
  },
} as const;

export const trimWords = {
  ru: {
    'trim.export_refused':
      'Документы смены {shiftNumber} за {businessDate:date} подрезаны и лежат в архиве {path}. Чтобы выгрузить её ещё раз, сначала поднимите этот день из архива.',
    'trim.document':
      'Документ лежит в архиве {path}: день {businessDate:date} магазина {shopCode} подрезан. Откройте его там или поднимите день из архива.',
  },
  en: {
    'trim.export_refused':
      'The documents of shift {shiftNumber} of {businessDate:date} are trimmed and lie in the archive {path}. To export it once more, bring that day back from the archive first.',
    'trim.document':
      'The document lies in the archive {path}: the day {businessDate:date} of shop {shopCode} is trimmed. Open it there or bring the day back from the archive.',
  },
} as const;
