/** Backups that are made by themselves, each in a process of its own; what became of them stands in the log. */
import { asServer, type NewEntry, record } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import { toLocal } from '../domain/local-time.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { startBackground } from '../platform/background-process.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import type { FromBackup } from './backup-task.ts';
import { isBackupDue } from './server-backup.ts';

export type BackupService = {
  /** Makes a backup when one is due. */
  turn(): Promise<void>;
  /** Ends a backup that is being made; nothing of it stays. */
  stop(): Promise<void>;
};

export function createBackupService(config: Config, database: Database<Tables>, clock: Clock): BackupService {
  const startedMs = clock.now();
  let triedDay = '';
  let running: ReturnType<typeof startBackup> | null = null;
  return {
    async turn() {
      const day = toLocal(clock.now(), config.timeZone).slice(0, 10);
      // One that failed is tried again on the next day.
      if (day === triedDay || !(await isBackupDue(config, toLocal, { nowMs: clock.now(), startedMs }))) return;
      triedDay = day;
      running = startBackup(config);
      const result = await running.done;
      running = null;
      await asServer('backup', () =>
        database.transaction(async (tx) => {
          await recordEvents(tx, clock, [eventOf(result)]);
          await record(tx, clock, entryOf(result));
        }),
      );
    },
    async stop() {
      await running?.end();
    },
  };
}

function eventOf(result: FromBackup) {
  if (!result.ok) return { code: 'backup.not_made', level: 'error', params: { cause: result.cause } } as const;
  const { made, rehearsed } = result.done;
  const { folder, rows, tables } = made;
  if (rehearsed.ok) return { code: 'backup.done', level: 'info', params: { folder, rows, tables } } as const;
  const params = { ...rehearsed.params, backup: folder, reason: `@${rehearsed.code}` };
  return { code: 'backup.not_trusted', level: 'error', params } as const;
}

/** What the audit trail says of a backup that was made, or not. */
function entryOf(result: FromBackup): NewEntry {
  const common = { verb: 'back-up', object: 'backup' } as const;
  if (!result.ok) return { ...common, result: 'failed', reason: result.cause };
  const { made, rehearsed } = result.done;
  const { folder: key, rows, files, bytes } = made;
  return {
    ...common,
    key,
    new: { rows, files, bytes },
    ...(rehearsed.ok ? {} : { result: 'failed', reason: rehearsed.code }),
  };
}

function startBackup(config: Config) {
  const backup = startBackground<FromBackup>(new URL('./backup-task.ts', import.meta.url), config);
  const done = backup.next().then(
    (result): FromBackup => result ?? { ok: false, cause: 'the backup ended without a result' },
    (cause: unknown): FromBackup => ({ ok: false, cause: String(cause) }),
  );
  return { done, end: () => backup.end() };
}
