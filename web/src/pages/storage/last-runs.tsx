import type { StorageRun, StorageState } from '../../../../contracts/web-api.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { MISSING, serverMinute } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { TrimResultText } from './trim-result.tsx';

const marks: Record<StorageRun['outcome'], Mark> = {
  begun: 'progress',
  done: 'order',
  partly: 'late',
  failed: 'broken',
};

/** When each task ran last, and how it ended. */
export function LastRuns({ runs, backup }: { runs: readonly StorageRun[]; backup: StorageState['lastBackup'] }) {
  const { t, language } = useLanguage();
  return (
    <section aria-labelledby="storage-runs">
      <h2 id="storage-runs">{t('storage.lastRuns')}</h2>
      {runs.length === 0 && backup === null && <p className="secondary">{t('storage.noRuns')}</p>}
      <ul className="storage-runs">
        {runs.map((run) => (
          <li key={run.task}>
            <StatusMark mark={marks[run.outcome]} word={t(`storage.outcome.${run.outcome}`)} />{' '}
            <strong>{t(`storage.task.${run.task}`)}</strong> {serverMinute(language, run.startedAt)}
            {', '}
            {run.slot === null ? t('storage.byHand', { author: run.startedBy ?? MISSING }) : t('storage.byItself')}
            {run.progress !== null && ` ${t('storage.progress', run.progress)}`}
            {run.result !== null && <TrimResultText result={run.result} />}
          </li>
        ))}
        {backup !== null && (
          <li>
            <StatusMark mark={backup.sound ? 'order' : 'broken'} word={backup.text[language]} />{' '}
            <strong>{t('storage.backup')}</strong> {serverMinute(language, backup.at)} {backup.folder}
          </li>
        )}
      </ul>
    </section>
  );
}
