import { shareStream } from './leader-tab.ts';
import type { LiveConnection, LiveEvent } from './live-event.ts';

/** Joins the one stream of this browser: in a shared worker, else in a leading tab. */
export function connectLive(url: string, tell: (event: LiveEvent) => void): LiveConnection {
  if (typeof SharedWorker === 'undefined') return shareStream(url, tell);
  const worker = new SharedWorker(new URL('./live-worker.ts', import.meta.url), {
    type: 'module',
    name: new URL(url, window.location.href).href,
  });
  worker.port.onmessage = (message: MessageEvent<LiveEvent>) => tell(message.data);
  const bye = () => worker.port.postMessage('bye');
  window.addEventListener('pagehide', bye);
  return {
    stop() {
      window.removeEventListener('pagehide', bye);
      bye();
      worker.port.close();
    },
  };
}
