/** «Поиск чека» (S12): documents, newest shifts first. */
import type { ReceiptQuery, ReportRow, ReportTable, TrimmedDays } from '../../../contracts/web-api.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Found, found } from '../found.ts';
import { type FindArchived, findArchivedReceipt, inNoArchive, readTrimmedDays } from '../trimmed-days.ts';
import { daysOf } from './missing.ts';
import { column, type TableRow, writeCells } from './model.ts';
import { documentCells, documentTarget, NOTED_COLUMNS, type NotedDocument } from './noted-documents.ts';
import { cursorOf, findReceipts, isByIndex, type ReceiptPlace, type ReceiptPlaces } from './receipt-places.ts';
import { readScope, type Scope } from './scope.ts';

const COLUMNS = [
  column('at', 'time'),
  column('shop', 'code'),
  column('register', 'code'),
  column('shift', 'code'),
  column('number', 'code'),
  column('kind', 'word'),
  column('positions', 'count', 'positions'),
  column('sum', 'money'),
  column('cash', 'money'),
  column('noncash', 'money'),
  column('other', 'money'),
  column('discount', 'money', 'discount'),
  column('cashier', 'code'),
  column('fiscal', 'code'),
];

const FIRST_DAY = '0001-01-01';
const LAST_DAY = '9999-12-31';
/** Documents whose places are found at once for a file: putting those of a large shift in order costs more than reading a page of them. */
const PLACES_AHEAD = 4_000;

type Row = NotedDocument & { positions: number; discount: number; fiscal: string | null };

const NOTHING_MISSING = {
  silent: [],
  silentCount: 0,
  openShifts: 0,
  missingReceipts: 0,
  setAside: 0,
  recounting: 0,
  complete: true,
};

/** A page of documents; `not_found.*` for a place that is not there. */
export async function receiptsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: ReceiptQuery,
  findArchived: FindArchived = inNoArchive,
): Promise<Found<ReportTable>> {
  const nowMs = clock.now();
  const place = await scopeOf(database, nowMs, query);
  if (!place.ok) return place;
  const scope = place.value;
  const { places, next } = await findReceipts(database, scope, query, query.limit);
  const rows = await readReceipts(database, places);
  const { shop, register, shift } = scope;
  const trimmed = await trimmedOf(database, scope, rows.length === 0 ? query.identifier : undefined, findArchived);
  return found({
    report: 'receipts',
    by: null,
    shop: shop === null ? null : { shopCode: shop.shopCode, name: shop.name, timeZone: shop.timeZone },
    register: register === null ? null : { registerCode: register.registerCode, name: register.name },
    shift: shift === null ? null : { key: query.shift ?? '', shiftNumber: shift.facts.shiftNumber },
    from: scope.from === FIRST_DAY ? '' : scope.from,
    to: scope.to === LAST_DAY ? '' : scope.to,
    previous: null,
    filter: filterOf(query),
    columns: COLUMNS,
    rows,
    totals: {},
    rowCount: rows.length,
    next,
    ties: [],
    heat: null,
    // A search is no sum: nothing is added up that could be incomplete.
    missing: { ...NOTHING_MISSING, trimmed },
    loadMode: 'db',
    asOf: utcText(nowMs),
  });
}

/**
 * The pages of one question in their order, as `receiptsReport` answers them, for somebody who takes all of them: where the
 * documents are is found for many pages at once.
 */
export function receiptPages(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: ReceiptQuery,
  ahead = PLACES_AHEAD,
): (after: string | undefined) => Promise<Found<ReportTable>> {
  let first: Found<ReportTable> | undefined;
  let found: ReceiptPlaces = { places: [], next: null };
  let behind = '';
  return async (after) => {
    if (after === undefined || first?.ok !== true) {
      first = await receiptsReport(database, clock, { ...query, after });
      return first;
    }
    if (found.places.length === 0 || behind !== after) {
      const place = await scopeOf(database, clock.now(), query);
      if (!place.ok) return place;
      found = await findReceipts(database, place.value, { ...query, after }, ahead);
    }
    const page = found.places.slice(0, query.limit);
    const last = page.at(-1);
    found = { places: found.places.slice(query.limit), next: found.next };
    const next = found.places.length > 0 && last !== undefined ? cursorOf(last) : found.next;
    behind = next ?? '';
    const rows = await readReceipts(database, page);
    return { ok: true, value: { ...first.value, rows, rowCount: rows.length, next } };
  };
}

