/** Long answers are compressed for clients that understand it: a list of 10,000 shifts is one answer of several megabytes. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Below this size compressing costs more than it saves. */
const WORTH_BYTES = 16 * 1024;

/** Compresses JSON text at the fastest level, outside of the main thread. */
export function compressLongAnswers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < WORTH_BYTES) return payload;
    reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return payload;
    reply.header('content-encoding', 'gzip');
    reply.removeHeader('content-length');
    return compress(payload, { level: 1 });
  });
}
