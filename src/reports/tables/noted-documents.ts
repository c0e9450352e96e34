/** Lists of documents that are no plain sales, newest first, a page at a time; found by the index of documents of note. */

import type { RowTarget } from '../../../contracts/web-api.ts';
import { shiftKey } from '../../domain/shift-key.ts';
import { ordinalSql } from '../../schema/shift-ordinal.ts';
import { type Cells, column, type TableSource } from './model.ts';
import { chosenSql, type ListedShift, newestShifts, type Place, placeOfCursor } from './newest-shifts.ts';
import { type Scope, shiftsSql, total } from './scope.ts';

/** The condition of the index, word for word: else no engine takes it. */
const OF_NOTE = "(d.document_class <> 'sale' OR d.cancelled_count > 0)";
export const CLOSED = 'd.closed_at IS NOT NULL AND (d.closed_state IS NULL OR d.closed_state <> 0)';

/** The columns that say which document a row is: of its place only what is not the same for all rows. */
export function documentColumns(scope: Scope) {
  return [
    column('at', 'time'),
    ...(scope.shop === null ? [column('shop', 'code')] : []),
    ...(scope.register === null && scope.shift === null ? [column('register', 'code')] : []),
    ...(scope.shift === null ? [column('shift', 'code')] : []),
    column('number', 'code'),
  ];
}

export type NotedDocument = {
  shopId: string;
  documentId: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  shiftId: number;
  ordinal: number;
  documentType: number;
  documentClass: string;
  number: number | null;
  at: string | null;
  cashier: string | null;
  sum: number;
  cash: number;
  noncash: number;
  other: number;
  identifier: string | null;
  sourceIdentifier: string | null;
  reason: string | null;
  line: number;
};

export const NOTED_COLUMNS = `d.shop_id AS "shopId", d.document_id AS "documentId", h.shop_code AS "shopCode",
  r.register_code AS "registerCode", s.shift_number AS "shiftNumber", s.opened_at AS "openedAt",
  s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal, d.document_type AS "documentType",
  d.document_class AS "documentClass", COALESCE(d.receipt_number, d.document_number) AS number,
  COALESCE(d.closed_at, d.opened_at) AS at, d.cashier_code AS cashier, d.document_sum AS sum, d.paid_cash AS cash,
  d.paid_noncash AS noncash, d.paid_other AS other, d.identifier AS identifier, d.source_identifier AS "sourceIdentifier",
  d.back_reason AS reason`;

const FOUND = `JOIN document d ON d.shop_id = s.shop_id AND d.shift_id = s.shift_id AND ${OF_NOTE}`;

/** The sum of a kept count by hour and cashier over a shift (alias `s`), for `rowsOfShift`. */
export function keptOfShift(count: string): string {
  return `COALESCE((SELECT SUM(t.${count}) FROM shift_hour t WHERE t.shop_id = s.shop_id AND t.shift_id = s.shift_id), 0)`;
}

export type NotedList = {
  /** Which documents of note, over alias `d`. */
  condition: string;
  /** How many rows a shift (alias `s`) holds, from its kept totals; shifts that hold none are passed over. */
  rowsOfShift: string;
  /** With it each cancelled position of the documents is a row: its columns, over alias `p`. */
  line?: string;
};

/** A page of documents of note. */
export async function readNoted<T extends NotedDocument>(
  { database, scope, query }: TableSource,
  list: NotedList,
): Promise<{ rows: T[]; next: string | null }> {
  const from = placeOfCursor(query.after);
  const wanted = query.limit + 1;
  const rows: T[] = [];
  let some: ListedShift[] = [];
  let hoped = 0;
  const read = async () => {
    if (some.length > 0) rows.push(...(await readOfShifts<T>(database, some, list, from, wanted - rows.length)));
    some = [];
    hoped = 0;
  };
  for await (const shifts of newestShifts(database, scope, from, list.rowsOfShift)) {
    for (const shift of shifts) {
      some.push(shift);
      hoped += shift.rows;
      if (hoped >= wanted - rows.length) await read();
      if (rows.length >= wanted) break;
    }
    if (rows.length >= wanted) break;
  }
  await read();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return { rows: page, next: more ? [last.businessDate, last.shiftId, last.documentId, last.line].join('_') : null };
}

