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
    'not_found.document_trimmed':
      'Документ {document} подрезан {trimmedOn:date}: день {businessDate:date} магазина {shopCode} лежит в архиве {path}. Поднимите этот день на странице «Хранение» или командой smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}; посмотреть, не поднимая: smena archive receipts --shop {shopCode} --day {businessDate}.',
    'trim.confirm':
      'Подрезать дней: {days}, документов: {documents}? Они уйдут из базы в архив, итоги и отчёты останутся. Отправьте запрос ещё раз с confirmed.',
    'trim.nothing_to_restore':
      'Архивов магазина {shopCode} за {from:date} – {to:date}, которых нет в базе, нет. Посмотрите список архивов.',
    'trim.archive_unreadable': 'Архив {path} за {businessDate:date} не читается. Верните файл из резервной копии.',
    'trim_obstacle.open_shift': 'Смена открыта.',
    'trim_obstacle.not_exported': 'Последняя редакция не выгружена.',
    'trim_obstacle.not_checked_yet': 'Последняя редакция ещё не сверена.',
    'trim_obstacle.not_reconciled': 'Касса не сообщила сумм, сверить не с чем.',
    'trim_obstacle.open_case': 'Есть открытое расхождение.',
    'trim_obstacle.gap_asked': 'Недостающие чеки ещё запрашиваются у кассы.',
    'trim_obstacle.set_aside': 'Отложенные записи ждут решения.',
    'trim_obstacle.counting': 'Итоги смены пересчитываются.',
    'trim_obstacle.restored_lately': 'Поднята из архива меньше 30 дней назад.',
    'trim_record.content': 'Содержание записи изменено.',
    'trim_record.chain': 'Записи не следуют друг за другом: запись пропала или вставлена.',
    'trim_record.signature': 'Подпись записи неверна.',
    'trim_record.key': 'Открытого ключа, которым подписана запись, нет.',
    'trim_record.file': 'Файл deletions.ndjson говорит иное, чем таблица.',
    'trim.export_refused':
      'Документы смены {shiftNumber} за {businessDate:date} подрезаны и лежат в архиве {path}. Чтобы выгрузить её ещё раз, сначала поднимите этот день на странице «Хранение» или командой smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}.',
  },
  en: {
    'not_found.document_trimmed':
      'The document {document} was trimmed on {trimmedOn:date}: the day {businessDate:date} of shop {shopCode} lies in the archive {path}. Bring that day back on the page Storage or by smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}; to look without bringing it back: smena archive receipts --shop {shopCode} --day {businessDate}.',
    'trim.confirm':
      'Trim days: {days}, documents: {documents}? They leave the database for archives, totals and reports stay. Send the request again, confirmed.',
    'trim.nothing_to_restore':
      'There are no archives of shop {shopCode} for {from:date} – {to:date} that are not in the database. See the list of archives.',
    'trim.archive_unreadable':
      'The archive {path} of {businessDate:date} cannot be read. Bring the file back from a backup.',
    'trim_obstacle.open_shift': 'The shift is open.',
    'trim_obstacle.not_exported': 'Its latest revision is not exported.',
    'trim_obstacle.not_checked_yet': 'Its latest revision was not checked yet.',
    'trim_obstacle.not_reconciled': 'The register reported no sums to compare.',
    'trim_obstacle.open_case': 'There is an open difference.',
    'trim_obstacle.gap_asked': 'The register is still asked for missing receipts.',
    'trim_obstacle.set_aside': 'Records that were set aside wait for a decision.',
    'trim_obstacle.counting': 'Its totals are being counted.',
    'trim_obstacle.restored_lately': 'It was brought back less than 30 days ago.',
    'trim_record.content': 'The content of the record was changed.',
    'trim_record.chain': 'The records do not follow one another: one is missing or was put in.',
    'trim_record.signature': 'The signature of the record is wrong.',
    'trim_record.key': 'The public key by which the record was signed is not there.',
    'trim_record.file': 'The file deletions.ndjson says otherwise than the table.',
    'trim.export_refused':
      'The documents of shift {shiftNumber} of {businessDate:date} are trimmed and lie in the archive {path}. To export it once more, bring that day back first, on the page Storage or by smena trim restore --shop {shopCode} --from {businessDate} --to {businessDate}.',
  },
} as const;
