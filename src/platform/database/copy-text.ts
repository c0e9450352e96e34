/**
 * Rows as the text that COPY of PostgreSQL takes, put into bytes as they come: what lies outside of the heap the collector does
 * not have to carry while it gathers.
 */
import type { Value } from './database.ts';

export type CopyText = {
  add(row: readonly Value[]): void;
  /** Everything added since the last time, in its order; more may be added at once. */
  take(): Buffer[];
};

/** Each further piece is four times as large, so that few rows cost little memory and many rows few pieces. */
const FIRST_PIECE = 4 * 1024;
const LARGEST_PIECE = 256 * 1024;
/** Bytes that one unit of a string becomes in UTF-8, at most. */
const WIDEST = 3;

export function createCopyText(): CopyText {
  let full: Buffer[] = [];
  let piece = Buffer.alloc(0);
  let length = 0;

  function close(): void {
    if (length > 0) full.push(piece.subarray(0, length));
    length = 0;
  }

  return {
    add(row) {
      const line = lineOf(row);
      const most = line.length * WIDEST;
      if (piece.length - length < most) {
        close();
        if (most > LARGEST_PIECE) {
          full.push(Buffer.from(line));
          piece = Buffer.alloc(0);
          return;
        }
        piece = Buffer.allocUnsafeSlow(Math.max(Math.min(piece.length * 4, LARGEST_PIECE), FIRST_PIECE, most));
      }
      length += piece.write(line, length);
    },
    take() {
      close();
      const taken = full;
      full = [];
      piece = Buffer.alloc(0);
      return taken;
    },
  };
}

function lineOf(row: readonly Value[]): string {
  let line = '';
  let between = '';
  for (const value of row) {
    line += between + fieldOf(value);
    between = '\t';
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function fieldOf(value: Value): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return SPECIAL.test(value) ? value.replace(/[\\\t\n\r]/g, (char) => ESCAPES[char] ?? char) : value;
}
