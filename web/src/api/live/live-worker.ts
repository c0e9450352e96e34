/** Runs once per browser, whatever the number of tabs: holds the stream and tells all tabs what it says. */
import type { LiveEvent } from './live-event.ts';
import { openStream } from './stream.ts';

type SharedScope = { onconnect: ((event: MessageEvent) => void) | null; name: string };

const ports = new Set<MessagePort>();
let last: LiveEvent | null = null;
const scope = globalThis as unknown as SharedScope;

// The name of the worker is the address of the stream.
openStream(scope.name, (event) => {
  if (event.kind === 'open' || event.kind === 'lost') last = event;
  for (const port of ports) port.postMessage(event);
});

scope.onconnect = (event) => {
  const port = event.ports[0];
  if (port === undefined) return;
  ports.add(port);
  port.onmessage = (message: MessageEvent<string>) => {
    if (message.data === 'bye') ports.delete(port);
  };
  if (last !== null) port.postMessage(last);
};
