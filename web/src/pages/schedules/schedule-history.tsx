import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { Loaded } from '../../components/loaded.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { RunText } from './run-text.tsx';

/** The latest runs of a schedule, also those it caught up and those it skipped. */
export function ScheduleHistory({ scheduleId }: { scheduleId: number }) {
  const { t } = useLanguage();
  const query = useQuery(queries.scheduleRuns(scheduleId));
  return (
    <Loaded query={query} loading={t('schedules.loading')}>
      {({ runs }) =>
        runs.length === 0 ? (
          <p className="secondary">{t('schedules.historyEmpty')}</p>
        ) : (
          <ol className="schedule-history" aria-label={t('schedules.history')}>
            {runs.map((run) => (
              <li key={run.runId}>
                <RunText run={run} />
              </li>
            ))}
          </ol>
        )
      }
    </Loaded>
  );
}
