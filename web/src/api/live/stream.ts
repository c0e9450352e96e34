import type { LiveHint } from '../../../../contracts/web-api.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** A stream that has not opened after so long is given up and tried anew. */
const OPEN_WITHIN_MS = 15_000;

/**
 * One server-sent stream that comes back by itself. The browser's own retry is not relied on: it gives up for good when
 * something in between answers with an error (a proxy while the server restarts), and it waits for ever on a line that was
 * taken and leads nowhere. A new stream is tried instead, ever more slowly.
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
    timer = setTimeout(again, OPEN_WITHIN_MS);
    stream.onopen = () => {
      clearTimeout(timer);
      wait = FIRST_WAIT_MS;
      tell({ kind: 'open' });
    };
    stream.onmessage = (event) => tell(readEvent(event));
    for (const name of ['hint', 'alive', 'ping']) stream.addEventListener(name, (event) => tell(readEvent(event)));
    stream.onerror = again;
  };

  function again(): void {
    source?.close();
    clearTimeout(timer);
    tell({ kind: 'lost' });
    if (stopped) return;
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
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
