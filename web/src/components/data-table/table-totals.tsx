import type { Column } from './column.ts';

/** The last row, always in sight: totals of the whole list as the server counted them. */
export function TableTotals<Row>({
  columns,
  before,
  label,
  row,
}: {
  columns: readonly Column<Row>[];
  /** Columns that stand before these. */
  before: number;
  label: string;
  row: number;
}) {
  const firstTotal = columns.findIndex((column) => column.total !== undefined);
  const labelSpan = firstTotal === -1 ? columns.length : firstTotal;
  return (
    <tfoot>
      <tr aria-rowindex={row}>
        {labelSpan + before > 0 && (
          <th scope="row" colSpan={labelSpan + before} className="total-cell cell-text">
            {label}
          </th>
        )}
        {columns.slice(labelSpan).map((column) => (
          <td key={column.id} className={`total-cell cell-${column.kind}`} title={column.totalHint}>
            {column.total ?? ''}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
