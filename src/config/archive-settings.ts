/** Settings of archives and of the trimming of files and dictionaries (mission M35–M44). */
import { setting } from './setting.ts';
import * as values from './values.ts';

export const archiveSettings = {
  'archive.time': setting(
    'SMENA_ARCHIVE_TIME',
    'archive-time',
    values.timeOfDay,
    '03:33',
    'Время ежедневной подрезки файлов и справочников, в часовом поясе timeZone',
    'Time of the daily trimming of files and dictionaries, in the zone timeZone',
  ),
  'archive.keepDays': setting(
    'SMENA_ARCHIVE_KEEP_DAYS',
    'archive-keep-days',
    values.count(1, 3_660),
    '30',
    'Сколько дней хранится архив файлов',
    'Days that an archive of files is kept',
  ),
  'archive.errorAfterMs': setting(
    'SMENA_ARCHIVE_ERROR_AFTER_MS',
    'archive-error-after-ms',
    values.duration('0 ms', '720 h'),
    '24 h',
    'Сколько пакет с ошибкой базы повторяется сам, прежде чем будет упакован',
    'How long a package that failed is tried by itself before it is packed',
  ),
  'archive.lowDays': setting(
    'SMENA_ARCHIVE_LOW_DAYS',
    'archive-low-days',
    values.count(1, 365),
    '7',
    'Предупреждать, когда места на диске при нынешнем росте хватит меньше чем на столько дней',
    'Warn when the disk is enough for fewer days than this at the present growth',
  ),
  'dictionaries.localDirectory': setting(
    'SMENA_DICTIONARIES_LOCAL_DIRECTORY',
    'dictionaries-local-directory',
    values.path,
    null,
    'Папка архива справочников для касс (SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY), которая очищается раз в сутки',
    'Archive folder of dictionaries for registers (SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY), cleared once a day',
  ),
  'dictionaries.root': setting(
    'SMENA_DICTIONARIES_ROOT',
    'dictionaries-root',
    values.path,
    null,
    'Папка, внутри которой сервер вправе удалять справочники; без неё сам он их не удаляет',
    'Folder inside which the server may delete dictionaries; without it the server deletes none by itself',
  ),
};
