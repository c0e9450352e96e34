/** Times as people say them: «сегодня 12:30:58», «вчера 21:05:14», else the whole date. */

import type { Language } from '../../../../src/messages/messages.ts';
import { addDays } from '../../components/period-field/calendar-dates.ts';
import { timeToSecond } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';

/** `local` and `today` are of the same clock: `yyyy-MM-ddTHH:mm:ss` and `yyyy-MM-dd`. */
export function nearTime(local: string, today: string, t: Translate, language: Language): string {
  const [day, clock] = [local.slice(0, 10), local.slice(11, 19)];
  if (day === today) return t('time.today', { time: clock });
  return day === addDays(today, -1) ? t('time.yesterday', { time: clock }) : timeToSecond(language, local);
}
