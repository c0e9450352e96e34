/**
 * A report as an Excel file, written while its rows are read: real numbers and dates, frozen headings, a filter, totals as
 * SUBTOTAL with their value beside, and a sheet «Определения». Own writer, because libraries take four times the time and hold more
 * in memory (docs/decisions).
 */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { ReportColumn, ReportRow, ReportTable } from '../../contracts/web-api.ts';
import { definitionOf, isFigureName } from '../messages/figures.ts';
import type { Language } from '../messages/messages.ts';
import { keyText, screenText } from '../messages/screen-texts.ts';
import { type Cell, headingLines, headingOf, textOf } from './cells.ts';
import { columnName, dateSerial, escaped, STYLES, type StyleName, staticParts, timeSerial } from './xlsx-parts.ts';

/** Rows of one sheet; Excel has 1,048,576, some are kept for headings and totals. */
export const MOST_ROWS = 1_048_000;

export type XlsxOptions = { language: Language; version: string; mostRows?: number };

/** Pieces of the file. What the rows throw ends it. */
export async function* xlsxOf(
  table: ReportTable,
  pages: AsyncIterable<readonly ReportRow[]>,
  { language, version, mostRows = MOST_ROWS }: XlsxOptions,
): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const sheet = new SheetWriter(table, language, version);
  const failed = writeParts(zip, sheet, rowsOf(pages), language, mostRows);
  // Whoever reads the file hears of it; until then it must not count as unheard.
  failed.catch((cause: unknown) => zip.outputStream.emit('error', cause));
  for await (const piece of zip.outputStream) yield piece as Uint8Array;
  await failed;
}

async function* rowsOf(pages: AsyncIterable<readonly ReportRow[]>): AsyncGenerator<ReportRow> {
  for await (const page of pages) yield* page;
}

/** The parts of the file, one after another: a sheet begins when the one before it is full. */
async function writeParts(
  zip: ZipFile,
  sheet: SheetWriter,
  rows: AsyncGenerator<ReportRow>,
  language: Language,
  mostRows: number,
): Promise<void> {
  let next = await rows.next();
  do {
    sheet.begin();
    const stream = Readable.from(
      (async function* () {
        yield sheet.head();
        let piece = '';
        for (let count = 0; next.done !== true && count < mostRows; count += 1) {
          piece += sheet.row(next.value);
          if (piece.length > 65_536) {
            yield piece;
            piece = '';
          }
          next = await rows.next();
        }
        yield piece + sheet.foot(next.done === true);
      })(),
      { objectMode: false },
    );
    const ended = new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
    zip.addReadStream(stream, `xl/worksheets/sheet${sheet.sheets}.xml`, { compressionLevel: 3 });
    await ended;
  } while (next.done !== true);
  zip.addBuffer(Buffer.from(sheet.definitions()), 'xl/worksheets/definitions.xml');
  const names = Array.from({ length: sheet.sheets }, (_, index) =>
    index === 0 ? keyText(language, 'file.sheet') : `${keyText(language, 'file.sheet')} ${index + 1}`,
  );
  for (const [path, text] of staticParts(names, keyText(language, 'file.definitions')))
    zip.addBuffer(Buffer.from(text), path);
  zip.end();
}

type Added = { sum: bigint; known: boolean };

/** Writes the rows of all sheets and keeps the sums that the totals are held against. */
class SheetWriter {
  sheets = 0;
  private readonly table: ReportTable;
  private readonly language: Language;
  private readonly version: string;
  private line = 0;
  private firstLine = 0;
  private readonly ranges: { sheet: number; from: number; to: number }[] = [];
  private readonly added: Added[];
  private readonly widths: number[];

  constructor(table: ReportTable, language: Language, version: string) {
    this.table = table;
    this.language = language;
    this.version = version;
    this.added = table.columns.map(() => ({ sum: 0n, known: false }));
    this.widths = table.columns.map((column) => widthOf(column, headingOf(language, column)));
  }

  begin(): void {
    this.sheets += 1;
    this.line = 0;
  }

