import type { VirtualItem } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { Link, useGo } from '../frame/link.tsx';
import type { Column, Form } from './column.ts';
import type { HeldItem } from './held-order.ts';
import { MarkCell } from './mark-cells.tsx';
import type { RowMarks } from './marks.ts';

type BodyProps<Row> = {
  columns: readonly Column<Row>[];
  items: readonly HeldItem<Row>[];
  virtual: readonly VirtualItem[];
  /** Height in pixels above the first row, and of everything above the totals. */
  before: number;
  end: number;
  /** Number of the first row of the body among all rows of the grid, from 1. */
  firstRow: number;
  active: number;
  form: Form;
  rowClass: ((row: Row) => string | undefined) | undefined;
  open: ((row: Row) => string | undefined) | undefined;
  onActive: (index: number) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTableSectionElement>) => void;
  marks: RowMarks | undefined;
};

/** The rows on the screen; empty rows stand for the height of those that are not drawn. */
export function TableBody<Row extends object>(props: BodyProps<Row>) {
  const { columns, items, virtual, before, end, marks } = props;
  const width = columns.length + (marks === undefined ? 0 : 1);
  const rows: ReactNode[] = [];
  let at = before;
  for (const place of virtual) {
    const item = items[place.index];
    if (item === undefined) continue;
    if (place.start > at) rows.push(<Space key={`space-${place.index}`} height={place.start - at} columns={width} />);
    rows.push(
      <TableRow
        key={item.id}
        item={item as HeldItem<object>}
        columns={columns as readonly Column<object>[]}
        index={place.index}
        rowNumber={props.firstRow + place.index}
        active={place.index === props.active}
        form={props.form}
        rowClass={props.rowClass as ((row: object) => string | undefined) | undefined}
        open={props.open as ((row: object) => string | undefined) | undefined}
        onActive={props.onActive}
        marks={marks}
        marked={marks?.marked.has(item.id) === true}
      />,
    );
    at = place.end;
  }
  if (end > at) rows.push(<Space key="space-end" height={end - at} columns={width} />);
  return <tbody onKeyDown={props.onKeyDown}>{rows}</tbody>;
}

function Space({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus; it stands for rows that are not drawn
    <tr aria-hidden="true" className="data-table-space" style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}

type RowProps = {
  item: HeldItem<object>;
  columns: readonly Column<object>[];
  index: number;
  rowNumber: number;
  active: boolean;
  form: Form;
  rowClass: ((row: object) => string | undefined) | undefined;
  open: ((row: object) => string | undefined) | undefined;
  onActive: (index: number) => void;
  marks: RowMarks | undefined;
  marked: boolean;
};

/** One row of plain cells: kit components in cells cost ten times the script of a scrolled frame. */
const TableRow = memo(function TableRow({
  item,
  columns,
  index,
  rowNumber,
  active,
  form,
  rowClass,
  open,
  onActive,
  marks,
  marked,
}: RowProps) {
  const { t } = useLanguage();
  const go = useGo();
  const { row, gone } = item;
  const classes = [rowClass?.(row), gone ? 'data-table-gone' : undefined, marked ? 'data-table-marked' : undefined]
    .filter((name) => name !== undefined)
    .join(' ');
  return (
    <tr
      className={classes === '' ? undefined : classes}
      data-index={index}
      aria-rowindex={rowNumber}
      tabIndex={active ? 0 : -1}
      title={gone ? t('table.gone') : undefined}
      onFocus={() => onActive(index)}
      aria-selected={marks === undefined ? undefined : marked}
      onClick={(event) => {
        event.currentTarget.focus({ preventScroll: true });
        marks?.onRow(index, event);
      }}
      onDoubleClick={() => {
        const href = open?.(row);
        if (href !== undefined) go(href);
      }}
    >
      {marks !== undefined && (
        <MarkCell name={markName(columns, row, t)} checked={marked} onBox={(event) => marks.onBox(index, event)} />
      )}
      {columns.map((column) => (
        <Cell key={column.id} column={column} row={row} form={form} />
      ))}
    </tr>
  );
});

/** «Отметить: 347»: the row by the cell that names it. */
function markName(columns: readonly Column<object>[], row: object, t: Translate): string {
  const header = columns.find((column) => column.rowHeader === true) ?? columns[0];
  return t('table.mark', { name: header?.text(row) ?? '' });
}

function Cell({ column, row, form }: { column: Column<object>; row: object; form: Form }) {
  const text = column.text(row);
  const className = `cell-${column.kind}${suffix(column.className?.(row))}`;
  const title = column.hint?.(row) ?? (column.kind === 'text' ? text : undefined);
  const href = column.href?.(row);
  const shown = column.view === undefined ? text : column.view(row, form);
  const content =
    href === undefined ? (
      shown
    ) : (
      <Link href={href} tabIndex={-1}>
        {shown}
      </Link>
    );
  return column.rowHeader === true ? (
    <th scope="row" className={className} title={title}>
      {content}
    </th>
  ) : (
    <td className={className} title={title}>
      {content}
    </td>
  );
}

function suffix(name: string | undefined): string {
  return name === undefined ? '' : ` ${name}`;
}
