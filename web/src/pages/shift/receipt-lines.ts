/** The documents of a shift with the holes in their receipt numbers where they belong. */
import type { DocumentRow, GapRow } from '../../../../contracts/web-api.ts';
import type { Column } from '../../components/data-table/column.ts';

/** A row of «Чеки»: a document, or numbers that are missing. */
export type ReceiptLine = { document: DocumentRow; gap?: never } | { gap: GapRow; document?: never };

/** A hole stands before the first receipt with a greater number, else at the end. Documents are in the order of their times. */
export function linesOf(documents: readonly DocumentRow[], gaps: readonly GapRow[]): ReceiptLine[] {
  const lines: ReceiptLine[] = documents.map((document) => ({ document }));
  for (const gap of [...gaps].sort((a, b) => a.first - b.first)) {
    const at = lines.findIndex(({ document }) => (document?.receiptNumber ?? 0) > gap.last);
    lines.splice(at === -1 ? lines.length : at, 0, { gap });
  }
  return lines;
}

/** The time that puts a hole between its neighbours when the rows are in the order of times. */
export function timeOfLine(line: ReceiptLine): string | null {
  return line.document === undefined ? line.gap.from : (line.document.closedAt ?? line.document.openedAt);
}

/** A column of documents as one of all rows: a hole is text in two of them and says nothing in the others. */
export function columnOfLines(
  column: Column<DocumentRow>,
  gapText: (gap: GapRow, columnId: string) => string | undefined,
): Column<ReceiptLine> {
  const { text, sortBy, size, view, href, className, hint, marked, ...same } = column;
  const of = <T>(read: ((document: DocumentRow) => T) | undefined, forGap: (gap: GapRow) => T) =>
    read === undefined
      ? undefined
      : (line: ReceiptLine) => (line.document === undefined ? forGap(line.gap) : read(line.document));
  const defined = <K extends string, V>(key: K, value: V | undefined) =>
    (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
  const textOfGap = (gap: GapRow) => gapText(gap, column.id) ?? '';
  const textOfLine = (line: ReceiptLine) => (line.document === undefined ? textOfGap(line.gap) : text(line.document));
  // The numbers of a hole are longer than those of receipts.
  const lengthOfLine = (line: ReceiptLine) => textOfLine(line).length;
  const sizeOfLine = of(size, () => 0);
  const sort =
    column.id === 'time' ? (line: ReceiptLine) => timeOfLine(line) : of(sortBy, (gap) => sortOfGap(gap, column.id));
  return {
    ...same,
    text: textOfLine,
    className: (line) => (line.document === undefined ? 'cell-gap' : className?.(line.document)),
    hint: (line) => (line.document === undefined ? gapText(line.gap, column.id) : hint?.(line.document)),
    ...defined('sortBy', sort),
    ...defined('size', column.id === 'receipt' ? lengthOfLine : sizeOfLine),
    ...defined(
      'href',
      of(href, () => undefined),
    ),
    ...defined(
      'marked',
      of(marked, () => false),
    ),
    ...(view === undefined
      ? {}
      : {
          view: (line, form) => (line.document === undefined ? textOfGap(line.gap) : view(line.document, form)),
        }),
  };
}

function sortOfGap(gap: GapRow, columnId: string): number | null {
  return columnId === 'receipt' ? gap.first : null;
}
