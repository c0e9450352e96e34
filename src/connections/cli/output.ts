/**
 * Where words go: data to the standard output, everything else to the error stream, so that a pipe gets clean data.
 * Colours and marks help people only: never without a terminal, never alone.
 */
import { commands } from '../../messages/areas/commands.ts';
import { fillText, type Language, type MessageParams } from '../../messages/messages.ts';
import { type Colour, type Column, oneLine, renderPlain, tableLayout } from './table.ts';

export type Format = 'human' | 'plain' | 'json' | 'ndjson';
export type TextKey = keyof (typeof commands)['ru'];

/** A stream as the command line needs it; `columns` is known for terminals. */
export type TextStream = {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
  on?(event: 'error', listener: (cause: Error) => void): unknown;
};

export type Output = {
  format: Format;
  language: Language;
  /** True when people see the data at once, on a terminal. */
  onTerminal: boolean;
  /** True when `progress` is seen; else a line for each step is what helps. */
  showsProgress: boolean;
  text(key: TextKey, params?: MessageParams): string;
  paint(colour: Colour, text: string): string;
  /** True when whoever reads the data has closed the pipe. */
  readerGone(): boolean;
  /** A line of data. */
  data(line: string): void;
  /** One JSON document with the version of its schema. */
  document(value: object): void;
  /** One JSON object on a line of its own. */
  object(value: object): void;
  /** A table for people or tab-separated lines for programs. */
  table<T>(columns: readonly Column<T>[], rows: readonly T[]): void;
  /** The same for rows that come in parts: the heading once, the columns as wide as the first part needs. */
  tableInParts<T>(columns: readonly Column<T>[]): (rows: readonly T[]) => void;
  /** Notices; silent with --quiet. */
  note(line: string): void;
  /** What was done; nothing where it is only tried. */
  done(line: string): void;
  /** What went wrong; never silent. */
  complain(line: string): void;
  /** How far a long work is, in place of the line before; on a terminal only, `null` clears it. */
  progress(line: string | null): void;
};

export type OutputOptions = {
  stdout: TextStream;
  stderr: TextStream;
  env: Readonly<Record<string, string | undefined>>;
  format: Format;
  language: Language;
  quiet: boolean;
  noColour: boolean;
  /** What a command changes is only tried: JSON says so. */
  dryRun: boolean;
};

/** Version of the JSON that commands print; a change that breaks readers raises it. */
const SCHEMA = 1;

export function createOutput(options: OutputOptions): Output {
  const { stdout, stderr, language, format } = options;
  const onTerminal = stdout.isTTY === true;
  const colours = onTerminal && !options.noColour && !options.env.NO_COLOR && options.env.TERM !== 'dumb';
  const paint = (colour: Colour, text: string) => (colours ? `\u001b[${SGR[colour]}m${text}\u001b[0m` : text);
  const text = (key: TextKey, params?: MessageParams) => commandText(language, key, params);
  const movesLine = stderr.isTTY === true && !options.quiet && options.env.TERM !== 'dumb';
  const head = options.dryRun ? { schema: SCHEMA, dryRun: true } : { schema: SCHEMA };
  let progressing = false;
  let readerGone = false;

  // A reader that has seen enough (`| head`) closes the pipe; that is no failure of the command.
  stdout.on?.('error', (cause) => {
    if (!('code' in cause) || cause.code !== 'EPIPE') throw cause;
    readerGone = true;
  });

  function clear(): void {
    if (progressing) stderr.write('\r\u001b[K');
    progressing = false;
  }

  const output: Output = {
    format,
    language,
    onTerminal,
    showsProgress: movesLine,
    text,
    paint,
    readerGone: () => readerGone,
    data(line) {
      clear();
      if (!readerGone) stdout.write(`${line}\n`);
    },
    document: (value) => output.data(harmlessJson(JSON.stringify({ ...head, ...value }, null, 2))),
    object: (value) => output.data(harmlessJson(JSON.stringify({ ...head, ...value }))),
    table(columns, rows) {
      output.tableInParts(columns)(rows);
    },
    tableInParts(columns) {
      const layout = tableLayout(columns, onTerminal ? (stdout.columns ?? null) : null, paint);
      return (rows) => {
        if (format === 'plain') for (const line of renderPlain(columns, rows)) output.data(line);
        else {
          const { lines, hidden } = layout(rows);
          for (const line of lines) output.data(line);
          if (hidden.length > 0) output.note(text('table.hidden', { columns: hidden.join(', ') }));
        }
      };
    },
    note(line) {
      if (options.quiet) return;
      clear();
      stderr.write(`${line}\n`);
    },
    done(line) {
      if (!options.dryRun) output.note(line);
    },
    complain(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    progress(line) {
      if (!movesLine) return;
      clear();
      if (line === null) return;
      stderr.write(oneLine(line).slice(0, (stderr.columns ?? 80) - 1));
      progressing = true;
    },
  };
  return output;
}

/** The same values: what could command a terminal, or turn its writing round, stands as an escape also where JSON does not ask for it. */
function harmlessJson(text: string): string {
  return text.replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text of the command line with its values. */
export function commandText(language: Language, key: TextKey, params: MessageParams = {}): string {
  return fillText(language, commands[language][key], params);
}

const SGR: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32, blue: 34, bold: 1 };
