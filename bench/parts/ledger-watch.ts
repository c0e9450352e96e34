/** Watches the tables from outside, so that waiting for the ledger costs the server nothing. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { RunningServer } from './running-server.ts';

export type LedgerWatch = {
  /** Packages that the ledger has finished, in whatever state. */
  finished(): Promise<number>;
  /** Waits until so many are finished; looks every 20 ms. Rejects after a minute without any progress. */
  until(count: number): Promise<void>;
  /** Waits until every closed shift is published as it stands, so that a round does not pay for the files of the one before; gives up like `until`. */
  untilExported(): Promise<void>;
  /** Receipts, positions, sum of all receipts and highest revision: what must not change when nothing new comes. */
  fingerprint(): Promise<string>;
  /** Any reading statement. */
  query: Query;
  close(): Promise<void>;
};

export type Query = (sql: string) => Promise<Record<string, unknown>[]>;

const FINGERPRINT = `SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(*) FROM position) AS positions,
  (SELECT sum(document_sum) FROM document) AS sum, (SELECT max(revision) FROM document) AS revision,
  (SELECT max(revision) FROM shift) AS shift_revision, (SELECT count(*) FROM conflict) AS conflicts`;
const NOT_EXPORTED = `SELECT count(*) AS n FROM shift s LEFT JOIN shift_export e
  ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id
  WHERE s.closed_at IS NOT NULL AND (e.revision IS NULL OR e.revision < s.revision)`;
/** Each look costs the machine what the measured server then lacks; a round is some hundred times as long. */
const LOOK_MS = 20;
const GIVE_UP_MS = 60_000;

/** Opens the database of a server beside it. */
export async function watchLedger(server: RunningServer, databaseUrl: string | null): Promise<LedgerWatch> {
  const { query, close } = databaseUrl === null ? besideSqlite(server) : await besidePostgres(databaseUrl);
  const finished = async () => Number((await query('SELECT count(*) AS n FROM package'))[0]?.n);
  return {
    finished,
    until: (count) =>
      untilNothingLeft(
        async () => count - (await finished()),
        (left) => `the ledger stands still, ${left} of ${count} packages are left`,
      ),
    untilExported: () =>
      untilNothingLeft(
        async () => Number((await query(NOT_EXPORTED))[0]?.n),
        (left) => `the export stands still, ${left} shifts are not published`,
      ),
    query,
    fingerprint: async () => JSON.stringify(await query(FINGERPRINT)),
    close,
  };
}

/** Looks until nothing is left; rejects when nothing gets less for a minute. */
async function untilNothingLeft(look: () => Promise<number>, complaint: (left: number) => string): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let since = performance.now();
  for (let left = await look(); left > 0; left = await look()) {
    if (left < fewest) since = performance.now();
    else if (performance.now() - since > GIVE_UP_MS) throw new Error(complaint(left));
    fewest = Math.min(fewest, left);
    await sleep(LOOK_MS);
  }
}

function besideSqlite(server: RunningServer): { query: Query; close: () => Promise<void> } {
  const database = new DatabaseSync(join(server.folder, 'smena.db'), { readOnly: true });
  return {
    query: async (sql) => database.prepare(sql).all() as Record<string, unknown>[],
    close: async () => database.close(),
  };
}

async function besidePostgres(url: string): Promise<{ query: Query; close: () => Promise<void> }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return {
    query: async (sql) => (await client.query(sql)).rows as Record<string, unknown>[],
    close: () => client.end(),
  };
}
