/** Running schedules: which slots are due in which shops, asking their registers, and the row that remembers it. */

import { asServer, record } from '../audit/audit.ts';
import { toLocal } from '../domain/local-time.ts';
import { createCoverage } from '../domain/schedule-scope.ts';
import { countSlots, dueSlot, slotLateness } from '../domain/time-slots.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Database, Statements } from '../platform/database/database.ts';
import { takeNumbers } from '../platform/database/numbers.ts';
import { SCHEDULE_CONCERNS_SHOP } from '../schema/schedule-sql.ts';
import type { Tables } from '../schema/tables.ts';
import {
  objectOf,
  type PlacedShop,
  placeOf,
  readProgress,
  readSchedule,
  readSchedules,
  readShops,
  ruleOf,
  type StoredSchedule,
  watermarkOf,
} from './schedule-row.ts';
import type { Refusal, TimetableParts } from './schedule-types.ts';

/**
 * Registers asked; those that were being asked for new data already; those whose request was refused, and how many of these
 * because no way leads to them.
 */
export type RunResult = { requested: number; running: number; refused: number; noWay: number };

export type RunOutcome = 'on_time' | 'caught_up' | 'by_hand' | 'paused';

/** A slot of a schedule in a shop; `missed` = slots before it that nobody ran. */
export type RunSlot = { shop: PlacedShop; slot: string; outcome: RunOutcome; missed: number };

/** What a run leaves behind in a shop. */
export type RunRow = RunSlot & RunResult & { runId: number; atUtc: string; author: string | null; registers: number };

/** Later than this a slot is caught up: the server slept, or its database was away. */
const LATE_MS = 120_000;
/** Runs are remembered so long. */
const KEEP_MS = 30 * 86_400_000;

/** Runs every slot that is due; true = there was one. */
export async function runDue(parts: TimetableParts): Promise<boolean> {
  const { database, clock } = parts;
  const schedules = await readSchedules(database);
  if (schedules.length === 0) return false;
  const shops = new Map((await readShops(database)).map((shop) => [shop.shopId, shop]));
  const due = new Map(schedules.map((schedule) => [schedule.scheduleId, { schedule, slots: [] as RunSlot[] }]));
  for (const progress of await readProgress(database, 'active')) {
    const found = due.get(progress.scheduleId);
    const shop = shops.get(progress.shopId);
    if (found === undefined || shop === undefined) continue;
    const slot = dueIn(found.schedule, shop, watermarkOf(progress, shop.timeZone), clock.now());
    if (slot !== null) found.slots.push(slot);
  }
  let ran = false;
  for (const { schedule, slots } of due.values()) {
    if (slots.length === 0) continue;
    ran = true;
    const result = await runSlots(parts, schedule, slots, null);
    const values = { shops: slots.length, ...result };
    await asServer(`schedule ${schedule.scheduleId}`, () =>
      database.transaction(async (tx) =>
        record(tx, clock, { ...(await objectOf(tx, schedule)), verb: 'run', new: values }),
      ),
    );
    const caughtUp = slots.filter(({ outcome }) => outcome === 'caught_up');
    if (caughtUp.length > 0) await tellCaughtUp(database, clock, schedule, caughtUp);
  }
  return ran;
}

function dueIn(schedule: StoredSchedule, shop: PlacedShop, watermark: string, nowMs: number): RunSlot | null {
  const rule = ruleOf(schedule);
  const slot = dueSlot(rule, toLocal(nowMs, shop.timeZone), watermark);
  if (slot === null) return null;
  const missed = countSlots(rule, watermark, slot) - 1;
  const late = missed > 0 || slotLateness(slot, nowMs, shop.timeZone) > LATE_MS;
  return { shop, slot, outcome: late ? 'caught_up' : 'on_time', missed };
}

/** Asks every register that the schedule holds for, at once. */
export async function runByHand(
  parts: TimetableParts,
  scheduleId: number,
  author: string | null,
): Promise<({ ok: true } & RunResult) | Refusal> {
  const { database, clock } = parts;
  const schedule = await readSchedule(database, scheduleId);
  if (schedule === undefined) return { ok: false, code: 'not_found.schedule', params: { scheduleId } };
  const shops = new Map((await readShops(database)).map((shop) => [shop.shopId, shop]));
  const slots = (await readProgress(database, scheduleId)).flatMap(({ shopId }): RunSlot[] => {
    const shop = shops.get(shopId);
    if (shop === undefined) return [];
    return [{ shop, slot: toLocal(clock.now(), shop.timeZone), outcome: 'by_hand', missed: 0 }];
  });
  const result = await runSlots(parts, schedule, slots, author);
  const params = { scheduleId, requested: result.requested, author: author ?? '—' };
  const event = { code: 'schedule.run', level: 'info', ...placeOf(schedule), params } as const;
  await database.transaction(async (tx) => {
    await recordEvents(tx, clock, [event]);
    await record(tx, clock, { ...(await objectOf(tx, schedule)), verb: 'run', new: { ...result } });
  });
  return { ok: true, ...result };
}

