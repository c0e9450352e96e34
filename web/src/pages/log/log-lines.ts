/** Entries as lines of the log: the same thing told again and again is one line with its number. */
import type { EventRow } from '../../../../contracts/web-api.ts';

/** `times` > 1: the newest of so many alike, the first of them at `since`. */
export type LogLine = EventRow & { times: number; since: string };

/** Fewer in a row are told one by one. */
const FOLD_FROM = 3;

/** Lines of entries, newest first. Entries are alike when place, code, level and words are, but for the number of an attempt. */
export function logLines(events: readonly EventRow[], fold: boolean): LogLine[] {
  const lines: LogLine[] = [];
  for (let at = 0; at < events.length; ) {
    const event = events[at];
    if (event === undefined) break;
    let end = at + 1;
    if (fold) while (end < events.length && alike(event, events[end])) end += 1;
    if (end - at < FOLD_FROM) end = at + 1;
    lines.push({ ...event, times: end - at, since: events[end - 1]?.at ?? event.at });
    at = end;
  }
  return lines;
}

function alike(a: EventRow, b: EventRow | undefined): boolean {
  return (
    b !== undefined &&
    a.code === b.code &&
    a.level === b.level &&
    a.shopCode === b.shopCode &&
    a.registerCode === b.registerCode &&
    withoutAttempt(a) === withoutAttempt(b)
  );
}

function withoutAttempt({ text }: EventRow): string {
  return text.ru.replace(/попытка \d+/g, 'попытка');
}
