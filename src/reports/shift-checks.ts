/** What the checks C1–C7 found of one shift (S8): a line for each figure, and every difference that it ever had. */
import type { ShiftDetail } from '../../contracts/web-api.ts';
import { readOutcomes } from '../domain/shift-check.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { checkLineOf } from './case-text.ts';
import { readShiftCases } from './cases.ts';
import type { FoundShift } from './find-shift.ts';

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
  const outcomes = readOutcomes(row?.outcomes ?? '{}');
  return {
    checks: outcomes.map((outcome) => checkLineOf(outcome, standing.get(outcome.figure))),
    checkedAt: row?.outcomes == null ? null : row.at,
    cases,
  };
}
