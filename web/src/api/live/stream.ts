import type { LiveHint } from '../../../../contracts/web-api.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * One server-sent stream that comes back by itself. The browser retries a broken line, but gives up for good when
 * something in between answers with an error (a proxy while the server restarts); then a new stream is tried, ever more slowly.
 */
export function openStream(url: string, tell: (event: LiveEvent) => void): LiveConnection {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  const connect = () => {
    if (stopped) return;
    const stream = new EventSource(url);
    source = stream;
    stream.onopen = () => {
      wait = FIRST_WAIT_MS;
      tell({ kind: 'open' });
    };
    stream.onmessage = (event) => tell(readEvent(event));
    for (const name of ['hint', 'alive', 'ping']) stream.addEventListener(name, (event) => tell(readEvent(event)));
    stream.onerror = () => {
      tell({ kind: 'lost' });
      if (stream.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    };
  };
  connect();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      source?.close();
    },
  };
}

/** A message that is not a hint (a beat of the heart, a hint of a later version) only shows that the line is alive. */
function readEvent(event: MessageEvent<string>): LiveEvent {
  try {
    const value: unknown = JSON.parse(event.data);
    if (typeof value === 'object' && value !== null && 'topic' in value)
      return { kind: 'hint', hint: value as LiveHint };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { kind: 'alive' };
}
