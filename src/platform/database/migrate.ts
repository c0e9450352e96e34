/** Forward-only migrations: numbered files, each applied once, all under one lock (a second server waits, then finds them done). */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, SchemaMismatch, type Statements } from './database.ts';

export type Migration = { name: string; text: string; sha256: string };

/** The migrations of a folder in order of their numbers (`0001-what-for.sql`). Throws when a number is missing or twice. */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort();
  return names.map((name, index) => {
    if (Number(name.slice(0, 4)) !== index + 1)
      throw new Error(`migration number ${index + 1} expected, found ${name}`);
    const text = readFileSync(join(folder, name), 'utf8');
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

/** The text of a migration for one engine: passages in engine comments are opened, BIGINT is SQLite's INTEGER. */
export function migrationFor(engine: Engine, text: string): string {
  const opened = text.replace(/\/\*(sqlite|postgres): (.*?)\*\//g, (_, name: string, passage: string) =>
    name === engine ? passage : '',
  );
  return engine === 'sqlite' ? opened.replace(/\bBIGINT\b/g, 'INTEGER') : opened;
}

export type MigrationRun = {
  migrations: readonly Migration[];
  engine: Engine;
  /** Runs the work in one transaction that no other server can enter at the same time. */
  locked(work: (tx: Statements) => Promise<void>): Promise<void>;
  /** Runs a script of several statements inside that transaction. */
  script(text: string, tx: Statements): Promise<void>;
};

const TABLE = 'CREATE TABLE IF NOT EXISTS schema_migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL)';

/** Applies what is missing. Throws SchemaMismatch when the database is newer than the program or an old file was changed. */
export async function migrate(run: MigrationRun): Promise<void> {
  await run.locked(async (tx) => {
    await run.script(TABLE, tx);
    const applied = await tx.all<{ name: string; sha256: string }>(
      'SELECT name, sha256 FROM schema_migration ORDER BY name',
    );
    for (const [index, row] of applied.entries()) {
      const known = run.migrations[index];
      if (known === undefined || known.name !== row.name) throw new SchemaMismatch('database.newer', row.name);
      if (known.sha256 !== row.sha256) throw new SchemaMismatch('database.migration_changed', row.name);
    }
    for (const migration of run.migrations.slice(applied.length)) {
      await run.script(migrationFor(run.engine, migration.text), tx);
      await tx.run('INSERT INTO schema_migration (name, sha256) VALUES (?, ?)', [migration.name, migration.sha256]);
    }
  });
}
