/** GET /api/v1/events: the live stream as Server-Sent Events. A browser that does not read is let go; it comes back by itself. */
import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { liveHint, noQuery, routes } from '../../../contracts/web-api.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { LiveHub } from './live.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest } from './problems.ts';

/** More than this many bytes that a client has not taken: it is too slow or gone. */
const MOST_UNREAD = 256 * 1024;

/** Streams at once, unless told otherwise. */
const MOST_STREAMS = 500;

/** A stream is open for days: so often it is asked whether whoever listens would still be let in, in ms. */
const LOOK_MS = 60_000;

/** Adds the route; answers the function that ends all open streams. */
export function streamEvents(
  app: Api,
  live: LiveHub,
  { streamLookMs: lookMs = LOOK_MS, mostStreams = MOST_STREAMS }: { streamLookMs?: number; mostStreams?: number } = {},
): () => void {
  const open = new Set<ServerResponse>();
  const schema = {
    operationId: 'streamEvents',
    tags: ['live'],
    summary: 'Hints what to fetch again, as Server-Sent Events; `Last-Event-ID` resumes where a stream broke off',
    querystring: noQuery,
    response: {
      200: { description: 'Each `data` line is a LiveHint', content: { 'text/event-stream': { schema: liveHint } } },
    },
  };
  app.get(routes.events, { config: { right: 'see' }, schema, exposeHeadRoute: false }, (request, reply) => {
    if (open.size >= mostStreams) throw new RefusedRequest('request.too_many_streams', { limit: mostStreams });
    const response = reply.raw;
    reply.hijack();
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // For a proxy that would gather the stream otherwise.
      'x-accel-buffering': 'no',
    });
    request.raw.socket.setNoDelay(true);
    open.add(response);
    const last = request.headers['last-event-id'];
    const unsubscribe = live.subscribe(typeof last === 'string' ? last : null, request.principal.shops, (text) => {
      response.write(text);
      if (response.writableLength > MOST_UNREAD) response.destroy();
    });
    response.on('error', () => response.destroy());
    const closed = new AbortController();
    // What nobody expected ends the stream; the browser comes back and meets it as an answer, which is logged.
    endWhenOut(request, response, lookMs, closed.signal).catch((cause) => response.destroy(cause));
    response.on('close', () => {
      closed.abort();
      unsubscribe();
      open.delete(response);
    });
  });
  return () => {
    for (const response of open) {
      // Nobody waits for a listener that does not read.
      if (response.writableLength > 0) response.destroy();
      else response.end();
    }
  };
}

/** Ends a stream whose session or key has ended. A database that is away ends nothing: it cannot say so. */
async function endWhenOut(
  request: FastifyRequest,
  response: ServerResponse,
  lookMs: number,
  closed: AbortSignal,
): Promise<void> {
  while (!closed.aborted) {
    await sleep(lookMs, closed);
    if (closed.aborted) return;
    try {
      if (await request.isStillIn()) continue;
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      continue;
    }
    response.end();
    return;
  }
}
