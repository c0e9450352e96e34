/** «Удалённые строки чеков» (сторно): what was removed from open receipts, by whom, who confirmed it. */
import { column, type TableReport, type TableRow, type TableSource } from './model.ts';
import {
  documentCells,
  documentColumns,
  documentTarget,
  keptOfShift,
  type NotedDocument,
  readNoted,
} from './noted-documents.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

type Line = NotedDocument & {
  positionNumber: number;
  item: string;
  itemName: string;
  department: string;
  quantity: number;
  price: number;
  lineSum: number;
};

const LINE = `p.position_number AS "positionNumber", p.item_code AS item, p.name AS "itemName", p.department_code AS department,
  p.quantity AS quantity, p.price AS price, p.position_sum AS "lineSum"`;

export const cancelledTable: TableReport = {
  previous: false,
  readTotals: async (source) => ({ cancelledSum: (await readTotals(source)).sum }),
  shift: true,
  async read(source) {
    const { rows: lines, next } = await readNoted<Line>(source, {
      condition: 'd.cancelled_count > 0',
      rowsOfShift: keptOfShift('cancelled_count'),
      line: LINE,
    });
    const confirmations = await readConfirmations(source, lines);
    const rows = lines.map((line): TableRow => {
      const confirmed = confirmations.get(`${line.documentId} ${line.positionNumber}`);
      const cells = {
        ...documentCells(line),
        item: line.item,
        itemName: line.itemName === '' ? null : line.itemName,
        department: line.department,
        quantity: line.quantity,
        price: line.price,
        cancelledSum: line.lineSum,
        confirmedBy: confirmed?.by ?? null,
        cancelledAt: confirmed?.at ?? null,
      };
      return { key: `${line.documentId}.${line.line}`, cells, target: documentTarget(line) };
    });
    const { count, sum } = await readTotals(source);
    const columns = [
      ...documentColumns(source.scope),
      column('item', 'code'),
      column('itemName', 'text'),
      column('department', 'code'),
      column('quantity', 'quantity', 'cancelledQuantity'),
      column('price', 'money'),
      column('cancelledSum', 'money', 'cancelledSum'),
      column('cashier', 'code'),
      column('confirmedBy', 'code'),
      column('cancelledAt', 'time'),
    ];
    return { columns, rows, totals: { cancelledSum: sum }, rowCount: count, next };
  },
};

async function readTotals({
  database,
  scope,
}: Pick<TableSource, 'database' | 'scope'>): Promise<{ count: number; sum: number }> {
  const { text, params } = shiftsSql(scope, keptSql('shift_hour'));
  const row = await database.get<{ count: number; sum: number }>(
    `SELECT ${total('t.cancelled_count')} AS count, ${total('t.cancelled_sum')} AS sum ${text}`,
    params,
  );
  return row ?? { count: 0, sum: 0 };
}

type Confirmation = { by: string | null; at: string | null };

/** Who confirmed and when stands only in the document as it was received (`opid`, `timestorno`). */
async function readConfirmations(
  { database }: TableSource,
  lines: readonly Line[],
): Promise<Map<string, Confirmation>> {
  const found = new Map<string, Confirmation>();
  const byShop = Map.groupBy(lines, ({ shopId }) => shopId);
  for (const [shopId, own] of byShop) {
    const ids = [...new Set(own.map(({ documentId }) => documentId))];
    for (let from = 0; from < ids.length; from += 500) {
      const some = ids.slice(from, from + 500);
      const rows = await database.all<{ id: number; raw: string }>(
        `SELECT document_id AS id, raw FROM document_raw
         WHERE shop_id = ? AND document_id IN (${some.map(() => '?').join(', ')})`,
        [shopId, ...some],
      );
      for (const { id, raw } of rows)
        for (const { number, ...confirmation } of confirmationsOf(raw)) found.set(`${id} ${number}`, confirmation);
    }
  }
  return found;
}

function confirmationsOf(raw: string): ({ number: number } & Confirmation)[] {
  const { stornoPositions } = JSON.parse(raw) as { stornoPositions?: unknown };
  if (!Array.isArray(stornoPositions)) return [];
  return (stornoPositions as Record<string, unknown>[]).map(({ posNum, opid, timestorno }) => ({
    number: Number(posNum),
    by: typeof opid === 'string' || typeof opid === 'number' ? String(opid) : null,
    at:
      typeof timestorno === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(timestorno)
        ? timestorno.slice(0, 19)
        : null,
  }));
}
