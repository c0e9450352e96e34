/** The HTTP application without a socket: its settings. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FastifyBaseLogger, type FastifyInstance, fastify, type RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerBrokenRequest, answerUnreadable } from './framework-faults.ts';
import { fieldValidator } from './invalid-fields.ts';

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Changes when the contract does: the second number for additions, the first when something is taken away. */
export const apiVersion = '1.0.0';

/** Largest body of a request that is not a file, in bytes. */
const MOST_JSON = 64 * 1024;

export const OLDEST_TLS = 'TLSv1.2';

/** A request whose heading takes longer than this to arrive is cut off, whatever the rest may take. */
const SLOWEST_HEADING_MS = 60_000;
/** So often at least it is looked which requests have taken too long. */
const LOOK_MS = 10_000;
/** What the port holds before an administrator says otherwise. */
const DEFAULT_SLOWEST_MS = 120_000;

function notAsked(): never {
  throw new Error('the compilers of this application are set by hand');
}

/** PEM texts of the certificate that browsers see, and of its key. */
export type WebKeys = { cert: Buffer; key: Buffer };

export type ApiOptions = {
  /** Those that are believed where a request comes from. */
  proxies?: readonly string[];
  /** Make it speak https; null = http. */
  keys?: WebKeys | null;
  /** A request that is not whole by then, and an answer of which nothing is taken for so long, are cut off; in ms. */
  slowestMs?: number;
};

/** An application that validates by zod and writes JSON. */
export function createApi({ proxies = [], keys = null, slowestMs = DEFAULT_SLOWEST_MS }: ApiOptions = {}): Api {
  const looking = { connectionsCheckingInterval: Math.min(LOOK_MS, slowestMs) };
  const headersTimeout = Math.min(SLOWEST_HEADING_MS, slowestMs);
  const app = fastify({
    // The server of https answers as that of http does; only its type is another.
    ...((keys === null
      ? { http: { ...looking, headersTimeout } }
      : { https: { ...keys, ...looking, headersTimeout, minVersion: OLDEST_TLS } }) as object),
    ...(proxies.length > 0 ? { trustProxy: [...proxies] } : {}),
    bodyLimit: MOST_JSON,
    forceCloseConnections: 'idle',
    requestTimeout: slowestMs,
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerBrokenRequest,
    // What comes over an open line while the server stops is answered like anything else.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    // Named here, so that the framework does not load its own, some megabytes of memory.
    schemaController: { compilersFactory: { buildValidator: notAsked, buildSerializer: notAsked } },
  }).withTypeProvider<ZodTypeProvider>();
  // What a form of another site could send without asking is not read at all.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(fieldValidator);
  // The types of the handlers hold answers to the contract, and so do the tests; a check of 10,000 rows would cost more than reading them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  // Who takes nothing of an answer holds its memory, and of a file its place.
  app.addHook('onRequest', async (_request, { raw }) => {
    raw.setTimeout(slowestMs, () => void (raw.writableLength > 0 && raw.destroy()));
  });
  return app;
}