  head(): string {
    const { table, language } = this;
    const title = this.cells([['text', keyText(language, `report.${table.report}`), 'title']]);
    const lines = headingLines(table, language, this.version).map(([name, value]) =>
      this.cells([
        ['text', name, 'plain'],
        ['text', value, 'plain'],
      ]),
    );
    const blank = this.cells([]);
    const headings = this.cells(table.columns.map((column) => ['text', headingOf(language, column), 'heading']));
    this.firstLine = this.line + 1;
    const top = `<pane ySplit="${this.line}" topLeftCell="A${this.firstLine}" activePane="bottomLeft" state="frozen"/>`;
    const cols = this.widths.map(
      (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
    );
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${top}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>${title}${lines.join('')}${blank}${headings}`;
  }

  row({ cells }: ReportRow): string {
    const values = this.table.columns.map((column, at): Written => {
      const cell = cells[column.key] ?? null;
      this.add(at, column, cell);
      return this.valueOf(column, cell);
    });
    return this.cells(values);
  }

  /** Totals only below the last row of all sheets. */
  foot(last: boolean): string {
    const lastLine = this.line;
    this.ranges.push({ sheet: this.sheets, from: this.firstLine, to: lastLine });
    const totals = last && lastLine >= this.firstLine ? this.totals() : '';
    const end = columnName(this.table.columns.length - 1);
    const filter = `<autoFilter ref="A${this.firstLine - 1}:${end}${Math.max(lastLine, this.firstLine - 1)}"/>`;
    return `${totals}</sheetData>${filter}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>`;
  }

  definitions(): string {
    const { table, language } = this;
    this.line = 0;
    const t = (key: Parameters<typeof screenText>[1]) => screenText(language, key);
    const heads = ['file.figure', 'file.meaning', 'define.formula', 'define.source', 'define.without'] as const;
    const rows = [this.cells(heads.map((key) => ['text', t(key), 'heading']))];
    for (const column of table.columns) {
      const { figure } = column;
      if (figure === null || !isFigureName(figure)) continue;
      const { what, formula, source, without } = definitionOf(figure);
      const texts = [headingOf(language, column), t(what), t(formula), t(source), t(without)];
      rows.push(this.cells(texts.map((text) => ['text', text, 'wrapped'])));
    }
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="1" width="28" customWidth="1"/><col min="2" max="5" width="48" customWidth="1"/></cols><sheetData>${rows.join('')}</sheetData></worksheet>`;
  }

  private totals(): string {
    const { table, language } = this;
    const values = table.columns.map((column, at): Written => {
      const total = table.totals[column.key] ?? null;
      if (at === 0) return ['text', keyText(language, 'file.total'), 'total'];
      if (total === null) return ['text', '', 'total'];
      const style = `${styleOf(column)}Total` as StyleName;
      // A filter adds up again what the rows add up to; other totals (a share, an average) stay as they are.
      const sums = this.added[at];
      return sums?.known === true && sums.sum === digitsOf(String(total))
        ? ['formula', this.subtotal(at), style, String(total)]
        : ['number', String(total), style];
    });
    return this.cells(values);
  }

  private subtotal(at: number): string {
    const name = columnName(at);
    const sheet = keyText(this.language, 'file.sheet');
    const many = this.ranges.length > 1;
    const parts = this.ranges.map(({ sheet: number, from, to }) => {
      const place = many ? `'${number === 1 ? sheet : `${sheet} ${number}`}'!` : '';
      return `SUBTOTAL(109,${place}${name}${from}:${name}${to})`;
    });
    return parts.join('+');
  }

  private add(at: number, { kind }: ReportColumn, cell: Cell): void {
    const sums = this.added[at];
    if (sums === undefined || cell === null || (kind !== 'money' && kind !== 'quantity' && kind !== 'count')) return;
    sums.sum += digitsOf(String(cell));
    sums.known = true;
  }

  private valueOf(column: ReportColumn, cell: Cell): Written {
    if (cell === null) return ['empty', '', 'plain'];
    const text = String(cell);
    const style = styleOf(column);
    if (column.kind === 'date') return ['number', String(dateSerial(text)), style];
    if (column.kind === 'time') return ['number', timeSerial(text), style];
    if (style === 'plain') return ['text', textOf(this.language, column, text), style];
    return ['number', text, style];
  }

  private cells(values: readonly Written[]): string {
    this.line += 1;
    const line = this.line;
    const cells = values.map(([form, text, style, value], at) => {
      const head = `<c r="${columnName(at)}${line}" s="${STYLES[style]}"`;
      if (form === 'empty') return '';
      if (form === 'number') return `${head}><v>${text}</v></c>`;
      if (form === 'formula') return `${head}><f>${escaped(text)}</f><v>${value ?? ''}</v></c>`;
      return `${head} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
    });
    return `<row r="${line}">${cells.join('')}</row>`;
  }
}

type Written = readonly [form: 'text' | 'number' | 'formula' | 'empty', text: string, style: StyleName, value?: string];

/** Decimal text as a whole number of its last digit: two amounts of one kind have as many decimals. */
function digitsOf(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function styleOf({ kind }: ReportColumn): 'plain' | 'money' | 'quantity' | 'count' | 'percent' | 'date' | 'time' {
  return kind === 'text' || kind === 'code' || kind === 'word' || kind === 'hour' ? 'plain' : kind;
}

const WIDTHS: Partial<Record<ReportColumn['kind'], number>> = { time: 19, date: 11, money: 14, text: 30, word: 20 };

function widthOf({ kind }: ReportColumn, heading: string): number {
  return Math.min(40, Math.max(WIDTHS[kind] ?? 10, heading.length + 2));
}
