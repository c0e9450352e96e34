/** Shifts in the tables: found by M7 and M8, made, and brought up to date by what the register reports. */
import { type LocalTime, toLocal, toUtc } from '../../domain/local-time.ts';
import type { ShiftRecord } from '../../domain/sales.ts';
import { matchShift, matchShiftOfDocuments, type SameNumber, type ShiftMatch } from '../../domain/shift-identity.ts';
import { parseRecord, rereadShift } from '../../formats/sales-file/sales-file.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import type { KnownRegister } from '../registers/registers.ts';
import { type Difference, mergeRecords, recordText } from './record-merge.ts';
import type { ShiftCopies } from './shift-copies.ts';
import { reportStamp, reportValues } from './shift-report.ts';

/**
 * Which stored shift a record or a document means; `not_loaded` = M8. `undated`: that shift has no open time yet; `closed`: it
 * has a closing report; `trimmed`: its documents lie in an archive. `except` names shifts that are out of the question.
 */
export async function findShift(
  { register, shifts }: Place,
  asked: { shiftNumber: number; time: LocalTime | null; from: 'record' | 'documents'; except?: ReadonlySet<number> },
): Promise<ShiftMatch & { undated: boolean; closed: boolean; trimmed: boolean }> {
  const rows = await shifts.ofNumber(register, asked.shiftNumber);
  const stored = rows.filter((row) => !asked.except?.has(row.shift_id)).map(sameNumber);
  const match = asked.from === 'record' ? matchShift(asked.time, stored) : matchShiftOfDocuments(asked.time, stored);
  const same = match.kind === 'new' ? undefined : stored.find((shift) => shift.shiftId === match.shiftId);
  const row = rows.find((one) => one.shift_id === same?.shiftId);
  const trimmed = (row?.trimmed_utc ?? null) !== null;
  return { ...match, undated: same?.openedAt === null, closed: (same?.closedAt ?? null) !== null, trimmed };
}

/** The register of a package, and the shifts as they are in its transaction. */
type Place = { tx: Transaction<Tables>; clock: Clock; register: KnownRegister; shifts: ShiftCopies };

function sameNumber(row: Readonly<ShiftRow>): SameNumber {
  return {
    shiftId: row.shift_id,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    firstDocumentAt: row.first_document_at,
    lastDocumentAt: row.last_document_at,
  };
}

/** Makes a shift without report and sums; the report and the documents are added in the same transaction. */
export async function insertShift(
  { tx, clock, register, shifts }: Place,
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
  await shifts.make(row);
  if (shift.numberRepeated)
    await tx.run('UPDATE shift SET number_repeated = 1 WHERE shop_id = ? AND register_id = ? AND shift_number = ?', [
      register.shopId,
      register.registerId,
      shift.shiftNumber,
    ]);
  return shiftId;
}

/** Gives a shift without open time the one that a record knows (M8). */
export async function dateShift({ register, shifts }: Place, shiftId: number, openedAt: LocalTime): Promise<void> {
  const opened = { opened_at: openedAt, opened_utc: toUtc(openedAt, register.timeZone) };
  await shifts.set({ shopId: register.shopId, shiftId }, opened);
}

export type ReportOutcome =
  | { kind: 'same' }
  | { kind: 'changed'; closedNow: boolean }
  /** Closed again with other values: the first report stays (never overwritten). */
  | { kind: 'conflict'; differences: Difference[] };

/** Brings a report into the shift: the later one holds; of two closing reports the first, unless one only adds to the other. */
export async function applyReport(
  place: Place,
  shiftId: number,
  record: ShiftRecord,
  lastDocumentAt: LocalTime | null,
): Promise<ReportOutcome> {
  const stored = await place.shifts.of({ shopId: place.register.shopId, shiftId });
  const judged = judgeReport(stored, record, lastDocumentAt);
  if (judged.kind !== 'write') return judged;
  await writeReport(place, shiftId, judged.record, judged.stamp);
  return { kind: 'changed', closedNow: judged.closedNow };
}

type Judged =
  | Exclude<ReportOutcome, { kind: 'changed' }>
  | { kind: 'write'; record: ShiftRecord; stamp: string; closedNow: boolean };

/** What a report is to the shift as it is stored; writes nothing. */
export function judgeReport(
  stored: Readonly<Pick<ShiftRow, 'raw' | 'closed_at' | 'report_stamp'>>,
  record: ShiftRecord,
  lastDocumentAt: LocalTime | null,
): Judged {
  const stamp = reportStamp(record, lastDocumentAt);
  if (stored.raw === record.raw) return { kind: 'same' };
  if (stored.raw !== null && stored.closed_at !== null && record.closedAt !== null)
    return mergeClosed({ raw: stored.raw, stamp: stored.report_stamp ?? stamp }, record);
  if (stored.report_stamp !== null && stored.report_stamp >= stamp) return { kind: 'same' };
  return { kind: 'write', record, stamp, closedNow: record.closedAt !== null };
}

function mergeClosed(stored: { raw: string; stamp: string }, record: ShiftRecord): Judged {
  const merged = mergeRecords(parseRecord(stored.raw), parseRecord(record.raw));
  if (merged.kind !== 'enriched') return merged;
  return { kind: 'write', record: rereadShift(recordText(merged.merged)), stamp: stored.stamp, closedNow: false };
}

async function writeReport(
  { register, shifts }: Place,
  shiftId: number,
  record: ShiftRecord,
  stamp: string,
): Promise<void> {
  const closedUtc = record.closedAt === null ? null : toUtc(record.closedAt, register.timeZone);
  const values = { ...reportValues(record, stamp), closed_utc: closedUtc, has_report: 1 };
  await shifts.set({ shopId: register.shopId, shiftId }, values);
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
  trimmed_utc: null,
  archive_id: null,
  trimmed_unfinished: 0,
  exported_revision: 0,
};
