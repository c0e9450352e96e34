import { type ClipboardEvent, type ReactNode, useCallback, useMemo, useRef } from 'react';
import type { More } from '../../api/feeds.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import type { FigureName } from '../definitions/figures.ts';
import { useGo } from '../frame/link.tsx';
import type { Column } from './column.ts';
import { toTsv } from './copy.ts';
import { FOOT_HEIGHT, HEAD_HEIGHT, HEAD_ROW_HEIGHT, useGridFocus } from './grid-focus.ts';
import { type Hands, useHands } from './hands.ts';
import { useHeldRows } from './held-order.ts';
import { useLoadAhead } from './load-ahead.ts';
import { MARK_WIDTH } from './mark-cells.tsx';
import { type Marks, useRowMarks } from './marks.ts';
import { useTableModel } from './model.ts';
import { useFoundRows } from './search.ts';
import { readSorting, writeSorting } from './sorting.ts';
import { TableBar } from './table-bar.tsx';
import { Empty, NothingFound, TableBelow } from './table-below.tsx';
import { TableBody } from './table-body.tsx';
import { TableHead } from './table-head.tsx';
import { TableTotals } from './table-totals.tsx';
import { useWidths } from './widths.ts';
import './data-table.css';

export type DataTableProps<Row extends object> = {
  /** Name of the table for readers and tests. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names what is listed: another key (period, filter) is another list, which shows at once. */
  viewKey: string;
  /** Order when the address names none: `-openedAt`. */
  defaultSort?: string;
  /** Where Enter and a double click on a row lead; undefined: this one has no page. */
  open?: (row: Row) => string | undefined;
  rowClass?: (row: Row) => string | undefined;
  /** The counts of the whole list, always shown: «Смен: 10 000, не выгружено: 612». */
  summary: string;
  /** First words of the totals row; columns bring their totals. */
  totalsLabel?: string;
  /** The row in use in full, under the table: cells may cut it. */
  detail?: (row: Row) => ReactNode;
  /** Shown instead of rows when the list is empty. */
  empty: ReactNode;
  /** Drawn at the beginning of the bar: quick filters. */
  bar?: ReactNode;
  /** The server searches the whole list for the words of the address; the rows are what it found. */
  searchedByServer?: boolean;
  /** New rows come in by themselves while the table is scrolled to its top, also under the pointer (a log that is followed). */
  follow?: boolean;
  /** There are more rows than these: the button under them. */
  more?: More | undefined;
  /** Rows can be marked: by box, Shift+click, Space, Ctrl+A. */
  marking?: Marking<Row> | undefined;
};

/** Marked rows and what can be done with them. */
export type Marking<Row> = {
  marks: Marks;
  /** Sums of the marked rows, in the place of the counts of the list. */
  summary: (rows: Row[]) => string;
  /** Buttons that are always in their place, whether or not rows are marked. */
  actions: (rows: Row[]) => ReactNode;
};

/** The table of the product: virtual rows, fixed headings and totals, keyboard, search, order, copying. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const parts = useGrid(props);
  const { box, grid, hands, widths, list, focus, levels, headHeight, footHeight, totals, marks } = parts;
  const { columns } = widths;
  const { headerGroups, held, sorting } = list;
  const current = held.items[focus.active]?.row;
  const onCopy = useCopy(columns, current);
  const backToRows = () => held.items.length > 0 && focus.focusRow(focus.active);
  return (
    <section className="data-table" aria-label={props.label} {...hands.around}>
      <ListBar props={props} parts={parts} onLeaveSearch={backToRows} />
      <div className="data-table-box" data-overflows={widths.overflows} ref={box} {...hands.listeners}>
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the focus is a grid
          role="grid"
          aria-label={props.label}
          aria-rowcount={levels + held.items.length + (totals === undefined ? 0 : 1)}
          data-marks={marks !== undefined}
          style={{ width: widths.sum + (marks === undefined ? 0 : MARK_WIDTH) }}
          onCopy={onCopy}
        >
          <colgroup>
            {marks !== undefined && <col style={{ width: MARK_WIDTH }} />}
            {columns.map((column, at) => (
              <col key={column.id} style={{ width: widths.widths[at] }} />
            ))}
          </colgroup>
          <TableHead
            groups={headerGroups}
            columns={columns}
            sorting={sorting}
            form={widths.form}
            marks={marks}
            onLeave={backToRows}
          />
          <TableBody
            columns={columns}
            items={held.items}
            virtual={focus.virtualizer.getVirtualItems()}
            before={headHeight}
            end={focus.virtualizer.getTotalSize() - footHeight}
            firstRow={levels + 1}
            active={focus.active}
            form={widths.form}
            rowClass={props.rowClass}
            open={props.open}
            onActive={focus.setActive}
            onKeyDown={(event) => marks?.onKey(event) !== true && focus.onBodyKey(event)}
            marks={marks}
          />
          {totals !== undefined && (
            <TableTotals
              columns={columns}
              before={marks === undefined ? 0 : 1}
              label={totals}
              row={levels + held.items.length + 1}
            />
          )}
        </table>
        {held.items.length === 0 && (list.searched ? <NothingFound /> : <Empty>{props.empty}</Empty>)}
      </div>
      <TableBelow
        more={props.more}
        row={focus.used ? current : undefined}
        hidden={widths.hidden}
        detail={props.detail}
      />
    </section>
  );
}

/** The parts of the table: which columns and rows are drawn, how high the fixed ones are, what has the focus. */
function useGrid<Row extends object>(props: DataTableProps<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const go = useGo();
  const hands = useHands(props.follow === true);
  const widths = useWidths(props.columns, props.rows, box, props.marking === undefined ? 0 : MARK_WIDTH);
  const list = useList(props, widths.columns, hands);
  const { items } = list.held;
  const levels = list.headerGroups.length;
  const headHeight = levels === 1 ? HEAD_HEIGHT : levels * HEAD_ROW_HEIGHT;
  const totals = items.length > 0 ? props.totalsLabel : undefined;
  const footHeight = totals === undefined ? 0 : FOOT_HEIGHT;
  const { open } = props;
  const onOpen = (index: number) => {
    const item = items[index];
    const href = item === undefined ? undefined : open?.(item.row);
    if (href !== undefined) go(href);
  };
  const focus = useGridFocus({ items, box, grid, headHeight, footHeight, onOpen });
  const marks = useRowMarks({ marks: props.marking?.marks, items, active: focus.active, focusRow: focus.focusRow });
  return { box, grid, hands, widths, list, focus, levels, headHeight, footHeight, totals, marks };
}

