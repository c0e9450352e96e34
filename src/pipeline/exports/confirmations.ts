/**
 * What the ERP says that it has booked of a shift: its own count and sum, compared with those of the file that it read. Equal =
 * the ERP has accepted the shift; different = kept beside ours, told, and a case until a later word agrees or a person accepts it. Nothing of ours is
 * ever overwritten by it.
 */
import { type NewEntry, record } from '../../audit/audit.ts';
import { formatKopecks } from '../../domain/money.ts';
import { parseShiftKey } from '../../domain/shift-key.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import { followErpWord } from '../reconciliation/reconciliation.ts';
import { FOLDER } from './due.ts';
import type { ShiftCodes } from './export-again.ts';

/** By the file that was read, or by the shift; then its latest file is meant. */
export type ConfirmedThing = { shopCode: string; fileName: string } | ShiftCodes;

/** Receipts are closed sales and refunds, the sum is sales less refunds in kopecks. */
export type Confirmation = { of: ConfirmedThing; receipts: number; revenue: number; reference: string | null };

export type ConfirmationResult = {
  confirmationId: number;
  shopCode: string;
  registerCode: string;
  fileId: number;
  matches: boolean;
  receipts: number;
  revenue: number;
  ownReceipts: number;
  ownRevenue: number;
};

export type ConfirmResult =
  | { ok: true; results: ConfirmationResult[] }
  | { ok: false; code: ErrorCode; params: MessageParams };

type ConfirmedFile = {
  shopId: string;
  fileId: number;
  shiftId: number;
  registerId: string;
  revision: number;
  receipts: number;
  revenue: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  publishedUtc: string;
};

const FILES = `SELECT f.shop_id AS "shopId", f.file_id AS "fileId", f.shift_id AS "shiftId", f.register_id AS "registerId",
  f.revision AS revision, f.receipts AS receipts, f.revenue AS revenue, f.published_utc AS "publishedUtc",
  p.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_number AS "shiftNumber"
  FROM export_file f JOIN shop p ON p.shop_id = f.shop_id
  JOIN register r ON r.shop_id = f.shop_id AND r.register_id = f.register_id
  JOIN shift s ON s.shop_id = f.shop_id AND s.shift_id = f.shift_id`;

/** Takes the words of the ERP, all or none; the same word again changes nothing. */
export async function confirmExports(
  database: Database<Tables>,
  clock: Clock,
  confirmations: readonly Confirmation[],
): Promise<ConfirmResult> {
  return database.transaction(async (tx) => {
    const files: ConfirmedFile[] = [];
    // Nothing is written before everything is known, so a refusal leaves no trace.
    for (const { of } of confirmations) {
      const file = await findFile(tx, of);
      if (file === undefined) return refusalOf(of);
      files.push(file);
    }
    const results: ConfirmationResult[] = [];
    for (const [index, confirmation] of confirmations.entries()) {
      const file = files[index];
      if (file !== undefined) results.push(await take(tx, clock, confirmation, file));
    }
    await record(tx, clock, { verb: 'confirm', object: 'confirmation', ...confirmedValues(results) });
    return { ok: true, results };
  });
}

/** So many of a request are named in the audit trail; the others stand in their own table. */
const MOST_NAMED = 50;

/** What the audit trail says of the words of the ERP; money by its form, so that it can be left out (`see-money`). */
function confirmedValues(results: readonly ConfirmationResult[]): Pick<NewEntry, 'shopCode' | 'key' | 'new'> {
  const shops = new Set(results.map(({ shopCode }) => shopCode));
  const [first] = results;
  const named = results.slice(0, MOST_NAMED).map(({ fileId, matches, receipts, revenue, ownReceipts, ownRevenue }) => {
    const sums = { revenue: formatKopecks(revenue), ownRevenue: formatKopecks(ownRevenue) };
    return { file: `E-${fileId}`, matches, receipts, ownReceipts, ...sums };
  });
  const differing = results.filter(({ matches }) => !matches).length;
  return {
    key: results.length === 1 && first !== undefined ? `E-${first.fileId}` : '',
    shopCode: shops.size === 1 ? first?.shopCode : null,
    new: { confirmations: results.length, differing, named },
  };
}

