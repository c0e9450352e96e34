/** Says that a disk is nearly full before packages are refused for it. */
import type { StorageState } from '../../contracts/web-api.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Reports } from '../reports/reports.ts';
import { hint } from './live-hints.ts';

export type AlarmParts = {
  log: Pick<EventBuffer, 'add'>;
  live: Pick<LiveHub, 'publish'>;
  reports: Pick<Reports, 'storage'>;
};

/** Tells once when a disk becomes low, and once when it is no more. */
export function createStorageAlarm({ reports, log, live }: AlarmParts): () => Promise<void> {
  let isLow = false;
  return async () => {
    const { lowDisks, places } = await reports.storage();
    if (lowDisks > 0 === isLow) return;
    isLow = lowDisks > 0;
    const worst = worstOf(places);
    const place = worst?.folder ?? '';
    if (isLow) {
      const free = Math.floor((worst?.freeBytes ?? 0) / 2 ** 20);
      log.add({ code: 'storage.low', level: 'error', params: { place, free, days: worst?.enoughForDays ?? 0 } });
    } else log.add({ code: 'storage.enough', level: 'info', params: { place } });
    live.publish(hint('status'));
  };
}

function worstOf(places: StorageState['places']) {
  const days = ({ enoughForDays }: StorageState['places'][number]) => enoughForDays ?? Number.POSITIVE_INFINITY;
  return places.toSorted((a, b) => days(a) - days(b))[0];
}
