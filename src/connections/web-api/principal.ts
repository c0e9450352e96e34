/**
 * Who stands behind a request: `request.principal` is there before any route of the API runs. A route that is for nobody in
 * particular says `config: { public: true }`; every other one is refused (401) to those who have not said who they are.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Credentials, Identified, Identify, OpenSession } from '../../access/access.ts';
import type { Principal } from '../../domain/access.ts';
import { RefusedRequest } from './problems.ts';
import { cookieName, cookieOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every route of the API. */
    principal: Principal;
    /** The session of a person, also one that still waits for the second factor; null for keys and an open server. */
    session: OpenSession | null;
    /** Who would have sent this request with another token of a session, or with none. */
    identifyAs(token: string | null): Promise<Identified>;
    /** Whether whoever sent this request would still be let in. */
    isStillIn(): Promise<boolean>;
  }
  interface FastifyContextConfig {
    /** Answered also to those who have not logged in. */
    public?: boolean;
  }
}

/** A change from a page carries this header: a form of another site cannot send it. */
export const PAGE_HEADER = 'x-smena-page';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Installs the check for every route of the API. */
export function knowPrincipals(app: FastifyInstance, identify: Identify): void {
  // Nobody reads them before the hook has run: it runs first of all for every address of the API.
  app.decorateRequest('principal', null as unknown as Principal);
  app.decorateRequest('session', null);
  app.decorateRequest('identifyAs', function identifyAs(this: FastifyRequest, token: string | null) {
    return identify({ session: token, key: null, address: this.ip });
  });
  app.decorateRequest('isStillIn', async function isStillIn(this: FastifyRequest) {
    return (await identify(credentialsOf(this))).refusal === null;
  });
  app.addHook('onRequest', async (request, reply) => {
    // By the route that answers, however its address was written; the pages and what is nowhere hold no data.
    if (request.routeOptions.url?.startsWith('/api/') !== true) return;
    const shown = credentialsOf(request);
    const found = await identify(shown);
    request.principal = found.principal;
    request.session = found.session;
    if (request.routeOptions.config.public !== true) refuseWhenNobody(found, reply);
    if (shown.session !== null && found.session !== null) refuseForgedChange(request);
  });
}

/** A key counts before the cookie of a browser. */
function credentialsOf(request: FastifyRequest): Credentials {
  const key = bearerOf(request);
  return { session: key === null ? cookieOf(request, cookieName(request)) : null, key, address: request.ip };
}

function refuseWhenNobody({ refusal }: Identified, reply: FastifyReply): void {
  if (refusal === null) return;
  reply.header('www-authenticate', 'Bearer');
  throw new RefusedRequest(refusal.code, refusal.params);
}

/** A browser sends the cookie by itself, so a change must show that one of our pages made it. */
function refuseForgedChange(request: FastifyRequest): void {
  if (SAFE_METHODS.has(request.method) || request.headers[PAGE_HEADER] !== undefined) return;
  throw new RefusedRequest('access.not_our_page', { header: PAGE_HEADER });
}

/** The token of `Authorization: Bearer`; null when there is none. */
function bearerOf({ headers }: FastifyRequest): string | null {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}
