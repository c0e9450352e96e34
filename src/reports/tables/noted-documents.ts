/** Lists of documents that are no plain sales, newest first, a page at a time; found by the index of documents of note. */

import type { RowTarget } from '../../../contracts/web-api.ts';
import { shiftKey } from '../../domain/shift-key.ts';
import type { Value } from '../../platform/database/database.ts';
import { ordinalSql } from '../../schema/shift-ordinal.ts';
import { type Cells, column, type TableSource } from './model.ts';
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
/** In this order: else SQLite begins with all positions of the shop. */
const LINES = 'CROSS JOIN position p';
const CANCELLED = 'AND p.shop_id = d.shop_id AND p.document_id = d.document_id AND p.cancelled = 1';

/**
 * A page of documents for which `condition` holds; with `lines` each of their cancelled positions is a row. The page is found first
 * and read then, because what is read of each row costs more than finding it.
 */
export async function readNoted<T extends NotedDocument>(
  { database, scope, query }: TableSource,
  condition: string,
  lines: { columns: string } | null = null,
): Promise<{ rows: T[]; next: string | null }> {
  const after = cursorOf(query.after);
  const order = ['s.business_date', 'd.document_id', ...(lines === null ? [] : ['p.line'])];
  const beyond = after === null ? '' : `AND (${order.join(', ')}) < (${order.map(() => '?').join(', ')})`;
  const newestFirst = (columns: readonly string[]) => columns.map((one) => `${one} DESC`).join(', ');
  const found = shiftsSql(
    scope,
    lines === null ? FOUND : `${FOUND} ${LINES}`,
    `${lines === null ? '' : CANCELLED} AND ${condition} ${beyond} ORDER BY ${newestFirst(order)} LIMIT ?`,
  );
  const values: Value[] = [...found.params, ...(after ?? []).slice(0, order.length), query.limit + 1];
  const read = await database.all<T>(
    `SELECT ${NOTED_COLUMNS}, ${lines === null ? '0 AS line' : `p.line AS line, ${lines.columns}`}
     FROM (SELECT d.shop_id AS shop_id, d.document_id AS document_id, s.shift_id AS shift_id${lines === null ? '' : ', p.line AS line'}
       ${found.text}) k
     CROSS JOIN shift s CROSS JOIN document d CROSS JOIN shop h CROSS JOIN register r ${lines === null ? '' : LINES}
     WHERE s.shop_id = k.shop_id AND s.shift_id = k.shift_id AND d.shop_id = k.shop_id AND d.document_id = k.document_id
       AND h.shop_id = k.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
       ${lines === null ? '' : 'AND p.shop_id = k.shop_id AND p.document_id = k.document_id AND p.line = k.line'}
     ORDER BY ${newestFirst(order)}`,
    values,
  );
  const rows = read.slice(0, query.limit);
  const last = rows.at(-1);
  const next = read.length > query.limit && last !== undefined;
  return { rows, next: next ? `${last.businessDate}_${last.documentId}_${last.line}` : null };
}

function cursorOf(after: string | undefined): Value[] | null {
  const match = /^(\d{4}-\d{2}-\d{2})_(\d{1,15})_(\d{1,9})$/.exec(after ?? '');
  return match === null ? null : [match[1] ?? '', Number(match[2]), Number(match[3])];
}

/** How many documents there are for which `condition` holds. */
export async function countNoted({ database, scope }: TableSource, condition: string): Promise<number> {
  const { text, params } = shiftsSql(scope, FOUND, `AND ${condition}`);
  const row = await database.get<{ n: number }>(`SELECT COUNT(*) AS n ${text}`, params);
  return row?.n ?? 0;
}

/** Kept sums of the shifts, by name. */
export async function readCounters({ database, scope }: TableSource, counters: Record<string, string>): Promise<Cells> {
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
