/** A hole in receipt numbers in words, where it stands among the receipts of its shift. */
import type { GapRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Mark } from '../../components/status-mark.tsx';
import { wallTime } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';

/** `118` or `118–121`. */
export function gapNumbers({ first, last }: Pick<GapRow, 'first' | 'last'>): string {
  return first === last ? String(first) : `${first}–${last}`;
}

export function gapMark({ state }: Pick<GapRow, 'state'>): Mark {
  if (state === 'asked') return 'progress';
  return state === 'absent' ? 'broken' : 'late';
}

/** «запрошен 12:30 · повтор 12:34»; `short` leaves out why only a person asks. */
export function gapText(
  gap: GapRow,
  t: Translate,
  language: Language,
  zone: string | undefined,
  short = false,
): string {
  const clock = (utc: string) => wallTime(utc, zone).slice(11, 16);
  if (gap.state === 'absent') return t('checks.gapAbsent');
  const parts: string[] = [];
  if (gap.state === 'held' && short) parts.push(t('gaps.held'));
  else if (gap.state === 'held') parts.push(gap.heldBy?.[language].replace(/\.$/, '') ?? t('gaps.held'));
  if (gap.askedAt !== null) parts.push(t('checks.gapAsked', { at: clock(gap.askedAt) }));
  else if (gap.state === 'waiting') parts.push(t('gaps.waiting'));
  if (gap.state === 'waiting' && gap.nextAskAt !== null && gap.canBeAsked)
    parts.push(t('checks.gapAgain', { at: clock(gap.nextAskAt) }));
  return parts.join(' · ');
}
