/**
 * Which registers must be asked again, and why. Silence is not the same as no sales: only a register of which receipts are
 * expected is asked. A register that no way leads to cannot be asked and has no need.
 */
import { addWallClock, type LocalDate, type LocalTime, localDateOf, toLocal } from '../../domain/local-time.ts';
import { type Expectation, HABIT_DAYS, type Habits, habitsOf, receiptsExpected } from '../../domain/silence.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

export type RearmReason = 'stopped' | 'silent' | 'gaps' | 'new';

export type Need = {
  shopId: string;
  registerId: string;
  registerCode: string;
  reason: RearmReason;
  /** What a stopped register was asked for; null = its new sales. */
  range: { from: LocalTime; to: LocalTime } | null;
  /** For people: since when it is silent, what is expected; the transfer that failed. */
  facts: { silentSince: string; expectation: Expectation } | { transferId: number } | null;
};

export type NeedSettings = { silentAfterMs: number; firstPauseMs: number };

export type Needs = { find(): Promise<Need[]> };

type Register = { shopId: string; registerId: string; registerCode: string };

/** A failure that nobody has overcome within a day is history; silence tells of the register then. */
const STOPPED_FOR_MS = 24 * 3_600_000;
/** Registers whose habits are read at one look; others are expected to sell when they have been read. */
const HABITS_AT_ONCE = 50;
const MOST_STOPPED = 1_000;

/** By its command service, or over a stream that it has held at some time. */
const ASKABLE = 'r.in_service = 1 AND (r.command_host IS NOT NULL OR r.stream_opened_utc IS NOT NULL)';
const REGISTER = 'r.shop_id AS "shopId", r.register_id AS "registerId", r.register_code AS "registerCode"';

/** Finds needs; of one register the gravest. */
export function createNeeds(database: Database<Tables>, clock: Clock, settings: NeedSettings): Needs {
  const habits = createHabits(database);
  return {
    async find() {
      const found = new Map<string, Need>();
      for (const need of [
        ...(await findStopped(database, clock)),
        ...(await findSilent(database, clock, settings, habits)),
        ...(await findGaps(database)),
        ...(await findNew(database, clock, settings)),
      ])
        if (!found.has(need.registerId)) found.set(need.registerId, need);
      return [...found.values()];
    },
  };
}

/**
 * A register that told of an error, of whichever load and whatever that had come to by then, or took a request and then said
 * nothing, stops sending until it is asked again (registers §6, T2). It is over when a package or a good answer came later.
 */
async function findStopped(database: Database<Tables>, clock: Clock): Promise<Need[]> {
  const since = utcText(clock.now() - STOPPED_FOR_MS);
  const rows = await database.all<
    Register & { transferId: number; kind: string; from: string; to: string; cause: string }
  >(
    `SELECT ${REGISTER}, t.transfer_id AS "transferId", t.range_kind AS kind, t.range_from AS "from", t.range_to AS "to", t.cause
     FROM (SELECT shop_id, transfer_id, error_told_utc AS stopped_utc FROM transfer WHERE error_told_utc >= ?
       UNION ALL SELECT shop_id, transfer_id, ended_utc FROM transfer WHERE state IN ('failed', 'no_answer') AND ended_utc >= ?
         AND error_told_utc IS NULL AND packages = 0 AND ended_in IN ('accepted', 'preparing')) f
     JOIN transfer t ON t.shop_id = f.shop_id AND t.transfer_id = f.transfer_id
     JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id
     WHERE ${ASKABLE}
       AND NOT EXISTS (SELECT 1 FROM package p WHERE p.shop_id = t.shop_id AND p.register_id = t.register_id
         AND p.received_utc > f.stopped_utc)
       AND NOT EXISTS (SELECT 1 FROM transfer l WHERE l.shop_id = t.shop_id AND l.register_id = t.register_id
         AND l.transfer_id > t.transfer_id AND l.state IN ('done', 'already', 'empty') AND l.ended_utc > f.stopped_utc)
     ORDER BY f.stopped_utc DESC LIMIT ?`,
    [since, since, MOST_STOPPED],
  );
  return rows.map(({ transferId, kind, from, to, cause, ...register }) => {
    // What it was asked for is asked for again; what it wanted to send by itself comes with its new sales.
    const asked = kind === 'dates' && cause !== 'register';
    return { ...register, reason: 'stopped', range: asked ? { from, to } : null, facts: { transferId } };
  });
}

