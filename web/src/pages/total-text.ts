import type { Language } from '../../../src/messages/messages.ts';
import { count } from '../format/format.ts';
import type { Translate } from '../ui/language.tsx';

type List = 'audit' | 'log' | 'transfers' | 'packages';

/** No list is counted beyond this; the server then says one more. */
const MOST_COUNTED = 100_000;

/**
 * How long a list is (UX §7.1): all of it when it is read to its end, else what is shown of how many. A total of null = a
 * text is looked for, and nobody knows before it is read.
 */
export function totalText(
  t: Translate,
  language: Language,
  shown: number,
  isWhole: boolean,
  total: number | null,
  list: List,
): string {
  if (isWhole) return t(`${list}.summary`, { n: shown });
  if (total === null) return t(`${list}.more`, { n: shown });
  if (total > MOST_COUNTED)
    return t('lists.ofMany', { shown: count(language, shown), total: count(language, MOST_COUNTED) });
  return t('lists.of', { shown: count(language, shown), total: t(`${list}.summary`, { n: total }) });
}

/** The number beside a tab; none where nobody has counted so far. */
export function tabCount(total: number | null): number | undefined {
  return total === null || total > MOST_COUNTED ? undefined : total;
}
