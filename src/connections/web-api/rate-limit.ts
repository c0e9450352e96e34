/** How many requests one sender may make: a program gone wild, or a stolen key, must not take the server from the others. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../domain/access.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest } from './problems.ts';

const MINUTE_MS = 60_000;
/** Senders that are remembered at once. */
const SENDERS = 10_000;

const UNCOUNTED: ReadonlySet<string> = new Set(['anybody', 'server']);
/** Of pages and files nobody is asked who they are. */
type Asked = Pick<FastifyRequest, 'ip'> & { principal: Principal | null };

/**
 * Installs the limit for every route of the API; call it before the routes are added. A person and a key count by their names, wherever they
 * come from. Whoever is at an open server, and this server itself, is not counted. Beyond it: 429 with `retry-after`.
 */
export async function limitRequests(app: Api, perMinute: number): Promise<void> {
  await app.register(rateLimit, {
    // Only then it is known who asks; whoever is nobody has been turned away before.
    hook: 'preHandler',
    max: perMinute,
    timeWindow: MINUTE_MS,
    cache: SENDERS,
    keyGenerator: ({ principal, ip }: Asked) => `${principal?.actor.kind} ${principal?.actor.name || ip}`,
    allowList: ({ principal }: Asked) => principal === null || UNCOUNTED.has(principal.actor.kind),
    errorResponseBuilder: (_request, { ttl }) => new RefusedRequest('request.too_many', { n: Math.ceil(ttl / 1000) }),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  });
}
