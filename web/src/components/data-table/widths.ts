import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { Column, Form } from './column.ts';

const CELL_PADDING = 16;
/** The arrow of the order: beside the words of a heading; over a number it stands in the padding. */
const SORT_ARROW = { text: 14, time: 14, mark: 14, number: 2 };
/** A mark beside a number, with its distance. */
const MARK = 15;
/** A mark before its word, with its distance. */
const MARK_AND_GAP = 22;

/** Which columns are drawn and how wide; `overflows`: even the narrowest form is wider than the room and scrolls sideways. */
export type Widths<Row> = {
  columns: readonly Column<Row>[];
  /** Optional columns for which there is no room. */
  hidden: readonly Column<Row>[];
  widths: number[];
  sum: number;
  form: Form;
  overflows: boolean;
};

/**
 * Widths of the columns in pixels. Numbers get the widest of heading, cells and total, so they are never cut;
 * text keeps its own width and gives way; free room goes to the columns that want it.
 */
export function useWidths<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  box: RefObject<HTMLElement | null>,
  /** Pixels that stand beside the columns. */
  taken = 0,
): Widths<Row> {
  const [least, setLeast] = useState<number[]>(() => columns.map((column) => column.width));
  const [room, setRoom] = useState(0);
  const [fontsAt, setFontsAt] = useState(0);

  useLayoutEffect(() => {
    void fontsAt;
    if (box.current !== null) setLeast(leastWidths(columns, rows, box.current));
  }, [columns, rows, box, fontsAt]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setRoom(element.clientWidth));
    observer.observe(element);
    setRoom(element.clientWidth);
    let mounted = true;
    void document.fonts.ready.then(() => mounted && setFontsAt(1));
    return () => {
      mounted = false;
      observer.disconnect();
    };
  }, [box]);

  return useMemo(() => {
    const own = least.length === columns.length ? least : columns.map((column) => column.width);
    return shareRoom(columns, own, Math.max(0, room - taken));
  }, [columns, least, room, taken]);
}

/**
 * Shares the room. When it is short, text gives way first, then marks lose their words and times their century, then
 * optional columns are left out in their order; when there is some left, columns grow.
 */
export function shareRoom<Row>(columns: readonly Column<Row>[], least: readonly number[], room: number): Widths<Row> {
  const all = columns.map((column, at): Sized<Row> => {
    const wide = least[at] ?? column.width;
    const narrow = column.narrow ?? wide;
    return { column, wide, narrow, narrowest: column.narrowest ?? narrow };
  });
  const fewer = leavingOrder(columns).map((turn) => all.filter(({ column }) => !(leavesAt(column) <= turn)));
  for (const [sized, form] of [...withSpare(all), ...inForms(all), ...fewer.flatMap(inForms)]) {
    const shared = fitInto(sized, room, form);
    if (shared !== null) return { ...shared, hidden: columns.filter((column) => !shared.columns.includes(column)) };
  }
  const needed = all.filter(({ column }) => !column.optional);
  const widths = needed.map((one) => floorOf(one, 'narrowest'));
  return {
    columns: needed.map(({ column }) => column),
    hidden: columns.filter((column) => column.optional),
    widths,
    sum: sumOf(widths),
    form: 'narrowest',
    overflows: true,
  };
}

const forms: readonly Form[] = ['wide', 'narrow', 'narrowest'];
type Sized<Row> = { column: Column<Row> } & Record<Form, number>;

/** When a column leaves: the smaller the sooner; one that is needed never does. */
function leavesAt({ optional }: { optional?: boolean | 'spare' | number }): number {
  if (typeof optional === 'number') return optional;
  return optional === true ? 1 : Number.POSITIVE_INFINITY;
}

/** The turns in which columns leave, the first one first. */
function leavingOrder(columns: readonly { optional?: boolean | 'spare' | number }[]): number[] {
  const turns = new Set(columns.map(leavesAt).filter((turn) => turn !== Number.POSITIVE_INFINITY));
  return [...turns].sort((a, b) => a - b);
}

/** The wide form with all spare columns, then with ever fewer from the right. */
function withSpare<Row>(all: readonly Sized<Row>[]): [Sized<Row>[], Form][] {
  const spare = all.filter(({ column }) => column.optional === 'spare');
  return spare.map((_, left) => {
    const without = new Set(spare.slice(spare.length - left));
    return [all.filter((one) => !without.has(one)), 'wide'];
  });
}

/** Without spare columns, in one form after the other. */
function inForms<Row>(sized: readonly Sized<Row>[]): [Sized<Row>[], Form][] {
  const columns = sized.filter(({ column }) => column.optional !== 'spare');
  return forms.map((form) => [columns, form]);
}

