/** Faults that the HTTP server finds before a handler runs, as Problems of the catalogue: it would tell them in English only. */
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../../../contracts/web-api.ts';
import { problemOf, statusOf } from './problems.ts';
import { guardHeaders } from './security.ts';

/** Answers an address that the router cannot read; no hook has run for it. */
export function answerUnreadable(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const code = 'request.bad_url';
  void reply.code(statusOf(code)).headers(guardHeaders).header('cache-control', 'no-store').send(problemOf(code, {}));
}

/** Answers bytes that are no request, or one that does not come to its end, and closes the line. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code = BROKEN[error.code ?? ''] ?? 'request.malformed';
  if (socket.writable) socket.write(rawAnswer(statusOf(code), problemOf(code, {})));
  socket.destroy(error);
}

const BROKEN: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request.timeout',
  HPE_HEADER_OVERFLOW: 'request.headers_too_large',
};

function rawAnswer(status: number, problem: Problem): string {
  const body = JSON.stringify(problem);
  const headers = [
    `HTTP/1.1 ${status} ${problem.code}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'content-type: application/json; charset=utf-8',
    'connection: close',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}
