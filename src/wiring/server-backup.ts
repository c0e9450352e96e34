/** Backups with the places of the configuration. */
import { createAnchors, readHead } from '../audit/audit.ts';
import {
  type BackupOutcome,
  type BackupPlaces,
  listBackups,
  makeBackup,
  type Restored,
  rehearseBackup,
  removeOldBackups,
} from '../backup/backup.ts';
import { type Config, settings } from '../config.ts';
import type { Clock } from '../platform/clock.ts';
import { anchorFolders } from './audit-trail.ts';
import { archiveFolders, keysFolder, migrations, openConfigured, queueFolders } from './stations.ts';
import { version } from './version.ts';

/** Where everything of the configuration lies. */
export function backupPlaces(config: Config): Omit<BackupPlaces, 'auditHead'> {
  const shown = config.shown.filter(({ key }) => !settings[key].secret);
  return {
    database: config.database,
    dataFolder: config.dataFolder,
    queue: queueFolders(config),
    salesArchive: config.folders.salesArchive,
    fileArchives: archiveFolders(config),
    keys: keysFolder(config),
    anchors: anchorFolders(config).anchors,
    settings: Object.fromEntries(shown.map(({ key, value }) => [key, value])),
    program: version,
    schema: migrations.at(-1)?.name ?? '',
  };
}

/** What became of a backup and of its restoration for trial. */
export type BackedUp = { made: BackupOutcome; rehearsed: Restored; removed: number };

/** Makes a backup, restores it for trial, and removes old ones when it can be relied on. */
export async function backUp(config: Config, parent: string, clock: Clock): Promise<BackedUp> {
  const auditHead = await anchoredHead(config, clock);
  const made = await makeBackup({ ...backupPlaces(config), auditHead }, parent, clock);
  const rehearsed = await rehearseBackup(made.folder, config.database, migrations);
  const removed = rehearsed.ok ? await removeOldBackups(parent, config.backup.keep) : 0;
  return { made, rehearsed, removed };
}

/** Writes down where the audit trail ends, so that the backup holds it. */
async function anchoredHead(config: Config, clock: Clock): Promise<BackupPlaces['auditHead']> {
  const database = openConfigured(config, 1);
  try {
    await createAnchors(database, clock, anchorFolders(config)).write();
    return await readHead(database);
  } finally {
    await database.close();
  }
}

/** Whether a backup is to be made by itself: at the hour of the setting, so many days after the last; `startedMs`: of the server. */
export async function isBackupDue(
  { backup, folders, timeZone }: Pick<Config, 'backup' | 'folders' | 'timeZone'>,
  toLocal: (ms: number, zone: string) => string,
  { nowMs, startedMs }: { nowMs: number; startedMs: number },
): Promise<boolean> {
  const { at, everyDays } = backup;
  if (at === null) return false;
  const now = toLocal(nowMs, timeZone);
  if (now.slice(11, 16) < at) return false;
  const backups = await listBackups(folders.serverBackup).catch(() => null);
  // A folder that cannot be read: the try tells people why.
  if (backups === null) return true;
  const last = backups.at(-1);
  // A new server makes its first one when the hour comes, not at its start.
  if (last === undefined) return `${now.slice(0, 10)}T${at}` > toLocal(startedMs, timeZone).slice(0, 16);
  const days = Date.parse(now.slice(0, 10)) - Date.parse(toLocal(Date.parse(last.madeUtc), timeZone).slice(0, 10));
  return days >= everyDays * 86_400_000;
}
