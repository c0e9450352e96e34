import type { TransferRow } from '../../../../contracts/web-api.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { serverTime } from '../../format/format.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { isFailed, STAGES, type Stage } from './transfer-words.ts';
import './transfers.css';

type StageState = { stage: Stage; at: string | null; mark: Mark; note: string };

/** The stages of a transfer in their order; `times` = one below the other with the time of each. */
export function StageList({ transfer, times = false }: { transfer: TransferRow; times?: boolean }) {
  const { t, language } = useLanguage();
  return (
    <ol
      className={times ? 'stages stages-times' : 'stages'}
      aria-label={t('transfer.stages', { id: transfer.transferId })}
    >
      {stagesOf(transfer, t).map(({ stage, at, mark, note }) => (
        <li key={stage} className={mark === 'unknown' ? 'stage-ahead' : undefined}>
          <StatusMark mark={mark} word={t(`transfer.stage.${stage}`)} rest={`, ${note}`} />
          {times && <span className="stage-time">{at === null ? note : serverTime(language, at)}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Of what came by itself, nobody asked. */
const OWN_STAGES: readonly Stage[] = ['received', 'loaded', 'done'];

/** What passed, where it stands or stopped, what lies ahead. Of a stage in between the register may have told nothing. */
function stagesOf(transfer: TransferRow, t: Translate): StageState[] {
  const times = new Map<string, string>(transfer.stages.map(({ stage, at }) => [stage, at]));
  if (transfer.state === 'done' && transfer.endedAt !== null) times.set('done', transfer.endedAt);
  const stages = transfer.range.kind === 'none' ? OWN_STAGES : STAGES;
  const reached = stages.findLastIndex((stage) => times.has(stage));
  const running = transfer.endedAt === null;
  const stopped = isFailed(transfer) ? (stages as readonly unknown[]).indexOf(transfer.endedIn) : -1;
  return stages.map((stage, index) => {
    const at = times.get(stage) ?? null;
    if (index === stopped) return { stage, at, mark: 'broken', note: t('transfer.stageFailed') };
    if (index > reached) return { stage, at, mark: 'unknown', note: running ? t('transfer.stageAhead') : '—' };
    if (running && index === reached)
      return { stage, at, mark: transfer.overdue ? 'late' : 'progress', note: t('transfer.stageNow') };
    if (at === null) return { stage, at, mark: 'unknown', note: t('transfer.stageSkipped') };
    return { stage, at, mark: 'order', note: t('transfer.stagePassed') };
  });
}
