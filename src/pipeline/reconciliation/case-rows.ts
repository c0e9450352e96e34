/** Rows of the table `shift_case`: brought in line with what the checks find, and told of in the log. Nothing is ever deleted. */
import { type CaseChange, followCases } from '../../domain/case-life.ts';
import { type CheckFigure, checkFigures, compared, type Outcome } from '../../domain/shift-check.ts';
import { valuesCode } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { ShiftCaseRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';

export type CaseState = 'appeared' | 'seen' | 'solved' | 'accepted';

/** What lies further back is listed, and the log of today is not filled with it. */
const TOLD_DAYS = 31;

/** Makes the cases of a shift what the checks find now, in the caller's transaction. */
export async function followShiftCases(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  outcomes: readonly Outcome[],
): Promise<void> {
  const rows = await readStanding(tx, shift);
  const told = await applyOutcomes(tx, clock, shift, rows, outcomes);
  if (shift.business_date < utcText(clock.now() - TOLD_DAYS * 86_400_000).slice(0, 10)) return;
  await tellCases(tx, clock, shift, told);
}

/**
 * Makes the cases of what the ERP has booked what its latest word says, in the caller's transaction. The log is told by the
 * caller, who knows what the ERP said. Receipts and kopecks, of the file and of the ERP.
 */
export async function followErpWord(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftOfCase,
  word: { ownReceipts: number; ownRevenue: number; receipts: number; revenue: number },
): Promise<void> {
  const outcomes = [
    compared('erpReceipts', word.ownReceipts, word.receipts),
    compared('erpRevenue', word.ownRevenue, word.revenue),
  ];
  await applyOutcomes(tx, clock, shift, await readStanding(tx, shift), outcomes);
}

type ShiftOfCase = Pick<ShiftRow, 'shop_id' | 'register_id' | 'shift_id' | 'revision'>;

function readStanding(tx: Statements, shift: ShiftOfCase): Promise<ShiftCaseRow[]> {
  return tx.all<ShiftCaseRow>(
    'SELECT * FROM shift_case WHERE shop_id = ? AND shift_id = ? AND ended_utc IS NULL ORDER BY case_id',
    [shift.shop_id, shift.shift_id],
  );
}

/** Answers the cases that have come or gone. */
async function applyOutcomes(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftOfCase,
  rows: readonly ShiftCaseRow[],
  outcomes: readonly Outcome[],
): Promise<ShiftCaseRow[]> {
  const byId = new Map(rows.map((row) => [row.case_id, row]));
  const standing = rows.map((row) => ({
    id: row.case_id,
    figure: row.figure as CheckFigure,
    difference: row.first_value - row.second_value,
    accepted: row.state === 'accepted',
  }));
  const told: ShiftCaseRow[] = [];
  for (const change of followCases(standing, outcomes)) {
    const row = await applyChange(tx, clock, shift, change, byId);
    if (row !== null) told.push(row);
  }
  return told;
}

/** Answers the case that the log is to tell of. */
async function applyChange(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftOfCase,
  change: CaseChange,
  byId: ReadonlyMap<number, ShiftCaseRow>,
): Promise<ShiftCaseRow | null> {
  const now = utcText(clock.now());
  if (change.kind === 'appeared') return insertCase(tx, shift, change.outcome, now);
  const row = byId.get(change.id);
  if (row === undefined) throw new Error(`the change ${change.kind} is of a case that is not known`);
  switch (change.kind) {
    case 'changed': {
      const { first, second } = change.outcome;
      if (first === row.first_value && second === row.second_value) return null;
      await updateCase(tx, row, { first_value: first, second_value: second, revision: shift.revision });
      return null;
    }
    case 'replaced':
      await updateCase(tx, row, { ended_utc: now });
      return insertCase(tx, shift, change.outcome, now);
    default: {
      // What a person accepted stays as it was accepted, also when the data agree one day.
      const set = row.state === 'accepted' ? { ended_utc: now } : { state: 'solved', ended_utc: now };
      await updateCase(tx, row, set);
      return { ...row, ...set };
    }
  }
}

async function insertCase(
  tx: Transaction<Tables>,
  shift: ShiftOfCase,
  { figure, first, second }: Extract<CaseChange, { kind: 'appeared' }>['outcome'],
  now: string,
): Promise<ShiftCaseRow> {
  const row: ShiftCaseRow = {
    ...(await readFormerAssignment(tx, shift, figure)),
    shop_id: shift.shop_id,
    case_id: await takeNumbers(tx, 'shift_case', 1),
    register_id: shift.register_id,
    shift_id: shift.shift_id,
    figure,
    state: 'appeared',
    first_value: first,
    second_value: second,
    appeared_utc: now,
    revision: shift.revision,
    seen_utc: null,
    seen_by: null,
    transfer_id: null,
    accepted_utc: null,
    accepted_by: null,
    reason: null,
    ended_utc: null,
  };
  const columns = Object.keys(row) as (keyof ShiftCaseRow)[];
  await tx.insertMany('shift_case', columns, [columns.map((column) => row[column])]);
  return row;
}

type Assignment = Pick<ShiftCaseRow, 'assigned_to' | 'assigned_utc' | 'assigned_by'>;

/** A difference that comes back is still that of whoever had it when it ended. */
async function readFormerAssignment(tx: Statements, shift: ShiftOfCase, figure: CheckFigure): Promise<Assignment> {
  const former = await tx.get<Assignment>(
    `SELECT assigned_to, assigned_utc, assigned_by FROM shift_case
     WHERE shop_id = ? AND shift_id = ? AND figure = ? AND ended_utc IS NOT NULL ORDER BY case_id DESC LIMIT 1`,
    [shift.shop_id, shift.shift_id, figure],
  );
  if (former === undefined || former.assigned_to === null)
    return { assigned_to: null, assigned_utc: null, assigned_by: null };
  return former;
}

/** Sets columns of a case; the keys stay. */
export async function updateCase(
  tx: Statements,
  row: Pick<ShiftCaseRow, 'shop_id' | 'case_id'>,
  set: Partial<ShiftCaseRow>,
): Promise<void> {
  const columns = Object.keys(set) as (keyof ShiftCaseRow)[];
  await tx.run(
    `UPDATE shift_case SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE shop_id = ? AND case_id = ?`,
    [...columns.map((column) => set[column] ?? null), row.shop_id, row.case_id],
  );
}

async function tellCases(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  rows: readonly ShiftCaseRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const register = await tx.get<{ code: string }>(
    'SELECT register_code AS code FROM register WHERE shop_id = ? AND register_id = ?',
    [shift.shop_id, shift.register_id],
  );
  const place = { registerCode: register?.code ?? shift.register_id, shiftNumber: shift.shift_number };
  await recordEvents(
    tx,
    clock,
    rows.map((row) =>
      row.ended_utc === null
        ? caseEvent('case.appeared', 'warning', row, place)
        : caseEvent('case.solved', 'info', row, place),
    ),
  );
}

export type CaseEventCode =
  | 'case.appeared'
  | 'case.solved'
  | 'case.seen'
  | 'case.accepted'
  | 'case.assigned'
  | 'case.unassigned'
  | 'case.asked';

/** What the log says of a case: its number, its check, both values. */
export function caseEvent(
  code: CaseEventCode,
  level: NewEvent['level'],
  row: ShiftCaseRow,
  more: Readonly<Record<string, string | number | null>>,
): NewEvent {
  const params = { caseId: `D-${row.case_id}`, ...caseValues(row), ...more };
  return { code, level, shopId: row.shop_id, registerId: row.register_id, params };
}

function caseValues(row: ShiftCaseRow): Record<string, string | number> {
  const { check, unit } = checkFigures[row.figure as CheckFigure];
  return {
    check: check === 'ERP' ? '@check_short.ERP' : check,
    figure: `@case_figure.${row.figure}`,
    values: `@${valuesCode(row.figure, unit)}`,
    firstSource: `@case_first.${check}`,
    secondSource: `@case_second.${check}`,
    first: row.first_value,
    second: row.second_value,
    difference: row.first_value - row.second_value,
  };
}
