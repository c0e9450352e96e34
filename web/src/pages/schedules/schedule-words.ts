import type { Schedule, ScheduleRunRow, SlotRule } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Mark } from '../../components/status-mark.tsx';
import { time } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import type { Translate } from '../../ui/language.tsx';
import { registerName, shopName } from '../names.ts';

/** Whom a schedule is about: «Магазин 12 · Невский, Касса 3». */
export function scopeName(t: Translate, { groupCode, shopCode, registerCode, name }: Schedule): string {
  if (groupCode !== null)
    return name === null || name === groupCode
      ? t('schedules.scope.groupPlain', { code: groupCode })
      : t('schedules.scope.group', { code: groupCode, name });
  if (shopCode === null) return t('schedules.scope.server');
  if (registerCode === null) return shopName(t, shopCode, name);
  return `${shopName(t, shopCode, null)}, ${registerName(t, registerCode, name)}`;
}

export function ruleText(t: Translate, rule: SlotRule): string {
  if (rule.kind === 'daily') return t('schedules.daily', { times: rule.times.join(', ') });
  return t('schedules.every', { n: rule.minutes, from: rule.from, to: rule.to });
}

/** How it stands: paused, about nobody, not run yet, or how the last run went. */
export function scheduleState(
  t: Translate,
  language: Language,
  { paused, pausedAt, pausedBy, registers, lastRun }: Schedule,
): { mark: Mark; word: string } {
  if (paused) {
    const at = zonedTime(language, pausedAt, undefined);
    if (pausedAt === null) return { mark: 'off', word: t('schedules.state.paused') };
    if (pausedBy === null) return { mark: 'off', word: t('schedules.state.pausedAt', { at }) };
    return { mark: 'off', word: t('schedules.state.pausedBy', { at, author: pausedBy }) };
  }
  if (registers === 0) return { mark: 'late', word: t('schedules.state.nobody') };
  if (lastRun === null) return { mark: 'unknown', word: t('schedules.state.never') };
  if (lastRun.underWay > 0) return { mark: 'progress', word: t('schedules.state.running') };
  if (lastRun.failed + lastRun.refused - lastRun.noWay > 0)
    return { mark: 'broken', word: t('schedules.state.failed') };
  if (lastRun.noWay > 0) return { mark: 'late', word: t('schedules.state.noWay') };
  if (lastRun.outcome === 'caught_up') return { mark: 'late', word: t('schedules.state.late') };
  return { mark: 'order', word: t('schedules.state.fine') };
}

/** A slot by the clock of its shop, with the name of that clock. */
export function slotText(t: Translate, language: Language, { slot, timeZone }: { slot: string; timeZone: string }) {
  return t('schedules.slot', { slot: time(language, slot), zone: timeZone });
}

/** Whether a run was on time, caught up, by hand or skipped, and why. */
export function outcomeText(t: Translate, language: Language, run: ScheduleRunRow): string {
  const { outcome, missed, ranAt, author } = run;
  const at = zonedTime(language, ranAt, undefined);
  if (outcome === 'paused') return t('schedules.outcome.paused', { missed });
  if (outcome === 'by_hand')
    return author === null ? t('schedules.outcome.by_hand') : t('schedules.outcome.byHandBy', { author });
  if (outcome === 'on_time') return t('schedules.outcome.on_time');
  return missed > 0 ? t('schedules.outcome.caughtUpMissed', { at, missed }) : t('schedules.outcome.caught_up', { at });
}

/** What a run brought, without what is zero: «запрошено: 3 кассы · загружено: 2 · не удалось: 1». */
export function resultText(t: Translate, run: ScheduleRunRow): string {
  const counts = [
    ['schedules.alreadyRunning', run.alreadyRunning],
    ['schedules.loaded', run.loaded],
    ['schedules.emptyEnds', run.empty],
    ['schedules.failed', run.failed],
    ['schedules.noWay', run.noWay],
    ['schedules.refused', run.refused - run.noWay],
    ['schedules.underWay', run.underWay],
  ] as const;
  const shown = counts.filter(([, n]) => n > 0).map(([key, n]) => t(key, { n }));
  return [t('schedules.asked', { n: run.requested }), ...shown].join(' · ');
}
