/** The schedules of loading (S10 «Расписание»): whom each asks, when next, and what the last run brought. */
import type { NextSlot, Schedule, ScheduleList, ScheduleRunRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Coverage, type CoveredRegister, type CoveringSchedule, readCoverage } from './schedule-coverage.ts';
import { readRuns } from './schedule-runs.ts';

type Stored = {
  scheduleId: number;
  groupCode: string | null;
  groupName: string | null;
  shopCode: string | null;
  shopName: string | null;
  registerCode: string | null;
  registerName: string | null;
  author: string | null;
  createdAt: string;
  pausedAt: string | null;
  pausedBy: string | null;
  lastRun: number | null;
  lastSkip: number | null;
};

/** Every schedule, in the order of its number. */
export async function schedulesReport(database: QueryDatabase<Tables>, clock: Clock): Promise<ScheduleList> {
  const nowMs = clock.now();
  const asOf = utcText(nowMs);
  const coverage = await readCoverage(database, null);
  if (coverage.schedules.length === 0) return { schedules: [], asOf };
  const stored = new Map((await readStored(database)).map((row) => [row.scheduleId, row]));
  const numbers = [...stored.values()].flatMap(({ lastRun, lastSkip }) => [lastRun, lastSkip]);
  const runs = new Map(
    (
      await readRuns(
        database,
        numbers.filter((number) => number !== null),
      )
    ).map((run) => [run.runId, run]),
  );
  const covered = await readCovered(database, coverage);
  const schedules = coverage.schedules.flatMap((schedule) => {
    const row = stored.get(schedule.scheduleId);
    if (row === undefined) return [];
    const registers = covered.get(schedule.scheduleId) ?? [];
    return [scheduleOf(row, schedule, { coverage, registers, runs, nowMs })];
  });
  return { schedules, asOf };
}

function readStored(database: QueryDatabase<Tables>): Promise<Stored[]> {
  return database.all<Stored>(
    `SELECT c.schedule_id AS "scheduleId", g.group_code AS "groupCode", g.name AS "groupName", s.shop_code AS "shopCode",
       s.name AS "shopName", r.register_code AS "registerCode", r.name AS "registerName", c.author,
       c.created_utc AS "createdAt", c.paused_utc AS "pausedAt", c.paused_by AS "pausedBy",
       (SELECT MAX(t.run_id) FROM schedule_run t WHERE t.schedule_id = c.schedule_id AND t.outcome <> 'paused') AS "lastRun",
       (SELECT MAX(t.run_id) FROM schedule_run t WHERE t.schedule_id = c.schedule_id AND t.outcome = 'paused') AS "lastSkip"
     FROM schedule c LEFT JOIN shop_group g ON g.group_id = c.group_id LEFT JOIN shop s ON s.shop_id = c.shop_id
     LEFT JOIN register r ON r.shop_id = c.shop_id AND r.register_id = c.register_id`,
  );
}

/** The registers in service by the schedules that hold for them. */
async function readCovered(
  database: QueryDatabase<Tables>,
  coverage: Coverage,
): Promise<Map<number, CoveredRegister[]>> {
  const registers = await database.all<CoveredRegister>(
    `SELECT s.group_id AS "groupId", r.shop_id AS "shopId", r.register_id AS "registerId", s.time_zone AS "timeZone"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id WHERE r.in_service = 1`,
  );
  const covered = new Map<number, CoveredRegister[]>();
  for (const register of registers)
    for (const { scheduleId } of coverage.of(register)) {
      const known = covered.get(scheduleId);
      if (known === undefined) covered.set(scheduleId, [register]);
      else known.push(register);
    }
  return covered;
}

type Facts = {
  coverage: Coverage;
  registers: readonly CoveredRegister[];
  runs: ReadonlyMap<number, ScheduleRunRow>;
  nowMs: number;
};

function scheduleOf(row: Stored, schedule: CoveringSchedule, facts: Facts): Schedule {
  const { runs } = facts;
  const shops = new Map(facts.registers.map((register) => [register.shopId, register]));
  const { scheduleId, groupCode, shopCode, registerCode, author, createdAt, pausedAt, pausedBy, lastRun, lastSkip } =
    row;
  const skipIsNews = lastSkip !== null && lastSkip > (lastRun ?? 0);
  return {
    scheduleId,
    groupCode,
    shopCode,
    registerCode,
    name: row.registerName ?? (registerCode === null ? (row.shopName ?? row.groupName) : null),
    rule: schedule.rule,
    paused: schedule.paused,
    pausedAt,
    pausedBy,
    author,
    createdAt,
    shops: shops.size,
    registers: facts.registers.length,
    next: soonest([...shops.values()].map((shop) => facts.coverage.next(schedule, shop, facts.nowMs))),
    lastRun: lastRun === null ? null : (runs.get(lastRun) ?? null),
    lastSkip: skipIsNews ? (runs.get(lastSkip) ?? null) : null,
  };
}

function soonest(slots: readonly (NextSlot | null)[]): NextSlot | null {
  return slots.reduce((first, one) => (first === null || (one !== null && one.at < first.at) ? one : first), null);
}