type ListBarProps<Row extends object> = {
  props: DataTableProps<Row>;
  parts: ReturnType<typeof useGrid<Row>>;
  onLeaveSearch: () => void;
};

/** The line above the rows. */
function ListBar<Row extends object>({ props, parts: { list, focus, marks }, onLeaveSearch }: ListBarProps<Row>) {
  const { held } = list;
  const figures = useFigures(props.columns);
  const visible = focus.virtualizer.range ?? { startIndex: 0, endIndex: 0 };
  useLoadAhead({ more: props.more, last: visible.endIndex, rows: held.items.length, whole: list.ordered });
  return (
    <TableBar
      before={props.bar}
      figures={figures}
      searchedByServer={props.searchedByServer === true}
      summary={props.summary}
      shown={held.items.length}
      total={props.rows.length}
      first={visible.startIndex}
      last={visible.endIndex}
      marks={<MarkBar marking={props.marking} items={held.items} />}
      isMarked={marks?.some === true}
      waiting={held.waiting}
      onShowWaiting={held.release}
      onLeaveSearch={onLeaveSearch}
    />
  );
}

/** What is marked and what can be done with it; nothing in tables without marks. */
function MarkBar<Row>({
  marking,
  items,
}: {
  marking: Marking<Row> | undefined;
  items: readonly { id: string; row: Row }[];
}) {
  const { t } = useLanguage();
  if (marking === undefined) return null;
  const { marks, summary, actions } = marking;
  const rows = items.filter((item) => marks.marked.has(item.id)).map((item) => item.row);
  return (
    <>
      {rows.length > 0 && <p className="table-marked">{summary(rows)}</p>}
      {actions(rows)}
      {rows.length > 0 && (
        <button type="button" className="text-button" onClick={() => marks.set(new Set())}>
          {t('table.dropMarks')}
        </button>
      )}
    </>
  );
}

const NO_HANDS = { inside: false, near: false };

/** The rows of the list as they are shown: found, ordered, and held in place while somebody works in them. */
function useList<Row extends object>(props: DataTableProps<Row>, columns: readonly Column<Row>[], hands: Hands) {
  const { rows, rowId, viewKey, defaultSort } = props;
  const [search, setSearch] = useSearchState();
  const ids = useMemo(() => columns.map((column) => column.id), [columns]);
  const sorting = useMemo(() => readSorting(search.sort ?? defaultSort, ids), [search.sort, defaultSort, ids]);
  const onSorting = useCallback((next: typeof sorting) => setSearch({ sort: writeSorting(next) }), [setSearch]);
  const found = useFoundRows(rows, props.columns, props.searchedByServer === true ? '' : (search.q ?? ''));
  const model = useTableModel({ columns, rows: found, rowId, sorting, onSorting });
  // What is not read yet may belong before or between these rows.
  const ordered = search.sort !== undefined || (search.q !== undefined && props.searchedByServer !== true);
  // The rows that are read for an order or a search are what the person waits for: they come at once.
  const reading = ordered && props.more?.byItself === true;
  const listKey = `${viewKey}|${writeSorting(sorting) ?? ''}|${search.q ?? ''}|${reading}`;
  const held = useHeldRows(model.items, listKey, reading ? NO_HANDS : hands);
  // An empty list that nobody searched has its own words.
  const searched = search.q !== undefined && (rows.length > 0 || props.searchedByServer === true);
  return { headerGroups: model.headerGroups, held, sorting, searched, ordered };
}

/** The figures of a table that are explained. */
function useFigures<Row>(columns: readonly Column<Row>[]): readonly FigureName[] {
  return useMemo(() => columns.map((column) => column.define).filter((figure) => figure !== undefined), [columns]);
}

/** Ctrl+C without a marked text copies the current row as a spreadsheet takes it. */
function useCopy<Row>(columns: readonly Column<Row>[], row: Row | undefined) {
  const { language } = useLanguage();
  return (event: ClipboardEvent) => {
    if (row === undefined || window.getSelection()?.isCollapsed === false) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', toTsv(language, columns, [row]));
  };
}
