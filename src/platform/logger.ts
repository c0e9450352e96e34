/** Lines for the operator of the process (stderr); the event log for people is another thing. */
export type Logger = {
  info(text: string): void;
  warn(text: string): void;
  /** `cause` is printed with its stack below the line. */
  error(text: string, cause?: unknown): void;
};

/** A logger that writes one line a call through `write`, each with UTC time and level. */
export function createLogger(write: (line: string) => void, now: () => number): Logger {
  const line = (level: string, text: string) => write(`${new Date(now()).toISOString()} ${level} ${text}\n`);
  return {
    info: (text) => line('info ', text),
    warn: (text) => line('warn ', text),
    error: (text, cause) => line('error', cause === undefined ? text : `${text}\n${describeCause(cause)}`),
  };
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
