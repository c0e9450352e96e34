import { IconX } from '@tabler/icons-react';
import { now } from '../../api/clock.ts';
import { type FilterField, Filters } from '../../components/filters.tsx';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import { date, wallTime } from '../../format/format.ts';
import { type Search, useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { usePlaceFields } from '../place-filter.tsx';
import { ClockSwitch, type LogClock } from './log-clock.tsx';
import { logFileAddress } from './log-file.ts';
import { type AskedLog, type LogPlace, NO_FILTER } from './log-filter.ts';
import { LogViews } from './log-views.tsx';

type LogFiltersProps = { asked: AskedLog; codes: readonly string[]; clock: LogClock; place: LogPlace };

/** What the log is narrowed to besides level, place and text: period, code, person, load, shift; and what can be done with it. */
export function LogFilters({ asked, codes, clock, place }: LogFiltersProps) {
  const { t, language } = useLanguage();
  const [search, setSearch] = useSearchState();
  const narrowed = Object.keys(NO_FILTER).some((key) => search[key as keyof Search] !== undefined);
  return (
    <div className="log-filters">
      <LogPeriod />
      <Filters fields={useLogFields(codes, place)} reset={false} />
      {narrowed && (
        <button type="button" className="text-button" onClick={() => setSearch(NO_FILTER)}>
          {t('log.reset')}
        </button>
      )}
      <label className="log-check">
        <input
          type="checkbox"
          checked={search.fold !== '0'}
          onChange={(event) => setSearch({ fold: event.currentTarget.checked ? undefined : '0' })}
        />
        {t('log.fold')}
      </label>
      <label className="log-check">
        <input
          type="checkbox"
          checked={search.follow === '1'}
          onChange={(event) => setSearch({ follow: event.currentTarget.checked ? '1' : undefined, sort: undefined })}
        />
        {t('log.follow')}
      </label>
      <ClockSwitch clock={clock} />
      <LogViews />
      <a className="log-download" href={logFileAddress(asked, language)} download>
        {t('log.download')}
      </a>
    </div>
  );
}

/** Place (unless the page is about one), code and person; a load or a shift comes by a link. */
function useLogFields(codes: readonly string[], place: LogPlace): FilterField[] {
  const { t } = useLanguage();
  const ofPlace = usePlaceFields();
  return [
    ...(place === undefined ? ofPlace : []),
    { key: 'code', label: t('log.code'), proposals: codes },
    { key: 'who', label: t('log.who') },
    { key: 'transfer', label: '', onlyOff: true, chip: (id) => t('log.wholeTransfer', { id }) },
    { key: 'shift', label: '', onlyOff: true, chip: (number) => t('log.wholeShift', { number }) },
  ];
}

/** The period; without one the whole log. Times of day come from the histogram. */
function LogPeriod() {
  const { t, language } = useLanguage();
  const [search, setSearch] = useSearchState();
  const zone = useZone();
  const today = wallTime(new Date(now()).toISOString(), zone).slice(0, 10);
  const { from, to } = search;
  if (from === undefined || to === undefined)
    return (
      <button type="button" className="chip" onClick={() => setSearch({ from: today, to: today })}>
        {t('log.period')}
      </button>
    );
  const timed = from.includes('T') || to.includes('T');
  const drop = (
    <button
      type="button"
      className="icon-button"
      aria-label={t('log.dropPeriod')}
      title={t('log.dropPeriod')}
      onClick={() => setSearch({ from: undefined, to: undefined })}
    >
      <IconX size={16} />
    </button>
  );
  if (timed)
    return (
      <span className="chip">
        {`${shortTime(from)} – ${shortTime(to)}`}
        {drop}
      </span>
    );
  return (
    <span className="log-period">
      <PeriodField period={{ from, to }} today={today} onChange={(period) => setSearch(period)} />
      {drop}
    </span>
  );

  function shortTime(text: string): string {
    const [day = '', clock] = text.split('T');
    return `${date(language, day)} ${clock ?? '00:00'}`;
  }
}
