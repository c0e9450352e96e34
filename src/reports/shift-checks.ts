/** What the checks C1–C7 found of one shift (S8): a line for each figure, and every difference that it ever had. */
import type { ShiftDetail } from '../../contracts/web-api.ts';
import { compared, type Outcome, readOutcomes } from '../domain/shift-check.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ErpConfirmationRow, Tables } from '../schema/tables.ts';
import { checkLineOf } from './case-text.ts';
import { readShiftCases } from './cases.ts';
import { FOLDER } from './export-state.ts';
import type { FoundShift } from './find-shift.ts';

/** What the ERP has said of the shift lately, beside what the file held; nothing when it has said nothing. */
async function readErpOutcomes(
  database: QueryDatabase<Tables>,
  { shopId, shiftId }: { shopId: string; shiftId: number },
): Promise<Outcome[]> {
  const word = await database.get<Pick<ErpConfirmationRow, 'own_receipts' | 'receipts' | 'own_revenue' | 'revenue'>>(
    `SELECT c.own_receipts, c.receipts, c.own_revenue, c.revenue FROM shift_export e
     JOIN erp_confirmation c ON c.shop_id = e.shop_id AND c.confirmation_id = e.confirmation_id
     WHERE e.shop_id = ? AND e.shift_id = ? AND e.target = ?`,
    [shopId, shiftId, FOLDER],
  );
  if (word === undefined) return [];
  return [
    compared('erpReceipts', word.own_receipts, word.receipts),
    compared('erpRevenue', word.own_revenue, word.revenue),
  ];
}

/** The lines as they were examined last; none before the checks have come to the shift. */
export async function readShiftChecks(
  database: QueryDatabase<Tables>,
  shift: FoundShift,
): Promise<Pick<ShiftDetail, 'checks' | 'checkedAt' | 'cases'>> {
  const ids = { shopId: shift.register.shop.shopId, shiftId: shift.facts.shiftId };
  const row = await database.get<{ outcomes: string | null; at: string }>(
    'SELECT outcomes, checked_utc AS at FROM shift_check WHERE shop_id = ? AND shift_id = ?',
    [ids.shopId, ids.shiftId],
  );
  const cases = await readShiftCases(database, ids);
  const standing = new Map(
    cases
      .filter(({ endedAt }) => endedAt === null)
      .map(({ figure, caseId, state }) => [figure, { caseId, accepted: state === 'accepted' }]),
  );
  const outcomes = [...readOutcomes(row?.outcomes ?? '{}'), ...(await readErpOutcomes(database, ids))];
  return {
    checks: outcomes.map((outcome) => checkLineOf(outcome, standing.get(outcome.figure))),
    checkedAt: row?.outcomes == null ? null : row.at,
    cases,
  };
}
