/** One shift as a row of «Сверка продаж» (M20): reported sums, counted where the register reported none. */
import type { ShiftRow } from '../../contracts/web-api.ts';
import { formatKopecks, type Kopecks } from '../domain/money.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type SumName, shownFigure, sumNames } from '../domain/shift-sums.ts';
import { isNotExported, shiftExportOf } from './export-state.ts';
import { moneyOrNull } from './report-text.ts';
import { type CheckMarks, figuresOf, type ShiftFacts, type ShiftMarks } from './shift-facts.ts';

/** A shift with its shown sums in kopecks, so that totals are added up before they become text. */
export type ShownShift = {
  facts: ShiftFacts;
  key: string;
  shown: Record<SumName, Kopecks>;
  saleCount: number;
  refundCount: number;
  computed: string[];
  differs: string[];
  /** Counted sums of those, as money. */
  counted: Record<string, string>;
};

/** `ordinal` counts the shifts of one number and date; `drawerStart` is the reported drawer of the shift before, else 0. */
export function showShift(facts: ShiftFacts, ordinal: number, drawerStart: Kopecks): ShownShift {
  const figures = figuresOf(facts, drawerStart);
  const computed: string[] = [];
  const differs: string[] = [];
  const counted: Record<string, string> = {};
  const shown = {} as Record<SumName, Kopecks>;
  for (const name of sumNames) {
    const figure = shownFigure(figures[name].reported, figures[name].counted);
    shown[name] = figure.value;
    if (figure.computed) computed.push(name);
    if (figure.difference === null || figure.difference === 0) continue;
    differs.push(name);
    counted[name] = formatKopecks(figures[name].counted);
  }
  const counts = {
    saleCount: shownFigure(facts.reported_sale_count, facts.counted_sale_count),
    refundCount: shownFigure(facts.reported_refund_count, facts.counted_refund_count),
  };
  for (const [name, count] of Object.entries(counts)) {
    if (count.computed) computed.push(name);
    else if (count.difference !== 0) differs.push(name);
  }
  const key = shiftKey(facts, ordinal);
  return {
    facts,
    key,
    shown,
    saleCount: counts.saleCount.value,
    refundCount: counts.refundCount.value,
    computed,
    differs,
    counted,
  };
}

/** The quick filters of the list (S7). */
export function shiftFilters(marks: ShiftMarks) {
  return {
    all: () => true,
    not_exported: (shift: ShownShift) => isNotExported(shift.facts),
    differing: (shift: ShownShift) => isDiffering(shift, marks.checks.get(shift.facts.shiftId)),
    open: (shift: ShownShift) => shift.facts.closedAt === null,
  } as const;
}

/** A difference that nobody has accepted, whether the checks have come to it or it is only seen in the sums. */
function isDiffering(shift: ShownShift, marks: CheckMarks | undefined): boolean {
  return (marks?.openCases ?? 0) > 0 || (shift.differs.length > 0 && (marks?.acceptedCases ?? 0) === 0);
}

/** What the checks say of a shift; without marks they have not come to it. */
export function shiftCheckOf(marks: CheckMarks | undefined, closed: boolean): ShiftRow['check'] {
  const { result = null, openCases = 0, acceptedCases = 0, difference = null, missing = 0 } = marks ?? {};
  return {
    result: resultOf(result, openCases, acceptedCases, closed),
    openCases,
    acceptedCases,
    difference: moneyOrNull(difference),
    missing,
  };
}

function resultOf(
  result: string | null,
  openCases: number,
  acceptedCases: number,
  closed: boolean,
): ShiftRow['check']['result'] {
  if (openCases > 0) return 'differs';
  if (!closed) return 'open';
  if (result === null) return 'not_looked';
  if (acceptedCases > 0) return 'accepted';
  return result as ShiftRow['check']['result'];
}

/** The row of the contract. */
export function shiftRowOf(
  shift: ShownShift,
  codes: { shopCode: string; registerCode: string },
  marks: ShiftMarks,
): ShiftRow {
  const { facts, shown } = shift;
  return {
    shiftId: facts.shiftId,
    key: shift.key,
    shopCode: codes.shopCode,
    registerCode: codes.registerCode,
    shiftNumber: facts.shiftNumber,
    openedAt: facts.openedAt,
    closedAt: facts.closedAt,
    businessDate: facts.businessDate,
    cashierCode: facts.cashierCode,
    receiptCount: shift.saleCount + shift.refundCount,
    saleCount: shift.saleCount,
    refundCount: shift.refundCount,
    saleSum: formatKopecks(shown.saleSum),
    saleCash: formatKopecks(shown.saleCash),
    saleNoncash: formatKopecks(shown.saleNoncash),
    saleOther: formatKopecks(shown.saleOther),
    revenue: formatKopecks(shown.revenue),
    revenueCash: formatKopecks(shown.revenueCash),
    revenueNoncash: formatKopecks(shown.revenueNoncash),
    drawerSum: formatKopecks(shown.drawerSum),
    refundSum: formatKopecks(shown.refundSum),
    refundCash: formatKopecks(shown.refundCash),
    refundNoncash: formatKopecks(shown.refundNoncash),
    computed: shift.computed,
    differs: shift.differs,
    counted: shift.counted,
    firstReceiptNumber: facts.reported_first_receipt_number ?? facts.first_receipt_number,
    lastReceiptNumber: facts.reported_last_receipt_number ?? facts.last_receipt_number,
    numberRepeated: facts.numberRepeated !== 0,
    unmappedPaymentTypes: marks.unmapped.get(facts.shiftId) ?? [],
    setAsideDocuments: marks.setAside.get(facts.shiftId) ?? 0,
    conflicts: marks.conflicts.get(facts.shiftId) ?? 0,
    revision: facts.revision,
    updatedAt: facts.updatedAt,
    export: shiftExportOf(facts),
    check: shiftCheckOf(marks.checks.get(facts.shiftId), facts.closedAt !== null),
  };
}
