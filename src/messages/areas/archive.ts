/** Texts of archives, of trimming and of what lies where. */
export const archiveEvents = {
  ru: {
    'archive.packed':
      'Упаковано в архив {archive} ({state}): {n:пакет|пакета|пакетов|пакета}, размер архива {size} байт.',
    'archive.failed':
      'Упаковка ({state}) не закончена: {cause}. Пакеты остались в своей папке, ничего не удалено; следующий запуск продолжит.',
    'archive.source_damaged':
      'Не упаковано ({state}): {n:пакет изменился|пакета изменились|пакетов изменились|пакета изменились} на диске, первый {name}. Пакеты оставлены на месте; проверьте диск.',
    'archive.changed':
      'Архив {archive} ({state}, {n:пакет|пакета|пакетов|пакета}) повреждён: его содержимое не то, что было записано. Архив не будет удалён; верните его из копии.',
    'archive.missing':
      'Архива {archive} ({state}, {n:пакет|пакета|пакетов|пакета}) нет на месте, хотя его срок не вышел. Верните его из копии.',
    'archive.whole_again': 'Архив {archive} ({state}) снова цел.',
    'archive.deleted':
      'Архив {archive} ({state}) удалён, срок хранения вышел: {n:пакет|пакета|пакетов|пакета}, {size} байт, SHA-256 {sha256}.',
    'archive.kept':
      'Архивов с вышедшим сроком оставлено: {n}. В них пакеты, которые не записаны в базу и о которых никто не решил, или архив повреждён.',
    'archive.deletion_put_off':
      'Сервер не работал {days} дн. или его часы переведены: архивы сегодня не удаляются. Проверьте часы; следующий запуск удалит то, чей срок вышел.',
    'archive.returned':
      'Из архивов ({state}) за {from:date} – {to:date} возвращено в очередь: {returned:пакет|пакета|пакетов|пакета}. Осталось в архивах: {left}, из них не прочитано: {unreadable}.',
    'package.decided': 'Пакет {name} ({state}) разобран человеком ({author}): {why}',
    'package.tried_again': 'Пакет {name} отправлен на повторную запись ({author}).',
    'dictionaries.trimmed':
      'Справочники: из папки {folder} удалено файлов {files}, папок {folders}, {bytes} байт. Список: {journal}.',
    'dictionaries.not_trimmed': 'Справочники не подрезаны: {reason}',
    'storage.low': 'Мало места: {place} – свободно {free} МБ, при нынешнем росте хватит на {days} дн.',
    'storage.enough': 'Места снова достаточно: {place}.',
  },
  en: {
    'archive.packed':
      'Packed into archive {archive} ({state}): {n:package|packages}, size of the archive {size} bytes.',
    'archive.failed':
      'Packing ({state}) was not finished: {cause}. The packages stayed in their folder, nothing was deleted; the next run goes on.',
    'archive.source_damaged':
      'Not packed ({state}): {n:package|packages} changed on the disk, the first is {name}. They were left in place; look at the disk.',
    'archive.changed':
      'Archive {archive} ({state}, {n:package|packages}) is damaged: its content is not what was written. It will not be deleted; bring it back from a copy.',
    'archive.missing':
      'Archive {archive} ({state}, {n:package|packages}) is not in its place although its days are not over. Bring it back from a copy.',
    'archive.whole_again': 'Archive {archive} ({state}) is whole again.',
    'archive.deleted':
      'Archive {archive} ({state}) was deleted, its days were over: {n:package|packages}, {size} bytes, SHA-256 {sha256}.',
    'archive.kept':
      'Archives kept beyond their days: {n}. They hold packages that are in no table and of which nobody has decided, or they are damaged.',
    'archive.deletion_put_off':
      'The server was off for {days} d or its clock was moved: no archives are deleted today. Look at the clock; the next run deletes what is over.',
    'archive.returned':
      'Out of the archives ({state}) of {from:date} – {to:date} came back into the line: {returned:package|packages}. Left in archives: {left}, of these unreadable: {unreadable}.',
    'package.decided': 'Package {name} ({state}) was dealt with by a person ({author}): {why}',
    'package.tried_again': 'Package {name} was sent to be loaded again ({author}).',
    'dictionaries.trimmed':
      'Dictionaries: {files} files and {folders} folders were deleted from {folder}, {bytes} bytes. List: {journal}.',
    'dictionaries.not_trimmed': 'Dictionaries were not trimmed: {reason}',
    'storage.low': 'Little room: {place} – {free} MB are free, at the present growth enough for {days} d.',
    'storage.enough': 'There is room enough again: {place}.',
  },
} as const;

