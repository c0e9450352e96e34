/** The addresses of shifts that changed, for whoever shows them and must look again. */
import { shiftKey } from '../../domain/shift-key.ts';
import type { Statements } from '../../platform/database/database.ts';
import { ordinalSql } from '../../schema/shift-ordinal.ts';
import type { KnownRegister } from '../registers/registers.ts';

/** Shifts of a register changed; codes for addresses. Without `shiftKeys` it may be any of them. */
export type LedgerChange = { shopCode: string; registerCode: string; shiftKeys?: readonly string[] };

/** What one package changed; `anyShift`: not only those that are named. */
export type RegisterChanged = { register: KnownRegister; shiftIds: readonly number[]; anyShift: boolean };

/** Beyond so many, «any shift of the register» says it as well and costs less. */
const MOST_KEYS = 20;

/** One change for each register that changed at all. */
export async function changesOf(tx: Statements, changed: readonly RegisterChanged[]): Promise<LedgerChange[]> {
  const changes: LedgerChange[] = [];
  const registers = new Map(changed.map(({ register }) => [register.registerId, register]));
  for (const { registerId, shopId, shopCode, registerCode } of registers.values()) {
    const own = changed.filter(({ register }) => register.registerId === registerId);
    const ids = new Set(own.flatMap(({ shiftIds }) => shiftIds));
    const anyShift = own.some((one) => one.anyShift);
    if (ids.size === 0 && !anyShift) continue;
    const shiftKeys = anyShift ? undefined : await keysOfShifts(tx, shopId, [...ids]);
    changes.push({ shopCode, registerCode, ...(shiftKeys === undefined ? {} : { shiftKeys }) });
  }
  return changes;
}

/** Keys of the shifts as they are in the tables now, in any order; undefined = too many to name. */
async function keysOfShifts(
  tx: Statements,
  shopId: string,
  shiftIds: readonly number[],
): Promise<string[] | undefined> {
  if (shiftIds.length === 0) return [];
  if (shiftIds.length > MOST_KEYS) return undefined;
  const rows = await tx.all<{ shiftNumber: number; openedAt: string | null; businessDate: string; ordinal: number }>(
    `SELECT s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.business_date AS "businessDate",
       ${ordinalSql('s')} AS ordinal
     FROM shift s WHERE s.shop_id = ? AND s.shift_id IN (${shiftIds.map(() => '?').join(', ')})`,
    [shopId, ...shiftIds],
  );
  return rows.map((row) => shiftKey(row, row.ordinal));
}