async function runSlots(
  parts: TimetableParts,
  schedule: StoredSchedule,
  slots: readonly RunSlot[],
  author: string | null,
): Promise<RunResult> {
  const { database, clock } = parts;
  const runId = await database.transaction((tx) => takeNumbers(tx, 'schedule_run', 1));
  const atUtc = utcText(clock.now());
  const holds = createCoverage(await readSchedules(database));
  const sum: RunResult = { requested: 0, running: 0, refused: 0, noWay: 0 };
  const keep = async (piece: readonly AskedShop[]) => {
    for (const run of await askPiece(parts, schedule, piece, { runId, atUtc, author }))
      for (const key of ['requested', 'running', 'refused', 'noWay'] as const) sum[key] += run[key];
  };
  let piece: AskedShop[] = [];
  for (const slot of slots) {
    piece.push({ slot, registers: await registersOf(database, schedule, slot.shop, holds) });
    if (piece.reduce((count, { registers }) => count + registers.length, 0) < REGISTERS_AT_ONCE) continue;
    await keep(piece);
    piece = [];
  }
  await keep(piece);
  return sum;
}

/** A shop of a run, and the codes of its registers that are asked. */
type AskedShop = { slot: RunSlot; registers: string[] };

/** Requests of so many registers, or of one shop, are made in one transaction, and the database is free in between. */
const REGISTERS_AT_ONCE = 100;

/** Asks the registers of some shops, then remembers the run in each of them. */
async function askPiece(
  { database, transfers }: TimetableParts,
  schedule: StoredSchedule,
  piece: readonly AskedShop[],
  run: Pick<RunRow, 'runId' | 'atUtc' | 'author'>,
): Promise<RunRow[]> {
  const asked = { cause: 'schedule', author: null, scheduleRun: run.runId, confirmed: true } as const;
  const results = await transfers.requestAll(
    piece.flatMap(({ slot: { shop }, registers }) =>
      registers.map((registerCode) => ({ ...asked, shopCode: shop.shopCode, registerCode, range: { kind: 'new' } })),
    ),
  );
  let at = 0;
  const rows = piece.map(({ slot, registers }): RunRow => {
    const own = results.slice(at, at + registers.length);
    at += registers.length;
    const requested = own.filter(({ kind }) => kind === 'requested').length;
    const running = own.filter(({ kind }) => kind === 'running').length;
    const refused = own.length - requested - running;
    const noWay = own.filter((result) => result.kind === 'refused' && result.code === 'load.no_way').length;
    return { ...slot, ...run, registers: registers.length, requested, running, refused, noWay };
  });
  await database.transaction(async (tx) => {
    for (const row of rows) await writeRun(tx, schedule, row);
  });
  return rows;
}

/** The registers in service of the shop for which this schedule is the most specific one. */
async function registersOf(
  database: Statements,
  { scheduleId }: StoredSchedule,
  { shopId, groupId }: PlacedShop,
  holds: ReturnType<typeof createCoverage<StoredSchedule>>,
): Promise<string[]> {
  const registers = await database.all<{ registerId: string; registerCode: string }>(
    `SELECT register_id AS "registerId", register_code AS "registerCode" FROM register
     WHERE shop_id = ? AND in_service = 1 ORDER BY register_code`,
    [shopId],
  );
  const held = registers.filter(({ registerId }) =>
    holds({ groupId, shopId, registerId }).some((schedule) => schedule.scheduleId === scheduleId),
  );
  return held.map(({ registerCode }) => registerCode);
}

/** Remembers a run, unless its schedule has been removed meanwhile. */
export async function writeRun(tx: Statements, { scheduleId }: StoredSchedule, run: RunRow): Promise<void> {
  await tx.run(
    `INSERT INTO schedule_run (shop_id, schedule_id, slot, run_id, outcome, ran_utc, author, missed_count, register_count,
       requested_count, running_count, refused_count, no_way_count)
     SELECT s.shop_id, c.schedule_id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM schedule c JOIN shop s ON ${SCHEDULE_CONCERNS_SHOP}
     WHERE c.schedule_id = ? AND s.shop_id = ?`,
    [
      run.slot,
      run.runId,
      run.outcome,
      run.atUtc,
      run.author,
      run.missed,
      run.registers,
      run.requested,
      run.running,
      run.refused,
      run.noWay,
      scheduleId,
      run.shop.shopId,
    ],
  );
}

async function tellCaughtUp(
  database: Database<Tables>,
  clock: Clock,
  schedule: StoredSchedule,
  slots: readonly RunSlot[],
): Promise<void> {
  const longest = slots.reduce((most, one) => (one.missed > most.missed ? one : most));
  const params = { scheduleId: schedule.scheduleId, slot: longest.slot, missed: longest.missed, shops: slots.length };
  const event = { code: 'schedule.caught_up', level: 'warning', ...placeOf(schedule), params } as const;
  await database.transaction((tx) => recordEvents(tx, clock, [event]));
}

/** Removes runs that are older than 30 days; the latest of each shop stays, because it says how far the schedule has come. */
export async function forgetOldRuns(database: Database<Tables>, clock: Clock): Promise<void> {
  await database.transaction((tx) =>
    tx.run(
      `DELETE FROM schedule_run WHERE ran_utc < ? AND slot < (SELECT MAX(t.slot) FROM schedule_run t
         WHERE t.shop_id = schedule_run.shop_id AND t.schedule_id = schedule_run.schedule_id)`,
      [utcText(clock.now() - KEEP_MS)],
    ),
  );
}
