/**
 * «Поиск чека» (S12): documents, newest shifts first. A number, a fiscal number, an identifier or an exact sum is found by its
 * index; anything else by walking through the shifts of the place and period, newest first, so far as one answer may.
 */
import type { ReceiptQuery, ReportTable, TrimmedDays } from '../../../contracts/web-api.ts';
import { parseKopecks } from '../../domain/money.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Found, found } from '../found.ts';
import { type FindArchived, findArchivedReceipt, inNoArchive, readTrimmedDays } from '../trimmed-days.ts';
import { daysOf } from './missing.ts';
import { column, type TableRow, writeCells } from './model.ts';
import { chosenSql, type ListedShift, newestShifts, type Place, placeOfCursor } from './newest-shifts.ts';
import { documentCells, documentTarget, NOTED_COLUMNS, type NotedDocument } from './noted-documents.ts';
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
/** Documents that one answer looks through. */
const MOST_LOOKED_AT = 200_000;
const SHIFTS_AT_ONCE = 50;
/** Documents of one statement, of the first and of later ones. */
const FIRST_LOOK = 200;
const MOST_AT_ONCE = 20_000;

type Searched = { scope: Scope; conditions: string[]; params: Value[]; query: ReceiptQuery };
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
  const bounded = query.shop !== undefined || query.from !== undefined || query.to !== undefined;
  const ever = bounded || byIndex(query) !== null;
  const place = await readScope(database, nowMs, ever ? { ...query, ...allTime(query) } : query);
  if (!place.ok) return place;
  const scope = place.value;
  const searched = { scope, ...conditionsOf(query), query };
  const index = byIndex(query);
  const { rows, next } = index === null ? await walk(database, searched) : await look(database, searched, index);
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
    rows: rows.map(rowOf).map((row) => ({ ...row, cells: writeCells(COLUMNS, row.cells) })),
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

/** A condition whose index finds few documents; it begins with the shop. */
function byIndex(query: ReceiptQuery): { sql: string; params: Value[] } | null {
  if (query.shift !== undefined) return null;
  if (query.identifier !== undefined) return { sql: 'd.identifier = ?', params: [query.identifier] };
  if (query.fiscal !== undefined) return { sql: 'd.fiscal_document_number = ?', params: [query.fiscal] };
  if (query.number !== undefined)
    return { sql: 'COALESCE(d.receipt_number, d.document_number) = ?', params: [query.number] };
  const sum = sumRange(query);
  // A wide range of sums is half of all receipts: walking finds the newest of them sooner.
  return sum === null || sum[1] - sum[0] > 200 ? null : { sql: 'd.document_sum BETWEEN ? AND ?', params: sum };
}

function sumRange({ sum, within }: ReceiptQuery): [number, number] | null {
  if (sum === undefined) return null;
  const middle = kopecksOf(sum);
  const around = within === undefined ? 0 : kopecksOf(within);
  return [middle - around, middle + around];
}

function kopecksOf(text: string): number {
  const read = parseKopecks(text.replace(',', '.'));
  if (!read.ok) throw new RangeError(`not an amount: ${text}`);
  return read.value;
}

function conditionsOf(query: ReceiptQuery): { conditions: string[]; params: Value[] } {
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, ...values: Value[]) => {
    conditions.push(condition);
    params.push(...values);
  };
  const { number, fiscal, identifier, kind, payment, card, item, cashier, department } = query;
  const own = 'x.shop_id = d.shop_id AND x.document_id = d.document_id';
  if (number !== undefined) where('COALESCE(d.receipt_number, d.document_number) = ?', number);
  if (fiscal !== undefined) where('d.fiscal_document_number = ?', fiscal);
  if (identifier !== undefined) where('d.identifier = ?', identifier);
  const sums = sumRange(query);
  if (sums !== null) where('d.document_sum BETWEEN ? AND ?', ...sums);
  if (kind !== undefined) where('d.document_class = ?', kind);
  if (cashier !== undefined) where('d.cashier_code = ?', cashier);
  if (payment !== undefined)
    where(`EXISTS (SELECT 1 FROM payment x WHERE ${own} AND x.failed = 0 AND x.payment_type_code = ?)`, payment);
  if (department !== undefined)
    where(`EXISTS (SELECT 1 FROM position x WHERE ${own} AND x.cancelled = 0 AND x.department_code = ?)`, department);
  if (item !== undefined)
    where(
      `EXISTS (SELECT 1 FROM position x WHERE ${own} AND (x.item_code = ? OR x.barcode = ? OR x.name LIKE ? ESCAPE '!'))`,
      item,
      item,
      `%${item.replace(/[%_!]/g, '!$&')}%`,
    );
  // Card numbers stand only in the document as it was received; without cash there is no card.
  if (card !== undefined)
    where(
      `d.paid_noncash + d.paid_other + d.paid_unmapped <> 0
       AND EXISTS (SELECT 1 FROM document_raw x WHERE ${own} AND x.raw LIKE ?)`,
      `%"cardnum":"%${card}"%`,
    );
  return { conditions, params };
}

