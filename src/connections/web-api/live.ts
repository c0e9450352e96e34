/**
 * The live stream of hints: who listens, what was said lately, and the form of Server-Sent Events.
 *
 * Hints that come within one pause are sent together, each once, so that a busy evening costs a listener a few lines a
 * second. What was sent is kept in a bounded ring: a listener that comes back with the id it heard last gets what it
 * missed; when that is not in the ring any more, or of another process, it gets the hint that everything may be old.
 */
import type { LiveHint } from '../../../contracts/web-api.ts';
import { inScope, type ShopScope } from '../../domain/access.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import { sleep, startWorkerLoop } from '../../platform/worker-loop.ts';

/** Takes text of the stream; must not throw. */
export type LiveListener = (text: string) => void;

export type LiveHub = {
  /** Says that something changed. Cheap; may be called any number of times. */
  publish(hint: LiveHint): void;
  /**
   * Hears everything from now on, after what was missed since `lastEventId`. Null = nothing was heard before: then after
   * what was said lately, since a page fetches its data before its stream is there.
   * Answers the function that ends it. Of hints that name a shop only those of `shops` are heard.
   */
  subscribe(lastEventId: string | null, shops: ShopScope, listener: LiveListener): () => void;
  /** Number of listeners. */
  listeners(): number;
  /** Ends the stream; what waits is not sent any more. */
  stop(): Promise<void>;
};

export type LiveHubOptions = {
  clock: Clock;
  logger: Logger;
  /** Sent hints that are kept for listeners that come back. */
  ringSize?: number;
  /** Hints within this many ms go out together. */
  gatherMs?: number;
  /** A comment is sent after this many ms of silence, so that both sides notice a broken line. */
  heartbeatMs?: number;
};

const EVERYTHING: LiveHint = { topic: 'status', shopCode: null, registerCode: null, shiftKey: null };
/** A page that waits longer for its stream fetches everything anew by itself. */
const LATELY_MS = 20_000;
/** A stream that is older than this makes the browser try again after so many ms. */
const RETRY = 'retry: 2000\n';

export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { ringSize = 1_000, gatherMs = 200, heartbeatMs = 15_000 } = options;
  // Ids of another process must not look like ours after a restart.
  const epoch = options.clock.now().toString(36);
  const ring: Said[] = [];
  const waiting = new Map<string, LiveHint>();
  const listeners = new Set<{ listener: LiveListener; shops: ShopScope }>();
  let lastId = 0;

  const loop = startWorkerLoop({ turn, idleMs: heartbeatMs, onFailure: tellFailure });

  function tellFailure(cause: unknown): void {
    options.logger.error('a listener of the live stream failed', cause);
  }

  async function turn(signal: AbortSignal): Promise<boolean> {
    if (waiting.size === 0) {
      for (const { listener } of listeners) listener(': \n\n');
      return false;
    }
    const said = [...waiting].map(([data, { shopCode }]) => keep(data, shopCode));
    waiting.clear();
    for (const { listener, shops } of listeners) {
      const text = textFor(said, shops);
      if (text !== '') listener(text);
    }
    await sleep(gatherMs, signal);
    return waiting.size > 0;
  }

  function keep(data: string, shopCode: string | null): Said {
    lastId += 1;
    const text = `id: ${epoch}-${lastId}\ndata: ${data}\n\n`;
    const said = { id: lastId, saidMs: options.clock.now(), shopCode, text };
    ring.push(said);
    if (ring.length > ringSize) ring.shift();
    return said;
  }

  /** What a listener missed; undefined when it cannot be known any more. */
  function missedSince(lastEventId: string): Said[] | undefined {
    const [itsEpoch, number] = lastEventId.split('-');
    const id = Number(number);
    const oldest = ring[0]?.id ?? lastId + 1;
    if (itsEpoch !== epoch || !Number.isSafeInteger(id) || id > lastId || id < oldest - 1) return undefined;
    return ring.filter((entry) => entry.id > id);
  }

  return {
    publish(hint) {
      waiting.set(JSON.stringify(hint), hint);
      loop.wake();
    },
    subscribe(lastEventId, shops, listener) {
      // An id without data makes the listener remember where it stands, before the first hint.
      const here = `id: ${epoch}-${lastId}\n`;
      const all = lastEventId === null ? lately(ring, ringSize, options.clock.now()) : missedSince(lastEventId);
      const missed = all && textFor(all, shops);
      if (missed === undefined) listener(`${RETRY}${here}data: ${JSON.stringify(EVERYTHING)}\n\n`);
      else listener(missed === '' ? `${RETRY}${here}\n` : `${RETRY}\n${missed}`);
      const heard = { listener, shops };
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    listeners: () => listeners.size,
    async stop() {
      await loop.stop();
      listeners.clear();
    },
  };
}

/** A hint that was sent, when (ms), and of which shop; null = of none by name. */
type Said = { id: number; saidMs: number; shopCode: string | null; text: string };

/** What of it is for those who see these shops. A hint without a shop says nothing of any. */
function textFor(said: readonly Said[], shops: ShopScope): string {
  return said
    .filter(({ shopCode }) => shopCode === null || inScope(shops, shopCode))
    .map(({ text }) => text)
    .join('');
}

/** What was said lately; undefined when more was said than is kept. */
function lately(ring: readonly Said[], ringSize: number, nowMs: number): Said[] | undefined {
  const sinceMs = nowMs - LATELY_MS;
  const [oldest] = ring;
  if (oldest !== undefined && ring.length === ringSize && oldest.saidMs >= sinceMs) return undefined;
  return ring.filter(({ saidMs }) => saidMs >= sinceMs);
}
