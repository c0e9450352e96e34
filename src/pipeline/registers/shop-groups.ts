/** Groups of shops: nodes of the shop tree that hold shops (glossary §8). A shop belongs to one group or none. */
import { randomBytes } from 'node:crypto';
import { differing, record, type Values } from '../../audit/audit.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';

export type NewGroup = { groupCode: string; name: string; shopCodes: readonly string[] };

/** Absent = as it is; `shopCodes` are all shops that the group has from now on. */
export type GroupChange = { name?: string; shopCodes?: readonly string[] };

type Done = { ok: true } | { ok: false; code: ErrorCode; params: MessageParams };
type Group = { groupId: string; name: string };

export async function addGroup(tx: Transaction<Tables>, clock: Clock, group: NewGroup): Promise<Done> {
  const { groupCode, name, shopCodes } = group;
  const shops = await shopsOf(tx, shopCodes);
  if ('ok' in shops) return shops;
  const groupId = `_group_${groupCode}_${randomBytes(4).toString('hex')}`;
  const added = await tx.run(
    'INSERT INTO shop_group (group_id, group_code, name, created_utc) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [groupId, groupCode, name, utcText(clock.now())],
  );
  if (added === 0) return { ok: false, code: 'exists.group', params: { groupCode } };
  for (const shopId of shops) await moveShop(tx, clock, shopId, groupId);
  await tell(tx, clock, 'group.added', { groupCode, name, shops: shopCodes.length });
  await record(tx, clock, { verb: 'add', object: 'group', key: groupCode, new: await groupValues(tx, groupId) });
  return { ok: true };
}

export async function changeGroup(
  tx: Transaction<Tables>,
  clock: Clock,
  groupCode: string,
  { name, shopCodes }: GroupChange,
): Promise<Done> {
  const group = await findGroup(tx, groupCode);
  if (group === undefined) return unknown(groupCode);
  // Whoever is refused has changed nothing: the shops are looked up first.
  const shops = shopCodes === undefined ? undefined : await shopsOf(tx, shopCodes);
  if (shops !== undefined && 'ok' in shops) return shops;
  const before = await groupValues(tx, group.groupId);
  if (name !== undefined) await tx.run('UPDATE shop_group SET name = ? WHERE group_id = ?', [name, group.groupId]);
  if (shops !== undefined) await setShops(tx, clock, group.groupId, shops);
  const count = await tx.get<{ n: number }>('SELECT COUNT(*) AS n FROM shop WHERE group_id = ?', [group.groupId]);
  await tell(tx, clock, 'group.changed', { groupCode, name: name ?? group.name, shops: count?.n ?? 0 });
  const changed = differing(before, await groupValues(tx, group.groupId));
  await record(tx, clock, { verb: 'change', object: 'group', key: groupCode, ...changed });
  return { ok: true };
}

async function setShops(tx: Statements, clock: Clock, groupId: string, shops: readonly string[]): Promise<void> {
  const before = await tx.all<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE group_id = ?', [groupId]);
  const stays = new Set(shops);
  for (const { shopId } of before) if (!stays.has(shopId)) await moveShop(tx, clock, shopId, null);
  // A shop that stays keeps the moment since which it belongs here.
  const had = new Set(before.map(({ shopId }) => shopId));
  for (const shopId of shops) if (!had.has(shopId)) await moveShop(tx, clock, shopId, groupId);
}

export async function removeGroup(tx: Transaction<Tables>, clock: Clock, groupCode: string): Promise<Done> {
  const group = await findGroup(tx, groupCode);
  if (group === undefined) return unknown(groupCode);
  const used = await tx.get<{ scheduleId: number }>(
    'SELECT MIN(schedule_id) AS "scheduleId" FROM schedule WHERE group_id = ? HAVING COUNT(*) > 0',
    [group.groupId],
  );
  if (used !== undefined)
    return { ok: false, code: 'group.has_schedule', params: { groupCode, scheduleId: used.scheduleId } };
  const old = await groupValues(tx, group.groupId);
  await tx.run('UPDATE shop SET group_id = NULL, grouped_utc = NULL WHERE group_id = ?', [group.groupId]);
  await tx.run('DELETE FROM shop_group WHERE group_id = ?', [group.groupId]);
  await tell(tx, clock, 'group.removed', { groupCode, name: group.name });
  await record(tx, clock, { verb: 'remove', object: 'group', key: groupCode, old });
  return { ok: true };
}

/** The name of a group and the codes of its shops, as the audit trail tells them. */
async function groupValues(tx: Statements, groupId: string): Promise<Values> {
  const group = await tx.get<{ name: string }>('SELECT name FROM shop_group WHERE group_id = ?', [groupId]);
  const shops = await tx.all<{ code: string }>(
    'SELECT shop_code AS code FROM shop WHERE group_id = ? ORDER BY length(shop_code), shop_code',
    [groupId],
  );
  return { name: group?.name ?? null, shops: shops.map(({ code }) => code) };
}

async function moveShop(tx: Statements, clock: Clock, shopId: string, groupId: string | null): Promise<void> {
  const since = groupId === null ? null : utcText(clock.now());
  await tx.run('UPDATE shop SET group_id = ?, grouped_utc = ? WHERE shop_id = ?', [groupId, since, shopId]);
}

/** The group of a code, or undefined. */
export async function findGroup(tx: Statements, groupCode: string): Promise<Group | undefined> {
  return tx.get<Group>('SELECT group_id AS "groupId", name FROM shop_group WHERE group_code = ?', [groupCode]);
}

async function shopsOf(tx: Statements, shopCodes: readonly string[]): Promise<string[] | (Done & { ok: false })> {
  const ids: string[] = [];
  for (const shopCode of new Set(shopCodes)) {
    const shop = await tx.get<{ shopId: string }>('SELECT shop_id AS "shopId" FROM shop WHERE shop_code = ?', [
      shopCode,
    ]);
    if (shop === undefined) return { ok: false, code: 'not_found.shop', params: { shopCode } };
    ids.push(shop.shopId);
  }
  return ids;
}

async function tell(
  tx: Transaction<Tables>,
  clock: Clock,
  code: 'group.added' | 'group.changed' | 'group.removed',
  params: MessageParams,
): Promise<void> {
  await recordEvents(tx, clock, [{ code, level: 'info', params }]);
}

function unknown(groupCode: string): Done {
  return { ok: false, code: 'not_found.group', params: { groupCode } };
}
