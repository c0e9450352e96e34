import { type RefObject, useLayoutEffect, useState } from 'react';
import type { Column } from './column.ts';

const CELL_PADDING = 16;
const SORT_ARROW = 14;

/** `overflows`: even the narrow forms are wider than the room, so the table scrolls sideways. */
export type Widths = { columns: number[]; sum: number; narrow: boolean; overflows: boolean };

/**
 * Widths of the columns in pixels. Numbers get the widest of heading, cells and total, so they are never cut;
 * text keeps its own width and gives way; free room goes to the columns that want it.
 */
export function useWidths<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  box: RefObject<HTMLElement | null>,
): Widths {
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

  return shareRoom(columns, least.length === columns.length ? least : columns.map((column) => column.width), room);
}

/** Shares the room: narrow forms when it is short, growth when there is some left. */
export function shareRoom<Row>(columns: readonly Column<Row>[], least: readonly number[], room: number): Widths {
  const wide = least.reduce((sum, width) => sum + width, 0);
  const narrow = room > 0 && wide > room;
  const widths = least.map((width, at) => (narrow ? (columns[at]?.narrow ?? width) : width));
  const sum = widths.reduce((total, width) => total + width, 0);
  const growing = columns.filter((column) => column.grow).length;
  if (room <= sum || growing === 0) return { columns: widths, sum, narrow, overflows: room > 0 && sum > room };
  const extra = Math.floor((room - sum) / growing);
  return {
    columns: widths.map((width, at) => (columns[at]?.grow ? width + extra : width)),
    sum: room,
    narrow,
    overflows: false,
  };
}

function leastWidths<Row>(columns: readonly Column<Row>[], rows: readonly Row[], box: HTMLElement): number[] {
  const texts: { at: number; text: string; bold: boolean; beside: number }[] = [];
  for (const [at, column] of columns.entries()) {
    for (const line of headingLines(column)) texts.push({ at, text: line, bold: true, beside: SORT_ARROW });
    if (column.total !== undefined) texts.push({ at, text: column.total, bold: true, beside: 0 });
    if (column.sample !== undefined) texts.push({ at, text: column.sample, bold: false, beside: 0 });
    const widest = column.kind === 'number' ? widestRow(column, rows) : null;
    if (widest !== null) texts.push({ at, text: column.text(widest), bold: false, beside: 0 });
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

/** A heading under a group has one line; others may take two, broken where the longer line is shortest. */
export function headingLines(column: { heading: string; group?: string }): string[] {
  // A unit stays with the word before it.
  const words = column.heading.replace(/ (?=₽)/g, '\u00a0').split(' ');
  if (column.group !== undefined || words.length === 1) return [column.heading];
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
