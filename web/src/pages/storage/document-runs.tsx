import { useQuery } from '@tanstack/react-query';
import type { TrimRun } from '../../../../contracts/web-api.ts';
import { storageQueries } from '../../api/storage-requests.ts';
import { PlainHead } from '../../components/plain-head.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, date, MISSING, serverMinute } from '../../format/format.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import '../../components/plain-table.css';

const marks: Record<TrimRun['state'], Mark> = { asked: 'progress', done: 'order', failed: 'broken' };
const headings: ScreenText[] = [
  'storage.run',
  'storage.condition',
  'storage.asked',
  'storage.runOf',
  'storage.days',
  'storage.documentCount',
  'storage.stayed',
];
const numbers: ScreenText[] = ['storage.days', 'storage.documentCount', 'storage.stayed'];
/** Runs that the page shows; the API gives a hundred. */
const SHOWN = 10;

/** What was trimmed and brought back lately, and what became of it; one that runs is asked after until it has ended. */
export function DocumentRuns() {
  const { t } = useLanguage();
  const runs = useQuery(storageQueries.documentRuns()).data?.runs ?? [];
  if (runs.length === 0) return null;
  return (
    <>
      <h3 id="storage-document-runs">{t('storage.documentRuns')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="plain-box" tabIndex={0}>
        <table className="plain-table" aria-labelledby="storage-document-runs">
          <PlainHead headings={headings} numbers={numbers} />
          <tbody>
            {runs.slice(0, SHOWN).map((run) => (
              <Row key={run.runId} run={run} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ run }: { run: TrimRun }) {
  const { t, language } = useLanguage();
  const { from, to, shopCode } = run;
  const days = from === null || to === null ? '' : ` ${date(language, from)} – ${date(language, to)}`;
  const cause = t(run.cause === 'schedule' ? 'storage.byItself' : 'storage.onDemand');
  return (
    <tr>
      <th scope="row">{t(`storage.kind.${run.kind}`)}</th>
      <td className="cell-wraps">
        <StatusMark mark={marks[run.state]} word={t(`storage.runState.${run.state}`)} />
        {run.problems.map((problem) => (
          <div key={`${problem.businessDate}/${problem.code}`}>
            {`${date(language, problem.businessDate)}: ${problem[language]}`}
          </div>
        ))}
      </td>
      <td>{`${serverMinute(language, run.askedAt)}, ${cause}`}</td>
      <td>{`${shopCode ?? t('storage.everyShop')}${days}`}</td>
      <td className="cell-number">{run.days === null ? MISSING : count(language, run.days)}</td>
      <td className="cell-number">{run.documents === null ? MISSING : count(language, run.documents)}</td>
      <td className="cell-number">{run.blockedDays === null ? MISSING : count(language, run.blockedDays)}</td>
    </tr>
  );
}