async function findSilent(
  database: Database<Tables>,
  clock: Clock,
  { silentAfterMs }: NeedSettings,
  habits: ReadHabits,
): Promise<Need[]> {
  const nowMs = clock.now();
  const limit = utcText(nowMs - silentAfterMs);
  const rows = await database.all<Register & { timeZone: string; contact: string }>(
    `SELECT ${REGISTER}, s.time_zone AS "timeZone", r.last_contact_utc AS contact FROM register r
     JOIN shop s ON s.shop_id = r.shop_id WHERE ${ASKABLE} AND r.last_contact_utc < ? ORDER BY r.last_contact_utc DESC`,
    [limit],
  );
  habits.begin(HABITS_AT_ONCE);
  const needs: Need[] = [];
  for (const { timeZone, contact, ...register } of rows) {
    const now = toLocal(nowMs, timeZone);
    const known = await habits.read(register, localDateOf(now));
    if (known === null) continue;
    // At night this costs no query: nothing is usual then, with or without an open shift.
    const openShift = { openedAt: now };
    if (receiptsExpected(now, silentAfterMs, known, openShift) === null) continue;
    const expectation = receiptsExpected(now, silentAfterMs, known, await readOpenShift(database, register));
    if (expectation === null || (await hasAnsweredSince(database, register, limit))) continue;
    needs.push({ ...register, reason: 'silent', range: null, facts: { silentSince: contact, expectation } });
  }
  return needs;
}

async function readOpenShift(
  database: Database<Tables>,
  { shopId, registerId }: Register,
): Promise<{ openedAt: LocalTime | null } | null> {
  const row = await database.get<{ openedAt: string | null }>(
    `SELECT opened_at AS "openedAt" FROM shift WHERE shop_id = ? AND register_id = ? AND closed_at IS NULL
     ORDER BY shift_id DESC LIMIT 1`,
    [shopId, registerId],
  );
  return row ?? null;
}

/** A package or an answer to us is a sign of life too. */
async function hasAnsweredSince(
  database: Database<Tables>,
  { shopId, registerId }: Register,
  utc: string,
): Promise<boolean> {
  const row = await database.get(
    `SELECT 1 AS one FROM package WHERE shop_id = ? AND register_id = ? AND received_utc >= ?
     UNION ALL SELECT 1 FROM transfer WHERE shop_id = ? AND register_id = ? AND cause = 'server'
       AND state IN ('done', 'already', 'empty') AND ended_utc >= ? LIMIT 1`,
    [shopId, registerId, utc, shopId, registerId, utc],
  );
  return row !== undefined;
}

/** Holes that wait for their turn keep the register's pauses growing, also while none of them is due. */
async function findGaps(database: Database<Tables>): Promise<Need[]> {
  const rows = await database.all<Register>(
    `SELECT DISTINCT ${REGISTER} FROM receipt_gap g
     JOIN register r ON r.shop_id = g.shop_id AND r.register_id = g.register_id
     WHERE g.state IN ('waiting', 'asked') AND g.told = 1 AND ${ASKABLE}`,
  );
  return rows.map((register) => ({ ...register, reason: 'gaps', range: null, facts: null }));
}

/** A register that knows the server and has never sold to it: it is asked for its last 24 hours (registers §8). */
async function findNew(database: Database<Tables>, clock: Clock, { firstPauseMs }: NeedSettings): Promise<Need[]> {
  const rows = await database.all<Register>(
    `SELECT ${REGISTER} FROM register r WHERE ${ASKABLE} AND r.sync_due = 0 AND r.created_utc <= ?
       AND NOT EXISTS (SELECT 1 FROM shift s WHERE s.shop_id = r.shop_id AND s.register_id = r.register_id)
       AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.shop_id = r.shop_id AND t.register_id = r.register_id
         AND NOT (t.cause = 'server' AND t.state IN ('failed', 'no_answer', 'cancelled')))`,
    [utcText(clock.now() - firstPauseMs)],
  );
  return rows.map((register) => ({ ...register, reason: 'new', range: null, facts: null }));
}

type ReadHabits = {
  /** A new look: so many registers may be read anew. */
  begin(mayRead: number): void;
  /** The habits of a register before `today`; null = they are read at a later look. */
  read(register: Register, today: LocalDate): Promise<Habits | null>;
};

/** Habits change once a day, and are read once a day. */
function createHabits(database: Database<Tables>): ReadHabits {
  const known = new Map<string, { today: LocalDate; habits: Habits }>();
  let left = 0;
  return {
    begin(mayRead) {
      left = mayRead;
    },
    async read({ shopId, registerId }, today) {
      const own = known.get(registerId);
      if (own?.today === today) return own.habits;
      if (left === 0) return null;
      left -= 1;
      const from = addWallClock(`${today}T00:00:00`, -HABIT_DAYS * 86_400_000).slice(0, 10);
      const rows = await database.all<{ hour: string }>(
        `SELECT DISTINCT t.hour FROM shift s JOIN shift_total t ON t.shop_id = s.shop_id AND t.shift_id = s.shift_id
         WHERE s.shop_id = ? AND s.register_id = ? AND s.business_date >= ? AND s.business_date <= ?
           AND t.hour >= ? AND t.hour < ?`,
        [shopId, registerId, from, today, from, today],
      );
      const habits = habitsOf(rows.map(({ hour }) => hour));
      known.set(registerId, { today, habits });
      return habits;
    },
  };
}
