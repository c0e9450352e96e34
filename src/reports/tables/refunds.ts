/** «Возвраты и аннулирования»: each with its reason, its sale and how many days after it. */
import { column, type TableReport, type TableRow, type TableSource } from './model.ts';
import {
  CLOSED,
  documentCells,
  documentColumns,
  documentTarget,
  keptOfShift,
  type NotedDocument,
  readCounters,
  readNoted,
} from './noted-documents.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const REFUNDED = `((d.document_class = 'refund' AND ${CLOSED}) OR d.document_class IN ('annulSale', 'annulRefund'))`;
const ROWS_OF_SHIFT = `s.counted_refund_count + ${keptOfShift('annulled_count')}`;

export const refundsTable: TableReport = {
  previous: false,
  async readTotals(source) {
    const { refundSum = 0 } = await readCounters(source, { refundSum: 's.counted_refund_sum' });
    return { refundSum, annulledSum: (await readAnnulled(source)).sum };
  },
  shift: true,
  async read(source) {
    const { rows: documents, next } = await readNoted(source, { condition: REFUNDED, rowsOfShift: ROWS_OF_SHIFT });
    const sales = await readSources(source, documents);
    const rows = documents.map((row) => rowOf(row, sales));
    const counted = await readCounters(source, {
      refundCount: 's.counted_refund_count',
      refundSum: 's.counted_refund_sum',
      cash: 's.counted_refund_cash',
      noncash: 's.counted_refund_noncash',
    });
    const annulled = await readAnnulled(source);
    const { refundCount, ...sums } = counted;
    const columns = [
      ...documentColumns(source.scope),
      column('kind', 'word'),
      column('refundSum', 'money', 'refundSum'),
      column('cash', 'money', 'refundCash'),
      column('noncash', 'money', 'refundNoncash'),
      column('annulledSum', 'money', 'annulledSum'),
      column('cashier', 'code'),
      column('reason', 'text'),
      column('source', 'code'),
      column('days', 'count', 'daysAfterSale'),
    ];
    const totals = { ...sums, annulledSum: annulled.sum };
    return { columns, rows, totals, rowCount: Number(refundCount ?? 0) + annulled.count, next };
  },
};

function rowOf(row: NotedDocument, sales: Map<string, { number: number | null; at: string | null }>): TableRow {
  const refund = row.documentClass === 'refund';
  const sale = row.sourceIdentifier === null ? undefined : sales.get(row.sourceIdentifier);
  const cells = {
    ...documentCells(row),
    kind: refund && row.documentType === 25 ? 'refundBySale' : row.documentClass,
    refundSum: refund ? row.sum : null,
    cash: refund ? row.cash : null,
    noncash: refund ? row.noncash : null,
    annulledSum: refund ? null : row.sum,
    source: sale?.number === undefined || sale.number === null ? row.sourceIdentifier : String(sale.number),
    days: daysBetween(sale?.at ?? null, row.at),
  };
  return { key: String(row.documentId), cells, target: documentTarget(row) };
}

function daysBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const day = (time: string) => Date.parse(`${time.slice(0, 10)}T00:00:00Z`);
  return Math.round((day(to) - day(from)) / 86_400_000);
}

/** The sales that the refunds of a page refer to, by identifier. */
async function readSources({ database }: TableSource, documents: readonly NotedDocument[]) {
  const wanted = [...new Set(documents.map((row) => row.sourceIdentifier).filter((id) => id !== null))];
  const sales = new Map<string, { number: number | null; at: string | null }>();
  for (let from = 0; from < wanted.length; from += 500) {
    const some = wanted.slice(from, from + 500);
    const rows = await database.all<{ id: string; number: number | null; at: string | null }>(
      `SELECT identifier AS id, COALESCE(receipt_number, document_number) AS number, closed_at AS at FROM document
       WHERE identifier IN (${some.map(() => '?').join(', ')})`,
      some,
    );
    for (const { id, ...sale } of rows) sales.set(id, sale);
  }
  return sales;
}

async function readAnnulled({
  database,
  scope,
}: Pick<TableSource, 'database' | 'scope'>): Promise<{ count: number; sum: number }> {
  const { text, params } = shiftsSql(scope, keptSql('shift_hour'));
  const row = await database.get<{ count: number; sum: number }>(
    `SELECT ${total('t.annulled_count')} AS count, ${total('t.annulled_sum')} AS sum ${text}`,
    params,
  );
  return row ?? { count: 0, sum: 0 };
}
