/** Runs of the trimmer in the table: asked for by the schedule or a person, taken by the service, kept with what became of them. */
import { record } from '../../audit/audit.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables, TrimRunRow } from '../../schema/tables.ts';
import { shopCodeOf } from '../registers/registers.ts';

export type NewRun = {
  /** '' = every shop. */
  shopId: string;
  kind: 'trim' | 'restore';
  cause: 'schedule' | 'person';
  from: string | null;
  to: string | null;
};

/** Asks for a run; answers its number. */
export async function askRun(database: Database<Tables>, clock: Clock, run: NewRun): Promise<number> {
  return database.transaction(async (tx) => {
    const runId = await takeNumbers(tx, 'trim_run', 1);
    await tx.run(
      `INSERT INTO trim_run (shop_id, run_id, kind, cause, from_date, to_date, asked_utc, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, 'asked')`,
      [run.shopId, runId, run.kind, run.cause, run.from, run.to, utcText(clock.now())],
    );
    const shopCode = await shopCodeOf(tx, run.shopId);
    const values = { run: runId, cause: run.cause, from: run.from, to: run.to };
    await record(tx, clock, { verb: run.kind, object: 'days', key: shopCode ?? '', shopCode, new: values });
    return runId;
  });
}

export type AskedRun = TrimRunRow & { shop_code: string | null };

/** The oldest run that nobody has taken. */
export function nextRun(database: Statements): Promise<AskedRun | undefined> {
  return database.get<AskedRun>(
    `SELECT r.*, s.shop_code FROM trim_run r LEFT JOIN shop s ON s.shop_id = r.shop_id
     WHERE r.state = 'asked' ORDER BY r.run_id LIMIT 1`,
  );
}

/** What became of a run. */
export async function endRun(
  database: Statements,
  clock: Clock,
  run: Pick<TrimRunRow, 'shop_id' | 'run_id'>,
  state: 'done' | 'failed',
  outcome: object,
): Promise<void> {
  await database.run('UPDATE trim_run SET state = ?, ended_utc = ?, outcome = ? WHERE shop_id = ? AND run_id = ?', [
    state,
    utcText(clock.now()),
    JSON.stringify(outcome),
    run.shop_id,
    run.run_id,
  ]);
}

/** When the schedule asked last, UTC; undefined = never. */
export async function lastScheduled(database: Statements): Promise<string | undefined> {
  const row = await database.get<{ at: string | null }>(
    "SELECT MAX(asked_utc) AS at FROM trim_run WHERE cause = 'schedule'",
  );
  return row?.at ?? undefined;
}
