/** Dates as people type them: `2026-03-14`, `14.03.2026`, `вчера`, `today`, `-7d`. */
import { type LocalDate, parseLocalTime, toLocal } from '../../domain/local-time.ts';
import { type CommandContext, wrongUse } from './command.ts';

const DAY_MS = 86_400_000;
const words: Readonly<Record<string, number>> = { сегодня: 0, today: 0, вчера: 1, yesterday: 1 };

/** The calendar date that a text means in a time zone; a text that is no date ends the command. */
export function readDate(
  context: Pick<CommandContext, 'parts' | 'output'>,
  option: string,
  text: string,
  timeZone: string,
): LocalDate {
  const date = parseDate(text, toLocal(context.parts.clock.now(), timeZone).slice(0, 10));
  if (date === null) throw wrongUse(context.output, 'usage.date', { option, value: text });
  return date;
}

/** Pure part of `readDate`; `today` is the date of the place. */
export function parseDate(text: string, today: LocalDate): LocalDate | null {
  const written = text.trim().toLowerCase();
  const back = Object.hasOwn(words, written) ? words[written] : daysBack(written);
  if (back !== undefined) return new Date(Date.parse(`${today}T00:00:00Z`) - back * DAY_MS).toISOString().slice(0, 10);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(written);
  const iso = dotted === null ? written : `${dotted[3]}-${dotted[2]?.padStart(2, '0')}-${dotted[1]?.padStart(2, '0')}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null;
  return parseLocalTime(`${iso}T00:00:00`).ok ? iso : null;
}

function daysBack(text: string): number | undefined {
  const match = /^-(\d{1,5})[dд]$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
