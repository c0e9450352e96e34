import { useEffect, useMemo } from 'react';
import { isDate } from '../../components/period-field/calendar-dates.ts';
import type { Period } from '../../components/period-field/presets.ts';
import { useSearchState } from '../../routes/search.ts';

/** The period of the address; an address without one gets `preset` written into it. */
export function usePeriod(preset: Period): Period {
  const [search, setSearch] = useSearchState();
  const { from, to } = search;
  const given =
    from !== undefined && to !== undefined && isDate(from) && isDate(to) && from <= to ? { from, to } : null;
  const period = given ?? preset;
  const missing = given === null;
  useEffect(() => {
    if (missing) setSearch({ from: period.from, to: period.to });
  }, [missing, period.from, period.to, setSearch]);
  return useMemo(() => ({ from: period.from, to: period.to }), [period.from, period.to]);
}
