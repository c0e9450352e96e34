/** Words of the checks of a shift, C1–C7 (glossary §6) and what the ERP has booked: what a check looks at, and what came of it. */
import type { Kopecks } from './money.ts';

/** `ERP`: what the ERP says it has booked, beside what the file held. */
export const checkCodes = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'ERP'] as const;
export type CheckCode = (typeof checkCodes)[number];

/** What is compared, with its check and the unit of both sides: kopecks or a count. */
export const checkFigures = {
  saleSplit: { check: 'C1', unit: 'money' },
  revenueSplit: { check: 'C2', unit: 'money' },
  saleSum: { check: 'C3', unit: 'money' },
  refundSum: { check: 'C3', unit: 'money' },
  revenue: { check: 'C3', unit: 'money' },
  saleCash: { check: 'C3', unit: 'money' },
  saleNoncash: { check: 'C3', unit: 'money' },
  saleOther: { check: 'C3', unit: 'money' },
  refundCash: { check: 'C3', unit: 'money' },
  refundNoncash: { check: 'C3', unit: 'money' },
  documentSums: { check: 'C4', unit: 'money' },
  documentLines: { check: 'C4', unit: 'count' },
  documentTaxes: { check: 'C4', unit: 'count' },
  saleCount: { check: 'C5', unit: 'count' },
  refundCount: { check: 'C5', unit: 'count' },
  receiptNumbers: { check: 'C5', unit: 'count' },
  drawerSum: { check: 'C6', unit: 'money' },
  fiscalRevenue: { check: 'C7', unit: 'money' },
  erpReceipts: { check: 'ERP', unit: 'count' },
  erpRevenue: { check: 'ERP', unit: 'money' },
} as const satisfies Record<string, { check: CheckCode; unit: 'money' | 'count' }>;
export type CheckFigure = keyof typeof checkFigures;

/** Why a figure could not be compared. */
export type NotCompared =
  /** The register did not report what `missing` names. */
  | 'not_reported'
  /** The report of an open shift runs ahead of its receipts; it is compared when the shift closes. */
  | 'open'
  /** Money of a payment type without a class belongs to one of the sides, nobody knows to which. */
  | 'unmapped'
  /** The shift was closed without a fiscal device. */
  | 'no_fiscal_device';

/** Difference = first − second: kopecks or a count, as the figure says. */
export type Outcome =
  | { figure: CheckFigure; state: 'compared'; first: number; second: number }
  | { figure: CheckFigure; state: 'not_compared'; why: NotCompared };

/** One figure from two sources; a source that is not known is never taken for zero. */
export function compared(figure: CheckFigure, first: number | null, second: number | null): Outcome {
  if (first === null || second === null) return notCompared(figure, 'not_reported');
  return { figure, state: 'compared', first, second };
}

export function notCompared(figure: CheckFigure, why: NotCompared): Outcome {
  return { figure, state: 'not_compared', why };
}

/** What an outcome found; 0 = agrees, null = not compared. */
export function differenceOf(outcome: Outcome): Kopecks | null {
  return outcome.state === 'compared' ? outcome.first - outcome.second : null;
}

/** The sum of some amounts; null as soon as one is not known. */
export function sumOrNull(...amounts: (number | null)[]): number | null {
  return amounts.reduce((sum, amount) => (sum === null || amount === null ? null : sum + amount), 0);
}

/** Outcomes as they are kept, in few bytes: a value that agrees, both values that do not, or why nothing was compared. */
export function writeOutcomes(outcomes: readonly Outcome[]): string {
  return JSON.stringify(
    Object.fromEntries(
      outcomes.map((outcome) => {
        if (outcome.state === 'not_compared') return [outcome.figure, outcome.why];
        const { first, second } = outcome;
        return [outcome.figure, first === second ? first : [first, second]];
      }),
    ),
  );
}

/** What `writeOutcomes` has written, in its order. */
export function readOutcomes(text: string): Outcome[] {
  const kept = JSON.parse(text) as Record<CheckFigure, NotCompared | number | [number, number]>;
  return Object.entries(kept).map(([name, value]): Outcome => {
    const figure = name as CheckFigure;
    if (typeof value === 'string') return notCompared(figure, value);
    const [first, second] = typeof value === 'number' ? [value, value] : value;
    return { figure, state: 'compared', first, second };
  });
}