async function scopeOf(database: QueryDatabase<Tables>, nowMs: number, query: ReceiptQuery): Promise<Found<Scope>> {
  const bounded = query.shop !== undefined || query.from !== undefined || query.to !== undefined;
  const ever = bounded || isByIndex(query);
  return readScope(database, nowMs, ever ? { ...query, ...allTime(query) } : query);
}

/** The archive of the one receipt that was looked for in vain; else the trimmed days of the place and period. */
async function trimmedOf(
  database: QueryDatabase<Tables>,
  scope: Scope,
  identifier: string | undefined,
  findArchived: FindArchived,
): Promise<TrimmedDays> {
  const days = await readTrimmedDays(database, daysOf(scope));
  if (identifier === undefined || days.days === 0) return days;
  const archived = await findArchivedReceipt(database, findArchived, identifier);
  if (archived === undefined) return days;
  const { trimmedUtc: _, ...place } = archived;
  return { days: 1, archives: [place] };
}

/** The ends of the period that the question leaves open. */
function allTime({ from = FIRST_DAY, to = LAST_DAY }: ReceiptQuery): { from: string; to: string } {
  return { from, to };
}

const DOCUMENT = `${NOTED_COLUMNS}, 0 AS line, s.shift_id AS "shiftId", d.position_count AS positions, d.discount AS discount,
  d.fiscal_document_number AS fiscal`;

/**
 * The rows of these documents in their order. What has left the tables since it was found has no row. The documents are read by
 * their keys before anything is joined to them: a PostgreSQL that has counted nothing yet would join every key with every shift.
 */
async function readReceipts(database: QueryDatabase<Tables>, places: readonly ReceiptPlace[]): Promise<ReportRow[]> {
  if (places.length === 0) return [];
  const keys = places.map(() => '(CAST(? AS TEXT), CAST(? AS BIGINT))').join(', ');
  const rows = await database.all<Row>(
    `WITH k (shop_id, document_id) AS (VALUES ${keys}),
     d AS MATERIALIZED (
       SELECT d.* FROM k CROSS JOIN document d WHERE d.shop_id = k.shop_id AND d.document_id = k.document_id)
     SELECT ${DOCUMENT} FROM d CROSS JOIN shift s CROSS JOIN shop h CROSS JOIN register r
     WHERE s.shop_id = d.shop_id AND s.shift_id = d.shift_id
       AND h.shop_id = d.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
     ORDER BY s.business_date DESC, s.shift_id DESC, d.document_id DESC`,
    places.flatMap(({ shopId, documentId }) => [shopId, documentId]),
  );
  return rows.map(rowOf).map((row) => ({ ...row, cells: writeCells(COLUMNS, row.cells) }));
}

function rowOf(row: Row): TableRow {
  const cells = {
    ...documentCells(row),
    kind:
      row.documentClass === 'other' ? 'otherDocument' : row.documentType === 25 ? 'refundBySale' : row.documentClass,
    positions: row.positions,
    sum: row.sum,
    cash: row.cash,
    noncash: row.noncash,
    other: row.other,
    discount: row.discount,
    fiscal: row.fiscal,
  };
  return { key: `${row.shopId} ${row.documentId}`, cells, target: documentTarget(row) };
}

/** What was looked for, for the heading of a file; place and period stand there already. */
function filterOf(query: ReceiptQuery): ReportTable['filter'] {
  const {
    shop: _shop,
    register: _register,
    shift: _shift,
    from: _from,
    to: _to,
    limit: _limit,
    after: _after,
    ...rest
  } = query;
  return Object.entries(rest)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ({ key, value: String(value) }));
}
