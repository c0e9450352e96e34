import type { Kopecks } from './money.ts';
import { compared, type Outcome } from './shift-check.ts';

/** The documents of a shift that do not add up: by how much together, and how many contradict themselves in a line or a tax. */
export type OddDocuments = { sumsApart: Kopecks; lines: number; taxes: number };

/** C4: lines and payments of every receipt are its sum, lines and taxes agree with themselves. All of it is known from loading. */
export function checkDocuments({ sumsApart, lines, taxes }: OddDocuments): Outcome[] {
  return [
    compared('documentSums', sumsApart, 0),
    compared('documentLines', lines, 0),
    compared('documentTaxes', taxes, 0),
  ];
}
