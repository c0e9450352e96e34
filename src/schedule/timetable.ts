/**
 * When registers are asked by themselves (M2). The only writer of the tables `schedule` and `schedule_slot`.
 *
 * A schedule is a rule over the clock of each shop it covers. Its slots are run once: the row of a slot is history and tells
 * how far the schedule has come. Slots that were missed while the server slept are caught up by one run. The requests of a
 * slot are made before its row, so that a crash in between asks once more and never too little; a register that is being
 * asked for new data already is not asked twice.
 */
import { toLocal } from '../domain/local-time.ts';
import { dueSlot, nextSlot, type SlotRule, slotRuleFault } from '../domain/time-slots.ts';
import type { ErrorCode, MessageParams } from '../messages/messages.ts';
import { findRegisterByCodes } from '../pipeline/registers/registers.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Database, Statements } from '../platform/database/database.ts';
import { takeNumbers } from '../platform/database/numbers.ts';
import type { Tables } from '../schema/tables.ts';

/** Whom a schedule covers: null = all of the server, or all registers of the shop. */
export type ScheduleScope = { shopCode: string | null; registerCode: string | null };

export type NewSchedule = ScheduleScope & { rule: SlotRule; author: string | null };

export type ScheduleChange = { rule?: SlotRule; paused?: boolean };

export type ScheduleEntry = ScheduleScope & {
  scheduleId: number;
  rule: SlotRule;
  paused: boolean;
  author: string | null;
  /** UTC. */
  createdAt: string;
  /** The latest run over all shops it covers, UTC; null = none yet. */
  lastRanAt: string | null;
  lastRequested: number | null;
  /** The next slot in the first of the shops it covers, local to it; null while paused. */
  nextSlot: string | null;
};

export type Refusal = { ok: false; code: ErrorCode; params: MessageParams };

