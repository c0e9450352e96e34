/**
 * What the packages of one transaction share: what is read once for all of them, and what is written in one go at their end.
 * Each statement is a journey to the database, and a receipt that comes alone must not cost thirty of them.
 */
import { defaultStageLimits, type StageLimits } from '../../domain/transfer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { findRegister, type KnownRegister } from '../registers/registers.ts';
import { createTransferBook, type TransferBook } from '../transfers/transfers.ts';
import { type CodeLists, readCodeLists } from './code-lists.ts';
import { addToTypeCounts } from './document-classes.ts';
import { createDocumentNumbers } from './document-numbers.ts';
import type { OpenAside, ReadTrimmed } from './load-context.ts';
import { createPackagesBehind, type PackageInHand, type PackagesBehind } from './packages-behind.ts';
import { createRowsBehind, type RowsBehind } from './rows-behind.ts';
import { createShiftCopies, type ShiftCopies } from './shift-copies.ts';
import { readOpenAsides } from './solve-asides.ts';

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
  shifts: ShiftCopies;
  packages: PackagesBehind;
  transfers: TransferBook;
  /** The documents of a register that wait for a person, by the identity that they would have in their shift. */
  openAsides(register: KnownRegister): Promise<ReadonlyMap<string, OpenAside[]>>;
  /** The documents of a trimmed shift, read out of its archive once for all packages. */
  trimmedDocuments: ReadTrimmed;
  /** Records of a register were set aside or are no longer. */
  forgetAsides(register: KnownRegister): void;
  /** The first of so many numbers for documents; numbers may be left out. */
  documentNumbers(count: number): Promise<number>;
  /** What a settled package has to tell. */
  say(events: readonly NewEvent[]): void;
  /** New documents of a shop by their types. */
  count(shopId: string, newByType: ReadonlyMap<number, number>): void;
  /** A package was undone: what it taught is forgotten. */
  forget(): void;
  /** All that the packages so far have changed is in the tables, but for what is said and counted. */
  settle(): Promise<void>;
  /** The same with what was said and counted. */
  finish(): Promise<void>;
};

export type BatchParts = {
  clock: Clock;
  stageLimits?: StageLimits | undefined;
  /** Absent = no archive can be read. */
  readTrimmed?: ReadTrimmed | undefined;
  /** What is loaded goes on to an upper server. */
  forwards?: boolean | undefined;
};

const noArchives: ReadTrimmed = async () => null;

function onceEach(read: ReadTrimmed): ReadTrimmed {
  const known = new Map<string, ReturnType<ReadTrimmed>>();
  return (shift) => {
    const key = `${shift.shiftId} ${shift.shopId}`;
    const reading = known.get(key) ?? read(shift);
    known.set(key, reading);
    return reading;
  };
}

/**
 * Runs the work on a batch of these packages and writes what they have in common. However it ends, nothing is on its way to
 * the database any more: what arrived after the end of the transaction would be outside of it.
 */
export async function withBatch<T>(
  tx: Transaction<Tables>,
  { clock, stageLimits = defaultStageLimits, readTrimmed = noArchives, forwards = false }: BatchParts,
  packages: readonly PackageInHand[],
  work: (batch: Batch) => Promise<T>,
): Promise<T> {
  const batch = { ...openBatch(tx, clock, packages, forwards), stageLimits, trimmedDocuments: onceEach(readTrimmed) };
  try {
    const result = await work(batch);
    await batch.finish();
    return result;
  } catch (cause) {
    await batch.rows.settle();
    throw cause;
  }
}

function openBatch(
  tx: Transaction<Tables>,
  clock: Clock,
  inHand: readonly PackageInHand[],
  forwards: boolean,
): Omit<Batch, 'stageLimits' | 'trimmedDocuments'> {
  const registers = new Map<string, KnownRegister>();
  const codes = new Map<string, CodeLists>();
  const events: NewEvent[] = [];
  const newByType = new Map<string, Map<number, number>>();
  const rows = createRowsBehind(tx);
  const shifts = createShiftCopies(tx, clock);
  const packages = createPackagesBehind(tx, clock, inHand, forwards);
  const transfers = createTransferBook(tx, inHand.length);
  const asides = new Map<string, ReadonlyMap<string, OpenAside[]>>();
  const numbers = createDocumentNumbers(tx, inHand.length);

  async function settle(): Promise<void> {
    await rows.arrived();
    await shifts.settleAll();
    await transfers.settle();
    await packages.settle();
  }

  return {
    tx,
    clock,
    rows,
    shifts,
    packages,
    transfers,
    async openAsides(register) {
      const known = asides.get(register.registerId) ?? (await readOpenAsides(tx, register));
      asides.set(register.registerId, known);
      return known;
    },
    forgetAsides: ({ registerId }) => void asides.delete(registerId),
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
    documentNumbers: numbers.take,
    say: (some) => void events.push(...some),
    count(shopId, counts) {
      const sums = newByType.get(shopId) ?? new Map<number, number>();
      newByType.set(shopId, sums);
      for (const [type, n] of counts) sums.set(type, (sums.get(type) ?? 0) + n);
    },
    forget() {
      registers.clear();
      codes.clear();
      asides.clear();
      shifts.forget();
      packages.forget();
      numbers.forget();
      transfers.forget();
    },
    settle,
    async finish() {
      await settle();
      for (const [shopId, counts] of newByType) await addToTypeCounts(tx, shopId, counts);
      await recordEvents(tx, clock, events);
    },
  };
}
