/** What became of each document that a load brought (S10): written, kept beside another copy, or set aside with its reason. */
import type { TransferDocument, TransferDocuments, TransferDocumentsQuery } from '../../contracts/web-api.ts';
import type { LocalTime } from '../domain/local-time.ts';
import { formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found, notFound } from './found.ts';
import { bothTexts, reasonText } from './report-text.ts';
import { readTrimmedShifts } from './trimmed-days.ts';

type Load = { shopId: string; registerId: string };
type Package = { name: string; shiftIds: string };

const NOTHING = {
  documentId: null,
  shiftNumber: null,
  documentType: null,
  documentClass: null,
  documentNumber: null,
  receiptNumber: null,
  closedAt: null,
  sum: null,
  section: null,
  ordinal: null,
  reason: null,
} satisfies Omit<TransferDocument, 'outcome' | 'packageName'>;

/** The documents of a load by its number; `not_found.transfer` otherwise. A document that a later package changed belongs to that one. */
export async function transferDocumentsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  transferId: string,
  query: TransferDocumentsQuery,
): Promise<Found<TransferDocuments>> {
  const number = Number(transferId.slice(2));
  const load = await database.get<Load>(
    'SELECT shop_id AS "shopId", register_id AS "registerId" FROM transfer WHERE transfer_id = ?',
    [number],
  );
  if (load === undefined) return notFound('not_found.transfer', { transferId });
  const packages = await database.all<Package>(
    'SELECT name, shift_ids AS "shiftIds" FROM package WHERE transfer_id = ? ORDER BY received_utc, name',
    [number],
  );
  const setAside = await readSetAside(database, load, packages);
  const { conflicts, written, writtenCount } = await readStored(database, load, packages, query);
  const rows = [...setAside, ...conflicts, ...(query.only === 'problems' ? [] : written)];
  return found({
    documents: rows.slice(0, query.limit),
    counts: { written: writtenCount, conflict: conflicts.length, set_aside: setAside.length },
    trimmed: await readTrimmedShifts(database, load.shopId, shiftsOf(packages)),
    asOf: utcText(clock.now()),
  });
}

function shiftsOf(packages: readonly Package[]): number[] {
  return packages.flatMap(({ shiftIds }) => JSON.parse(shiftIds) as number[]);
}

type ReadAside = {
  packageName: string;
  shiftNumber: number | null;
  section: string;
  ordinal: number;
  code: string;
  details: string;
};

async function readSetAside(
  database: QueryDatabase<Tables>,
  { shopId, registerId }: Load,
  packages: readonly Package[],
): Promise<TransferDocument[]> {
  const rows: ReadAside[] = [];
  for (const { name } of packages)
    rows.push(
      ...(await database.all<ReadAside>(
        `SELECT package_name AS "packageName", shift_number AS "shiftNumber", section, ordinal, reason_code AS code,
           reason_details AS details FROM set_aside
         WHERE shop_id = ? AND register_id = ? AND package_name = ? AND state <> 'kept' ORDER BY section, ordinal`,
        [shopId, registerId, name],
      )),
    );
  return rows.map(({ code, details, ...row }) => ({
    ...NOTHING,
    ...row,
    outcome: 'set_aside',
    reason: reasonText(code, details),
  }));
}

type ReadDocument = {
  documentId: number;
  shiftNumber: number;
  documentType: number | null;
  documentClass: string | null;
  documentNumber: number | null;
  receiptNumber: number | null;
  closedAt: LocalTime | null;
  sum: number | null;
  packageName: string;
};

const COLUMNS = `d.document_id AS "documentId", s.shift_number AS "shiftNumber", d.document_type AS "documentType",
  d.document_class AS "documentClass", d.document_number AS "documentNumber", d.receipt_number AS "receiptNumber",
  d.closed_at AS "closedAt", d.document_sum AS sum`;

/** By the shifts of each package, which its index names: no document of another shift is looked at. */
async function readStored(
  database: QueryDatabase<Tables>,
  { shopId }: Load,
  packages: readonly Package[],
  query: TransferDocumentsQuery,
) {
  const conflicts: TransferDocument[] = [];
  const written: TransferDocument[] = [];
  let writtenCount = 0;
  for (const { name, shiftIds } of packages) {
    for (const shiftId of JSON.parse(shiftIds) as number[]) {
      const place: Value[] = [shopId, shiftId, name];
      const beside = await database.all<ReadDocument & { difference: string }>(
        `SELECT ${COLUMNS}, c.package_name AS "packageName", c.difference AS difference FROM conflict c
         JOIN shift s ON s.shop_id = c.shop_id AND s.shift_id = c.shift_id
         LEFT JOIN document d ON d.shop_id = c.shop_id AND d.document_id = c.document_id
         WHERE c.shop_id = ? AND c.shift_id = ? AND c.package_name = ? ORDER BY c.conflict_id`,
        place,
      );
      for (const { difference, ...row } of beside)
        conflicts.push({
          ...rowOf(row),
          outcome: 'conflict',
          reason: { code: 'document.differs', ...bothTexts('document.differs', { difference }) },
        });
      const count = await database.get<{ n: number }>(
        'SELECT COUNT(*) AS n FROM document WHERE shop_id = ? AND shift_id = ? AND package_name = ?',
        place,
      );
      writtenCount += count?.n ?? 0;
      if (query.only === 'problems' || written.length >= query.limit) continue;
      const rows = await database.all<ReadDocument>(
        `SELECT ${COLUMNS}, d.package_name AS "packageName" FROM document d
         JOIN shift s ON s.shop_id = d.shop_id AND s.shift_id = d.shift_id
         WHERE d.shop_id = ? AND d.shift_id = ? AND d.package_name = ? ORDER BY d.document_id LIMIT ?`,
        [...place, query.limit - written.length],
      );
      written.push(...rows.map((row) => ({ ...rowOf(row), outcome: 'written' as const })));
    }
  }
  return { conflicts, written, writtenCount };
}

function rowOf(row: ReadDocument): Omit<TransferDocument, 'outcome'> {
  return { ...NOTHING, ...row, sum: row.sum === null ? null : formatKopecks(row.sum) };
}