/** What a column must have: text gives way, everything else keeps its form. */
function floorOf<Row>({ column, ...widths }: Sized<Row>, form: Form): number {
  return Math.min(widths[form], column.yields ?? widths[form]);
}

/** The widths when all columns fit, those of text between what they want and what they must have; null when they do not. */
function fitInto<Row>(sized: readonly Sized<Row>[], room: number, form: Form): Omit<Widths<Row>, 'hidden'> | null {
  const wanted = sized.map((one) => one[form]);
  const floors = sized.map((one) => floorOf(one, form));
  const columns = sized.map(({ column }) => column);
  const result = (widths: number[]) => ({ columns, widths, sum: sumOf(widths), form, overflows: false });
  if (room <= 0) return result(wanted);
  if (sumOf(floors) > room) return null;
  const lacking = sumOf(wanted) - room;
  if (lacking > 0) {
    const share = lacking / (sumOf(wanted) - sumOf(floors));
    return result(wanted.map((width, at) => Math.floor(width - (width - (floors[at] ?? width)) * share)));
  }
  const growing = columns.filter((column) => column.grow).length;
  if (growing === 0) return result(wanted);
  const extra = Math.floor(-lacking / growing);
  return { ...result(wanted.map((width, at) => (columns[at]?.grow ? width + extra : width))), sum: room };
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

function leastWidths<Row>(columns: readonly Column<Row>[], rows: readonly Row[], box: HTMLElement): number[] {
  const texts: { at: number; text: string; bold: boolean; beside: number }[] = [];
  for (const [at, column] of columns.entries()) {
    for (const line of headingLines(column))
      texts.push({ at, text: line, bold: true, beside: SORT_ARROW[column.kind] });
    if (column.total !== undefined) texts.push({ at, text: column.total, bold: true, beside: 0 });
    if (column.sample !== undefined) texts.push({ at, text: column.sample, bold: false, beside: 0 });
    if (column.kind !== 'number' && column.size === undefined) continue;
    const widest = widestRow(column, rows);
    const beside = column.kind === 'mark' ? MARK_AND_GAP : 0;
    if (widest !== null) texts.push({ at, text: column.text(widest), bold: false, beside });
    const { marked } = column;
    const widestMarked = marked === undefined ? null : widestRow(column, rows.filter(marked));
    if (widestMarked !== null) texts.push({ at, text: column.text(widestMarked), bold: true, beside: MARK });
  }
  const measured = measure(texts, box);
  return columns.map((column, at) =>
    texts.reduce(
      (width, text, i) =>
        text.at === at ? Math.max(width, Math.ceil((measured[i] ?? 0) + CELL_PADDING + text.beside)) : width,
      column.width,
    ),
  );
}

/** A unit stays with the word before it, a word of one or two letters with the one after it. */
export function glued(heading: string): string {
  return heading.replace(/ (?=₽)/g, '\u00a0').replace(/(^| )(\S{1,2}) /g, '$1$2\u00a0');
}

/** A heading under a group has one line; others may take two, broken where the longer line is shortest. */
export function headingLines(column: { heading: string; group?: string }): string[] {
  const words = glued(column.heading).split(' ');
  if (column.group !== undefined || words.length === 1) return [glued(column.heading)];
  const breaks = words.slice(1).map((_, at) => [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')]);
  const longer = (lines: string[]) => Math.max(...lines.map((line) => line.length));
  return breaks.reduce((best, lines) => (longer(lines) < longer(best) ? lines : best));
}

function widestRow<Row>(column: Column<Row>, rows: readonly Row[]): Row | null {
  const size = column.size ?? ((row: Row) => column.text(row).length);
  let widest: Row | null = null;
  let most = -1;
  for (const row of rows) {
    const length = size(row);
    if (length <= most) continue;
    most = length;
    widest = row;
  }
  return widest;
}

/** Widths of texts in pixels, drawn out of sight in the font of the table. */
function measure(texts: readonly { text: string; bold: boolean }[], box: HTMLElement): number[] {
  const bench = document.createElement('div');
  bench.className = 'data-table-bench';
  bench.setAttribute('aria-hidden', 'true');
  const spans = texts.map(({ text, bold }) => {
    const span = document.createElement('span');
    span.textContent = text;
    if (bold) span.style.fontWeight = '600';
    bench.append(span);
    return span;
  });
  box.append(bench);
  const widths = spans.map((span) => span.getBoundingClientRect().width);
  bench.remove();
  return widths;
}
