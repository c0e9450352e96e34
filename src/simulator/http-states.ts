/** Reports states over HTTP as registers do: only status 200 counts, and the answer must be JSON (registers §7). */
import type { StateSink } from './states.ts';

export type HttpStatesOptions = {
  /** `http://host:port` of the server. */
  baseUrl: string;
  /** Ends requests that hang when the simulator stops. */
  signal?: AbortSignal;
};

/** A server that does not answer a call within this many ms is as good as away. */
const DEADLINE_MS = 30_000;

/** A sink that calls the server's paths for states. */
export function createHttpStates(options: HttpStatesOptions): StateSink {
  const { baseUrl } = options;
  const signals = options.signal === undefined ? [] : [options.signal];
  const within = () => AbortSignal.any([...signals, AbortSignal.timeout(DEADLINE_MS)]);

  async function call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: within(),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${method} ${path}: status ${response.status}`);
    return JSON.parse(text) as unknown;
  }

  return {
    async create(shopId, registerId, request) {
      const path = `/CSrest/rest/sales/cashUnloadState/${encode(shopId)}/${encode(registerId)}`;
      return String(await call('POST', path, request));
    },
    async update(stateId, report) {
      await call('PUT', `/CSrest/rest/sales/cashUnloadState/${encode(stateId)}`, report);
    },
    async legacy(registerId, code, message) {
      // A slash would be one more part of the path: registers write an underscore instead.
      const text = encode(message.replaceAll(/[/\\]/g, '_'));
      const response = await fetch(`${baseUrl}/cashstatus/rest/statussale/${encode(registerId)}/${code}/${text}`, {
        signal: within(),
      });
      await response.arrayBuffer();
    },
    async kick(registerId) {
      await call('PUT', `/CSrest/rest/sales/unload/cashid/${encode(registerId)}/kick`);
    },
  };
}

function encode(text: string): string {
  return encodeURIComponent(text);
}
