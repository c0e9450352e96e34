import { IconX } from '@tabler/icons-react';
import { auditObjects, auditResults, auditVerbs } from '../../../../src/domain/audit-words.ts';
import { now } from '../../api/clock.ts';
import { type FilterField, Filters } from '../../components/filters.tsx';
import { isDate } from '../../components/period-field/calendar-dates.ts';
import { PeriodField } from '../../components/period-field/period-field.tsx';
import { wallTime } from '../../format/format.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { usePlaceFields } from '../place-filter.tsx';
import { NO_FILTER } from './audit-filter.ts';

/** Period, who, what, which object, shop, result; all of it stands in the address. */
export function AuditFilters({ names }: { names: readonly string[] }) {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const [ofShop] = usePlaceFields();
  const fields: FilterField[] = [
    { key: 'who', label: t('audit.column_who'), proposals: names },
    {
      key: 'verb',
      label: t('audit.column_verb'),
      choices: auditVerbs.map((value) => ({ value, label: t(`audit.verb_${value}`) })),
    },
    {
      key: 'object',
      label: t('audit.column_object'),
      choices: auditObjects.map((value) => ({ value, label: t(`audit.object_${value}`) })),
    },
    { key: 'key', label: t('audit.key') },
    ...(ofShop === undefined ? [] : [ofShop]),
    {
      key: 'result',
      label: t('audit.column_result'),
      choices: auditResults.map((value) => ({ value, label: t(`audit.result_${value}`) })),
    },
  ];
  const narrowed = Object.keys(NO_FILTER).some((key) => search[key as keyof typeof NO_FILTER] !== undefined);
  return (
    <>
      <AuditPeriod />
      <Filters fields={fields} reset={false} />
      {narrowed && (
        <button type="button" className="text-button" onClick={() => setSearch(NO_FILTER)}>
          {t('audit.reset')}
        </button>
      )}
    </>
  );
}

/** The period on the clock of the server; without one the whole trail. */
function AuditPeriod() {
  const { t } = useLanguage();
  const [{ from, to }, setSearch] = useSearchState();
  const today = wallTime(new Date(now()).toISOString(), useZone()).slice(0, 10);
  if (from === undefined || to === undefined || !isDate(from) || !isDate(to))
    return (
      <button type="button" className="chip" onClick={() => setSearch({ from: today, to: today })}>
        {t('log.period')}
      </button>
    );
  return (
    <span className="log-period">
      <PeriodField period={{ from, to }} today={today} onChange={(period) => setSearch(period)} />
      <button
        type="button"
        className="icon-button"
        aria-label={t('log.dropPeriod')}
        title={t('log.dropPeriod')}
        onClick={() => setSearch({ from: undefined, to: undefined })}
      >
        <IconX size={16} />
      </button>
    </span>
  );
}
