/** Holds each request to the right of its route and to the shops of whoever sent it, before the route runs. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inScope, may, type Principal, type Right } from '../../domain/access.ts';
import type { PlacesOf } from '../../reports/places-of.ts';
import { type MissingRight, noRight } from './no-right.ts';
import type { Named } from './route-access.ts';

export type RightsCheck = { placesOf: PlacesOf };

/** Installs the check. It needs `request.principal`, so it comes after the hook that finds it. */
export function checkRights(app: FastifyInstance, placesOf: PlacesOf): void {
  // Before the body is read: what nobody may send is not taken.
  app.addHook('onRequest', async (request) => {
    const { right, network } = request.routeOptions.config;
    if (right === undefined || right === null) return;
    const { principal } = request;
    demandRight(principal, right, network === true ? 'network' : null);
    for (const shop of namedInAddress(request)) demandRight(principal, right, { shop });
  });

  app.addHook('preHandler', async (request) => {
    const { principal } = request;
    const { right, names, also } = request.routeOptions.config;
    if (right === undefined || right === null) return;
    const more = also?.(request) ?? null;
    if (more !== null) demandRight(principal, more.right, more.place);
    if (names === undefined || principal.shops === 'all') return;
    const place = await foreignPlace(principal, names(request), placesOf);
    if (place !== null) throw noRight({ principal, right, place });
  });
}

/** Throws the refusal when somebody lacks the right: at all, in a shop, or for the whole network. */
export function demandRight(principal: Principal, right: Right, place: MissingRight['place']): void {
  if (!may(principal, right)) throw noRight({ principal, right, place: null });
  if (place === null || principal.shops === 'all') return;
  if (place === 'network' || !inScope(principal.shops, place.shop)) throw noRight({ principal, right, place });
}

/** Shops of the path and of the query (`?shop=`). */
function namedInAddress({ params, query }: FastifyRequest): string[] {
  const { shopCode } = params as { shopCode?: unknown };
  const { shop } = query as { shop?: unknown };
  return [shopCode, shop].flat().filter((code) => typeof code === 'string');
}

/** The first place among those named that the principal does not have. */
async function foreignPlace(principal: Principal, named: Named, placesOf: PlacesOf): Promise<MissingRight['place']> {
  if (named.network === true) return 'network';
  const foreign = named.shops?.find((shop) => !inScope(principal.shops, shop));
  if (foreign !== undefined) return { shop: foreign };
  if (named.objects === undefined) return null;
  const { kind, ids } = named.objects;
  const places = await placesOf(kind, ids);
  const isForeign = (shop: string | null) => shop === null || !inScope(principal.shops, shop);
  // Reading finds the own one of several documents with one identifier.
  if (kind === 'document' && places.some((shop) => !isForeign(shop))) return null;
  for (const shop of places) if (isForeign(shop)) return shop === null ? 'network' : { shop };
  return null;
}