export type Timetable = {
  list(): Promise<ScheduleEntry[]>;
  add(schedule: NewSchedule): Promise<{ ok: true; scheduleId: number } | Refusal>;
  /** A schedule that is resumed begins with its next slot: what it missed while paused is not caught up. */
  change(scheduleId: number, change: ScheduleChange): Promise<{ ok: true } | Refusal>;
  remove(scheduleId: number): Promise<{ ok: true } | Refusal>;
  /** Asks now, whatever the rule says; answers how many registers were asked. */
  run(scheduleId: number): Promise<{ ok: true; requested: number } | Refusal>;
  /** Runs what is due; never asks for more at once. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
};

type Stored = {
  shopId: string;
  scheduleId: number;
  registerId: string;
  rule: string;
  paused: number;
  createdUtc: string;
};
type Shop = { shopId: string; shopCode: string; timeZone: string };

const STORED = `SELECT shop_id AS "shopId", schedule_id AS "scheduleId", register_id AS "registerId", rule, paused,
  created_utc AS "createdUtc" FROM schedule`;

/** Slots begin at whole minutes; looking more often costs a question for each shop and finds nothing. */
const LOOK_MS = 10_000;

export function createTimetable(parts: {
  database: Database<Tables>;
  clock: Clock;
  transfers: Pick<Transfers, 'request'>;
}): Timetable {
  const { database, clock, transfers } = parts;
  let lookedMs = Number.NEGATIVE_INFINITY;

  /** Asks every register of the shop that the schedule covers for what is new. */
  async function requestAll(schedule: Stored, shop: Shop): Promise<number> {
    const registers = await database.all<{ registerCode: string }>(
      `SELECT register_code AS "registerCode" FROM register
       WHERE shop_id = ? AND in_service = 1 AND (? = '' OR register_id = ?) ORDER BY register_code`,
      [shop.shopId, schedule.registerId, schedule.registerId],
    );
    let requested = 0;
    for (const { registerCode } of registers) {
      const asked = { shopCode: shop.shopCode, registerCode, cause: 'schedule', author: null } as const;
      const result = await transfers.request({ ...asked, range: { kind: 'new' }, confirmed: true });
      if (result.kind === 'requested') requested += 1;
    }
    return requested;
  }

  async function runSlot(schedule: Stored, shop: Shop, slot: string): Promise<number> {
    const requested = await requestAll(schedule, shop);
    await database.transaction((tx) => writeSlot(tx, clock, schedule, shop, { slot, requested }));
    return requested;
  }

  return {
    list: () => listSchedules(database, clock),
    add: (schedule) => addSchedule(database, clock, schedule),
    change: (scheduleId, change) => changeSchedule(database, clock, scheduleId, change),
    remove: (scheduleId) => removeSchedule(database, scheduleId),

    async run(scheduleId) {
      const schedule = await database.get<Stored>(`${STORED} WHERE schedule_id = ?`, [scheduleId]);
      if (schedule === undefined) return unknown(scheduleId);
      let requested = 0;
      for (const shop of await shopsOf(database, schedule)) requested += await requestAll(schedule, shop);
      return { ok: true, requested };
    },

    async turn() {
      if (Math.abs(clock.now() - lookedMs) < LOOK_MS) return false;
      lookedMs = clock.now();
      for (const schedule of await database.all<Stored>(`${STORED} WHERE paused = 0`)) {
        const rule = JSON.parse(schedule.rule) as SlotRule;
        for (const shop of await shopsOf(database, schedule)) {
          const now = toLocal(clock.now(), shop.timeZone);
          const slot = dueSlot(rule, now, await lastSlot(database, schedule, shop));
          if (slot !== null) await runSlot(schedule, shop, slot);
        }
      }
      return false;
    },
  };
}

/** How far the schedule has come in a shop: its last slot, else the moment since which it holds. */
async function lastSlot(database: Statements, schedule: Stored, { shopId, timeZone }: Shop): Promise<string> {
  const row = await database.get<{ slot: string | null }>(
    'SELECT MAX(slot) AS slot FROM schedule_slot WHERE shop_id = ? AND schedule_id = ?',
    [shopId, schedule.scheduleId],
  );
  return row?.slot ?? toLocal(Date.parse(schedule.createdUtc), timeZone);
}

async function writeSlot(
  tx: Statements,
  clock: Clock,
  { scheduleId }: Stored,
  { shopId }: Shop,
  ran: { slot: string; requested: number },
): Promise<void> {
  await tx.run(
    `INSERT INTO schedule_slot (shop_id, schedule_id, slot, ran_utc, requested_count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [shopId, scheduleId, ran.slot, utcText(clock.now()), ran.requested],
  );
}

async function shopsOf(database: Statements, { shopId }: Stored): Promise<Shop[]> {
  return database.all<Shop>(
    `SELECT shop_id AS "shopId", shop_code AS "shopCode", time_zone AS "timeZone" FROM shop
     WHERE ? = '' OR shop_id = ? ORDER BY shop_code`,
    [shopId, shopId],
  );
}

async function addSchedule(
  database: Database<Tables>,
  clock: Clock,
  { shopCode, registerCode, rule, author }: NewSchedule,
): Promise<{ ok: true; scheduleId: number } | Refusal> {
  const fault = slotRuleFault(rule);
  if (fault !== null) return refuse(`schedule.${fault}`, {});
  return database.transaction(async (tx) => {
    const ids = await findScope(tx, { shopCode, registerCode });
    if ('ok' in ids) return ids;
    const scheduleId = await takeNumbers(tx, 'schedule', 1);
    await tx.run(
      `INSERT INTO schedule (shop_id, schedule_id, register_id, rule, paused, author, created_utc)
       VALUES (?, ?, ?, ?, 0, ?, ?)`,
      [ids.shopId, scheduleId, ids.registerId, JSON.stringify(rule), author, utcText(clock.now())],
    );
    return { ok: true, scheduleId };
  });
}

async function findScope(
  tx: Statements,
  { shopCode, registerCode }: ScheduleScope,
): Promise<{ shopId: string; registerId: string } | Refusal> {
  if (shopCode === null) return { shopId: '', registerId: '' };
  if (registerCode !== null) {
    const register = await findRegisterByCodes(tx, shopCode, registerCode);
    return register ?? refuse('not_found.register', { shopCode, registerCode });
  }
  const shop = await tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [shopCode]);
  return shop === undefined ? refuse('not_found.shop', { shopCode }) : { ...shop, registerId: '' };
}

async function changeSchedule(
  database: Database<Tables>,
  clock: Clock,
  scheduleId: number,
  { rule, paused }: ScheduleChange,
): Promise<{ ok: true } | Refusal> {
  const fault = rule === undefined ? null : slotRuleFault(rule);
  if (fault !== null) return refuse(`schedule.${fault}`, {});
  return database.transaction(async (tx) => {
    const schedule = await tx.get<Stored>(`${STORED} WHERE schedule_id = ?`, [scheduleId]);
    if (schedule === undefined) return unknown(scheduleId);
    const next = {
      rule: rule === undefined ? schedule.rule : JSON.stringify(rule),
      paused: paused ?? schedule.paused !== 0,
    };
    await tx.run('UPDATE schedule SET rule = ?, paused = ? WHERE shop_id = ? AND schedule_id = ?', [
      next.rule,
      next.paused ? 1 : 0,
      schedule.shopId,
      scheduleId,
    ]);
    if (next.paused || (rule === undefined && schedule.paused === 0)) return { ok: true };
    // What lies before now is not caught up: the clock of each shop says how far the schedule has come.
    for (const shop of await shopsOf(tx, schedule))
      await writeSlot(tx, clock, schedule, shop, { slot: toLocal(clock.now(), shop.timeZone), requested: 0 });
    return { ok: true };
  });
}

async function removeSchedule(database: Database<Tables>, scheduleId: number): Promise<{ ok: true } | Refusal> {
  return database.transaction(async (tx) => {
    const removed = await tx.run('DELETE FROM schedule WHERE schedule_id = ?', [scheduleId]);
    if (removed === 0) return unknown(scheduleId);
    await tx.run('DELETE FROM schedule_slot WHERE schedule_id = ?', [scheduleId]);
    return { ok: true };
  });
}

async function listSchedules(database: Database<Tables>, clock: Clock): Promise<ScheduleEntry[]> {
  const rows = await database.all<
    Stored & ScheduleScope & { author: string | null; lastRanAt: string | null; lastRequested: number | null }
  >(
    `SELECT c.shop_id AS "shopId", c.schedule_id AS "scheduleId", c.register_id AS "registerId", c.rule, c.paused,
       c.created_utc AS "createdUtc", c.author, s.shop_code AS "shopCode", r.register_code AS "registerCode",
       (SELECT MAX(t.ran_utc) FROM schedule_slot t WHERE t.schedule_id = c.schedule_id) AS "lastRanAt",
       (SELECT CAST(SUM(t.requested_count) AS BIGINT) FROM schedule_slot t WHERE t.schedule_id = c.schedule_id AND t.ran_utc =
         (SELECT MAX(m.ran_utc) FROM schedule_slot m WHERE m.schedule_id = c.schedule_id)) AS "lastRequested"
     FROM schedule c LEFT JOIN shop s ON s.shop_id = c.shop_id
     LEFT JOIN register r ON r.shop_id = c.shop_id AND r.register_id = c.register_id ORDER BY c.schedule_id`,
  );
  const entries: ScheduleEntry[] = [];
  for (const row of rows) {
    const rule = JSON.parse(row.rule) as SlotRule;
    const [shop] = await shopsOf(database, row);
    const paused = row.paused !== 0;
    const next = paused || shop === undefined ? null : nextSlot(rule, toLocal(clock.now(), shop.timeZone));
    const { scheduleId, shopCode, registerCode, author, createdUtc: createdAt, lastRanAt, lastRequested } = row;
    entries.push({
      scheduleId,
      shopCode,
      registerCode,
      rule,
      paused,
      author,
      createdAt,
      lastRanAt,
      lastRequested,
      nextSlot: next,
    });
  }
  return entries;
}

function refuse(code: ErrorCode, params: MessageParams): Refusal {
  return { ok: false, code, params };
}

function unknown(scheduleId: number): Refusal {
  return refuse('not_found.schedule', { scheduleId });
}
