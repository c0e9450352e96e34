/** What keeps strange pages away: response headers, the check of the address (DNS rebinding) and of the sender's origin. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../../platform/loopback.ts';
import { RefusedRequest } from './problems.ts';

/**
 * Nothing but our own files runs or is shown. Styles may stand in the page, because the component library writes its
 * variables and `style` attributes there; small pictures and fonts may be part of a style sheet (`data:`).
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every answer. */
export const guardHeaders: Record<string, string> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-permitted-cross-domain-policies': 'none',
};

/** Browsers do not come back unencrypted for a year. */
const ENCRYPTED = 'max-age=31536000';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Installs headers and checks for every request; `host` is the address that the server is bound to, `publicUrl` how browsers see it
 * when a proxy stands before it, `https` whether they see it encrypted.
 */
export function secure(app: FastifyInstance, host: string, publicUrl: string | null = null, https = false): void {
  const local = isLoopback(host);
  const outside = publicUrl === null ? undefined : hostOf(publicUrl);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(guardHeaders);
    // Of this machine's own names it would hold for every port, whoever listens there.
    if (https && !isLoopback(nameOf(request.headers.host ?? ''))) reply.header('strict-transport-security', ENCRYPTED);
    if (local && !isLoopback(nameOf(request.headers.host ?? '')) && request.headers.host !== outside)
      throw new RefusedRequest('request.foreign_host', { host: request.headers.host ?? '' });
    if (!SAFE_METHODS.has(request.method)) refuseForeignOrigin(request, outside);
  });
}

/** A browser says where a changing request comes from; programs that are no browsers say nothing and may go on. */
function refuseForeignOrigin(request: FastifyRequest, outside: string | undefined): void {
  const { origin, host } = request.headers;
  const foreignSite = request.headers['sec-fetch-site'] === 'cross-site';
  if (origin === undefined && !foreignSite) return;
  if (origin !== undefined && !foreignSite && isOurs(hostOf(origin), [host, outside])) return;
  throw new RefusedRequest('request.foreign_origin', { origin: origin ?? 'cross-site' });
}

/** An origin that cannot be read is nobody's. */
function isOurs(from: string | undefined, ours: readonly (string | undefined)[]): boolean {
  return from !== undefined && ours.includes(from);
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

/** The host name of a `Host` header without its port. */
function nameOf(host: string): string {
  return host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : host.replace(/:\d+$/, '');
}
