/** Lines for the operator of the process (stderr); the event log for people is another thing. */
export type Logger = {
  info(text: string): void;
  warn(text: string): void;
  /** `cause` is printed with its stack below the line. */
  error(text: string, cause?: unknown): void;
};

/** A logger that writes one line a call through `write`, each with UTC time and level; what strangers have put into it makes no line of its own. */
export function createLogger(write: (line: string) => void, now: () => number): Logger {
  const line = (level: string, text: string) => write(`${new Date(now()).toISOString()} ${level} ${text}\n`);
  return {
    info: (text) => line('info ', inOneLine(text)),
    warn: (text) => line('warn ', inOneLine(text)),
    error: (text, cause) =>
      line('error', cause === undefined ? inOneLine(text) : `${inOneLine(text)}\n${indented(describeCause(cause))}`),
  };
}

/** Line ends, what commands a terminal, and what turns the writing round. */
const COMMANDING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Those as escapes. */
function inOneLine(text: string): string {
  return text.replace(COMMANDING, escaped);
}

/** The lines below are told from the next entry by their indent, whatever they hold. */
function indented(text: string): string {
  return text.replace(COMMANDING, (sign) => (sign === '\n' ? '\n  ' : escaped(sign))).replace(/^/, '  ');
}

function escaped(sign: string): string {
  return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** An error with its chain of causes as text. */
export function describeCause(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const next = cause.cause === undefined ? '' : `\ncaused by: ${describeCause(cause.cause)}`;
  return `${cause.stack ?? cause.message}${next}`;
}

export const silentLogger: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
