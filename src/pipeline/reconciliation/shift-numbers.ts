/** The receipt numbers of a shift as the ledger holds them, and those of its neighbours. Only reads. */
import type { LocalTime } from '../../domain/local-time.ts';
import {
  type EarlierShift,
  type Hole,
  holesOf,
  MOST_IN_HOLE,
  type NumberedReceipt,
  type NumberRun,
  runsOf,
} from '../../domain/receipt-gaps.ts';
import type { Statements } from '../../platform/database/database.ts';
import type { ShiftRow } from '../../schema/tables.ts';

/** Shifts looked at on either side: more than one a day are rare, more than these are not believed in. */
const NEIGHBOURS = 12;

/** The holes of a shift in the order of their numbers, and the shift after it, whose beginning depends on this one. */
export async function readHoles(
  tx: Statements,
  shift: ShiftRow,
): Promise<{ holes: Hole[]; following: ShiftRow | null }> {
  const { before, following } = await neighboursOf(tx, shift);
  const [previous = null, beforePrevious = null] = before;
  const holes = holesOf({
    runs: await readRuns(tx, shift),
    openedAt: shift.opened_at,
    closedAt: shift.closed_at,
    reportedFirst: shift.reported_first_receipt_number,
    reportedLast: shift.reported_last_receipt_number,
    previous,
    beforePrevious,
  });
  return { holes, following };
}

const OF_SHIFT = 'FROM document WHERE shop_id = ? AND shift_id = ? AND receipt_number > 0';

/** A shift without holes is known by its counts alone; only another is read receipt by receipt. */
async function readRuns(tx: Statements, shift: ShiftRow): Promise<NumberRun[]> {
  const place = [shift.shop_id, shift.shift_id];
  const ends = await tx.get<{
    first: number | null;
    last: number | null;
    n: number;
    from: LocalTime | null;
    to: LocalTime | null;
  }>(
    `SELECT MIN(receipt_number) AS first, MAX(receipt_number) AS last, COUNT(DISTINCT receipt_number) AS n,
       MIN(COALESCE(closed_at, opened_at)) AS "from", MAX(COALESCE(closed_at, opened_at)) AS "to" ${OF_SHIFT}`,
    place,
  );
  if (ends === undefined || ends.first === null || ends.last === null) return [];
  if (ends.n === ends.last - ends.first + 1)
    return [{ first: { number: ends.first, at: ends.from }, last: { number: ends.last, at: ends.to }, holes: [] }];
  return runsOf(
    await tx.all<NumberedReceipt>(
      `SELECT receipt_number AS number, COALESCE(closed_at, opened_at) AS at ${OF_SHIFT}
       ORDER BY COALESCE(closed_at, opened_at, ''), receipt_number`,
      place,
    ),
  );
}

/** Shifts of the register around this one in the order of their opening; `before` the nearest first, with numbers only. */
async function neighboursOf(
  tx: Statements,
  shift: ShiftRow,
): Promise<{ before: EarlierShift[]; following: ShiftRow | null }> {
  const { shop_id: shopId, register_id: registerId, business_date: date } = shift;
  const near = (order: 'DESC' | 'ASC') =>
    tx.all<ShiftRow>(
      `SELECT * FROM shift WHERE shop_id = ? AND register_id = ? AND business_date ${order === 'DESC' ? '<=' : '>='} ?
       ORDER BY business_date ${order} LIMIT ?`,
      [shopId, registerId, date, NEIGHBOURS],
    );
  const earlier = (await near('DESC')).filter((one) => compare(one, shift) < 0).sort((a, b) => compare(b, a));
  const later = (await near('ASC')).filter((one) => compare(one, shift) > 0).sort(compare);
  return { before: earlier.flatMap(numbersOf).slice(0, 2), following: later[0] ?? null };
}

function compare(a: ShiftRow, b: ShiftRow): number {
  const [from, to] = [beginningOf(a), beginningOf(b)];
  if (from !== to) return from < to ? -1 : 1;
  return a.shift_id - b.shift_id;
}

function beginningOf(shift: ShiftRow): LocalTime {
  return shift.opened_at ?? shift.first_document_at ?? `${shift.business_date}T00:00:00`;
}

function numbersOf(shift: ShiftRow): EarlierShift[] {
  const { first_receipt_number: first, last_receipt_number: last } = shift;
  if (first === null || last === null || first < 1) return [];
  const [reportedFirst, reportedLast] = [shift.reported_first_receipt_number, shift.reported_last_receipt_number];
  const believed = reportedLast !== null && reportedLast > last && reportedLast - last <= MOST_IN_HOLE;
  const firstNumber = reportedFirst !== null && reportedFirst >= 1 && reportedFirst < first ? reportedFirst : first;
  return [
    { firstNumber, lastNumber: believed ? reportedLast : last, lastAt: shift.last_document_at ?? shift.closed_at },
  ];
}
