/** A transfer in words: its state with a mark, what was asked for, why it ended as it did, how long it took. */
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Mark } from '../../components/status-mark.tsx';
import { count, date, time, wallTime } from '../../format/format.ts';
import type { ScreenText, Translate } from '../../ui/language.tsx';

export const STAGES = ['requested', 'accepted', 'preparing', 'sent', 'received', 'loaded', 'done'] as const;
export type Stage = (typeof STAGES)[number];

const endMarks: Partial<Record<TransferRow['state'], Mark>> = {
  done: 'order',
  already: 'order',
  empty: 'unknown',
  failed: 'broken',
  no_answer: 'broken',
  cancelled: 'off',
};

export const isFailed = ({ state }: TransferRow): boolean => state === 'failed' || state === 'no_answer';

/** From the moment that a package is here a transfer runs to its end by itself. */
export const canCancel = ({ endedAt, state }: TransferRow): boolean =>
  endedAt === null && state !== 'received' && state !== 'loaded';

/** Asking for the same again makes sense where the request was ours and it did not bring everything. */
export const canRetry = (transfer: TransferRow): boolean =>
  (isFailed(transfer) || transfer.state === 'cancelled' || transfer.state === 'empty') &&
  transfer.range.kind !== 'none';

/** A milestone in words; undefined for states that are none. */
export function stageText(t: Translate, stage: TransferRow['state'] | null): string | undefined {
  const found = STAGES.find((name) => name === stage);
  return found === undefined ? undefined : t(`transfer.stage.${found}`);
}

/** State and stage: «ошибка: касса готовит», «касса готовит», «запрошена у кассы, повтор 12:34:10». */
export function transferState(transfer: TransferRow, t: Translate, zone?: string): { mark: Mark; word: string } {
  const { state, endedIn, endedAt, nextAttemptAt, attempts, overdue } = transfer;
  const word = t(`transfer.state.${state}`);
  if (endedAt !== null) {
    const stage = isFailed(transfer) || state === 'cancelled' ? stageText(t, endedIn) : undefined;
    const text = stage === undefined ? word : t('transfer.endedIn', { state: word, stage });
    return { mark: endMarks[state] ?? 'order', word: text };
  }
  if (overdue) return { mark: 'late', word: t('transfer.overdue', { state: word }) };
  if (state === 'requested' && nextAttemptAt !== null && attempts === 0)
    return { mark: 'queued', word: t('transfer.state.queued') };
  if (state === 'requested' && nextAttemptAt !== null && attempts > 0)
    return { mark: 'late', word: t('transfer.again', { state: word, at: wallTime(nextAttemptAt, zone).slice(11) }) };
  return { mark: 'progress', word };
}

/** How often the register was asked; null where nobody asked it. */
export function attemptsText({ attempts, range }: TransferRow, language: Language): string | null {
  return range.kind === 'none' && attempts === 0 ? null : count(language, attempts);
}

/** What was asked for: a period, numbers of shifts, new data. Whole days come without times of day. */
export function rangeText({ range, cause }: TransferRow, t: Translate, language: Language): string {
  const { kind, from, to } = range;
  if (kind === 'none' || from === null || to === null)
    return t(cause === 'person' ? 'transfer.range.file' : 'transfer.range.none');
  if (kind === 'new') return t('transfer.range.new', { from: time(language, from) });
  if (kind === 'shifts') return t(from === to ? 'transfer.range.shift' : 'transfer.range.shifts', { from, to });
  return periodText(from, to, t, language);
}

/** `01.11.2026 – 08.11.2026`; with times where it does not begin and end with a day. */
export function periodText(from: string, to: string, t: Translate, language: Language): string {
  const wholeDays = from.slice(11, 16) === '00:00' && to.slice(11, 16) === '23:59';
  if (!wholeDays) return t('transfer.range.dates', { from: time(language, from), to: time(language, to) });
  if (from.slice(0, 10) === to.slice(0, 10)) return t('transfer.range.day', { from: date(language, from) });
  return t('transfer.range.dates', { from: date(language, from), to: date(language, to) });
}

/** Why it ended without everything and what to do about it; null when there is nothing to say. */
export function whyText(transfer: TransferRow, t: Translate, language: Language): string | null {
  const { state, endedIn, reason } = transfer;
  if (isFailed(transfer)) {
    const key: ScreenText = state === 'failed' ? 'transfer.failedText' : 'transfer.noAnswerText';
    return t(key, { stage: stageText(t, endedIn) ?? null, reason: reason?.[language] ?? null });
  }
  if (state === 'empty') return t('transfer.emptyText');
  if (state === 'cancelled') return reason?.[language] ?? null;
  return transfer.overdue ? t('transfer.overdueText') : null;
}

/** How long it took, or has taken until `nowMs`, in ms. */
export function lastedMs({ requestedAt, endedAt }: TransferRow, nowMs: number): number {
  return Math.max(0, (endedAt === null ? nowMs : Date.parse(endedAt)) - Date.parse(requestedAt));
}

const two = (value: number) => String(value).padStart(2, '0');

/** A duration: `0,4 с`, `38 с`, `4 мин 08 с`, `1 ч 04 мин`; whole seconds come without tenths. */
export function durationText(ms: number, t: Translate, language: Language): string {
  if (ms < 9_950 && ms % 1_000 !== 0) {
    const tenths = Math.max(0.1, Math.round(ms / 100) / 10).toFixed(1);
    const s = language === 'ru' ? tenths.replace('.', ',') : tenths;
    return t(ms < 100 ? 'duration.instant' : 'duration.seconds', { s });
  }
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return t('duration.seconds', { s: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('duration.minutes', { m: minutes, s: two(seconds % 60) });
  return t('duration.hours', { h: Math.floor(minutes / 60), m: two(minutes % 60) });
}

/** About how long something takes, in whole minutes; less is «меньше минуты». */
export function aboutText(ms: number, t: Translate): string {
  return ms < 60_000 ? t('duration.underMinute') : t('duration.aboutMinutes', { m: Math.round(ms / 60_000) });
}

/** A duration as a clock, for what still runs: `00:00:41`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** Age in words, only below a day: «14 с назад»; null when it is older. */
export function agoText(ms: number, t: Translate): string | null {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return t('ago.seconds', { n: Math.floor(seconds / 10) * 10 || seconds });
  if (seconds < 3_600) return t('ago.minutes', { n: Math.floor(seconds / 60) });
  return seconds < 86_400 ? t('ago.hours', { n: Math.floor(seconds / 3_600) }) : null;
}
