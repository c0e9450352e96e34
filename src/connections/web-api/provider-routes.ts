/**
 * The way of a browser to the provider of OpenID Connect and back. These addresses answer with another address and not with data, so
 * the description of the API does not hold them.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { providerRoutes } from '../../../contracts/web-api.ts';
import type { BegunLogin, Entered, Entrance, ProvidedPerson } from '../../access/access.ts';
import type { Api } from './open-api.ts';
import type { Refusal } from './problems.ts';
import { cookieName, cookieOf, giveCookie, giveProviderCookie } from './session-cookie.ts';
import { originOf, type SessionFunctions, seenFrom } from './session-routes.ts';

export type ProviderFunctions = {
  /** Null = there is no external log-in. */
  provider: {
    begin(
      redirectUri: string,
      returnTo: string,
    ): Promise<{ ok: true; url: string; state: string; begun: BegunLogin } | Refusal>;
    finish(address: URL, state: string, begun: BegunLogin): Promise<{ ok: true; value: ProvidedPerson } | Refusal>;
  } | null;
};

const HIDDEN = { config: { public: true }, schema: { hide: true } } as const;

export function addProviderRoutes(app: Api, functions: ProviderFunctions & SessionFunctions): void {
  const { provider, entrance, access } = functions;
  if (provider === null) return;
  app.get(providerRoutes.begin, HIDDEN, async (request, reply) => {
    const { back } = request.query as { back?: unknown };
    const begun = await provider.begin(`${seenFrom(functions, request)}${providerRoutes.answer}`, ownPath(back));
    if (!begun.ok) return toLogin(reply, begun.code);
    await entrance.keepBegun(begun.state, begun.begun);
    giveProviderCookie(request, reply, begun.state, access.https);
    return reply.redirect(begun.url, 303);
  });
  app.get(providerRoutes.answer, HIDDEN, async (request, reply) => {
    const { state } = request.query as { state?: unknown };
    // The browser that comes back must be the one that was sent: another one would be logged in as somebody else.
    const own = cookieOf(request, cookieName(request, 'provider'));
    giveProviderCookie(request, reply, '', access.https);
    const begun = typeof state === 'string' && state === own ? await entrance.takeBegun(state) : undefined;
    if (begun === undefined) return toLogin(reply, 'access.provider_failed');
    const came = await provider.finish(new URL(request.url, seenFrom(functions, request)), String(state), begun);
    if (!came.ok) {
      const { login } = came.params;
      const refused = { ...came, login: typeof login === 'string' ? login : null };
      await entrance.tellProviderRefusal(refused, originOf(request));
      return toLogin(reply, came.code);
    }
    const entered = await enter(entrance, came.value, request);
    if (!entered.ok) return toLogin(reply, entered.code);
    giveCookie(request, reply, entered.value.token, access.https);
    return reply.redirect(begun.returnTo, 303);
  });
}

function enter(
  entrance: Entrance,
  provided: ProvidedPerson,
  request: FastifyRequest,
): Promise<{ ok: true; value: Entered } | Refusal> {
  return entrance.enterByProvider(provided, originOf(request));
}

/** The log-in says in its own words what went wrong; of what is written into an address nothing is shown. */
function toLogin(reply: FastifyReply, code: string): FastifyReply {
  return reply.redirect(`/login?state=${encodeURIComponent(code)}`, 303);
}

/** A path of our own pages; anything else leads to the first one. */
function ownPath(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])[^\s]*$/.test(back) ? back : '/';
}
