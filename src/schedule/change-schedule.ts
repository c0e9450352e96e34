/** Adding, changing and removing schedules, each in the caller's transaction. */
import { differing, record, type Values } from '../audit/audit.ts';
import { toLocal } from '../domain/local-time.ts';
import { latestSlot, type SlotRule, slotRuleFault } from '../domain/time-slots.ts';
import type { ErrorCode, MessageParams } from '../messages/messages.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { findGroup, findRegisterByCodes } from '../pipeline/registers/registers.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { takeNumbers } from '../platform/database/numbers.ts';
import type { Tables } from '../schema/tables.ts';
import { writeRun } from './run-schedule.ts';
import {
  objectOf,
  placeOf,
  readProgress,
  readSchedule,
  readShops,
  ruleOf,
  type StoredSchedule,
  slotsSince,
} from './schedule-row.ts';
import type { NewSchedule, Refusal, ScheduleChange, ScheduleScope } from './schedule-types.ts';

/** More schedules than this are no plan that a person can oversee. */
const MOST_SCHEDULES = 1_000;

export async function addSchedule(
  tx: Transaction<Tables>,
  clock: Clock,
  schedule: NewSchedule,
): Promise<{ ok: true; scheduleId: number } | Refusal> {
  const fault = slotRuleFault(schedule.rule);
  if (fault !== null) return refuse(`schedule.${fault}`, {});
  const ids = await findScope(tx, schedule);
  if ('ok' in ids) return ids;
  const count = await tx.get<{ n: number }>('SELECT COUNT(*) AS n FROM schedule');
  if ((count?.n ?? 0) >= MOST_SCHEDULES) return refuse('schedule.too_many', { most: MOST_SCHEDULES });
  const rule = ruleText(schedule.rule);
  const same = await findSame(tx, ids, rule);
  if (same !== undefined) return refuse('exists.schedule', { scheduleId: same });
  const scheduleId = await takeNumbers(tx, 'schedule', 1);
  const now = utcText(clock.now());
  await tx.run(
    `INSERT INTO schedule (shop_id, schedule_id, group_id, register_id, rule, paused, author, created_utc, since_utc)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)`,
    [ids.shopId, scheduleId, ids.groupId, ids.registerId, rule, schedule.author, now, now],
  );
  await tell(tx, clock, 'schedule.added', ids, { scheduleId, author: schedule.author ?? '—' });
  const key = String(scheduleId);
  const { groupCode, shopCode, registerCode } = schedule;
  const values = { groupCode, shopCode, registerCode, rule: JSON.parse(rule), paused: false };
  await record(tx, clock, { verb: 'add', object: 'schedule', key, shopCode, new: values });
  return { ok: true, scheduleId };
}

type ScopeIds = Pick<StoredSchedule, 'groupId' | 'shopId' | 'registerId'>;

async function findScope(tx: Statements, scope: ScheduleScope): Promise<ScopeIds | Refusal> {
  const { groupCode, shopCode, registerCode } = scope;
  const nowhere = { groupId: '', shopId: '', registerId: '' };
  if (groupCode !== null) {
    const group = await findGroup(tx, groupCode);
    return group === undefined ? refuse('not_found.group', { groupCode }) : { ...nowhere, groupId: group.groupId };
  }
  if (shopCode === null) return nowhere;
  if (registerCode !== null) {
    const register = await findRegisterByCodes(tx, shopCode, registerCode);
    if (register === undefined) return refuse('not_found.register', { shopCode, registerCode });
    return { ...nowhere, shopId: register.shopId, registerId: register.registerId };
  }
  const shop = await tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [shopCode]);
  return shop === undefined ? refuse('not_found.shop', { shopCode }) : { ...nowhere, shopId: shop.shopId };
}

async function findSame(
  tx: Statements,
  { groupId, shopId, registerId }: ScopeIds,
  rule: string,
): Promise<number | undefined> {
  const same = await tx.get<{ scheduleId: number }>(
    `SELECT schedule_id AS "scheduleId" FROM schedule
     WHERE group_id = ? AND shop_id = ? AND register_id = ? AND rule = ? ORDER BY schedule_id LIMIT 1`,
    [groupId, shopId, registerId, rule],
  );
  return same?.scheduleId;
}

/** One text for one rule: times in their order, none twice. */
function ruleText(rule: SlotRule): string {
  if (rule.kind === 'daily') return JSON.stringify({ kind: 'daily', times: [...new Set(rule.times)].sort() });
  const { kind, minutes, from, to } = rule;
  return JSON.stringify({ kind, minutes, from, to });
}

