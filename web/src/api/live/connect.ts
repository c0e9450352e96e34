import { shareStream } from './leader-tab.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';

/** A worker tells at least every 15 s whether its stream opened; one that says nothing for so long never started. */
const FIRST_WORD_WITHIN_MS = 30_000;
const TRY_AGAIN_AFTER_MS = 2_000;

/** Joins the one stream of this browser: in a shared worker, else in a leading tab. */
export function connectLive(url: string, tell: (event: LiveEvent) => void): LiveConnection {
  return typeof SharedWorker === 'undefined' ? shareStream(url, tell) : joinWorker(url, tell);
}

/**
 * The program of a worker is a file of the server like any other: a server that is lost while the page opens takes it
 * along. The worker is then started anew, under a name of its own, since one that hangs would be joined again.
 */
function joinWorker(url: string, tell: (event: LiveEvent) => void): LiveConnection {
  const address = new URL(url, window.location.href).href;
  let worker: SharedWorker | null = null;
  let timer: number | undefined;
  let failures = 0;

  const leave = () => {
    worker?.port.postMessage('bye');
    worker?.port.close();
    worker = null;
  };
  const join = () => {
    const joined = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
      type: 'module',
      name: failures === 0 ? address : `${address}#${failures}`,
    });
    worker = joined;
    timer = window.setTimeout(fail, FIRST_WORD_WITHIN_MS);
    joined.port.onmessage = (message: MessageEvent<LiveEvent>) => {
      window.clearTimeout(timer);
      tell(message.data);
    };
    joined.onerror = () => {
      if (worker === joined) fail();
    };
  };
  const fail = () => {
    window.clearTimeout(timer);
    leave();
    failures += 1;
    tell({ kind: 'lost' });
    timer = window.setTimeout(join, TRY_AGAIN_AFTER_MS);
  };
  const bye = () => worker?.port.postMessage('bye');

  join();
  window.addEventListener('pagehide', bye);
  return {
    stop() {
      window.removeEventListener('pagehide', bye);
      window.clearTimeout(timer);
      leave();
    },
  };
}
