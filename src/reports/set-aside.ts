/** Set-aside records: what could not be understood, with its raw text, until a person decides. Newest first. */
import type { SetAsideList, SetAsideListQuery } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import { bothTexts, paramsOf } from './report-text.ts';

/** The records that wait for a decision, or those that are solved; `total` counts all of the place, however many are listed. */
export async function setAsideReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: SetAsideListQuery,
): Promise<Found<SetAsideList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const conditions = [STATES[query.state]];
  const params: Value[] = [];
  if (place.value.shopId !== null) {
    conditions.push('a.shop_id = ?');
    params.push(place.value.shopId);
  }
  if (place.value.registerId !== null) {
    conditions.push('a.register_id = ?');
    params.push(place.value.registerId);
  }
  const where = conditions.join(' AND ');
  const total = await database.get<{ n: number }>(`SELECT COUNT(*) AS n FROM set_aside a WHERE ${where}`, params);
  const older = query.before === undefined ? '' : 'AND a.set_aside_id < ?';
  const rows = await database.all<ReadRecord>(
    `SELECT a.set_aside_id AS id, a.created_utc AS "receivedAt", s.shop_code AS "shopCode", r.register_code AS "registerCode",
       a.section AS section, a.ordinal AS ordinal, a.reason_code AS "reasonCode", a.reason_details AS "reasonDetails",
       a.raw AS raw, a.package_name AS "packageName", a.decided_utc AS "solvedAt", a.decided_package AS "solvedBy"
     FROM set_aside a
     LEFT JOIN shop s ON s.shop_id = a.shop_id
     LEFT JOIN register r ON r.shop_id = a.shop_id AND r.register_id = a.register_id
     WHERE ${where} ${older} ORDER BY a.set_aside_id DESC LIMIT ?`,
    [...params, ...(query.before === undefined ? [] : [Number(query.before)]), query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  return found({
    setAside: page.map(({ id: _, reasonCode, reasonDetails, solvedAt, solvedBy, ...row }) => ({
      ...row,
      solved: solvedAt === null || solvedBy === null ? null : { at: solvedAt, packageName: solvedBy },
      reason: { code: reasonCode, ...bothTexts(reasonCode, paramsOf(reasonDetails)) },
    })),
    total: total?.n ?? 0,
    next: rows.length > query.limit ? String(page.at(-1)?.id) : null,
    asOf: utcText(clock.now()),
  });
}

type ReadRecord = {
  id: number;
  receivedAt: string;
  shopCode: string | null;
  registerCode: string | null;
  section: string;
  ordinal: number;
  reasonCode: string;
  reasonDetails: string;
  raw: string;
  packageName: string;
  solvedAt: string | null;
  solvedBy: string | null;
};

const STATES: Record<SetAsideListQuery['state'], string> = {
  open: "a.state = 'open'",
  solved: "a.state = 'decided'",
  all: "a.state IN ('open', 'decided')",
};
