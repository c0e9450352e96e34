/**
 * Between the ledger and the exports: whether changed shifts agree, what they lack, and asking the registers for it. The
 * only writer of the tables `shift_check`, `shift_case`, `receipt_gap`, `register_rearm` and `register_clock`.
 *
 * `createReconciliation` pulls changed shifts, examines them (C1–C7) and finds holes in their receipt numbers and wrong
 * clocks; `createRearm` asks registers again (A6) through the transfers; `createCases` is what people decide on differences.
 */
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type CheckedRegister, type CheckSettings, checkShifts } from './check-shifts.ts';
import { createDueChecks } from './due-checks.ts';

export type { Assigning, AssignResult, JudgeAssignee } from './assign-cases.ts';
export type { CasesChanged } from './case-changes.ts';
export { followErpWord } from './case-rows.ts';
export { type CaseAsk, type Cases, createCases } from './cases.ts';
export type { CheckedRegister } from './check-shifts.ts';
export { createRearm, type GapAsk, type Rearm, type RearmSettings } from './rearm.ts';

export type Reconciliation = {
  /** Looks at a batch of changed shifts; true = there may be more. Throws DatabaseUnavailable. */
  turn(limit?: number): Promise<boolean>;
};

export type ReconciliationOptions = {
  database: Database<Tables>;
  clock: Clock;
  settings: CheckSettings;
  /** Told after what changed is durable. */
  onChanged: (registers: CheckedRegister[]) => void;
};

const BATCH = 20;
/** An open shift grows with every receipt; it is looked at so often at most. */
const LONGEST_OPEN_PAUSE_MS = 60_000;

export function createReconciliation({ database, clock, settings, onChanged }: ReconciliationOptions): Reconciliation {
  const due = createDueChecks(database);
  const openPauseMs = Math.min(LONGEST_OPEN_PAUSE_MS, settings.firstPauseMs / 2);
  return {
    async turn(limit = BATCH) {
      const shifts = await due.find(clock.now(), openPauseMs, limit);
      if (shifts.length === 0) return false;
      const changed = await checkShifts(database, clock, settings, shifts);
      if (changed.length > 0) onChanged(changed);
      return shifts.length === limit;
    },
  };
}
