/** The columns of sums of M25; «прочие» of a group stand there only where there is such money. */
import type { ShiftRow, ShopDay, ShopDays } from '../../../../contracts/web-api.ts';
import { formatKopecks } from '../../../../src/domain/money.ts';
import { kopecksOf } from '../../format/format.ts';
import type { ScreenText } from '../../ui/language.tsx';
import { refundOther, revenueOther } from '../reconciliation/other-columns.ts';

type SumName =
  | 'saleCash'
  | 'saleNoncash'
  | 'saleOther'
  | 'revenueCash'
  | 'revenueNoncash'
  | 'revenueOther'
  | 'drawerSum'
  | 'refundCash'
  | 'refundNoncash'
  | 'refundOther';

export type SumColumn = { name: SumName; group: 'sale' | 'revenue' | 'drawer' | 'refund'; heading: ScreenText };

const all: SumColumn[] = [
  { name: 'saleCash', group: 'sale', heading: 'shift.cash' },
  { name: 'saleNoncash', group: 'sale', heading: 'shift.noncash' },
  { name: 'saleOther', group: 'sale', heading: 'shift.other' },
  { name: 'revenueCash', group: 'revenue', heading: 'shift.cash' },
  { name: 'revenueNoncash', group: 'revenue', heading: 'shift.noncash' },
  { name: 'revenueOther', group: 'revenue', heading: 'shift.other' },
  { name: 'drawerSum', group: 'drawer', heading: 'shift.drawer' },
  { name: 'refundCash', group: 'refund', heading: 'shift.cash' },
  { name: 'refundNoncash', group: 'refund', heading: 'shift.noncash' },
  { name: 'refundOther', group: 'refund', heading: 'shift.other' },
];

const others = new Set<SumName>(['saleOther', 'revenueOther', 'refundOther']);

export function sumColumns({ days }: Pick<ShopDays, 'days'>): SumColumn[] {
  return all.filter(({ name }) => !others.has(name) || days.some((day) => kopecksOf(day[name] ?? '0.00') !== 0));
}

/** A shift in the sums of a day, so that its row is one like those it adds up to. */
export function sumsOfShift(shift: ShiftRow): Pick<ShopDay, SumName | 'computed'> {
  return {
    saleCash: shift.saleCash,
    saleNoncash: shift.saleNoncash,
    saleOther: shift.saleOther,
    revenueCash: shift.revenueCash,
    revenueNoncash: shift.revenueNoncash,
    revenueOther: formatKopecks(revenueOther(shift)),
    drawerSum: shift.drawerSum,
    refundCash: shift.refundCash,
    refundNoncash: shift.refundNoncash,
    refundOther: formatKopecks(refundOther(shift)),
    computed: shift.computed.length > 0,
  };
}