export async function changeSchedule(
  tx: Transaction<Tables>,
  clock: Clock,
  scheduleId: number,
  { rule, paused, author }: ScheduleChange,
): Promise<{ ok: true } | Refusal> {
  const fault = rule === undefined ? null : slotRuleFault(rule);
  if (fault !== null) return refuse(`schedule.${fault}`, {});
  const schedule = await readSchedule(tx, scheduleId);
  if (schedule === undefined) return unknown(scheduleId);
  const by = author ?? '—';
  if (rule !== undefined) {
    const text = ruleText(rule);
    const same = await findSame(tx, schedule, text);
    if (same !== undefined && same !== scheduleId) return refuse('exists.schedule', { scheduleId: same });
    await setRule(tx, clock, scheduleId, text);
    await tell(tx, clock, 'schedule.changed', schedule, { scheduleId, author: by });
  }
  if (paused === true && schedule.paused === 0) {
    await tx.run('UPDATE schedule SET paused = 1, paused_by = ?, paused_utc = ? WHERE schedule_id = ?', [
      author,
      utcText(clock.now()),
      scheduleId,
    ]);
    await tell(tx, clock, 'schedule.paused', schedule, { scheduleId, author: by });
  }
  if (paused === false && schedule.paused !== 0) {
    const passed = await resume(tx, clock, schedule, author);
    await tell(tx, clock, 'schedule.resumed', schedule, { scheduleId, author: by, passed });
  }
  const now = (await readSchedule(tx, scheduleId)) ?? schedule;
  const values = differing(valuesOf(schedule), valuesOf(now));
  await record(tx, clock, { ...(await objectOf(tx, schedule)), verb: 'change', ...values });
  return { ok: true };
}

/** What lies before now is nobody's: a new rule is not caught up. */
async function setRule(tx: Statements, clock: Clock, scheduleId: number, rule: string): Promise<void> {
  await tx.run('UPDATE schedule SET rule = ?, since_utc = ? WHERE schedule_id = ?', [
    rule,
    utcText(clock.now()),
    scheduleId,
  ]);
}

/** Ends the pause; the slots that passed are remembered as skipped. Answers the most that passed in one shop. */
async function resume(
  tx: Transaction<Tables>,
  clock: Clock,
  schedule: StoredSchedule,
  author: string | null,
): Promise<number> {
  const { scheduleId } = schedule;
  const rule = ruleOf(schedule);
  const shops = new Map((await readShops(tx)).map((shop) => [shop.shopId, shop]));
  const runId = await takeNumbers(tx, 'schedule_run', 1);
  const atUtc = utcText(clock.now());
  const nobody = { registers: 0, requested: 0, running: 0, refused: 0, noWay: 0 };
  let most = 0;
  for (const progress of await readProgress(tx, scheduleId)) {
    const shop = shops.get(progress.shopId);
    if (shop === undefined) continue;
    const now = toLocal(clock.now(), shop.timeZone);
    const missed = slotsSince(rule, progress, shop.timeZone, now);
    if (missed === 0) continue;
    most = Math.max(most, missed);
    const slot = latestSlot(rule, now);
    await writeRun(tx, schedule, { shop, slot, outcome: 'paused', missed, runId, atUtc, author, ...nobody });
  }
  await tx.run(
    'UPDATE schedule SET paused = 0, paused_by = NULL, paused_utc = NULL, since_utc = ? WHERE schedule_id = ?',
    [atUtc, scheduleId],
  );
  return most;
}

export async function removeSchedule(
  tx: Transaction<Tables>,
  clock: Clock,
  scheduleId: number,
  author: string | null,
): Promise<{ ok: true } | Refusal> {
  const schedule = await readSchedule(tx, scheduleId);
  if (schedule === undefined) return unknown(scheduleId);
  await tx.run('DELETE FROM schedule WHERE schedule_id = ?', [scheduleId]);
  await tx.run('DELETE FROM schedule_run WHERE schedule_id = ?', [scheduleId]);
  await tell(tx, clock, 'schedule.removed', schedule, { scheduleId, author: author ?? '—' });
  await record(tx, clock, { ...(await objectOf(tx, schedule)), verb: 'remove', old: valuesOf(schedule) });
  return { ok: true };
}

async function tell(
  tx: Transaction<Tables>,
  clock: Clock,
  code: 'schedule.added' | 'schedule.changed' | 'schedule.paused' | 'schedule.resumed' | 'schedule.removed',
  scope: ScopeIds,
  params: MessageParams,
): Promise<void> {
  await recordEvents(tx, clock, [{ code, level: 'info', ...placeOf(scope), params }]);
}

/** What people can change of a schedule, as the audit trail tells it. */
function valuesOf({ rule, paused }: StoredSchedule): Values {
  return { rule: JSON.parse(rule), paused: paused !== 0 };
}

function refuse(code: ErrorCode, params: MessageParams): Refusal {
  return { ok: false, code, params };
}

function unknown(scheduleId: number): Refusal {
  return refuse('not_found.schedule', { scheduleId });
}
