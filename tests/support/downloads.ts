/** Files of reports as tests read them: collected, and Excel files taken apart without a spreadsheet. */

import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { Download } from '../../src/downloads/downloads.ts';

export async function bytesOf({ body }: Pick<Download, 'body'>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The parts of an Excel file by path. */
export async function partsOf(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const parts: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const stream = await zip.openReadStreamPromise(entry);
    parts[entry.fileName] = (await buffer(stream)).toString('utf8');
  }
  return parts;
}

export type SheetCell = { text: string; formula: string | null; style: number };

/** The cells of a sheet, line by line, by the letters of their columns. */
export function linesOf(sheet: string): Record<string, SheetCell>[] {
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) => {
    const cells: Record<string, SheetCell> = {};
    for (const [, name = '', style = '', rest = ''] of row.matchAll(/<c r="([A-Z]+)\d+" s="(\d+)"(.*?)<\/c>/gs)) {
      const text = /<(?:v|t)[^>]*>([^<]*)<\/(?:v|t)>/.exec(rest)?.[1] ?? '';
      cells[name] = { text, formula: /<f>([^<]*)<\/f>/.exec(rest)?.[1] ?? null, style: Number(style) };
    }
    return cells;
  });
}
