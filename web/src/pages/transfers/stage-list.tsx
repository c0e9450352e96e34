import { useQuery } from '@tanstack/react-query';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { queries } from '../../api/queries.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { useTick } from '../sales/use-tick.ts';
import { type StageSpan, shownStages, stageSpans } from './stage-times.ts';
import { durationText, isFailed, type Stage } from './transfer-words.ts';
import './transfers.css';

type StageState = { stage: Stage; at: string | null; mark: Mark; note: string; span: StageSpan };

/** The stages of a transfer in their order; `times` = one below the other, each with its time and a bar against its norm. */
export function StageList({ transfer, times = false }: { transfer: TransferRow; times?: boolean }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const nowMs = useTick(1_000);
  const norms = useQuery(queries.loadNorms(transfer.shopCode, transfer.registerCode)).data;
  const stages = stagesOf(transfer, stageSpans(transfer, norms, nowMs), t, language);
  const longest = Math.max(1, ...stages.map(({ span }) => Math.max(span.spentMs ?? 0, span.usualMs ?? 0)));
  return (
    <ol
      className={times ? 'stages stages-times' : 'stages'}
      aria-label={t('transfer.stages', { id: transfer.transferId })}
    >
      {stages.map(({ stage, at, mark, note, span }) => (
        <li key={stage} className={mark === 'unknown' ? 'stage-ahead' : undefined}>
          <StatusMark mark={mark} word={t(`transfer.stage.${stage}`)} rest={`, ${note}`} />
          {times && <span className="stage-time">{at === null ? note : serverTime(language, at, zone)}</span>}
          {times && <StageBar span={span} longest={longest} />}
          {!times && span.slow && mark === 'late' && <span className="stage-slow">{slowText(span, t, language)}</span>}
        </li>
      ))}
    </ol>
  );
}

/** How long the stage took: the bar, a line where it usually ends, and both in words. */
function StageBar({ span, longest }: { span: StageSpan; longest: number }) {
  const { t, language } = useLanguage();
  const { spentMs, usualMs, slow } = span;
  const share = (ms: number) => `${Math.max(1, Math.round((ms / longest) * 100))}%`;
  return (
    <>
      <span className="stage-bar" aria-hidden="true">
        {spentMs !== null && (
          <span className={slow ? 'stage-spent stage-spent-slow' : 'stage-spent'} style={{ width: share(spentMs) }} />
        )}
        {usualMs !== null && <span className="stage-usual" style={{ left: share(usualMs) }} />}
      </span>
      <span className={slow ? 'stage-lasted stage-slow' : 'stage-lasted'}>
        {spentMs === null ? '' : durationText(spentMs, t, language)}
        {spentMs !== null && usualMs !== null && (
          <span className="stage-norm">{` ${t('transfer.norm', { time: durationText(usualMs, t, language) })}`}</span>
        )}
      </span>
    </>
  );
}

function slowText({ usualMs }: StageSpan, t: Translate, language: Language): string {
  return t('transfer.slow', { time: durationText(usualMs ?? 0, t, language) });
}

/** What passed, where it stands or stopped, what lies ahead. Of a stage in between the register may have told nothing. */
function stagesOf(
  transfer: TransferRow,
  spanOf: (stage: string) => StageSpan,
  t: Translate,
  language: Language,
): StageState[] {
  const times = new Map<string, string>(transfer.stages.map(({ stage, at }) => [stage, at]));
  if (transfer.state === 'done' && transfer.endedAt !== null) times.set('done', transfer.endedAt);
  const stages = shownStages(transfer);
  const reached = stages.findLastIndex((stage) => times.has(stage));
  const running = transfer.endedAt === null;
  const stopped = isFailed(transfer) ? (stages as readonly unknown[]).indexOf(transfer.endedIn) : -1;
  return stages.map((stage, index) => {
    const at = times.get(stage) ?? null;
    const span = spanOf(stage);
    const state = { stage, at, span };
    if (index === stopped) return { ...state, mark: 'broken', note: t('transfer.stageFailed') };
    if (index > reached) return { ...state, mark: 'unknown', note: running ? t('transfer.stageAhead') : '—' };
    if (running && index === reached) {
      const late = transfer.overdue || span.slow;
      const now = t('transfer.stageNow');
      return {
        ...state,
        mark: late ? 'late' : 'progress',
        note: span.slow ? `${now}, ${slowText(span, t, language)}` : now,
      };
    }
    if (at === null) return { ...state, mark: 'unknown', note: t('transfer.stageSkipped') };
    return { ...state, mark: 'order', note: t('transfer.stagePassed') };
  });
}
