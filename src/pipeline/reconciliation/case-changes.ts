/** Changes that people make to differences: the rows, the log and the audit trail in one transaction. */
import { type NewEntry, record } from '../../audit/audit.ts';
import type { MessageParams } from '../../messages/messages.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ShiftCaseRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type CaseEventCode, caseEvent, updateCase } from './case-rows.ts';

/** What became of the cases that were named; `others` stand no more, or are so already. */
export type CasesChanged = { changed: number[]; others: number[]; unknown: number[] };

/** A case with the words by which people call its place. */
export type NamedCase = ShiftCaseRow & { shop_code: string; register_code: string; shift_number: number };

export type Change = {
  code: (row: NamedCase) => CaseEventCode;
  /** What the log says beside the case. */
  told: (row: NamedCase) => CaseWords;
  /** Null = there is nothing to change. */
  set: (row: NamedCase) => Partial<ShiftCaseRow> | null;
  entry: (row: NamedCase, set: Partial<ShiftCaseRow>) => NewEntry;
};

export type CaseWords = { author: string | null; reason?: string | null; transferId?: string; assignee?: string };

/** Does the work while the checks wait, so that nobody decides on values that are being changed. */
export function whileChecksWait<T>(
  database: Database<Tables>,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    return work(tx);
  });
}

const NAMED = `SELECT c.*, p.shop_code, r.register_code, s.shift_number FROM shift_case c
  JOIN shop p ON p.shop_id = c.shop_id
  JOIN register r ON r.shop_id = c.shop_id AND r.register_id = c.register_id
  JOIN shift s ON s.shop_id = c.shop_id AND s.shift_id = c.shift_id WHERE c.case_id = ?`;

/** The cases of these numbers, each once; undefined for a number that is not there. */
export async function readNamed(
  tx: Statements,
  caseIds: readonly number[],
): Promise<ReadonlyMap<number, NamedCase | undefined>> {
  const named = new Map<number, NamedCase | undefined>();
  for (const caseId of new Set(caseIds)) named.set(caseId, await tx.get<NamedCase>(NAMED, [caseId]));
  return named;
}

/** Changes what can be changed; the entries of the audit trail are the last that the transaction writes. */
export async function changeNamed(
  tx: Transaction<Tables>,
  clock: Clock,
  named: ReadonlyMap<number, NamedCase | undefined>,
  change: Change,
): Promise<CasesChanged> {
  const result: CasesChanged = { changed: [], others: [], unknown: [] };
  const entries: NewEntry[] = [];
  for (const [caseId, row] of named) {
    const set = row === undefined || row.ended_utc !== null ? null : change.set(row);
    if (row === undefined) result.unknown.push(caseId);
    else if (set === null) result.others.push(caseId);
    else {
      await updateCase(tx, row, set);
      await tellCase(tx, clock, change.code(row), row, change.told(row));
      result.changed.push(caseId);
      entries.push(change.entry(row, set));
    }
  }
  await record(tx, clock, entries);
  return result;
}

/** Tells the log what somebody did with a case. */
export async function tellCase(
  tx: Transaction<Tables>,
  clock: Clock,
  code: CaseEventCode,
  row: NamedCase,
  { author, ...others }: CaseWords,
): Promise<void> {
  const who = author === null ? '@case_by.nobody' : author;
  const params: MessageParams = { registerCode: row.register_code, shiftNumber: row.shift_number };
  await recordEvents(tx, clock, [caseEvent(code, 'info', row, { ...params, author: who, ...others })]);
}

/** Differences that nobody has decided on and no data have ended. */
export function isOpen({ state }: Pick<ShiftCaseRow, 'state'>): boolean {
  return state === 'appeared' || state === 'seen';
}