const SELECTED = `${NOTED_COLUMNS}, 0 AS line, s.shift_id AS "shiftId", d.position_count AS positions, d.discount AS discount,
  d.fiscal_document_number AS fiscal`;

type Page = { rows: Row[]; next: string | null };

/** Through the index of every shop that may have it. All that match are put in order, only those of the page are read. */
async function look(
  database: QueryDatabase<Tables>,
  { scope, conditions, params, query }: Searched,
  index: { sql: string; params: Value[] },
): Promise<Page> {
  const within: string[] = [index.sql, ...conditions, 's.business_date >= ?', 's.business_date <= ?'];
  const values: Value[] = [...index.params, ...params, scope.from, scope.to];
  if (scope.shop !== null) {
    within.push('h.shop_id = ?');
    values.push(scope.shop.shopId);
  }
  if (scope.register !== null) {
    within.push('d.register_id = ?');
    values.push(scope.register.registerId);
  }
  const matching = `FROM shop h CROSS JOIN document d CROSS JOIN shift s
    WHERE d.shop_id = h.shop_id AND s.shop_id = d.shop_id AND s.shift_id = d.shift_id AND ${within.join(' AND ')}`;
  const found = { with: 'WITH', params: [] as Value[], matching, values };
  return pageOf(await readPage(database, found, placeOfCursor(query.after), query.limit + 1), query.limit);
}

type Matching = { with: string; params: readonly Value[]; matching: string; values: readonly Value[] };

/**
 * The newest documents of `matching` behind a place: put in order first, then read, because what is read of each costs more than
 * finding it. SQLite joins in the order that is written: what was found has no index, and must be what the others are looked up by.
 */
function readPage(database: QueryDatabase<Tables>, found: Matching, from: Place | null, limit: number): Promise<Row[]> {
  const behind = from === null ? '' : 'AND (s.business_date, s.shift_id, d.document_id) < (?, ?, ?)';
  const newestFirst = 's.business_date DESC, s.shift_id DESC, d.document_id DESC';
  return database.all<Row>(
    `${found.with} found AS (SELECT d.shop_id AS shop_id, s.shift_id AS shift_id, d.document_id AS document_id
       ${found.matching} ${behind} ORDER BY ${newestFirst} LIMIT ?)
     SELECT ${SELECTED}
     FROM found k CROSS JOIN document d CROSS JOIN shift s CROSS JOIN shop h CROSS JOIN register r
     WHERE d.shop_id = k.shop_id AND d.document_id = k.document_id AND s.shop_id = k.shop_id AND s.shift_id = k.shift_id
       AND h.shop_id = k.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
     ORDER BY ${newestFirst}`,
    [...found.params, ...found.values, ...(from ?? []).slice(0, 3), limit],
  );
}

/** Cuts off the row that only says that there are more. */
function pageOf(rows: readonly Row[], limit: number): Page {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: page, next: more ? [last.businessDate, last.shiftId, last.documentId].join('_') : null };
}

/** Newest shifts first, some at a time, until the page is full or enough was looked at. */
async function walk(database: QueryDatabase<Tables>, searched: Searched): Promise<Page> {
  const { scope, query } = searched;
  const from = placeOfCursor(query.after);
  const found: Row[] = [];
  let looked = 0;
  // The newest shift is enough for most questions; who finds nothing there looks at more at once.
  let atOnce = FIRST_LOOK;
  for await (const shifts of newestShifts(database, scope, from, 's.counted_document_count'))
    for (let at = 0; at < shifts.length; ) {
      const some: ListedShift[] = [];
      let documents = 0;
      for (; at < shifts.length && some.length < SHIFTS_AT_ONCE && documents < atOnce; at += 1) {
        const shift = shifts[at];
        if (shift === undefined) break;
        some.push(shift);
        documents += shift.rows;
      }
      atOnce = Math.min(atOnce * 4, MOST_AT_ONCE);
      looked += documents;
      found.push(...(await readDocuments(database, searched, some, from, query.limit + 1 - found.length)));
      if (found.length > query.limit) return pageOf(found, query.limit);
      const last = some.at(-1);
      // Short, and there may be more to look at: the next page goes on behind the shifts that were looked at.
      if (looked >= MOST_LOOKED_AT && last !== undefined)
        return { rows: found, next: `${last.date}_${last.shiftId}_0` };
    }
  return { rows: found, next: null };
}

function readDocuments(
  database: QueryDatabase<Tables>,
  { conditions, params }: Searched,
  shifts: readonly ListedShift[],
  from: Place | null,
  limit: number,
): Promise<Row[]> {
  const chosen = chosenSql(shifts);
  const matching = `FROM chosen c CROSS JOIN shift s CROSS JOIN document d
    WHERE s.shop_id = c.shop_id AND s.shift_id = c.shift_id AND d.shop_id = c.shop_id AND d.shift_id = c.shift_id
      ${conditions.map((condition) => `AND ${condition}`).join(' ')}`;
  const found = { with: `${chosen.text},`, params: chosen.params, matching, values: params };
  return readPage(database, found, from, limit);
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
