/** Giving differences to the people who are to work on them, and taking them off again. Their states stay as they are. */
import type { NewEntry } from '../../audit/audit.ts';
import type { ShopScope } from '../../domain/access.ts';
import type { MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { ShiftCaseRow, Tables } from '../../schema/tables.ts';
import {
  type CasesChanged,
  type CaseWords,
  changeNamed,
  isOpen,
  type NamedCase,
  readNamed,
  whileChecksWait,
} from './case-changes.ts';

/** Whether differences of these shops can be given to somebody, and under which name that is kept; people know more of people. */
export type JudgeAssignee = (
  tx: Statements,
  wanted: { name: string; shopCodes: readonly string[]; asker: ShopScope },
) => Promise<
  { ok: true; value: { name: string; fullName: string | null } } | { ok: false; code: string; params: MessageParams }
>;

export type Assigning = {
  /** Name of whoever gets them, as it was typed; null = nobody has them any more. */
  to: string | null;
  author: string | null;
  /** The shops of whoever gives them. */
  asker: ShopScope;
};

export type AssignResult = { ok: true; value: CasesChanged } | { ok: false; code: string; params: MessageParams };

type Parts = { database: Database<Tables>; clock: Clock; judgeAssignee: JudgeAssignee };

/** Gives all of them or, when one lies in a shop that the person does not have, none. */
export function assignCases(
  { database, clock, judgeAssignee }: Parts,
  caseIds: readonly number[],
  { to, author, asker }: Assigning,
): Promise<AssignResult> {
  return whileChecksWait(database, async (tx) => {
    const named = await readNamed(tx, caseIds);
    const open = [...named.values()].filter((row) => row !== undefined && row.ended_utc === null && isOpen(row));
    const shopCodes = [...new Set(open.map((row) => row?.shop_code ?? ''))];
    const judged = to === null ? null : await judgeAssignee(tx, { name: to, shopCodes, asker });
    if (judged !== null && !judged.ok) return judged;
    const name = judged?.value.name ?? null;
    const value = await changeNamed(tx, clock, named, {
      code: () => (name === null ? 'case.unassigned' : 'case.assigned'),
      told: (row): CaseWords => ({ author, assignee: wordsFor(judged?.value ?? { name: row.assigned_to ?? '' }) }),
      set: (row) =>
        !isOpen(row) || row.assigned_to === name
          ? null
          : { assigned_to: name, assigned_utc: utcText(clock.now()), assigned_by: author },
      entry: entryOf,
    });
    return { ok: true, value };
  });
}

/** «Петрова Анна (petrova)» */
function wordsFor({ name, fullName = null }: { name: string; fullName?: string | null }): string {
  return fullName === null ? name : `${fullName} (${name})`;
}

function entryOf(row: NamedCase, set: Partial<ShiftCaseRow>): NewEntry {
  const { register_code: register, shift_number: shift, figure } = row;
  return {
    verb: 'assign',
    ...{ object: 'case', key: `D-${row.case_id}`, shopCode: row.shop_code },
    old: { assignee: row.assigned_to },
    new: { assignee: set.assigned_to ?? null, register, shift, figure },
  };
}
