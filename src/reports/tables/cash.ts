/** «Движение денежных средств»: cash put in and taken out, and cash given with purchases, which is added up by shift. */
import { shiftKey } from '../../domain/shift-key.ts';
import { ordinalSql } from '../../schema/shift-ordinal.ts';
import { column, type TableReport, type TableRow, type TableSource } from './model.ts';
import {
  CLOSED,
  countNoted,
  documentCells,
  documentColumns,
  documentTarget,
  type NotedDocument,
  readCounters,
  readNoted,
} from './noted-documents.ts';
import { shiftsSql } from './scope.ts';

const MOVED = `d.document_class IN ('cashIn', 'cashOut') AND ${CLOSED}`;
/** How many is not kept: every shift may hold some. */
const ROWS_OF_SHIFT = '1';

const COUNTERS = {
  cashIn: 's.counted_cash_in',
  cashOut: 's.counted_cash_out',
  cashWithdrawal: 's.counted_cash_withdrawal',
};

export const cashTable: TableReport = {
  previous: false,
  readTotals: (source) => readCounters(source, COUNTERS),
  shift: true,
  async read(source) {
    const { rows: documents, next } = await readNoted(source, { condition: MOVED, rowsOfShift: ROWS_OF_SHIFT });
    const withdrawn = await readWithdrawals(source);
    const rows = documents.map(rowOf);
    const totals = await readCounters(source, COUNTERS);
    const columns = [
      ...documentColumns(source.scope),
      column('kind', 'word'),
      column('cashIn', 'money', 'cashIn'),
      column('cashOut', 'money', 'cashOut'),
      column('cashWithdrawal', 'money', 'cashWithdrawal'),
      column('reason', 'text'),
      column('cashier', 'code'),
    ];
    const rowCount = (await countNoted(source, MOVED)) + withdrawn.length;
    // They belong to no document of their own: after the documents, on the last page.
    return { columns, rows: next === null ? [...rows, ...withdrawn] : rows, totals, rowCount, next };
  },
};

function rowOf(row: NotedDocument): TableRow {
  const cells = {
    ...documentCells(row),
    cashIn: row.documentClass === 'cashIn' ? row.sum : null,
    cashOut: row.documentClass === 'cashOut' ? row.sum : null,
    cashWithdrawal: null,
  };
  return { key: String(row.documentId), cells, target: documentTarget(row) };
}

type Withdrawal = {
  shopCode: string;
  registerCode: string;
  shiftId: number;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  ordinal: number;
  at: string | null;
  sum: number;
};

async function readWithdrawals({ database, scope }: TableSource): Promise<TableRow[]> {
  const { text, params } = shiftsSql(
    scope,
    'JOIN shop h ON h.shop_id = s.shop_id',
    'AND s.counted_cash_withdrawal <> 0 ORDER BY s.business_date DESC, s.shift_id DESC',
  );
  const rows = await database.all<Withdrawal>(
    `SELECT h.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_id AS "shiftId",
       s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.business_date AS "businessDate",
       ${ordinalSql('s')} AS ordinal, s.last_document_at AS at, s.counted_cash_withdrawal AS sum ${text}`,
    params,
  );
  return rows.map((row) => ({
    key: `.${row.shiftId}`,
    cells: {
      at: row.at,
      shop: row.shopCode,
      register: row.registerCode,
      shift: String(row.shiftNumber),
      number: null,
      kind: 'cashWithdrawal',
      cashIn: null,
      cashOut: null,
      cashWithdrawal: row.sum,
      reason: null,
      cashier: null,
    },
    target: { shop: row.shopCode, register: row.registerCode, shift: shiftKey(row, row.ordinal) },
  }));
}
