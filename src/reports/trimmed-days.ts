/** Days whose documents lie in archives: what a list of documents lacks, and where that is (M45). */
import type { TrimmedDays } from '../../contracts/web-api.ts';
import type { Statements, Value } from '../platform/database/database.ts';

/** Archives that are named; more are only counted. */
const MOST_NAMED = 20;

export const NO_DAYS: TrimmedDays = { days: 0, archives: [] };

/** `shopId` null = every shop; both dates included; `shiftId`: of that shift alone. */
export async function readTrimmedDays(
  database: Statements,
  { shopId, from, to, shiftId = null }: { shopId: string | null; from: string; to: string; shiftId?: number | null },
): Promise<TrimmedDays> {
  const conditions = ["a.state <> 'restored'", 'a.business_date >= ?', 'a.business_date <= ?'];
  const params: Value[] = [from, to];
  if (shopId !== null) {
    conditions.push('a.shop_id = ?');
    params.push(shopId);
  }
  if (shiftId !== null) {
    conditions.push(
      'EXISTS (SELECT 1 FROM shift s WHERE s.shop_id = a.shop_id AND s.archive_id = a.archive_id AND s.shift_id = ?)',
    );
    params.push(shiftId);
  }
  const of = `FROM shop p CROSS JOIN day_archive a WHERE a.shop_id = p.shop_id AND ${conditions.join(' AND ')}`;
  const count = await database.get<{ n: number }>(`SELECT CAST(COUNT(*) AS BIGINT) AS n ${of}`, params);
  const days = count?.n ?? 0;
  if (days === 0) return NO_DAYS;
  const archives = await database.all<TrimmedDays['archives'][number]>(
    `SELECT p.shop_code AS "shopCode", a.business_date AS "businessDate", a.path AS path ${of}
     ORDER BY a.business_date DESC, a.archive_id DESC LIMIT ${MOST_NAMED}`,
    params,
  );
  return { days, archives: archives.map(({ shopCode, businessDate, path }) => ({ shopCode, businessDate, path })) };
}