/** Words inside those sentences, and refusals. */
export const archiveWords = {
  ru: {
    'archive_state.processed': 'записанные',
    'archive_state.error': 'с ошибкой базы',
    'archive_state.broken': 'неверного формата',
    'package.archive_deleted':
      'Содержимого пакета {name} на диске больше нет: он лежал в архиве {archive}, срок хранения архива вышел. Что из него записано, есть в базе.',
    'package.archive_damaged': 'Пакет {name} лежит в архиве {archive}, а архив не читается. Верните архив из копии.',
    'not_found.package': 'Пакета {name} нет. Проверьте имя: его показывает «smena package list».',
    'package.is_loaded': 'Пакет {name} уже записан в базу, решать и повторять нечего.',
    'package.cannot_return': 'Пакет {name} нельзя повторить: его содержимого на диске больше нет.',
    'archive_kept.not_forwarded': 'пакетов не передано верхнему серверу: {n}',
    'archive_kept.undecided': 'пакетов не записано в базу и не разобрано: {n}',
    'archive_kept.changed': 'архив повреждён',
    'archive_kept.missing': 'архива нет на месте',
    'storage_place.waiting': 'Ждут записи',
    'storage_place.processed': 'Записанные пакеты',
    'storage_place.error': 'Пакеты с ошибкой базы',
    'storage_place.broken': 'Пакеты неверного формата',
    'storage_place.processed_archive': 'Архив записанных',
    'storage_place.error_archive': 'Архив с ошибкой базы',
    'storage_place.broken_archive': 'Архив неверного формата',
    'storage_place.sales_archive': 'Архивы подрезанных дней',
    'storage_place.server_backup': 'Резервные копии сервера',
    'storage_place.exchange': 'Папка обмена с АСТУ',
    'storage_place.descriptions': 'Описания протокола',
    'storage_place.database': 'База данных',
    'storage_rule.waiting': 'не удаляются никогда: у касс копии нет',
    'storage_rule.processed': 'раз в сутки упаковываются в архив',
    'storage_rule.error': 'повторяются сами, затем упаковываются; решает человек',
    'storage_rule.broken': 'раз в сутки упаковываются; решает человек',
    'storage_rule.processed_archive': 'хранятся {days} дн., затем удаляются',
    'storage_rule.error_archive': 'хранятся {days} дн. и пока каждый пакет не записан или не разобран',
    'storage_rule.broken_archive': 'хранятся {days} дн. и пока каждый пакет не записан или не разобран',
    'storage_rule.sales_archive': 'не удаляются: это сами документы',
    'storage_rule.server_backup': 'последние остаются, прежние удаляются после проверки новой',
    'storage_rule.exchange': 'файлы забирает АСТУ',
    'storage_rule.descriptions': 'не удаляются',
    'storage_rule.database': 'по правилам подрезки базы',
    'storage_rule.database_keeps':
      'по правилам подрезки базы; файл старой версии, место диску не отдаёт: smena database compact',
    'storage_task.files': 'Файлы',
    'storage_task.dictionaries': 'Справочники',
    'storage_task.check': 'Проверка архивов',
    'storage_task.restore': 'Возврат пакетов',
    'storage_outcome.begun': 'идёт',
    'storage_outcome.done': 'готово',
    'storage_outcome.partly': 'готово не всё',
    'storage_outcome.failed': 'не удалось',
    'storage_run.return_word': 'Возврат не подтверждён: нужно слово ВЕРНУТЬ (или RESTORE).',
    'storage_run.return_stopped': 'Возврат остановлен: {reason} Остальные пакеты остались в архивах.',
    'storage_run.word': 'Удаление не подтверждено: нужно слово УДАЛИТЬ (или DELETE).',
    'archive.busy': 'Подрезка уже идёт. Дождитесь её конца.',
    'dictionaries.no_folder': 'Настройка SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY на сервере пуста: удалять нечего.',
    'dictionaries.no_root': 'Не указана папка, внутри которой разрешено удалять (dictionaries.root или --root).',
    'dictionaries.server_away': 'сервер {server} не ответил ({cause}). Ничего не удалено.',
    'dictionaries.not_absolute': 'Папка справочников {folder} задана не полным путём. Ничего не удалено.',
    'dictionaries.outside': 'Папка {folder} лежит не внутри разрешённой {root}. Ничего не удалено.',
    'dictionaries.link': 'Путь {folder} проходит через ссылку {link}. По ссылкам не удаляется ничего.',
    'dictionaries.missing': 'Папки {folder} нет. Удалять нечего.',
    'dictionaries.not_folder': '{folder} – не папка. Ничего не удалено.',
    'dictionaries.root_too_wide': 'Разрешённая папка {root} – корень диска. Укажите папку справочников.',
  },
  en: {
    'archive_state.processed': 'loaded',
    'archive_state.error': 'failed',
    'archive_state.broken': 'wrong format',
    'package.archive_deleted':
      'The content of package {name} is no longer on the disk: it lay in archive {archive}, whose days are over. What was loaded from it is in the database.',
    'package.archive_damaged':
      'Package {name} lies in archive {archive}, and the archive cannot be read. Bring it back from a copy.',
    'not_found.package': 'There is no package {name}. Check the name: "smena package list" shows it.',
    'package.is_loaded': 'Package {name} is loaded already, there is nothing to decide or to try again.',
    'package.cannot_return': 'Package {name} cannot be tried again: its content is no longer on the disk.',
    'archive_kept.not_forwarded': 'packages not forwarded to the upper server: {n}',
    'archive_kept.undecided': 'packages that are in no table and of which nobody has decided: {n}',
    'archive_kept.changed': 'the archive is damaged',
    'archive_kept.missing': 'the archive is not in its place',
    'storage_place.waiting': 'Waiting to be loaded',
    'storage_place.processed': 'Loaded packages',
    'storage_place.error': 'Packages that failed',
    'storage_place.broken': 'Packages of a wrong format',
    'storage_place.processed_archive': 'Archive of loaded ones',
    'storage_place.error_archive': 'Archive of failed ones',
    'storage_place.broken_archive': 'Archive of wrong formats',
    'storage_place.sales_archive': 'Archives of trimmed days',
    'storage_place.server_backup': 'Backups of the server',
    'storage_place.exchange': 'Folder of the exchange with the ERP',
    'storage_place.descriptions': 'Descriptions of the protocol',
    'storage_place.database': 'Database',
    'storage_rule.waiting': 'never deleted: registers have no copy',
    'storage_rule.processed': 'packed into an archive once a day',
    'storage_rule.error': 'tried again by themselves, then packed; a person decides',
    'storage_rule.broken': 'packed once a day; a person decides',
    'storage_rule.processed_archive': 'kept {days} d, then deleted',
    'storage_rule.error_archive': 'kept {days} d and until each package is loaded or decided',
    'storage_rule.broken_archive': 'kept {days} d and until each package is loaded or decided',
    'storage_rule.sales_archive': 'not deleted: they are the documents themselves',
    'storage_rule.server_backup': 'the latest stay, older ones go when a new one is proven',
    'storage_rule.exchange': 'the ERP takes the files',
    'storage_rule.descriptions': 'not deleted',
    'storage_rule.database': 'by the rules of trimming the database',
    'storage_rule.database_keeps':
      'by the rules of trimming the database; a file of an older version, it keeps freed space: smena database compact',
    'storage_task.files': 'Files',
    'storage_task.dictionaries': 'Dictionaries',
    'storage_task.check': 'Check of archives',
    'storage_task.restore': 'Packages brought back',
    'storage_outcome.begun': 'running',
    'storage_outcome.done': 'done',
    'storage_outcome.partly': 'partly done',
    'storage_outcome.failed': 'failed',
    'storage_run.return_word': 'Bringing back is not confirmed: the word RESTORE (or ВЕРНУТЬ) is needed.',
    'storage_run.return_stopped': 'Bringing back has stopped: {reason} The other packages stay in their archives.',
    'storage_run.word': 'The deletion is not confirmed: the word DELETE (or УДАЛИТЬ) is needed.',
    'archive.busy': 'Trimming is running already. Wait for its end.',
    'dictionaries.no_folder':
      'The setting SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY of the server is empty: there is nothing to delete.',
    'dictionaries.no_root': 'The folder inside which deleting is allowed is not named (dictionaries.root or --root).',
    'dictionaries.server_away': 'the server {server} did not answer ({cause}). Nothing was deleted.',
    'dictionaries.not_absolute': 'The folder of dictionaries {folder} is no full path. Nothing was deleted.',
    'dictionaries.outside': 'The folder {folder} does not lie inside the allowed {root}. Nothing was deleted.',
    'dictionaries.link': 'The path {folder} goes through the link {link}. Nothing is deleted through links.',
    'dictionaries.missing': 'There is no folder {folder}. Nothing to delete.',
    'dictionaries.not_folder': '{folder} is no folder. Nothing was deleted.',
    'dictionaries.root_too_wide': 'The allowed folder {root} is the root of the disk. Name the folder of dictionaries.',
  },
} as const;
