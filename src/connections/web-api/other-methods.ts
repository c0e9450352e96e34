/** An address that exists refuses the methods it does not have (405) and names those it has, instead of being «not found». */
import type { FastifyReply } from 'fastify';
import type { Api } from './open-api.ts';
import { RefusedRequest } from './problems.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Notes the methods of every route that is added from now on; answers the function that refuses all others. */
export function refuseOtherMethods(app: Api): () => void {
  const methods = new Map<string, Set<string>>();
  let noting = true;
  app.addHook('onRoute', ({ url, method }) => {
    if (!noting) return;
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  return () => {
    noting = false;
    for (const [url, known] of methods) {
      const allowed = METHODS.filter((method) => known.has(method));
      app.route({
        method: METHODS.filter((method) => !known.has(method)),
        url,
        config: { right: null },
        schema: { hide: true },
        exposeHeadRoute: false,
        // Before the body is read: what it holds does not matter.
        onRequest: async (request, reply) => refuseMethod(reply, request.method, allowed),
        handler: () => undefined,
      });
    }
  };
}

/** Throws the refusal that names the methods of the address. */
export function refuseMethod(reply: FastifyReply, method: string, allowed: readonly string[]): never {
  reply.header('allow', allowed.join(', '));
  throw new RefusedRequest('request.method', { method, allowed: allowed.join(', ') });
}
