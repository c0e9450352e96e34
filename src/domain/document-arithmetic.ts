/** Whether a receipt agrees with itself: header with lines and payments (C4), each line and its taxes. Kopecks. */
import { addKopecks, type Kopecks } from './money.ts';
import type { DocumentRecord, Position } from './sales.ts';

/** Kinds of contradiction, as one bit each of `document.faults`. */
export const documentFaultBits = { lines: 1, payments: 2, line: 4, tax: 8 } as const;

/** Taxes are rounded line by line, in ways that differ by a kopeck from rounding to the nearest: three halves of one. */
const TAX_TOLERANCE_HALVES = 3;

/** Header less its lines; 0 = the lines are the receipt (C4). */
export function linesApart(document: Pick<DocumentRecord, 'sum' | 'positions'>): Kopecks {
  return addKopecks(document.sum, -document.positions.reduce((sum, position) => addKopecks(sum, position.sum), 0));
}

/** Header less everything paid, change deducted; 0 = the payments are the receipt (C4). */
export function paymentsApart(
  document: Pick<DocumentRecord, 'sum'>,
  paid: { cash: Kopecks; noncash: Kopecks; other: Kopecks; unmapped: Kopecks },
): Kopecks {
  return addKopecks(document.sum, -(paid.cash + paid.noncash + paid.other + paid.unmapped));
}

/** A line is its sum before discounts less the discount; one without that sum cannot contradict itself. */
export function lineAgrees({ baseSum, discount, sum }: Pick<Position, 'baseSum' | 'discount' | 'sum'>): boolean {
  return baseSum === null || baseSum - discount === sum;
}

/** A tax of a whole rate is contained in the sum of its line: sum × rate / (100 + rate). A rate that is not known is not looked at. */
export function taxesAgree({ sum, taxes }: Pick<Position, 'sum' | 'taxes'>): boolean {
  const [only, ...others] = taxes;
  if (only === undefined) return true;
  const together = taxes.reduce((total, tax) => addKopecks(total, tax.sum), 0);
  if (Math.abs(together) > Math.abs(sum)) return false;
  const rate = only.rate === null ? null : /^(\d{1,2})(?:\.0*)?$/.exec(only.rate)?.[1];
  if (others.length > 0 || rate === null || rate === undefined) return true;
  const per = Number(rate);
  // Both sides times (100 + rate), so that nothing is divided.
  const apart = Math.abs(only.sum * (100 + per) - sum * per);
  return apart * 2 <= TAX_TOLERANCE_HALVES * (100 + per);
}

/** The bits of everything that contradicts itself in a receipt; 0 = it adds up. */
export function documentFaults(
  document: Pick<DocumentRecord, 'sum' | 'positions'>,
  paid: Parameters<typeof paymentsApart>[1],
): number {
  let faults = 0;
  if (linesApart(document) !== 0) faults |= documentFaultBits.lines;
  if (paymentsApart(document, paid) !== 0) faults |= documentFaultBits.payments;
  for (const position of document.positions) {
    if (!lineAgrees(position)) faults |= documentFaultBits.line;
    if (!taxesAgree(position)) faults |= documentFaultBits.tax;
  }
  return faults;
}
