/** What the runs of schedules brought: the rows of all shops that were asked together, and the ends of their transfers. */
import type { ScheduleRunList, ScheduleRunRow, ScheduleRunsQuery } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ScheduleRunRow as StoredRun, Tables } from '../schema/tables.ts';
import { type Found, found, notFound } from './found.ts';
import { compareCodes } from './report-text.ts';

type ReadRun = StoredRun & { shop_code: string; time_zone: string };

/** The runs of a schedule, newest first. */
export async function scheduleRunsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  scheduleId: number,
  query: ScheduleRunsQuery,
): Promise<Found<ScheduleRunList>> {
  const known = await database.get('SELECT 1 AS there FROM schedule WHERE schedule_id = ?', [scheduleId]);
  if (known === undefined) return notFound('not_found.schedule', { scheduleId });
  const before = query.before === undefined ? Number.MAX_SAFE_INTEGER : Number(query.before);
  const numbers = await database.all<{ runId: number }>(
    `SELECT DISTINCT run_id AS "runId" FROM schedule_run WHERE schedule_id = ? AND run_id < ?
     ORDER BY run_id DESC LIMIT ?`,
    [scheduleId, before, query.limit + 1],
  );
  const page = numbers.slice(0, query.limit).map(({ runId }) => runId);
  const runs = (await readRuns(database, page)).toSorted((a, b) => b.runId - a.runId);
  const last = page.at(-1);
  const next = numbers.length > query.limit && last !== undefined ? String(last) : null;
  return found({ runs, next, asOf: utcText(clock.now()) });
}

/** Runs read with one statement. */
const AT_ONCE = 500;

/** The runs of these numbers, in no order. */
export async function readRuns(database: QueryDatabase<Tables>, runIds: readonly number[]): Promise<ScheduleRunRow[]> {
  const runs: ScheduleRunRow[] = [];
  for (let from = 0; from < runIds.length; from += AT_ONCE) {
    const some = runIds.slice(from, from + AT_ONCE);
    const places = some.map(() => '?').join(', ');
    const rows = await database.all<ReadRun>(
      `SELECT t.*, s.shop_code, s.time_zone FROM schedule_run t JOIN shop s ON s.shop_id = t.shop_id
       WHERE t.run_id IN (${places})`,
      some,
    );
    const ends = await database.all<{ runId: number; state: string; n: number }>(
      `SELECT schedule_run AS "runId", state, COUNT(*) AS n FROM transfer WHERE schedule_run IN (${places})
       GROUP BY schedule_run, state`,
      some,
    );
    const endsOf = Map.groupBy(ends, ({ runId }) => runId);
    for (const [runId, shops] of Map.groupBy(rows, (row) => row.run_id))
      runs.push(runOf(runId, shops, endsOf.get(runId) ?? []));
  }
  return runs;
}

/** The ends of a transfer as a run counts them; what is none of these is under way. */
const ENDS: Readonly<Record<string, 'loaded' | 'empty' | 'failed'>> = {
  done: 'loaded',
  already: 'loaded',
  empty: 'empty',
  failed: 'failed',
  no_answer: 'failed',
  cancelled: 'failed',
};

function runOf(runId: number, rows: readonly ReadRun[], ends: readonly { state: string; n: number }[]): ScheduleRunRow {
  const [first] = rows.toSorted((a, b) => compareCodes(a.shop_code, b.shop_code));
  if (first === undefined) throw new Error(`the run ${runId} has no row`);
  const sum = (of: (row: ReadRun) => number) => rows.reduce((total, row) => total + of(row), 0);
  const counted = { underWay: 0, loaded: 0, empty: 0, failed: 0 };
  for (const { state, n } of ends) counted[ENDS[state] ?? 'underWay'] += n;
  // One shop that was late makes the run one that was caught up.
  const outcome = rows.find((row) => row.outcome === 'caught_up')?.outcome ?? first.outcome;
  return {
    runId,
    outcome: outcome as ScheduleRunRow['outcome'],
    slot: first.slot,
    timeZone: first.time_zone,
    ranAt: first.ran_utc,
    author: first.author,
    missed: Math.max(...rows.map((row) => row.missed_count)),
    shops: rows.length,
    registers: sum((row) => row.register_count),
    requested: sum((row) => row.requested_count),
    alreadyRunning: sum((row) => row.running_count),
    refused: sum((row) => row.refused_count),
    noWay: sum((row) => row.no_way_count),
    ...counted,
  };
}
