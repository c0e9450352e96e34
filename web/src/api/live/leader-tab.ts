import { now } from '../clock.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';
import { openStream } from './stream.ts';

/**
 * For browsers without shared workers: one tab leads, holds the stream and passes its words on to the others.
 *
 * The lead is a lease in localStorage, renewed every two seconds; a tab that finds it expired takes it. Two tabs that
 * take it at the same moment see each other's name at the next renewal, and the one that was overwritten steps back.
 */
const LEASE = 'smena.live.leader';
const LEASE_MS = 6_000;
const RENEW_MS = 2_000;

export function shareStream(url: string, tell: (event: LiveEvent) => void): LiveConnection {
  const me = `${now()}-${Math.random().toString(36).slice(2)}`;
  const channel = new BroadcastChannel('smena.live');
  let stream: LiveConnection | null = null;
  let open = false;

  channel.onmessage = (message: MessageEvent<LiveEvent | 'who'>) => {
    if (message.data !== 'who') tell(message.data);
    else if (stream !== null) channel.postMessage({ kind: open ? 'open' : 'lost' } satisfies LiveEvent);
  };

  const lead = () => {
    stream = openStream(url, (event) => {
      if (event.kind === 'open' || event.kind === 'lost') open = event.kind === 'open';
      tell(event);
      channel.postMessage(event);
    });
  };
  const stepBack = () => {
    stream?.stop();
    stream = null;
  };
  const renew = () => {
    const holder = readLease();
    if (holder !== null && holder.id !== me && holder.until > now()) {
      if (stream !== null) stepBack();
      return;
    }
    window.localStorage.setItem(LEASE, JSON.stringify({ id: me, until: now() + LEASE_MS }));
    if (stream === null && holder?.id === me) lead();
  };

  renew();
  channel.postMessage('who');
  const timer = window.setInterval(renew, RENEW_MS);
  return {
    stop() {
      window.clearInterval(timer);
      if (readLease()?.id === me) window.localStorage.removeItem(LEASE);
      stepBack();
      channel.close();
    },
  };
}

function readLease(): { id: string; until: number } | null {
  const text = window.localStorage.getItem(LEASE);
  return text === null ? null : (JSON.parse(text) as { id: string; until: number });
}
