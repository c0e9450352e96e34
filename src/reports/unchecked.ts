/** Shifts whose money was not compared (S9 «Не сверены»): still open, not looked at yet, or without reported sums. Newest first. */
import type { UncheckedList, UncheckedQuery } from '../../contracts/web-api.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { bothTexts } from './report-text.ts';

/** What lies further back is counted, and listed when it is asked for. */
const DAYS = 62;
const MOST = 1_000;
/** A shift that changed so lately may not have had its turn. */
const LATELY_MS = 24 * 60 * 60_000;

type Read = {
  shopId: string;
  shiftId: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  businessDate: string;
  openedAt: string | null;
  closedAt: string | null;
  ordinal: number;
  result: 'open' | 'not_checked' | 'not_looked';
};

const WHY = { open: 'open', not_checked: 'not_reported', not_looked: 'not_looked' } as const;

const COLUMNS = `s.shop_id AS "shopId", s.shift_id AS "shiftId", p.shop_code AS "shopCode",
  r.register_code AS "registerCode", s.shift_number AS "shiftNumber", s.business_date AS "businessDate",
  s.opened_at AS "openedAt", s.closed_at AS "closedAt", ${ordinalSql('s')} AS ordinal`;
const PLACES = `JOIN shop p ON p.shop_id = s.shop_id
  JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id`;

/** A closed shift whose register reported nothing that could be compared, as it stands now (CROSS JOIN: in this order). */
const SILENT = 'FROM shift_check c CROSS JOIN shift s';
const IS_SILENT = `s.shop_id = c.shop_id AND s.shift_id = c.shift_id AND c.result = 'not_checked' AND c.revision >= s.revision AND s.closed_at IS NOT NULL`;
const ORDER = 'ORDER BY s.business_date DESC, s.shop_id, s.shift_id DESC LIMIT ?';

export async function uncheckedReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  { period }: UncheckedQuery,
): Promise<UncheckedList> {
  const nowMs = clock.now();
  const since = period === 'all' ? null : utcText(nowMs - DAYS * 86_400_000).slice(0, 10);
  const open = await database.all<Read>(
    `SELECT ${COLUMNS}, 'open' AS result FROM shift s ${PLACES} WHERE s.closed_at IS NULL ${ORDER}`,
    [MOST + 1],
  );
  const silent = await database.all<Read>(
    `SELECT ${COLUMNS}, 'not_checked' AS result ${SILENT} ${PLACES} WHERE ${IS_SILENT} AND s.business_date >= ? ${ORDER}`,
    [since ?? '', MOST + 1],
  );
  const waiting = await database.all<Read>(
    `SELECT ${COLUMNS}, 'not_looked' AS result FROM (SELECT s.* FROM shift s
       LEFT JOIN shift_check c ON c.shop_id = s.shop_id AND c.shift_id = s.shift_id
       WHERE s.closed_at IS NOT NULL AND s.updated_utc >= ? AND (c.revision IS NULL OR c.revision < s.revision)
       ${ORDER}) s ${PLACES}`,
    [since === null ? '' : utcText(nowMs - LATELY_MS), MOST + 1],
  );
  const counts = await readCounts(database, since);
  const rows = [...open, ...silent, ...waiting].sort(
    (a, b) => compare(b.businessDate, a.businessDate) || compare(a.shopId, b.shopId) || b.shiftId - a.shiftId,
  );
  return {
    shifts: rows.slice(0, MOST).map(({ shopId: _shop, shiftId: _shift, ordinal, result, ...row }) => ({
      ...row,
      shiftKey: shiftKey(row, ordinal),
      result,
      text: bothTexts(`case_why.${WHY[result]}`, {}),
    })),
    // Those that wait for their turn are few, or soon will be.
    count: counts.open + counts.silent + waiting.length,
    since,
    earlier: counts.earlier,
    asOf: utcText(nowMs),
  };
}

async function readCounts(
  database: QueryDatabase<Tables>,
  since: string | null,
): Promise<{ open: number; silent: number; earlier: number }> {
  const open = await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM shift s WHERE s.closed_at IS NULL', []);
  const silent = await database.get<{ n: number; earlier: number }>(
    `SELECT COUNT(CASE WHEN s.business_date >= ? THEN 1 END) AS n, COUNT(CASE WHEN s.business_date < ? THEN 1 END) AS earlier
     ${SILENT} WHERE ${IS_SILENT}`,
    [since ?? '', since ?? ''],
  );
  return { open: open?.n ?? 0, silent: silent?.n ?? 0, earlier: silent?.earlier ?? 0 };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
