/**
 * What a route of the API asks for: its right, and the shops that a request names. Every route says it beside its schema
 * (`config`); the server does not start when one does not, and the description of the API carries it (`x-right`).
 */
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { Right } from '../../domain/access.ts';
import type { ObjectKind } from '../../reports/places-of.ts';
import type { MissingRight } from './no-right.ts';

/** What a request is about beside `:shopCode` of its path and `shop` of its query, which are always looked at. */
export type Named = {
  /** Codes of shops. */
  shops?: readonly string[];
  /** Objects by their numbers or names; each lies in a shop, or belongs to the whole server. */
  objects?: { kind: ObjectKind; ids: readonly string[] };
  /** It is about the whole network: a setting of the server, a schedule for all. */
  network?: boolean;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller must have; null = whoever is let in at all. Every route of the API has it. */
    right?: Right | null;
    /** Shops and objects that the request names; called after the request was validated. */
    names?: (request: FastifyRequest) => Named;
    /** A further right that this request needs by what it says; null = none. */
    also?: (request: FastifyRequest) => Pick<MissingRight, 'right' | 'place'> | null;
    /** True = always about the whole network: whoever has some shops only is refused. */
    network?: boolean;
  }
}

/** Refuses to go on (throws) when a route of the API is added that does not say its right. */
export function demandRights(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (!isOfApi(route) || route.config?.right !== undefined || route.config?.public === true) return;
    throw new Error(`the route ${[route.method].flat().join(', ')} ${route.url} does not say what right it needs`);
  });
}

function isOfApi({ url }: Pick<RouteOptions, 'url'>): boolean {
  return url.startsWith('/api/');
}

/** For a description: the right of a route, and whether it is about the whole network. */
export function describedRight(config: RouteOptions['config'] | undefined): Record<string, string> {
  if (config?.public === true) return { 'x-right': 'public' };
  return { 'x-right': config?.right ?? 'any', ...(config?.network === true ? { 'x-scope': 'network' } : {}) };
}

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (request: FastifyRequest) => request.body as Body;
const paramOf = (request: FastifyRequest, name: string) => (request.params as Record<string, unknown>)[name];

/** The shop of the body's `shopCode`; without one the whole network is meant. */
export function shopOfBody(request: FastifyRequest): Named {
  const { shopCode } = bodyOf(request);
  return typeof shopCode === 'string' ? { shops: [shopCode] } : { network: true };
}

/** The shops of a list in the body, each with its `shopCode`. */
export function shopsIn(key: string): (request: FastifyRequest) => Named {
  return (request) => ({ shops: (bodyOf(request)[key] as { shopCode: string }[]).map(({ shopCode }) => shopCode) });
}

/** The object that the path names. */
export function objectOfPath(kind: ObjectKind, name: string): (request: FastifyRequest) => Named {
  return (request) => ({ objects: { kind, ids: [String(paramOf(request, name))] } });
}

/** The objects that a list in the body names. */
export function objectsIn(kind: ObjectKind, key: string): (request: FastifyRequest) => Named {
  return (request) => ({ objects: { kind, ids: bodyOf(request)[key] as string[] } });
}