async function findFile(tx: Transaction<Tables>, of: ConfirmedThing): Promise<ConfirmedFile | undefined> {
  if ('fileName' in of)
    return tx.get<ConfirmedFile>(`${FILES} WHERE p.shop_code = ? AND f.file_name = ?`, [of.shopCode, of.fileName]);
  const key = parseShiftKey(of.shiftKey);
  if (key === null) return undefined;
  const shift = await tx.get<{ shopId: string; shiftId: number }>(
    `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId" FROM shop p JOIN register r ON r.shop_id = p.shop_id
     JOIN shift s ON s.shop_id = r.shop_id AND s.register_id = r.register_id
     WHERE p.shop_code = ? AND r.register_code = ? AND s.shift_number = ? AND s.business_date = ?
     ORDER BY s.shift_id LIMIT 1 OFFSET ?`,
    [of.shopCode, of.registerCode, key.shiftNumber, key.date, key.ordinal - 1],
  );
  if (shift === undefined) return undefined;
  return tx.get<ConfirmedFile>(
    `${FILES} WHERE f.shop_id = ? AND f.shift_id = ? ORDER BY f.published_utc DESC, f.file_id DESC LIMIT 1`,
    [shift.shopId, shift.shiftId],
  );
}

function refusalOf(of: ConfirmedThing): ConfirmResult {
  if ('fileName' in of) return { ok: false, code: 'not_found.exported_name', params: of };
  const { shiftKey: shift, ...place } = of;
  return { ok: false, code: 'confirmation.not_exported', params: { shift, ...place } };
}

type LastWord = { confirmationId: number; revision: number; receipts: number; revenue: number; matches: number };

async function take(
  tx: Transaction<Tables>,
  clock: Clock,
  { receipts, revenue, reference }: Confirmation,
  file: ConfirmedFile,
): Promise<ConfirmationResult> {
  const matches = receipts === file.receipts && revenue === file.revenue;
  const result = { receipts, revenue, ownReceipts: file.receipts, ownRevenue: file.revenue, matches };
  const { shopCode, registerCode, fileId, shopId, shiftId, revision } = file;
  const last = await tx.get<LastWord>(
    `SELECT confirmation_id AS "confirmationId", revision, receipts, revenue, matches FROM erp_confirmation
     WHERE shop_id = ? AND shift_id = ? ORDER BY confirmation_id DESC LIMIT 1`,
    [shopId, shiftId],
  );
  const isSaid = last?.revision === revision && last.receipts === receipts && last.revenue === revenue;
  const confirmationId = isSaid ? last.confirmationId : await takeNumbers(tx, 'erp_confirmation', 1);
  if (!isSaid) {
    const nowUtc = utcText(clock.now());
    await tx.run(
      `INSERT INTO erp_confirmation (shop_id, confirmation_id, shift_id, file_id, revision, received_utc, reference, receipts,
       revenue, own_receipts, own_revenue, matches) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[shopId, confirmationId, shiftId, fileId, revision, nowUtc, reference, receipts, revenue],
        ...[file.receipts, file.revenue, matches ? 1 : 0],
      ],
    );
    // Who has read this file has read what the earlier ones of the shift said, or will never need to.
    await tx.run(
      `UPDATE export_file SET confirmed_utc = ? WHERE shop_id = ? AND shift_id = ? AND published_utc <= ?
       AND confirmed_utc IS NULL`,
      [nowUtc, shopId, shiftId, file.publishedUtc],
    );
    await tx.run(
      `UPDATE shift_export SET confirmation_id = ?, confirmed_revision = ?, confirmed_matches = ?
       WHERE shop_id = ? AND shift_id = ? AND target = '${FOLDER}'`,
      [confirmationId, revision, matches ? 1 : 0, shopId, shiftId],
    );
    const shift = { shop_id: shopId, register_id: file.registerId, shift_id: shiftId, revision };
    await followErpWord(tx, clock, shift, result);
    await recordEvents(tx, clock, eventsOf(file, result, last));
  }
  return { confirmationId, shopCode, registerCode, fileId, ...result };
}

function eventsOf(
  file: ConfirmedFile,
  result: Pick<ConfirmationResult, 'receipts' | 'revenue' | 'ownReceipts' | 'ownRevenue' | 'matches'>,
  last: LastWord | undefined,
): NewEvent[] {
  const { shopId, registerId, shiftNumber, registerCode } = file;
  const { matches, ...sums } = result;
  const place = { shopId, registerId };
  if (!matches)
    return [
      { code: 'erp.confirmation_differs', level: 'error', ...place, params: { shiftNumber, registerCode, ...sums } },
    ];
  if (last?.matches !== 0) return [];
  return [{ code: 'erp.confirmation_agrees', level: 'info', ...place, params: { shiftNumber, registerCode } }];
}
