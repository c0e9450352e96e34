/** «Скидки»: by kind and name, of sales. The row without a kind is what positions give off without saying why. */
import { addKopecks } from '../../domain/money.ts';
import { column, sumRows, type TableReport, type TableRow, type TableSource, withShares } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

/** How a discount is given (data-model §9.7): by amount, by price; whatever else a register writes is a percentage. */
const KINDS = ['summ', 'price'];
const PERCENT = 'percent';

type Row = { type: string; name: string; lines: number; sum: number };

/** Paid with bonus points: no discount (data-model §9.7). */
const BONUS = 'bonus';

export const discountsTable: TableReport = {
  previous: false,
  readTotals: async (source) => ({ discount: await readWhole(source) }),
  shift: true,
  async read({ database, scope }) {
    const kept = shiftsSql(scope, keptSql('shift_discount'), 'GROUP BY t.discount_type, t.discount_name');
    const read = await database.all<Row>(
      `SELECT t.discount_type AS type, t.discount_name AS name, ${total('t.line_count')} AS lines,
         ${total('t.discount_sum')} AS sum ${kept.text}`,
      kept.params,
    );
    const rows = [...byKind(read).values()].map(rowOf);
    rows.sort((a, b) => Number(b.cells['discount']) - Number(a.cells['discount']));
    const rest = (await readWhole({ database, scope })) - Number(sumRows(rows, ['discount'])['discount']);
    if (rest !== 0)
      rows.push({
        key: '.rest',
        cells: { discountType: null, discountName: null, lines: null, discount: rest },
        target: {},
      });
    const totals = sumRows(rows, ['lines', 'discount']);
    withShares(rows, 'discount', totals);
    const columns = [
      column('discountType', 'word'),
      column('discountName', 'text'),
      column('lines', 'count', 'discountLines'),
      column('discount', 'money', 'discount'),
      column('share', 'percent', 'share'),
    ];
    return { columns, rows, totals, rowCount: rows.length, next: null };
  },
};

/** All that positions give off. */
async function readWhole({ database, scope }: Pick<TableSource, 'database' | 'scope'>): Promise<number> {
  const { text, params } = shiftsSql(scope, keptSql('shift_hour'));
  const row = await database.get<{ sum: number }>(`SELECT ${total('t.discount')} AS sum ${text}`, params);
  return row?.sum ?? 0;
}

/** The sums of each kind and name: what is a percentage has many types. */
function byKind(read: readonly Row[]): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const { type: written, name, lines, sum } of read) {
    if (written === BONUS) continue;
    const type = KINDS.includes(written) ? written : PERCENT;
    const key = JSON.stringify([type, name]);
    const before = rows.get(key) ?? { type, name, lines: 0, sum: 0 };
    rows.set(key, { ...before, lines: before.lines + lines, sum: addKopecks(before.sum, sum) });
  }
  return rows;
}

function rowOf({ type, name, lines, sum }: Row): TableRow {
  const cells = { discountType: type, discountName: name === '' ? null : name, lines, discount: sum };
  return { key: `${type}.${name}`, cells, target: {} };
}
