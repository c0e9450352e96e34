import type { Translate } from '../../ui/language.tsx';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something lasts since a UTC time: `2 ч 14 мин`, days from two on. */
export function ageText(t: Translate, sinceUtc: string, nowMs: number): string {
  const ms = Math.max(0, nowMs - Date.parse(sinceUtc));
  if (ms < MINUTE) return t('age.seconds', { s: Math.floor(ms / SECOND) });
  if (ms < HOUR) return t('age.minutes', { m: Math.floor(ms / MINUTE) });
  if (ms < 2 * DAY) return t('age.hours', { h: Math.floor(ms / HOUR), m: Math.floor((ms % HOUR) / MINUTE) });
  return t('age.days', { d: Math.floor(ms / DAY), h: Math.floor((ms % DAY) / HOUR) });
}