/**
 * The rows of some shifts in their order. They are found first and read then, because what is read of each costs more than finding
 * it. SQLite joins in the order that is written, or it begins with all positions of the shop.
 */
async function readOfShifts<T extends NotedDocument>(
  database: TableSource['database'],
  shifts: readonly ListedShift[],
  { condition, line }: NotedList,
  from: Place | null,
  limit: number,
): Promise<T[]> {
  const order = ['s.business_date', 's.shift_id', 'd.document_id', ...(line === undefined ? [] : ['p.line'])];
  const newestFirst = order.map((one) => `${one} DESC`).join(', ');
  const beyond = from === null ? '' : `AND (${order.join(', ')}) < (${order.map(() => '?').join(', ')})`;
  const cancelled = 'AND p.shop_id = d.shop_id AND p.document_id = d.document_id AND p.cancelled = 1';
  const chosen = chosenSql(shifts);
  return database.all<T>(
    `${chosen.text},
     found AS (
       SELECT d.shop_id AS shop_id, d.document_id AS document_id, s.shift_id AS shift_id${line === undefined ? '' : ', p.line AS line'}
       FROM chosen c CROSS JOIN shift s CROSS JOIN document d ${line === undefined ? '' : 'CROSS JOIN position p'}
       WHERE s.shop_id = c.shop_id AND s.shift_id = c.shift_id AND d.shop_id = c.shop_id AND d.shift_id = c.shift_id
         AND ${OF_NOTE} AND ${condition} ${line === undefined ? '' : cancelled} ${beyond}
       ORDER BY ${newestFirst} LIMIT ?)
     SELECT ${NOTED_COLUMNS}, s.shift_id AS "shiftId", ${line === undefined ? '0 AS line' : `p.line AS line, ${line}`}
     FROM found k CROSS JOIN shift s CROSS JOIN document d CROSS JOIN shop h CROSS JOIN register r
       ${line === undefined ? '' : 'CROSS JOIN position p'}
     WHERE s.shop_id = k.shop_id AND s.shift_id = k.shift_id AND d.shop_id = k.shop_id AND d.document_id = k.document_id
       AND h.shop_id = k.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
       ${line === undefined ? '' : 'AND p.shop_id = k.shop_id AND p.document_id = k.document_id AND p.line = k.line'}
     ORDER BY ${newestFirst}`,
    [...chosen.params, ...(from ?? []).slice(0, order.length), limit],
  );
}

/** How many documents there are for which `condition` holds. */
export async function countNoted({ database, scope }: TableSource, condition: string): Promise<number> {
  const { text, params } = shiftsSql(scope, FOUND, `AND ${condition}`);
  const row = await database.get<{ n: number }>(`SELECT COUNT(*) AS n ${text}`, params);
  return row?.n ?? 0;
}

/** Kept sums of the shifts, by name. */
export async function readCounters(
  { database, scope }: Pick<TableSource, 'database' | 'scope'>,
  counters: Record<string, string>,
): Promise<Cells> {
  const { text, params } = shiftsSql(scope);
  const sums = Object.entries(counters).map(([name, expression]) => `${total(expression)} AS "${name}"`);
  return (await database.get<Cells>(`SELECT ${sums.join(', ')} ${text}`, params)) ?? {};
}

export function documentCells(row: NotedDocument): Cells {
  return {
    at: row.at,
    shop: row.shopCode,
    register: row.registerCode,
    shift: String(row.shiftNumber),
    number: row.number === null ? null : String(row.number),
    kind: row.documentClass,
    cashier: row.cashier,
    reason: row.reason,
  };
}

export function documentTarget(row: NotedDocument): RowTarget {
  return {
    shop: row.shopCode,
    register: row.registerCode,
    shift: shiftKey(row, row.ordinal),
    document: row.identifier ?? String(row.documentId),
  };
}
