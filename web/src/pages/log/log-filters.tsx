import { IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { now } from '../../api/clock.ts';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import { date, wallTime } from '../../format/format.ts';
import { type Search, useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { ClockSwitch, type LogClock } from './log-clock.tsx';
import { logFileAddress } from './log-file.ts';
import { type AskedLog, NO_FILTER } from './log-filter.ts';
import { LogViews } from './log-views.tsx';

type LogFiltersProps = { asked: AskedLog; codes: readonly string[]; clock: LogClock };

/** What the log is narrowed to besides level, place and text: period, code, person, load, shift; and what can be done with it. */
export function LogFilters({ asked, codes, clock }: LogFiltersProps) {
  const { t, language } = useLanguage();
  const [search, setSearch] = useSearchState();
  const list = useId();
  const narrowed = Object.keys(NO_FILTER).some((key) => search[key as keyof Search] !== undefined);
  return (
    <div className="log-filters">
      <LogPeriod />
      <FilterText label={t('log.code')} name="code" list={list} />
      <datalist id={list}>
        {codes.map((code) => (
          <option key={code} value={code} />
        ))}
      </datalist>
      <FilterText label={t('log.who')} name="who" />
      {(['transfer', 'shift'] as const).map((name) => {
        const value = search[name];
        return (
          value !== undefined && (
            <button key={name} type="button" className="chip" onClick={() => setSearch({ [name]: undefined })}>
              {name === 'transfer' ? t('log.wholeTransfer', { id: value }) : t('log.wholeShift', { number: value })}
              <IconX size={14} aria-hidden="true" />
              <span className="unseen">{t('log.dropFilter')}</span>
            </button>
          )
        );
      })}
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

/** A text that the address holds under a name; taken when the field is left or with Enter. */
function FilterText({ label, name, list }: { label: string; name: 'code' | 'who'; list?: string }) {
  const [search, setSearch] = useSearchState();
  const inAddress = search[name] ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    if (typed !== null) setSearch({ [name]: typed.trim() === '' ? undefined : typed.trim() });
    setTyped(null);
  };
  return (
    <label className="log-text">
      <span className="secondary">{label}</span>
      <input
        type="text"
        autoComplete="off"
        list={list}
        value={typed ?? inAddress}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => (event.code === 'Enter' || event.code === 'NumpadEnter') && take()}
      />
    </label>
  );
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
