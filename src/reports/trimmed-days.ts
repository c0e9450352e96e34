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

/** The archives of those of these shifts of a shop that are trimmed. */
export async function readTrimmedShifts(
  database: Statements,
  shopId: string,
  shiftIds: readonly number[],
): Promise<TrimmedDays> {
  const found = new Map<string, TrimmedDays['archives'][number]>();
  for (const shiftId of new Set(shiftIds)) {
    const archive = await database.get<TrimmedDays['archives'][number]>(
      `SELECT p.shop_code AS "shopCode", a.business_date AS "businessDate", a.path AS path
       FROM shift s JOIN day_archive a ON a.shop_id = s.shop_id AND a.archive_id = s.archive_id
       JOIN shop p ON p.shop_id = s.shop_id
       WHERE s.shop_id = ? AND s.shift_id = ? AND s.trimmed_utc IS NOT NULL`,
      [shopId, shiftId],
    );
    if (archive !== undefined) found.set(archive.path, { ...archive });
  }
  const archives = [...found.values()].sort((a, b) => (a.businessDate < b.businessDate ? 1 : -1));
  return { days: archives.length, archives: archives.slice(0, MOST_NAMED) };
}

/** Numbers of the archives that may hold a receipt of this identifier; found without the tables. */
export type FindArchived = (identifier: string) => Promise<readonly number[]>;

/** Where no archive can be looked into. */
export const inNoArchive: FindArchived = async () => [];

export type ArchivedReceipt = TrimmedDays['archives'][number] & {
  /** When its day left the tables, UTC. */
  trimmedUtc: string;
};

/** Where a receipt lies that is not in the tables, the day that came last first; undefined when no archive that the reader may see has it. */
export async function findArchivedReceipt(
  database: Statements,
  findArchived: FindArchived,
  document: string,
): Promise<ArchivedReceipt | undefined> {
  // A document without an identifier goes by its number.
  const ids = [...(await findArchived(document))];
  if (/^\d{1,15}$/.test(document)) ids.push(...(await findArchived(`#${document}`)));
  if (ids.length === 0) return undefined;
  return database.get<ArchivedReceipt>(
    `SELECT p.shop_code AS "shopCode", a.business_date AS "businessDate", a.path AS path,
       COALESCE((SELECT MIN(s.trimmed_utc) FROM shift s WHERE s.shop_id = a.shop_id AND s.archive_id = a.archive_id),
         a.changed_utc) AS "trimmedUtc"
     FROM shop p CROSS JOIN day_archive a
     WHERE a.shop_id = p.shop_id AND a.state <> 'restored' AND a.archive_id IN (${ids.map(() => '?').join(', ')})
     ORDER BY a.archive_id DESC LIMIT 1`,
    ids,
  );
}
