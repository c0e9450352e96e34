/**
 * What the packages of one transaction share: what is read once for all of them, and what is written in one go at their end.
 * Each statement is a journey to the database, and a receipt that comes alone must not cost thirty of them.
 */
import { defaultStageLimits, type StageLimits } from '../../domain/transfer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { findRegister, type KnownRegister } from '../registers/registers.ts';
import { type CodeLists, readCodeLists } from './code-lists.ts';
import { addToTypeCounts } from './document-classes.ts';
import { createRowsBehind, type RowsBehind } from './rows-behind.ts';
import { createShiftsBehind, type ShiftsBehind } from './shifts-behind.ts';

export type Batch = {
  tx: Transaction<Tables>;
  clock: Clock;
  /** How long a load may stand in each stage. */
  stageLimits: StageLimits;
  /** The register with this id as it is in this transaction, or undefined. */
  register(registerId: string): Promise<KnownRegister | undefined>;
  /** The lists of a shop; they learn with every package. */
  codes(shopId: string): Promise<CodeLists>;
  rows: RowsBehind;
  shifts: ShiftsBehind;
  /** The first of so many numbers for documents; numbers may be left out. */
  documentNumbers(count: number): Promise<number>;
  /** What a settled package has to tell. */
  say(events: readonly NewEvent[]): void;
  /** New documents of a shop by their types. */
  count(shopId: string, newByType: ReadonlyMap<number, number>): void;
  /** A package was undone: what it taught is forgotten. */
  forget(): void;
  /** Writes what was said and counted, after all rows have arrived. */
  finish(): Promise<void>;
};

/** Numbers for documents taken at once when there are several packages. */
const NUMBERS_AT_ONCE = 256;

/**
 * Runs the work on a batch of so many packages and writes what they have in common. However it ends, nothing is on its way to
 * the database any more: what arrived after the end of the transaction would be outside of it.
 */
export async function withBatch<T>(
  tx: Transaction<Tables>,
  { clock, stageLimits = defaultStageLimits }: { clock: Clock; stageLimits?: StageLimits | undefined },
  packages: number,
  work: (batch: Batch) => Promise<T>,
): Promise<T> {
  const batch = { ...openBatch(tx, clock, packages), stageLimits };
  try {
    const result = await work(batch);
    await batch.finish();
    return result;
  } catch (cause) {
    await batch.rows.settle();
    throw cause;
  }
}

function openBatch(tx: Transaction<Tables>, clock: Clock, packages: number): Omit<Batch, 'stageLimits'> {
  const registers = new Map<string, KnownRegister>();
  const codes = new Map<string, CodeLists>();
  const events: NewEvent[] = [];
  const newByType = new Map<string, Map<number, number>>();
  const rows = createRowsBehind(tx);
  const shifts = createShiftsBehind(tx, clock);
  let numbers = { next: 0, left: 0 };

  return {
    tx,
    clock,
    rows,
    shifts,
    async register(registerId) {
      const known = registers.get(registerId) ?? (await findRegister(tx, registerId));
      if (known !== undefined) registers.set(registerId, known);
      return known;
    },
    async codes(shopId) {
      const known = codes.get(shopId) ?? (await readCodeLists(tx, clock, shopId, rows.arrived));
      codes.set(shopId, known);
      return known;
    },
    async documentNumbers(count) {
      if (numbers.left < count) {
        const take = packages === 1 ? count : Math.max(count, NUMBERS_AT_ONCE);
        numbers = { next: await takeNumbers(tx, 'document', take), left: take };
      }
      const first = numbers.next;
      numbers = { next: first + count, left: numbers.left - count };
      return first;
    },
    say: (some) => void events.push(...some),
    count(shopId, counts) {
      const sums = newByType.get(shopId) ?? new Map<number, number>();
      newByType.set(shopId, sums);
      for (const [type, count] of counts) sums.set(type, (sums.get(type) ?? 0) + count);
    },
    forget() {
      registers.clear();
      codes.clear();
      shifts.forget();
    },
    async finish() {
      await rows.arrived();
      await shifts.settleAll();
      for (const [shopId, counts] of newByType) await addToTypeCounts(tx, shopId, counts);
      await recordEvents(tx, clock, events);
    },
  };
}
