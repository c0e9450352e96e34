/** The browser pages: hashed files may be kept for ever, the entry page never; addresses of the pages answer with the entry page. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseMethod } from './other-methods.ts';
import { RefusedRequest } from './problems.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
const NEVER = 'no-cache';

/** Serves the built pages of `folder`, or a page that says how to build them. */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    suppressWarning: true,
    setHeaders(reply, path) {
      reply.header('cache-control', isHashed(path.slice(folder.length)) ? FOR_EVER : NEVER);
    },
  });
  app.setNotFoundHandler((request, reply) => answerPage(folder, request, reply));
  app.get('/', { schema: { hide: true } }, (request, reply) => answerPage(folder, request, reply));
}

function answerPage(folder: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?')[0] ?? '/';
  if (!isPage(path)) throw new RefusedRequest('not_found.page', { path });
  if (!READING.includes(request.method)) refuseMethod(reply, request.method, READING);
  if (existsSync(join(folder, 'index.html'))) return reply.sendFile('index.html');
  return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(notBuilt);
}

const READING = ['GET', 'HEAD'];

/** A person's address: not of the API, and not of a file. */
function isPage(path: string): boolean {
  if (path === '/api' || path.startsWith('/api/') || path.startsWith('/assets/')) return false;
  return !/\.(?:js|mjs|css|map|woff2?|png|svg|ico|json|txt|webmanifest)$/.test(path);
}

/** Vite writes the fingerprint of the content into the names below `assets/`. */
function isHashed(path: string): boolean {
  return /^[\\/]assets[\\/]/.test(path);
}

const notBuilt = `<!doctype html>
<html lang="ru">
<head><meta charset="utf-8"><title>Smena</title></head>
<body>
<h1>Smena</h1>
<p>Сервер работает, но страницы ещё не собраны. Выполните <code>npm run build:web</code> и обновите страницу.
API отвечает: <a href="/api/v1/status">/api/v1/status</a>.</p>
<p lang="en">The server runs but its pages are not built yet. Run <code>npm run build:web</code> and reload.
The API answers: <a href="/api/v1/status">/api/v1/status</a>.</p>
</body>
</html>
`;
