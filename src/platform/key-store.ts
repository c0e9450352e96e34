/**
 * Keys with a group and a short text, in one file, for parts that must not need the database of the server. Bounded memory
 * however many keys there are; a write is on the disk when it returns; several threads may have it open.
 */
import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

export type KeptEntry = { readonly key: string; readonly group: string; readonly value: string };

export type KeyStore = {
  get(key: string): KeptEntry | undefined;
  /** Adds or replaces, all or nothing. */
  put(entries: readonly KeptEntry[]): void;
  remove(keys: readonly string[]): void;
  /** Keys of a group in order, those after `after`. */
  ofGroup(group: string, after: string, limit: number): KeptEntry[];
  countOf(group: string): number;
  close(): void;
};

/** Another thread writes at most so long, in ms. */
const BUSY_MS = 10_000;
/** What SQLite says of a file that is damaged, or none of its own. */
const DAMAGED = [11, 26];

/** Opens the file or makes it. A damaged file is set aside under `<file>.damaged`, and `onDamaged` is told. */
export function openKeyStore(file: string, onDamaged: (cause: string) => void): KeyStore {
  try {
    return storeOver(file);
  } catch (cause) {
    if (!isDamaged(cause)) throw cause;
    renameSync(file, `${file}.damaged`);
    for (const rest of ['-wal', '-shm']) rmSync(file + rest, { force: true });
    onDamaged(cause instanceof Error ? cause.message : String(cause));
    return storeOver(file);
  }
}

/** True when the file itself is at fault, not its being busy or the disk being full. */
export function isDamaged(cause: unknown): boolean {
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : 0;
  return DAMAGED.includes(code);
}

function storeOver(file: string): KeyStore {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000;
      CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, grp TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS kept_of_group ON kept (grp, key);`);
  } catch (cause) {
    database.close();
    throw cause;
  }
  const find = database.prepare('SELECT key, grp AS "group", value FROM kept WHERE key = ?');
  const put = database.prepare(
    `INSERT INTO kept (key, grp, value) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET grp = excluded.grp, value = excluded.value`,
  );
  const remove = database.prepare('DELETE FROM kept WHERE key = ?');
  const page = database.prepare(
    'SELECT key, grp AS "group", value FROM kept WHERE grp = ? AND key > ? ORDER BY key LIMIT ?',
  );
  const count = database.prepare('SELECT COUNT(*) AS n FROM kept WHERE grp = ?');

  function together(work: () => void): void {
    database.exec('BEGIN IMMEDIATE');
    try {
      work();
      database.exec('COMMIT');
    } catch (cause) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw cause;
    }
  }

  return {
    get: (key) => find.get(key) as KeptEntry | undefined,
    put: (entries) =>
      together(() => {
        for (const { key, group, value } of entries) put.run(key, group, value);
      }),
    remove: (keys) =>
      together(() => {
        for (const key of keys) remove.run(key);
      }),
    ofGroup: (group, after, limit) => page.all(group, after, limit) as KeptEntry[],
    countOf: (group) => Number(count.get(group)?.['n'] ?? 0),
    close: () => database.close(),
  };
}
