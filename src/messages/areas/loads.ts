/** Texts of the check of a file before it is taken, of what became of single documents, and of the log as a file. */
export const loads = {
  ru: {
    'load.database_away':
      'База данных не отвечает, поэтому неизвестно, есть ли магазин {shopCode}: файл не принят. Загрузите его ещё раз, когда база вернётся; продажи с касс принимаются и без неё.',
    'load.check_busy': 'Сейчас проверяются другие файлы. Повторите через минуту; файл не принят.',
    'load.check_late':
      'Файл не успели проверить: сервер занят или база не отвечает. Файл не принят; повторите проверку позже.',
    'load.check_failed': 'Файл не удалось проверить: {cause}. Файл не принят; покажите это администратору.',
    'package.content_gone': 'Файла пакета {name} на диске нет: его убрали или перенесли в архив.',
    'document.differs':
      'На сервере уже есть такой документ с другим содержанием: ‹{difference}›. Сохранены оба, в суммы входит первый.',
    'log_file.time': 'Время (UTC)',
    'log_file.level': 'Важность',
    'log_file.shop': 'Магазин',
    'log_file.register': 'Касса',
    'log_file.event': 'Событие',
    'log_file.code': 'Код',
    'log_file.who': 'Кто или что вызвало',
    'log_file.duration': 'Длительность, мс',
    'log_file.transfer': 'Загрузка',
    'log_file.shift': 'Смена',
    'log_file.level_info': 'сведение',
    'log_file.level_warning': 'предупреждение',
    'log_file.level_error': 'ошибка',
    'log_file.cut': 'В файле последние: {n:событие|события|событий|события}. Более ранние скачайте, сузив период.',
  },
  en: {
    'load.database_away':
      'The database does not answer, so it is not known whether there is a shop {shopCode}: the file was not taken. Bring it again when the database is back; sales of registers are taken without it.',
    'load.check_busy': 'Other files are being checked now. Try again in a minute; the file was not taken.',
    'load.check_late':
      'The file could not be checked in time: the server is busy or the database does not answer. It was not taken; check it again later.',
    'load.check_failed': 'The file could not be checked: {cause}. It was not taken; show this to the administrator.',
    'package.content_gone': 'The file of package {name} is not on the disk: it was removed or archived.',
    'document.differs':
      'The server has this document already with other content: ‹{difference}›. Both are kept, the first one counts.',
    'log_file.time': 'Time (UTC)',
    'log_file.level': 'Level',
    'log_file.shop': 'Shop',
    'log_file.register': 'Register',
    'log_file.event': 'Event',
    'log_file.code': 'Code',
    'log_file.who': 'Who or what brought it about',
    'log_file.duration': 'Duration, ms',
    'log_file.transfer': 'Load',
    'log_file.shift': 'Shift',
    'log_file.level_info': 'information',
    'log_file.level_warning': 'warning',
    'log_file.level_error': 'error',
    'log_file.cut': 'The file holds the latest {n:entry|entries}. Narrow the period to download earlier ones.',
  },
} as const;
