/** New transfers of the packages of one transaction that are over when they are told of: written together at its end. */
import type { Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { writeTransfers } from './transfer-row.ts';

export type TransferBook = {
  /** A number for a new transfer; numbers may be left out. */
  number(): Promise<number>;
  /** A transfer that nothing will bring forward any more. */
  add(row: TransferRow): void;
  settle(): Promise<void>;
  /** What was added since is undone with the package it is about. */
  forget(): void;
};

/** `expected`: so many numbers are taken at once. */
export function createTransferBook(tx: Transaction<Tables>, expected: number): TransferBook {
  let rows: TransferRow[] = [];
  let numbers = { next: 0, left: 0 };
  return {
    async number() {
      if (numbers.left === 0) {
        const count = Math.max(1, expected);
        numbers = { next: await takeNumbers(tx, 'transfer', count), left: count };
      }
      numbers = { next: numbers.next + 1, left: numbers.left - 1 };
      return numbers.next - 1;
    },
    add: (row) => void rows.push(row),
    async settle() {
      const some = rows;
      rows = [];
      if (some.length > 0) await writeTransfers(tx, some);
    },
    forget() {
      rows = [];
      // Numbers taken in what was undone are free again and may be given to somebody else.
      numbers = { next: 0, left: 0 };
    },
  };
}
