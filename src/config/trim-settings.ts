/** Settings of trimming and of the backup of the whole server. */
import { setting } from './setting.ts';
import * as values from './values.ts';

export const trimSettings = {
  'folders.salesArchive': setting(
    'SMENA_FOLDERS_SALES_ARCHIVE',
    'folders-sales-archive',
    values.path,
    '<data>/backup/sales_archive',
    'Архивы подрезанных дней и журнал удалений',
    'Archives of trimmed days and the record of deletions',
  ),
  'folders.serverBackup': setting(
    'SMENA_FOLDERS_SERVER_BACKUP',
    'folders-server-backup',
    values.path,
    '<data>/backup/server',
    'Резервные копии всего сервера',
    'Backups of the whole server',
  ),
  'trim.afterDays': setting(
    'SMENA_TRIM_AFTER_DAYS',
    'trim-after-days',
    values.count(30, 36_500),
    '1095',
    'Через сколько дней документы уходят из базы в архив; итоги и отчёты остаются',
    'After how many days documents leave the database for an archive; totals and reports stay',
  ),
  'trim.shopDays': setting(
    'SMENA_TRIM_SHOP_DAYS',
    'trim-shop-days',
    values.shopDays,
    null,
    'Сроки отдельных магазинов, например 12=730,15=off',
    'Days of single shops, such as 12=730,15=off',
  ),
  'trim.at': setting(
    'SMENA_TRIM_AT',
    'trim-at',
    values.dayTime,
    '03:40',
    'Во сколько начинать подрезку документов; off – только по просьбе',
    'When trimming of documents begins; off = only when asked',
  ),
  'trim.unchecked': setting(
    'SMENA_TRIM_UNCHECKED',
    'trim-unchecked',
    values.toggle,
    'off',
    'Подрезать ли смены, суммы которых касса не сообщила и сверить не с чем: on или off',
    'Whether shifts whose register reported no sums to compare are trimmed: on or off',
  ),
  'backup.at': setting(
    'SMENA_BACKUP_AT',
    'backup-at',
    values.dayTime,
    '02:10',
    'Во сколько делать резервную копию сервера; off – только по просьбе',
    'When the backup of the server is made; off = only when asked',
  ),
  'backup.everyDays': setting(
    'SMENA_BACKUP_EVERY_DAYS',
    'backup-every-days',
    values.count(1, 365),
    '7',
    'Раз в сколько дней делать резервную копию сервера с пробным восстановлением',
    'Every how many days the backup of the server is made and restored for trial',
  ),
  'backup.keep': setting(
    'SMENA_BACKUP_KEEP',
    'backup-keep',
    values.count(1, 1_000),
    '4',
    'Сколько последних резервных копий сервера хранить',
    'How many of the latest backups of the server are kept',
  ),
};
