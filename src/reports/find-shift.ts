/** A shift by its address `347@2026-03-14` (number and date, because numbers repeat). */
import { parseShiftKey, shiftKey } from '../domain/shift-key.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { type FoundRegister, findRegister } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';
import { type ShiftFacts, selectShifts } from './shift-facts.ts';

export type ShiftAddress = { shopCode: string; registerCode: string; shiftKey: string };
export type FoundShift = { register: FoundRegister; facts: ShiftFacts; ordinal: number };

/** The shift of an address; `not_found.shift` for an address that is not one, too. */
export async function findShift(database: QueryDatabase<Tables>, address: ShiftAddress): Promise<Found<FoundShift>> {
  const place = await findRegister(database, address.shopCode, address.registerCode);
  if (!place.ok) return place;
  const key = parseShiftKey(address.shiftKey);
  const { shopCode, registerCode } = address;
  const missing = notFound('not_found.shift', { shift: address.shiftKey, registerCode, shopCode });
  if (key === null) return missing;
  const facts = await selectShifts(database)
    .where('s.shop_id', '=', place.value.shop.shopId)
    .where('s.register_id', '=', place.value.registerId)
    .where('s.shift_number', '=', key.shiftNumber)
    .where('s.business_date', '=', key.date)
    .orderBy('s.shift_id')
    .offset(key.ordinal - 1)
    .limit(1)
    .executeTakeFirst();
  return facts === undefined ? missing : found({ register: place.value, facts, ordinal: key.ordinal });
}

export type Neighbour = {
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  ordinal: number;
  drawer: number | null;
};

/** The shift before or after another on its register, in the order of business date, open time and id. */
export async function findNeighbour(
  database: QueryDatabase<Tables>,
  shift: FoundShift,
  side: 'previous' | 'next',
): Promise<(Neighbour & { key: string }) | null> {
  const [sign, order] = side === 'previous' ? ['<', 'DESC'] : ['>', 'ASC'];
  const { facts, register } = shift;
  const row = await database.get<Neighbour>(
    `SELECT s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.business_date AS "businessDate",
       ${ordinalSql('s')} AS ordinal, s.reported_drawer_sum AS drawer
     FROM shift s
     WHERE s.shop_id = ? AND s.register_id = ? AND s.business_date ${sign}= ?
       AND (s.business_date, COALESCE(s.opened_at, ''), s.shift_id) ${sign} (?, ?, ?)
     ORDER BY s.business_date ${order}, COALESCE(s.opened_at, '') ${order}, s.shift_id ${order} LIMIT 1`,
    [
      register.shop.shopId,
      register.registerId,
      facts.businessDate,
      facts.businessDate,
      facts.openedAt ?? '',
      facts.shiftId,
    ],
  );
  return row === undefined ? null : { ...row, key: shiftKey(row, row.ordinal) };
}
