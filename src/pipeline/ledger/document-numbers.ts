/** Numbers for the documents of one transaction, taken in advance: whoever asks for one waits for the rows that are on their way. */
import type { Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';

export type DocumentNumbers = {
  /** The first of so many numbers; numbers may be left out. */
  take(count: number): Promise<number>;
  /** A package was undone: numbers that were taken in it are given again. */
  forget(): void;
};

/** Taken at first when there are several packages; one that comes alone may hold a single document. */
const FIRST = 256;
/** Each further time so many times as many, up to a few thousand. */
const MORE = 8;
const MOST = 4096;

/** `packages`: how many the transaction writes. */
export function createDocumentNumbers(tx: Transaction<Tables>, packages: number): DocumentNumbers {
  let next = 0;
  let left = 0;
  let atOnce = packages === 1 ? 1 : FIRST;
  return {
    async take(count) {
      if (left < count) {
        const taken = Math.max(count, atOnce);
        next = await takeNumbers(tx, 'document', taken);
        left = taken;
        atOnce = Math.min(taken * MORE, MOST);
      }
      const first = next;
      next += count;
      left -= count;
      return first;
    },
    forget() {
      left = 0;
    },
  };
}
