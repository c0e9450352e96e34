/** What happened, for people («Лог», M13). The only writer of the table `event`; texts come from the catalogue by code. */
import type { EventCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';

export type EventLevel = 'info' | 'warning' | 'error';

export type NewEvent = {
  code: EventCode;
  level: EventLevel;
  /** Ids, not codes; absent = an event of the whole server. */
  shopId?: string;
  registerId?: string;
  params: MessageParams;
  /** UTC milliseconds; absent = now. */
  happenedMs?: number;
};

const COLUMNS = ['shop_id', 'event_id', 'happened_utc', 'level', 'code', 'register_id', 'params'] as const;

/** Writes events in the caller's transaction, so that an event exists exactly when what it tells about does. */
export async function recordEvents(tx: Transaction<Tables>, clock: Clock, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const first = await takeNumbers(tx, 'event', events.length);
  await tx.insertMany(
    'event',
    COLUMNS,
    events.map((event, index) => [
      event.shopId ?? '',
      first + index,
      utcText(event.happenedMs ?? clock.now()),
      event.level,
      event.code,
      event.registerId ?? '',
      JSON.stringify(event.params),
    ]),
  );
}

/** Most events that wait in memory while the database is away; what comes beyond is counted and told in one entry. */
const MOST_WAITING = 10_000;

/** Takes events from parts that must not wait for the database (the doors) and writes them when it answers. */
export type EventBuffer = {
  add(event: NewEvent): void;
  /** Writes what waits; true when something was written. Throws what the database throws; nothing is lost then. */
  flush(): Promise<boolean>;
};

/** `onAdded` is the hint for the loop that calls `flush`. */
export function createEventBuffer(database: Database<Tables>, clock: Clock, onAdded: () => void): EventBuffer {
  let waiting: NewEvent[] = [];
  let left = 0;
  return {
    add(event) {
      if (waiting.length >= MOST_WAITING) left += 1;
      else waiting.push({ ...event, happenedMs: event.happenedMs ?? clock.now() });
      onAdded();
    },
    async flush() {
      if (waiting.length === 0) return false;
      const batch = waiting;
      const uncounted = left;
      waiting = [];
      left = 0;
      if (uncounted > 0) batch.push({ code: 'log.overflow', level: 'warning', params: { n: uncounted } });
      try {
        await database.transaction((tx) => recordEvents(tx, clock, batch));
      } catch (cause) {
        waiting = [...batch.filter((event) => event.code !== 'log.overflow'), ...waiting];
        left += uncounted;
        throw cause;
      }
      return true;
    },
  };
}
