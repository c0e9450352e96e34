/** Shifts in the tables: found by M7 and M8, made, and brought up to date by what the register reports. */
import { businessDateOf } from '../../domain/business-date.ts';
import { type LocalTime, toLocal, toUtc } from '../../domain/local-time.ts';
import type { ShiftRecord } from '../../domain/sales.ts';
import { matchShift, matchShiftOfDocuments, type SameNumber, type ShiftMatch } from '../../domain/shift-identity.ts';
import { parseRecord, rereadShift } from '../../formats/sales-file/sales-file.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import type { KnownRegister } from '../registers/registers.ts';
import { type Difference, mergeRecords, recordText } from './record-merge.ts';
import { REPORT_COLUMNS, reportStamp, reportValues } from './shift-report.ts';
import { GROW_COUNTERS, greater, growValues, lesser, type ShiftTotals } from './shift-totals.ts';

export type ShiftId = { shopId: string; shiftId: number };

/** Times of documents of a shift that are not in its row yet. */
type Times = Pick<ShiftTotals, 'firstDocumentAt' | 'lastDocumentAt'>;

/**
 * Which stored shift a record or a document means; `not_loaded` = M8. `undated`: that shift has no open time yet; `closed`: it
 * has a closing report. `except` names shifts that are out of the question.
 */
export async function findShift(
  tx: Transaction<Tables>,
  register: KnownRegister,
  asked: { shiftNumber: number; time: LocalTime | null; from: 'record' | 'documents'; except?: ReadonlySet<number> },
  timesBehind: (shift: ShiftId) => Times | undefined,
): Promise<ShiftMatch & { undated: boolean; closed: boolean }> {
  const rows = await tx.all<SameNumber>(
    `SELECT shift_id AS "shiftId", opened_at AS "openedAt", closed_at AS "closedAt",
       first_document_at AS "firstDocumentAt", last_document_at AS "lastDocumentAt" FROM shift
     WHERE shop_id = ? AND register_id = ? AND shift_number = ? ORDER BY shift_id`,
    [register.shopId, register.registerId, asked.shiftNumber],
  );
  const stored = rows
    .filter((shift) => !asked.except?.has(shift.shiftId))
    .map((shift) => {
      const behind = timesBehind({ shopId: register.shopId, shiftId: shift.shiftId });
      if (behind === undefined) return shift;
      const firstDocumentAt = lesser(shift.firstDocumentAt, behind.firstDocumentAt);
      return { ...shift, firstDocumentAt, lastDocumentAt: greater(shift.lastDocumentAt, behind.lastDocumentAt) };
    });
  const match = asked.from === 'record' ? matchShift(asked.time, stored) : matchShiftOfDocuments(asked.time, stored);
  const same = match.kind === 'new' ? undefined : stored.find((shift) => shift.shiftId === match.shiftId);
  return { ...match, undated: same?.openedAt === null, closed: (same?.closedAt ?? null) !== null };
}

/** Makes a shift without report and sums; the report and the documents are added in the same transaction. */
export async function insertShift(
  tx: Transaction<Tables>,
  clock: Clock,
  register: KnownRegister,
  shift: { shiftNumber: number; openedAt: LocalTime | null; numberRepeated: boolean },
): Promise<number> {
  const shiftId = await takeNumbers(tx, 'shift', 1);
  const { openedAt } = shift;
  const row: ShiftRow = {
    ...EMPTY_SHIFT,
    shop_id: register.shopId,
    shift_id: shiftId,
    register_id: register.registerId,
    shift_number: shift.shiftNumber,
    opened_at: openedAt,
    opened_utc: openedAt === null ? null : toUtc(openedAt, register.timeZone),
    business_date: toLocal(clock.now(), register.timeZone).slice(0, 10),
    number_repeated: shift.numberRepeated ? 1 : 0,
    updated_utc: utcText(clock.now()),
  };
  const columns = Object.keys(row) as (keyof ShiftRow)[];
  await tx.insertMany('shift', columns, [columns.map((column) => row[column])]);
  if (shift.numberRepeated)
    await tx.run('UPDATE shift SET number_repeated = 1 WHERE shop_id = ? AND register_id = ? AND shift_number = ?', [
      register.shopId,
      register.registerId,
      shift.shiftNumber,
    ]);
  return shiftId;
}

/** Gives a shift without open time the one that a record knows (M8). */
export async function dateShift(
  tx: Transaction<Tables>,
  register: KnownRegister,
  shiftId: number,
  openedAt: LocalTime,
): Promise<void> {
  await tx.run('UPDATE shift SET opened_at = ?, opened_utc = ? WHERE shop_id = ? AND shift_id = ?', [
    openedAt,
    toUtc(openedAt, register.timeZone),
    register.shopId,
    shiftId,
  ]);
}

export type ReportOutcome =
  | { kind: 'same' }
  | { kind: 'changed'; closedNow: boolean }
  /** Closed again with other values: the first report stays (never overwritten). */
  | { kind: 'conflict'; differences: Difference[] };

