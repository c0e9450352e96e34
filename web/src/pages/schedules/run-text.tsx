import type { ScheduleRunRow } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { outcomeText, resultText, slotText } from './schedule-words.ts';

/** A run in words: its slot, how it came about, what it brought, and the way to its loads. */
export function RunText({ run }: { run: ScheduleRunRow }) {
  const { t, language } = useLanguage();
  return (
    <>
      <span>{slotText(t, language, run)}</span>
      <span>{outcomeText(t, language, run)}</span>
      {run.outcome !== 'paused' && <span>{resultText(t, run)}</span>}
      {run.requested > 0 && (
        <Link href={addresses.transfers({ state: 'all', run: String(run.runId) })}>{t('schedules.showLoads')}</Link>
      )}
    </>
  );
}
