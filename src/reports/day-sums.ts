/** The sums of M25 over shifts: of a register, a shop, a period. Kopecks until they are written, so that they add up. */
import type { ShopDay } from '../../contracts/web-api.ts';
import { addKopecks, formatKopecks, type Kopecks } from '../domain/money.ts';
import { isNotExported } from './export-state.ts';
import type { ShownShift } from './shift-row.ts';

/** A shift on its register with the documents that its register has finished. */
export type DayShift = { registerId: string; shift: ShownShift; closedDocuments: number };

export type DaySums = Omit<ShopDay, 'businessDate' | 'day'>;

const SUMS = [
  'saleCash',
  'saleNoncash',
  'saleOther',
  'revenue',
  'revenueCash',
  'revenueNoncash',
  'refundSum',
  'refundCash',
  'refundNoncash',
] as const;

/** Sums that the columns show or are made of. */
const SHOWN = new Set<string>(SUMS);

/**
 * Adds up shifts, which are given oldest first. The drawer is that of the last shift of each register, because a drawer is
 * carried from shift to shift (M25).
 */
export function daySumsOf(shifts: readonly DayShift[]): DaySums {
  const total = Object.fromEntries(
    SUMS.map((name) => [name, shifts.reduce((sum, { shift }) => addKopecks(sum, shift.shown[name]), 0)]),
  ) as Record<(typeof SUMS)[number], Kopecks>;
  const money = (value: Kopecks) => formatKopecks(value);
  return {
    closedDocuments: shifts.reduce((sum, { closedDocuments }) => sum + closedDocuments, 0),
    receiptCount: shifts.reduce((sum, { shift }) => sum + shift.saleCount + shift.refundCount, 0),
    saleCash: money(total.saleCash),
    saleNoncash: money(total.saleNoncash),
    saleOther: money(total.saleOther),
    revenueCash: money(total.revenueCash),
    revenueNoncash: money(total.revenueNoncash),
    revenueOther: money(total.revenue - total.revenueCash - total.revenueNoncash),
    refundCash: money(total.refundCash),
    refundNoncash: money(total.refundNoncash),
    refundOther: money(total.refundSum - total.refundCash - total.refundNoncash),
    drawerSum: drawerOf(shifts),
    shifts: shifts.length,
    exportedShifts: shifts.filter(({ shift }) => !isNotExported(shift.facts)).length,
    computed: shifts.some(({ shift }) => shift.computed.some((name) => SHOWN.has(name))),
  };
}

function drawerOf(shifts: readonly DayShift[]): string | null {
  const last = new Map(shifts.map(({ registerId, shift }) => [registerId, shift.shown.drawerSum]));
  if (last.size === 0) return null;
  return formatKopecks([...last.values()].reduce((sum, drawer) => addKopecks(sum, drawer), 0));
}