/** Brings a report into the shift: the later one holds; of two closing reports the first, unless one only adds to the other. */
export async function applyReport(
  tx: Transaction<Tables>,
  register: KnownRegister,
  shiftId: number,
  record: ShiftRecord,
  lastDocumentAt: LocalTime | null,
): Promise<ReportOutcome> {
  const stored = await tx.get<Pick<ShiftRow, 'closed_at' | 'report_stamp' | 'raw'>>(
    'SELECT closed_at, report_stamp, raw FROM shift WHERE shop_id = ? AND shift_id = ?',
    [register.shopId, shiftId],
  );
  if (stored === undefined) throw new Error(`the shift ${shiftId} is gone`);
  const stamp = reportStamp(record, lastDocumentAt);
  if (stored.raw === record.raw) return { kind: 'same' };
  if (stored.raw !== null && stored.closed_at !== null && record.closedAt !== null)
    return mergeClosed(tx, register, shiftId, { raw: stored.raw, stamp: stored.report_stamp ?? stamp }, record);
  if (stored.report_stamp !== null && stored.report_stamp >= stamp) return { kind: 'same' };
  await writeReport(tx, register, shiftId, record, stamp);
  return { kind: 'changed', closedNow: record.closedAt !== null };
}

async function mergeClosed(
  tx: Transaction<Tables>,
  register: KnownRegister,
  shiftId: number,
  stored: { raw: string; stamp: string },
  record: ShiftRecord,
): Promise<ReportOutcome> {
  const merged = mergeRecords(parseRecord(stored.raw), parseRecord(record.raw));
  if (merged.kind !== 'enriched') return merged;
  await writeReport(tx, register, shiftId, rereadShift(recordText(merged.merged)), stored.stamp);
  return { kind: 'changed', closedNow: false };
}

async function writeReport(
  tx: Transaction<Tables>,
  register: KnownRegister,
  shiftId: number,
  record: ShiftRecord,
  stamp: string,
): Promise<void> {
  const closedUtc = record.closedAt === null ? null : toUtc(record.closedAt, register.timeZone);
  await tx.run(
    `UPDATE shift SET ${REPORT_COLUMNS.map((name) => `${name} = ?`).join(', ')}, closed_utc = ?, has_report = 1
     WHERE shop_id = ? AND shift_id = ?`,
    [...reportValues(record, stamp), closedUtc, register.shopId, shiftId],
  );
}

/** The row of a shift that must be there. */
export async function readShift(tx: Statements, shopId: string, shiftId: number): Promise<ShiftRow> {
  return found(
    await tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]),
    shiftId,
  );
}

/** Raises the revision (P3), adds the totals, if any, and settles the business date. */
export async function touchShift(
  tx: Transaction<Tables>,
  clock: Clock,
  { shopId, shiftId }: ShiftId,
  totals: ShiftTotals | null = null,
): Promise<void> {
  const raised = await tx.get<ShiftDates>(
    `UPDATE shift SET revision = revision + 1, updated_utc = ?${totals === null ? '' : `, ${GROW_COUNTERS}`}
     WHERE shop_id = ? AND shift_id = ? RETURNING ${DATES}`,
    [utcText(clock.now()), ...(totals === null ? [] : growValues(totals)), shopId, shiftId],
  );
  const { businessDate: before, ...times } = found(raised, shiftId);
  const businessDate = businessDateOf(times);
  if (businessDate === null || businessDate === before) return;
  await tx.run('UPDATE shift SET business_date = ? WHERE shop_id = ? AND shift_id = ?', [
    businessDate,
    shopId,
    shiftId,
  ]);
}

type ShiftDates = {
  businessDate: string;
  openedAt: LocalTime | null;
  firstReceiptAt: LocalTime | null;
  firstDocumentAt: LocalTime | null;
  closedAt: LocalTime | null;
};

const DATES = `business_date AS "businessDate", opened_at AS "openedAt", reported_first_receipt_at AS "firstReceiptAt",
  first_document_at AS "firstDocumentAt", closed_at AS "closedAt"`;

function found<T>(row: T | undefined, shiftId: number): T {
  if (row === undefined) throw new Error(`the shift ${shiftId} is gone`);
  return row;
}

const EMPTY_SHIFT: ShiftRow = {
  shop_id: '',
  shift_id: 0,
  register_id: '',
  shift_number: 0,
  opened_at: null,
  opened_utc: null,
  closed_at: null,
  closed_utc: null,
  business_date: '',
  cashier_code: null,
  number_repeated: 0,
  has_report: 0,
  report_stamp: null,
  reported_sale_sum: null,
  reported_sale_cash: null,
  reported_sale_noncash: null,
  reported_sale_other: null,
  reported_refund_sum: null,
  reported_refund_cash: null,
  reported_refund_noncash: null,
  reported_revenue: null,
  reported_revenue_cash: null,
  reported_revenue_noncash: null,
  reported_drawer_sum: null,
  reported_sale_count: null,
  reported_refund_count: null,
  reported_first_receipt_number: null,
  reported_last_receipt_number: null,
  reported_first_receipt_at: null,
  counted_sale_sum: 0,
  counted_sale_cash: 0,
  counted_sale_noncash: 0,
  counted_sale_other: 0,
  counted_sale_unmapped: 0,
  counted_refund_sum: 0,
  counted_refund_cash: 0,
  counted_refund_noncash: 0,
  counted_refund_other: 0,
  counted_refund_unmapped: 0,
  counted_cash_in: 0,
  counted_cash_out: 0,
  counted_cash_withdrawal: 0,
  counted_sale_count: 0,
  counted_refund_count: 0,
  counted_document_count: 0,
  first_receipt_number: null,
  last_receipt_number: null,
  first_document_at: null,
  last_document_at: null,
  fiscal_devices: '[]',
  users: '[]',
  raw: null,
  recount: 0,
  revision: 0,
  updated_utc: '',
  items_revision: -1,
};
