/**
 * The shifts that the packages of one transaction speak of: each row is read once, changed in memory, and written once at the
 * end with its sums. A register that sells sends package after package of one shift, and every statement is a journey to the
 * database. Writers of shifts take turns, so that a copy stays true; whoever asks the tables in the same transaction first
 * settles all.
 */
import { businessDateOf } from '../../domain/business-date.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { REPORT_COLUMNS } from './shift-report.ts';
import { addSlices, clearShiftSlices, type ShiftSlices, writeShiftSlices } from './shift-slices.ts';
import { addToCounters, COUNTED_COLUMNS, NOTHING_COUNTED, type ShiftTotals } from './shift-totals.ts';

export type ShiftId = { shopId: string; shiftId: number };

export type ShiftCopies = {
  /** The shifts of one number of a register, in the order in which they came. */
  ofNumber(
    register: { shopId: string; registerId: string },
    shiftNumber: number,
  ): Promise<readonly Readonly<ShiftRow>[]>;
  /** Throws when there is no such shift. */
  of(shift: ShiftId): Promise<Readonly<ShiftRow>>;
  /** A new shift, written at once. */
  make(row: ShiftRow): Promise<void>;
  set(shift: ShiftId, values: Partial<ShiftRow>): Promise<void>;
  /** The shift changed (P3) and grew by these totals, which are used up. */
  change(shift: ShiftId, totals?: ShiftTotals): Promise<void>;
  /** The shift changed and was counted anew: these totals, which are used up, are all that it has. */
  recounted(shift: ShiftId, totals: ShiftTotals): Promise<void>;
  /** Everything is in the tables. */
  settleAll(): Promise<void>;
  /** The transaction went back to where all was settled. */
  forget(): void;
};

type Copy = { row: ShiftRow; slices: ShiftSlices | null; isChanged: boolean; isRaised: boolean };

/** What is written of a row; the other columns belong to other stations. */
const WRITTEN = [
  ...COUNTED_COLUMNS,
  ...REPORT_COLUMNS,
  'closed_utc',
  'has_report',
  'opened_at',
  'opened_utc',
  'business_date',
  'revision',
  'updated_utc',
] as const satisfies readonly (keyof ShiftRow)[];

const WRITE = `UPDATE shift SET ${WRITTEN.map((name) => `${name} = ?`).join(', ')} WHERE shop_id = ? AND shift_id = ?`;

/** The copies of one transaction, found by their id and by their number. */
type Shelf = {
  keep(row: ShiftRow): Copy;
  of(shift: ShiftId): Promise<Copy>;
  ofNumber(shopId: string, registerId: string, shiftNumber: number): Promise<Copy[]>;
  all(): Copy[];
  clear(): void;
};

function createShelf(tx: Transaction<Tables>): Shelf {
  const copies = new Map<string, Copy>();
  const numbers = new Map<string, Copy[]>();

  function keep(row: ShiftRow): Copy {
    const key = `${row.shift_id} ${row.shop_id}`;
    const copy = copies.get(key) ?? { row: { ...row }, slices: null, isChanged: false, isRaised: false };
    copies.set(key, copy);
    return copy;
  }

  return {
    keep,
    async of({ shopId, shiftId }) {
      const known = copies.get(`${shiftId} ${shopId}`);
      if (known !== undefined) return known;
      const row = await tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
      if (row === undefined) throw new Error(`the shift ${shiftId} is gone`);
      return keep(row);
    },
    async ofNumber(shopId, registerId, shiftNumber) {
      const key = `${shiftNumber} ${registerId} ${shopId}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const rows = await tx.all<ShiftRow>(
        'SELECT * FROM shift WHERE shop_id = ? AND register_id = ? AND shift_number = ? ORDER BY shift_id',
        [shopId, registerId, shiftNumber],
      );
      const found = rows.map(keep);
      numbers.set(key, found);
      return found;
    },
    all: () => [...copies.values()],
    clear() {
      copies.clear();
      numbers.clear();
    },
  };
}

export function createShiftCopies(tx: Transaction<Tables>, clock: Clock): ShiftCopies {
  const shelf = createShelf(tx);

  function touch(copy: Copy): void {
    const { row } = copy;
    if (!copy.isRaised) row.revision += 1;
    row.updated_utc = utcText(clock.now());
    row.business_date = businessDateOf(datesOf(row)) ?? row.business_date;
    copy.isRaised = true;
    copy.isChanged = true;
  }

  return {
    ofNumber: async ({ shopId, registerId }, shiftNumber) =>
      (await shelf.ofNumber(shopId, registerId, shiftNumber)).map(({ row }) => row),
    of: async (shift) => (await shelf.of(shift)).row,
    async make(row) {
      const known = await shelf.ofNumber(row.shop_id, row.register_id, row.shift_number);
      const columns = Object.keys(row) as (keyof ShiftRow)[];
      await tx.insertMany('shift', columns, [columns.map((column) => row[column])]);
      known.push(shelf.keep(row));
    },
    async set(shift, values) {
      const copy = await shelf.of(shift);
      Object.assign(copy.row, values);
      copy.isChanged = true;
    },
    async change(shift, totals) {
      const copy = await shelf.of(shift);
      if (totals !== undefined) {
        addToCounters(copy.row, totals);
        if (copy.slices === null) copy.slices = totals.slices;
        else addSlices(copy.slices, totals.slices);
      }
      touch(copy);
    },
    async recounted(shift, totals) {
      const copy = await shelf.of(shift);
      await clearShiftSlices(tx, shift.shopId, shift.shiftId);
      Object.assign(copy.row, NOTHING_COUNTED);
      addToCounters(copy.row, totals);
      copy.slices = totals.slices;
      touch(copy);
    },
    async settleAll() {
      const changed = shelf.all().filter(({ isChanged }) => isChanged);
      for (const { row } of changed)
        await tx.run(WRITE, [...WRITTEN.map((name) => row[name]), row.shop_id, row.shift_id]);
      await writeShiftSlices(
        tx,
        changed.flatMap(({ row, slices }) =>
          slices === null ? [] : [{ shopId: row.shop_id, shiftId: row.shift_id, slices }],
        ),
      );
      for (const copy of changed) Object.assign(copy, { slices: null, isChanged: false });
    },
    forget: shelf.clear,
  };
}

function datesOf(row: ShiftRow): Parameters<typeof businessDateOf>[0] {
  return {
    openedAt: row.opened_at,
    firstReceiptAt: row.reported_first_receipt_at,
    firstDocumentAt: row.first_document_at,
    closedAt: row.closed_at,
  };
}
