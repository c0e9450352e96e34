/** What became of one file brought by hand: the shifts it touched with their sums as the ledger has them now. */
import type { LoadFileResult } from '../../contracts/web-api.ts';
import { shiftKey } from '../domain/shift-key.ts';
import type { MessageParams } from '../messages/messages.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { bothTexts } from './report-text.ts';
import { shiftReport } from './shift.ts';

export type LoadedFile = {
  file: string;
  outcome: LoadFileResult['outcome'];
  shiftIds: readonly number[];
  documents: LoadFileResult['documents'];
  reason: { code: string; params: MessageParams } | null;
};

type Named = {
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  ordinal: number;
};

/** The result in the shape of the contract. */
export async function loadedFileReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  loaded: LoadedFile,
): Promise<LoadFileResult> {
  const shifts: LoadFileResult['shifts'] = [];
  for (const shiftId of loaded.shiftIds) {
    const named = await database.get<Named>(
      `SELECT h.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_number AS "shiftNumber",
         s.opened_at AS "openedAt", s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal
       FROM shift s JOIN shop h ON h.shop_id = s.shop_id
       JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id WHERE s.shift_id = ?`,
      [shiftId],
    );
    if (named === undefined) continue;
    const key = shiftKey(named, named.ordinal);
    const { shopCode, registerCode } = named;
    const report = await shiftReport(database, clock, { shopCode, registerCode, shiftKey: key });
    if (!report.ok) continue;
    const { shiftNumber, openedAt, closedAt, saleSum, refundSum, revenue, drawerSum } = report.value.shift;
    shifts.push({
      key,
      shopCode,
      registerCode,
      shiftNumber,
      openedAt,
      closedAt,
      saleSum,
      refundSum,
      revenue,
      drawerSum,
    });
  }
  const { file, outcome, documents, reason } = loaded;
  const told = reason === null ? null : { code: reason.code, ...bothTexts(reason.code, reason.params) };
  return { schema: 1, file, outcome, shifts, documents, reason: told };
}
