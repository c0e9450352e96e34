import type { ReactNode } from 'react';
import type { More } from '../../api/feeds.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import type { Column } from './column.ts';

type DetailProps<Row> = {
  /** The row in use; undefined: nobody has been in the rows yet. */
  row: Row | undefined;
  hidden: readonly Column<Row>[];
  detail: ((row: Row) => ReactNode) | undefined;
};

/** What stands under the rows: the button for more of them, and the row in use in full. */
export function TableBelow<Row>({ more, ...below }: DetailProps<Row> & { more: More | undefined }) {
  return (
    <>
      {more !== undefined && <MoreButton more={more} />}
      {(below.detail !== undefined || below.hidden.length > 0) && <Detail {...below} />}
    </>
  );
}

/** The row in use in full, in a place that is kept free for it. */
function Detail<Row>({ row, hidden, detail }: DetailProps<Row>) {
  return (
    <div className="data-table-detail">
      {row !== undefined && (
        <>
          {hiddenText(hidden, row)}
          {detail?.(row)}
        </>
      )}
    </div>
  );
}

/** What the columns that found no room would show; zeros are not worth a word. */
function hiddenText<Row>(hidden: readonly Column<Row>[], row: Row): string {
  const parts = hidden
    .filter((column) => column.sortBy?.(row) !== 0)
    .map((column) => `${column.group === undefined ? '' : `${column.group}: `}${column.heading} ${column.text(row)}. `);
  return parts.join('');
}

const moreTexts = { idle: 'table.more', loading: 'table.loadingMore', failed: 'table.moreFailed' } as const;

/** «Показать ещё» under a list that is read page by page. */
function MoreButton({ more: { load, state } }: { more: More }) {
  const { t } = useLanguage();
  return (
    <button type="button" className="text-button data-table-more" disabled={state === 'loading'} onClick={load}>
      {t(moreTexts[state])}
    </button>
  );
}

/** What is said instead of rows. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="data-table-empty">{children}</div>;
}

/** The search found nothing; it can be dropped here. */
export function NothingFound() {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  return (
    <div className="data-table-empty">
      <p>{t('table.nothingFound', { text: search.q ?? '' })}</p>
      <button type="button" className="text-button" onClick={() => setSearch({ q: undefined })}>
        {t('table.resetSearch')}
      </button>
    </div>
  );
}
