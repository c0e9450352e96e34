/** All checks of a shift together, and what they say of it in one word. */
import { checkDocuments, type OddDocuments } from './documents-check.ts';
import { checkDrawer } from './drawer-check.ts';
import { checkFiscal } from './fiscal-check.ts';
import type { Kopecks } from './money.ts';
import { checkReceiptSums, type ReceiptSums } from './receipt-sums-check.ts';
import { checkReceipts, type HeldReceipts } from './receipts-check.ts';
import { checkRevenue } from './revenue-check.ts';
import { checkSaleSplit } from './sale-split-check.ts';
import type { FiscalDevice, ReportedSums } from './sales.ts';
import { checkFigures, differenceOf, notCompared, type Outcome } from './shift-check.ts';

/** What is known of a shift; sums in kopecks. */
export type ShiftToCheck = {
  closed: boolean;
  reported: ReportedSums;
  counted: ReceiptSums;
  receipts: HeldReceipts;
  oddDocuments: OddDocuments;
  drawerStart: Kopecks;
  fiscalDevices: readonly FiscalDevice[];
};

/** The outcomes of C1–C7, in that order. Of an open shift only what does not depend on all its receipts is compared. */
export function checkShift(shift: ShiftToCheck): Outcome[] {
  const { reported, counted, receipts, oddDocuments, drawerStart, fiscalDevices } = shift;
  const outcomes = [
    checkSaleSplit(reported),
    checkRevenue(reported),
    ...checkReceiptSums(reported, counted),
    ...checkDocuments(oddDocuments),
    ...checkReceipts(reported, receipts),
    checkDrawer(reported.drawerSum, counted, drawerStart),
    checkFiscal(fiscalDevices, reported.revenue),
  ];
  if (shift.closed) return outcomes;
  return outcomes.map((outcome) => (waitsForClosing(outcome) ? notCompared(outcome.figure, 'open') : outcome));
}

function waitsForClosing({ figure }: Outcome): boolean {
  return ['C3', 'C5', 'C6', 'C7'].includes(checkFigures[figure].check);
}

export type CheckResult = 'open' | 'not_checked' | 'differs' | 'agrees';

/** `not_checked`: the register reported neither its sales nor its revenue, so its money cannot be held against the receipts. */
export function checkResult(closed: boolean, outcomes: readonly Outcome[]): CheckResult {
  if (outcomes.some((outcome) => (differenceOf(outcome) ?? 0) !== 0)) return 'differs';
  if (!closed) return 'open';
  const money = outcomes.some(
    ({ figure, state }) => state === 'compared' && (figure === 'saleSum' || figure === 'revenue'),
  );
  return money ? 'agrees' : 'not_checked';
}
