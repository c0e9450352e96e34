/**
 * What the packages of one transaction change at shifts, on its way to the database: a register that sells sends package after
 * package of one shift, and its row and its six tables of sums are a journey each. Whoever reads the sums of a shift in the
 * same transaction settles it first.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { writeShiftSlices } from './shift-slices.ts';
import { readShift, type ShiftId, touchShift } from './shift-store.ts';
import { addTotals, type ShiftTotals } from './shift-totals.ts';

export type ShiftsBehind = {
  /** The shift changed, and grew by these totals, which are used up. */
  change(shift: ShiftId, totals?: ShiftTotals): void;
  /** The shift was counted anew from its documents: what it grew by before is in there. */
  counted(shift: ShiftId): void;
  /** What the shift grew by and its row does not tell yet. */
  growth(shift: ShiftId): ShiftTotals | undefined;
  /** Answers the row of a shift with everything in it. */
  settle(shift: ShiftId): Promise<ShiftRow>;
  /** Everything is in the tables. */
  settleAll(): Promise<void>;
  /** What was not settled is undone with the package it came from. */
  forget(): void;
};

type Pending = ShiftId & { totals: ShiftTotals | null };

export function createShiftsBehind(tx: Transaction<Tables>, clock: Clock): ShiftsBehind {
  let pending = new Map<string, Pending>();

  async function write(changes: readonly Pending[]): Promise<void> {
    for (const change of changes) await touchShift(tx, clock, change, change.totals);
    const grown = changes.flatMap(({ totals, ...shift }) =>
      totals === null ? [] : [{ ...shift, slices: totals.slices }],
    );
    await writeShiftSlices(tx, grown);
  }

  return {
    change({ shopId, shiftId }, totals) {
      const key = keyOf({ shopId, shiftId });
      const known = pending.get(key) ?? { shopId, shiftId, totals: null };
      pending.set(key, known);
      if (totals === undefined) return;
      if (known.totals === null) known.totals = totals;
      else addTotals(known.totals, totals);
    },
    counted(shift) {
      const known = pending.get(keyOf(shift));
      if (known !== undefined) known.totals = null;
    },
    growth: (shift) => pending.get(keyOf(shift))?.totals ?? undefined,
    async settle(shift) {
      const known = pending.get(keyOf(shift));
      if (known !== undefined) {
        pending.delete(keyOf(shift));
        await write([known]);
      }
      return readShift(tx, shift.shopId, shift.shiftId);
    },
    async settleAll() {
      const changes = [...pending.values()];
      pending = new Map();
      await write(changes);
    },
    forget: () => pending.clear(),
  };
}

function keyOf({ shopId, shiftId }: ShiftId): string {
  return `${shiftId} ${shopId}`;
}
