/** Says that something of the lines ends soon or has ended: when it becomes so, and once a day as long as it is so. */
import type { Expiry } from '../../contracts/web-api.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Clock } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import type { Reports } from '../reports/reports.ts';
import { hint } from './live-hints.ts';

export type ExpiryAlarmParts = {
  reports: Pick<Reports, 'expiries'>;
  log: Pick<EventBuffer, 'add'>;
  live: Pick<LiveHub, 'publish'>;
  clock: Clock;
};

/** Told again after so many ms. */
const AGAIN_MS = 86_400_000;
const LOOK_MS = 60_000;

const alarms = [
  { state: 'ended', code: 'expiry.ended', level: 'error' },
  { state: 'ends_soon', code: 'expiry.ends_soon', level: 'warning' },
] as const;

/** Looks once; to be called again and again. */
export function createExpiryAlarm({ reports, log, live, clock }: ExpiryAlarmParts): () => Promise<void> {
  const told = new Map<string, { what: string; atMs: number }>();
  return async () => {
    const { expiries } = await reports.expiries();
    let changed = false;
    for (const { state, code, level } of alarms) {
      const those = expiries.filter((one) => one.state === state);
      const what = JSON.stringify(those.map(({ kind, name, serial }) => [kind, name, serial]));
      const before = told.get(state);
      if (what !== (before?.what ?? '[]')) changed = true;
      else if (before === undefined || clock.now() - before.atMs < AGAIN_MS) continue;
      told.set(state, { what, atMs: clock.now() });
      const [first] = those;
      if (first === undefined) continue;
      log.add({ code, level, params: { n: those.length, name: nameOf(first), endsAt: first.endsAt } });
    }
    if (changed) live.publish(hint('status'));
  };
}

/** As people find it. */
function nameOf({ shopCode, registerCode, name }: Expiry): string {
  return shopCode === null ? name : `${shopCode}/${registerCode}`;
}

/** Looks every minute from now on; while the database is away it waits. */
export function startExpiryAlarm(parts: ExpiryAlarmParts, logger: Logger): WorkerLoop {
  const look = createExpiryAlarm(parts);
  return startWorkerLoop({
    idleMs: LOOK_MS,
    async turn() {
      await look();
      return false;
    },
    onFailure(cause, pauseMs) {
      if (cause instanceof DatabaseUnavailable) return;
      logger.error(`what expires could not be looked at, again in ${pauseMs} ms`, cause);
    },
  });
}
