import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { now } from '../../api/clock.ts';
import { queries } from '../../api/queries.ts';
import { zoneName } from '../../format/zones.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import type { LogPlace } from './log-filter.ts';

/** By whose clock the log is shown (§5): of its shop, or of the server; `mine` is the zone of this browser. */
export type LogClock = { of: 'shop' | 'server'; zone: string; mine: string; isMine: boolean };

/** The clock of the log of a place, as soon as the server has told its zone. */
export function useLogClock(place: LogPlace): { query: UseQueryResult<unknown>; clock: LogClock | undefined } {
  const [{ clock }] = useSearchState();
  const server = useQuery(queries.status());
  const shop = useQuery({ ...queries.registers(place?.shopCode ?? ''), enabled: place !== undefined });
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = place === undefined ? server.data?.timeZone : shop.data?.shop.timeZone;
  const told: LogClock | undefined =
    zone === undefined
      ? undefined
      : { of: place === undefined ? 'server' : 'shop', zone, mine, isMine: clock === 'mine' };
  return { query: place === undefined ? server : shop, clock: told };
}

/** The switch between that clock and the one of this browser; the choice stands in the address. */
export function ClockSwitch({ clock: { of, zone, mine, isMine } }: { clock: LogClock }) {
  const { t } = useLanguage();
  const [, setSearch] = useSearchState();
  const at = now();
  return (
    <label className="log-text">
      <span className="secondary">{t('log.clock')}</span>
      <select
        className="small-input"
        value={isMine ? 'mine' : of}
        onChange={(event) =>
          setSearch({
            clock: event.currentTarget.value === 'mine' ? 'mine' : undefined,
            from: undefined,
            to: undefined,
          })
        }
      >
        <option value={of}>{t(`log.clock.${of}`, { zone: zoneName(zone, at) })}</option>
        <option value="mine">{t('log.clock.mine', { zone: zoneName(mine, at) })}</option>
      </select>
    </label>
  );
}
