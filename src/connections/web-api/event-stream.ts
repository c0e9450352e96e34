/** GET /api/v1/events: the live stream as Server-Sent Events. A browser that does not read is let go; it comes back by itself. */
import type { ServerResponse } from 'node:http';
import { liveHint, noQuery, routes } from '../../../contracts/web-api.ts';
import type { LiveHub } from './live.ts';
import type { Api } from './open-api.ts';

/** More than this many bytes that a client has not taken: it is too slow or gone. */
const MOST_UNREAD = 256 * 1024;

/** Adds the route; answers the function that ends all open streams. */
export function streamEvents(app: Api, live: LiveHub): () => void {
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
    response.on('close', () => {
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
