import type { ReactNode } from 'react';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { PlainHead } from '../plain-head.tsx';
import type { RowMarks } from './use-row-marks.ts';
import '../plain-table.css';
import './marked-table.css';

type MarkedTableProps<Row> = {
  label: string;
  /** The first one is that of the number. */
  headings: readonly ScreenText[];
  /** Which headings are of times of many shops, by the clock of this browser. */
  times?: readonly ScreenText[];
  rows: readonly Row[];
  /** The number by which a row is called. */
  idOf: (row: Row) => string;
  marks: RowMarks<Row>;
  /** The cells behind the number. */
  cells: (row: Row) => ReactNode;
};

/** A small table whose rows are marked to be worked with together. */
export function MarkedTable<Row>({ label, headings, times, rows, idOf, marks, cells }: MarkedTableProps<Row>) {
  const { t } = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable
    <div className="plain-box" tabIndex={0}>
      <table className="plain-table marked-table" aria-label={label}>
        <PlainHead
          headings={headings}
          times={times === undefined ? undefined : { of: times, zone: undefined }}
          first={
            marks.any ? (
              <input
                type="checkbox"
                aria-label={t('cases.markAll')}
                checked={marks.all}
                onChange={() => marks.toggleAll()}
              />
            ) : (
              ''
            )
          }
        />
        <tbody>
          {rows.map((row) => {
            const id = idOf(row);
            const marked = marks.isMarked(row);
            return (
              <tr key={id} aria-selected={marked ? true : undefined} className={marked ? 'row-marked' : undefined}>
                <td>
                  {marks.canMark(row) && (
                    <input
                      type="checkbox"
                      aria-label={t('cases.mark', { id })}
                      checked={marked}
                      onChange={() => marks.toggle(row)}
                    />
                  )}
                </td>
                <th scope="row">{id}</th>
                {cells(row)}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
