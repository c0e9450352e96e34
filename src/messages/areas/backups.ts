/** Backups of the whole server: made, restored for trial, brought back. */
export const backupEvents = {
  ru: {
    'backup.done':
      'Резервная копия {folder} готова и восстановлена для пробы: таблиц {tables}, строк {rows}, все количества и суммы сошлись.',
    'backup.not_made':
      'Резервная копия не сделана: {cause}. Проверьте папку копий и место на диске; следующая попытка завтра.',
    'backup.not_trusted':
      'На резервную копию {backup} полагаться нельзя. {reason:sentence} Более старые копии сохранены.',
  },
  en: {
    'backup.done':
      'The backup {folder} is made and was restored for trial: tables {tables}, rows {rows}, all counts and sums agree.',
    'backup.not_made':
      'The backup was not made: {cause}. Check the folder of backups and the space on the disk; it is tried again tomorrow.',
    'backup.not_trusted': 'The backup {backup} cannot be relied on. {reason:sentence} Older backups were kept.',
  },
} as const;

export const backupWords = {
  ru: {
    'backup_state.sound': 'копия готова и восстановлена для пробы',
    'backup_state.not_made': 'копия не сделана: {cause}',
    'backup_state.not_trusted': 'на копию полагаться нельзя; причина – в логе',
    'backup.made': 'Копия {folder}: таблиц {tables}, строк {rows}, файлов {files}, {size}.',
    'backup.restored': 'Восстановлено: таблиц {tables}, строк {rows}, файлов {files}; все количества и суммы сошлись.',
    'backup.sound': 'Копия цела и восстанавливается: таблиц {tables}, строк {rows}, файлов {files}.',
    'backup.failed': 'Копия не сделана: {cause}.',
    'backup.not_restored': 'Восстановить не удалось: {cause}.',
    'backup.none': 'В {folder} нет резервной копии, которую знает эта версия.',
    'backup.damaged': 'Файл {path} копии повреждён или пропал.',
    'backup.not_empty': 'Папка данных {folder} не пуста. Назовите пустую: --data.',
    'backup.database_not_empty':
      'В базе PostgreSQL уже есть таблицы. Создайте пустую базу и назовите её в SMENA_DATABASE_URL.',
    'backup.other_engine': 'Копия сделана с базы {engine}, а настроена {expected}. Настройте ту же базу.',
    'backup.newer': 'Копия сделана версией {program}, которая новее этой. Восстановите её той же версией.',
    'backup.differs': 'Таблица {table} после восстановления не равна описи копии.',
  },
  en: {
    'backup_state.sound': 'the backup is made and was restored for trial',
    'backup_state.not_made': 'the backup was not made: {cause}',
    'backup_state.not_trusted': 'the backup cannot be relied on; the log tells why',
    'backup.made': 'Backup {folder}: tables {tables}, rows {rows}, files {files}, {size}.',
    'backup.restored': 'Restored: tables {tables}, rows {rows}, files {files}; all counts and sums agree.',
    'backup.sound': 'The backup is whole and can be restored: tables {tables}, rows {rows}, files {files}.',
    'backup.failed': 'The backup was not made: {cause}.',
    'backup.not_restored': 'It could not be restored: {cause}.',
    'backup.none': 'There is no backup in {folder} that this version knows.',
    'backup.damaged': 'The file {path} of the backup is damaged or gone.',
    'backup.not_empty': 'The data folder {folder} is not empty. Name an empty one: --data.',
    'backup.database_not_empty':
      'The PostgreSQL database holds tables already. Make an empty one and name it in SMENA_DATABASE_URL.',
    'backup.other_engine': 'The backup is of {engine}, and {expected} is configured. Configure the same database.',
    'backup.newer':
      'The backup was made by version {program}, which is newer than this one. Restore it with that version.',
    'backup.differs': 'The table {table} does not equal the manifest of the backup after it was restored.',
  },
} as const;
