/**
 * Where the documents of a search lie, newest shifts first. A number, a fiscal number, an identifier or an exact sum is found by
 * its index; anything else by walking through the shifts of the place and period, newest first, so far as one answer may.
 */
import type { ReceiptQuery } from '../../../contracts/web-api.ts';
import type { LocalDate } from '../../domain/local-time.ts';
import { parseKopecks } from '../../domain/money.ts';
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { chosenSql, type ListedShift, newestShifts, type Place, placeOfCursor } from './newest-shifts.ts';
import type { Scope } from './scope.ts';

export type ReceiptPlace = { shopId: string; businessDate: LocalDate; shiftId: number; documentId: number };
/** `next` is the cursor of what lies behind the places; null = nothing does. */
export type ReceiptPlaces = { places: ReceiptPlace[]; next: string | null };

/** Documents that one answer looks through. */
const MOST_LOOKED_AT = 200_000;
const SHIFTS_AT_ONCE = 50;
/** Documents of one statement, of the first and of later ones. */
const FIRST_LOOK = 200;
const MOST_AT_ONCE = 20_000;

type Search = { scope: Scope; conditions: string[]; params: Value[]; from: Place | null; wanted: number };

/** The places of at most `wanted` documents of a scope, behind the cursor of the question. Fewer, and still a cursor: it looked at enough. */
export async function findReceipts(
  database: QueryDatabase<Tables>,
  scope: Scope,
  query: ReceiptQuery,
  wanted: number,
): Promise<ReceiptPlaces> {
  const search = { scope, ...conditionsOf(query), from: placeOfCursor(query.after), wanted };
  const index = byIndex(query);
  return index === null ? walk(database, search) : look(database, search, index);
}

/** The cursor of what lies behind a place. */
export function cursorOf({ businessDate, shiftId, documentId }: ReceiptPlace): string {
  return [businessDate, shiftId, documentId].join('_');
}

/** Whether a question is answered by an index, so that any period costs the same. */
export function isByIndex(query: ReceiptQuery): boolean {
  return byIndex(query) !== null;
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

/** Through the index of every shop that may have it. All that match are put in order. */
async function look(
  database: QueryDatabase<Tables>,
  { scope, conditions, params, from, wanted }: Search,
  index: { sql: string; params: Value[] },
): Promise<ReceiptPlaces> {
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
  const text = `FROM shop h CROSS JOIN document d CROSS JOIN shift s
    WHERE d.shop_id = h.shop_id AND s.shop_id = d.shop_id AND s.shift_id = d.shift_id AND ${within.join(' AND ')}`;
  return cut(await readPlaces(database, '', { text, params: values }, from, wanted + 1), wanted);
}

/** The newest documents behind a place; of them nothing but where they are is read. SQLite joins in the order that is written. */
function readPlaces(
  database: QueryDatabase<Tables>,
  before: string,
  matching: { text: string; params: readonly Value[] },
  from: Place | null,
  limit: number,
): Promise<ReceiptPlace[]> {
  const behind = from === null ? '' : 'AND (s.business_date, s.shift_id, d.document_id) < (?, ?, ?)';
  return database.all<ReceiptPlace>(
    `${before} SELECT d.shop_id AS "shopId", s.business_date AS "businessDate", s.shift_id AS "shiftId", d.document_id AS "documentId"
     ${matching.text} ${behind} ORDER BY s.business_date DESC, s.shift_id DESC, d.document_id DESC LIMIT ?`,
    [...matching.params, ...(from ?? []).slice(0, 3), limit],
  );
}

/** Cuts off the place that only says that there are more. */
function cut(places: readonly ReceiptPlace[], wanted: number): ReceiptPlaces {
  const first = places.slice(0, wanted);
  const last = first.at(-1);
  return { places: first, next: places.length > wanted && last !== undefined ? cursorOf(last) : null };
}

/** Newest shifts first, some at a time, until there are enough or enough was looked at. */
async function walk(database: QueryDatabase<Tables>, search: Search): Promise<ReceiptPlaces> {
  const { scope, from, wanted } = search;
  const places: ReceiptPlace[] = [];
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
      places.push(...(await findInShifts(database, search, some, wanted + 1 - places.length)));
      if (places.length > wanted) return cut(places, wanted);
      const last = some.at(-1);
      // Short, and there may be more to look at: the next page goes on behind the shifts that were looked at.
      if (looked >= MOST_LOOKED_AT && last !== undefined) return { places, next: `${last.date}_${last.shiftId}_0` };
    }
  return { places, next: null };
}

function findInShifts(
  database: QueryDatabase<Tables>,
  { conditions, params, from }: Search,
  shifts: readonly ListedShift[],
  limit: number,
): Promise<ReceiptPlace[]> {
  const chosen = chosenSql(shifts);
  const text = `FROM chosen c CROSS JOIN shift s CROSS JOIN document d
    WHERE s.shop_id = c.shop_id AND s.shift_id = c.shift_id AND d.shop_id = c.shop_id AND d.shift_id = c.shift_id
      ${conditions.map((condition) => `AND ${condition}`).join(' ')}`;
  return readPlaces(database, chosen.text, { text, params: [...chosen.params, ...params] }, from, limit);
}
