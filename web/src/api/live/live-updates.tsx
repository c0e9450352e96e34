import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { routes } from '../../../../contracts/web-api.ts';
import { getJson } from '../client.ts';
import { now } from '../clock.ts';
import { keysOfHint } from '../query-keys.ts';
import { connectLive } from './connect.ts';
import { liveState, noteConnected, noteContact, noteLost, useLiveState } from './live-store.ts';
import { createRefreshQueue, type RefreshQueue } from './refresh-queue.ts';

/** Without a stream for this long the page is called old and asks by itself. */
export const STALE_AFTER_MS = 10_000;
const POLL_MS = 15_000;
/** A stream that said nothing for this long may be a line that broke without a word; the server is asked then. */
const QUIET_MS = 30_000;
const ANSWER_MS = 8_000;

/** Keeps the data of all pages fresh: by the hints of the stream, or by asking every 15 seconds while there is none. */
export function LiveUpdates() {
  const client = useQueryClient();
  const { pausedAt } = useLiveState();
  const queueRef = useRef<RefreshQueue | null>(null);

  useEffect(() => {
    const queue = createRefreshQueue(
      (keys) => {
        for (const queryKey of keys) void client.invalidateQueries({ queryKey });
      },
      {
        now,
        random: Math.random,
        wait(ms, then) {
          const timer = window.setTimeout(then, ms);
          return () => window.clearTimeout(timer);
        },
      },
    );
    queueRef.current = queue;
    // What happened while nobody listened is not known, so everything on the screen is fetched again.
    let missed = liveState().lastContactAt !== null;
    const connection = connectLive(routes.events, (event) => {
      if (event.kind === 'lost') {
        missed = true;
        noteLost();
        return;
      }
      if (event.kind === 'open') {
        noteConnected();
        if (missed) queue.add([[]]);
        missed = false;
        return;
      }
      // A stream that speaks runs, also after a question beside it went unanswered.
      if (liveState().connected) noteContact();
      else noteConnected();
      if (event.kind === 'hint') queue.add(keysOfHint(event.hint));
    });
    const poll = window.setInterval(() => pollWhenNeeded(client), POLL_MS);
    return () => {
      window.clearInterval(poll);
      connection.stop();
      queue.stop();
    };
  }, [client]);

  useEffect(() => queueRef.current?.hold(pausedAt !== null), [pausedAt]);

  return null;
}

/** Without a stream everything on the screen is asked for; with a silent one, only whether the server is there. */
function pollWhenNeeded(client: QueryClient): void {
  const { connected, lostAt, lastContactAt, pausedAt } = liveState();
  if (connected) {
    if (lastContactAt !== null && now() - lastContactAt < QUIET_MS) return;
    getJson(routes.status, {}, AbortSignal.timeout(ANSWER_MS)).catch(noteLost);
  } else if (pausedAt === null && lostAt !== null && now() - lostAt >= STALE_AFTER_MS) void client.invalidateQueries();
}
