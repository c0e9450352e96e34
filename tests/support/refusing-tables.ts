/** A database that stops taking anything but entries of the audit trail, when a test says so: every change of the server fails inside. */
import type { Database } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';

/** What goes on: the trail itself, and that a key was used. */
const TAKEN = ['audit_entry', 'counter', 'access_key', 'schema_migration'];

export type RefusingTables = { refuse(on: boolean): Promise<void> };

/** Puts triggers on every table; they do nothing until they are told to refuse. */
export async function makeTablesRefuse(
  database: Database<Tables>,
  engine: 'sqlite' | 'postgres',
): Promise<RefusingTables> {
  const isPostgres = engine === 'postgres';
  const tables = await database.all<{ name: string }>(
    isPostgres
      ? `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`
      : `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
  );
  await database.transaction(async (tx) => {
    await tx.run('CREATE TABLE test_switch (refuses INTEGER NOT NULL)');
    await tx.run('INSERT INTO test_switch VALUES (0)');
    if (isPostgres)
      await tx.run(
        `CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF (SELECT refuses FROM test_switch) = 1 THEN RAISE EXCEPTION 'refused by the test'; END IF;
           IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$`,
      );
  });
  for (const { name } of tables.filter((one) => !TAKEN.includes(one.name)))
    for (const statement of isPostgres ? [postgresTrigger(name)] : ['INSERT', 'UPDATE', 'DELETE'].map(of(name)))
      await database.run(statement);
  return {
    async refuse(on) {
      await database.run('UPDATE test_switch SET refuses = ?', [on ? 1 : 0]);
    },
  };
}

const postgresTrigger = (table: string) =>
  `CREATE TRIGGER test_refuses BEFORE INSERT OR UPDATE OR DELETE ON "${table}" FOR EACH ROW EXECUTE FUNCTION test_refuse()`;

const of = (table: string) => (verb: string) =>
  `CREATE TRIGGER test_refuses_${table}_${verb} BEFORE ${verb} ON "${table}" WHEN (SELECT refuses FROM test_switch) = 1
   BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`;
