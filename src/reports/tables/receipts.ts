/**
 * «Поиск чека» (S12): documents, newest shifts first. A number, a fiscal number, an identifier or an exact sum is found by its
 * index; anything else by walking through the shifts of the place and period, newest first, so far as one answer may.
 */
import type { ReceiptQuery, ReportTable } from '../../../contracts/web-api.ts';
import { parseKopecks } from '../../domain/money.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Found, found } from '../found.ts';
import { column, type TableRow, writeCells } from './model.ts';
import { documentCells, documentTarget, NOTED_COLUMNS, type NotedDocument } from './noted-documents.ts';
import { readScope, type Scope, shiftsSql } from './scope.ts';

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
/** Documents that are found by an index and then sorted. */
const MOST_MATCHES = 20_000;
const SHIFTS_AT_ONCE = 50;
/** Documents of one statement, of the first and of later ones. */
const FIRST_LOOK = 200;
const MOST_AT_ONCE = 20_000;

type Searched = { scope: Scope; conditions: string[]; params: Value[]; query: ReceiptQuery };
type Row = NotedDocument & { shiftId: number; positions: number; discount: number; fiscal: string | null };

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
    missing: NOTHING_MISSING,
    loadMode: 'db',
    asOf: utcText(nowMs),
  });
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

/** Through the index of every shop that may have it. */
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
  const rows = await database.all<Row>(
    `SELECT ${SELECTED} FROM shop h JOIN document d ON d.shop_id = h.shop_id
     JOIN shift s ON s.shop_id = d.shop_id AND s.shift_id = d.shift_id
     JOIN register r ON r.shop_id = d.shop_id AND r.register_id = d.register_id
     WHERE ${within.join(' AND ')} LIMIT ${MOST_MATCHES}`,
    values,
  );
  rows.sort((a, b) => -compare(placeOf(a), placeOf(b)));
  return pageOf(rows, query, true);
}

type Place = [date: string, shiftId: number, documentId: number];

function placeOf(row: Row): Place {
  return [row.businessDate, row.shiftId, row.documentId];
}

function compare(a: Place, b: Place): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

function cursorOf(after: string | undefined): Place | null {
  const match = /^(\d{4}-\d{2}-\d{2})_(\d{1,15})_(\d{1,15})$/.exec(after ?? '');
  return match === null ? null : [match[1] ?? '', Number(match[2]), Number(match[3])];
}

/** `whole`: there are no further rows behind these. */
function pageOf(rows: readonly Row[], { after, limit }: ReceiptQuery, whole: boolean): Page {
  const from = cursorOf(after);
  const left = from === null ? rows : rows.filter((row) => compare(placeOf(row), from) < 0);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  const more = last !== undefined && (left.length > limit || !whole);
  return { rows: page, next: more ? placeOf(last).join('_') : null };
}

type ShiftId = { shopId: string; shiftId: number; date: string; documents: number };

/** Newest shifts first, some at a time, until the page is full or enough was looked at. */
async function walk(database: QueryDatabase<Tables>, searched: Searched): Promise<Page> {
  const { scope, query } = searched;
  const from = cursorOf(query.after);
  const shifts = await readShifts(database, scope, from);
  const found: Row[] = [];
  let looked = 0;
  // The newest shift is enough for most questions; who finds nothing there looks at more at once.
  let atOnce = FIRST_LOOK;
  for (let at = 0; at < shifts.length; ) {
    const some: ShiftId[] = [];
    for (let documents = 0; at < shifts.length && some.length < SHIFTS_AT_ONCE && documents < atOnce; at += 1) {
      const shift = shifts[at];
      if (shift === undefined) break;
      some.push(shift);
      documents += shift.documents;
    }
    atOnce = Math.min(atOnce * 4, MOST_AT_ONCE);
    looked += some.reduce((sum, { documents }) => sum + documents, 0);
    found.push(...(await readDocuments(database, searched, some, from, query.limit + 1 - found.length)));
    if (found.length > query.limit) return pageOf(found, { ...query, after: undefined }, false);
    const last = some.at(-1);
    // Short, but there is more to look at: the next page goes on behind the shifts that were looked at.
    if (looked >= MOST_LOOKED_AT && at < shifts.length && last !== undefined)
      return { rows: found, next: `${last.date}_${last.shiftId}_0` };
  }
  return { rows: found, next: null };
}

async function readShifts(database: QueryDatabase<Tables>, scope: Scope, from: Place | null): Promise<ShiftId[]> {
  const beyond = from === null ? '' : 'AND s.business_date <= ?';
  const { text, params } = shiftsSql(scope, '', beyond);
  const rows = await database.all<ShiftId>(
    `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", s.business_date AS date, s.counted_document_count AS documents ${text}`,
    from === null ? params : [...params, from[0]],
  );
  return rows
    .filter(({ date, shiftId }) => from === null || compare([date, shiftId, 0], from) < 0)
    .sort((a, b) => -compare([a.date, a.shiftId, 0], [b.date, b.shiftId, 0]));
}

async function readDocuments(
  database: QueryDatabase<Tables>,
  { conditions, params }: Searched,
  shifts: readonly ShiftId[],
  from: Place | null,
  limit: number,
): Promise<Row[]> {
  const found: Row[] = [];
  for (const [shopId, own] of Map.groupBy(shifts, (shift) => shift.shopId)) {
    const ids = own.map(({ shiftId }) => shiftId);
    const behind = from === null ? '' : 'AND (s.business_date, s.shift_id, d.document_id) < (?, ?, ?)';
    const wanted = ['d.shop_id = ?', `d.shift_id IN (${ids.map(() => '?').join(', ')})`, ...conditions].join(' AND ');
    // In this order: what was found has no index, and must be what the others are looked up by.
    const rows = await database.all<Row>(
      `SELECT ${SELECTED}
       FROM (SELECT s.business_date AS date, s.shift_id AS shift_id, d.document_id AS document_id
         FROM document d JOIN shift s ON s.shop_id = d.shop_id AND s.shift_id = d.shift_id WHERE ${wanted} ${behind}
         ORDER BY s.business_date DESC, s.shift_id DESC, d.document_id DESC LIMIT ?) k
       CROSS JOIN document d CROSS JOIN shift s CROSS JOIN shop h CROSS JOIN register r
       WHERE d.shop_id = ? AND d.document_id = k.document_id AND s.shop_id = d.shop_id AND s.shift_id = k.shift_id
         AND h.shop_id = d.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
       ORDER BY s.business_date DESC, s.shift_id DESC, d.document_id DESC`,
      [shopId, ...ids, ...params, ...(from ?? []), limit, shopId],
    );
    found.push(...rows);
  }
  found.sort((a, b) => -compare(placeOf(a), placeOf(b)));
  return found.slice(0, limit);
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
