/** What the door for browsers needs to know of people and of how it is seen from outside. */
import { type Access, createAccess } from '../access/access.ts';
import type { Config } from '../config.ts';
import { createIdentityProvider } from '../connections/identity-provider/identity-provider.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { isLoopback } from '../platform/loopback.ts';
import type { Tables } from '../schema/tables.ts';
import { tellAccess } from './access-notes.ts';

/** People, sessions and keys as the configuration wants them. */
export function openAccess(
  { http, access }: Pick<Config, 'http' | 'access'>,
  database: Database<Tables>,
  clock: Clock,
): Access {
  return createAccess({ database, clock, mode: http.access, times: access, tell: tellAccess(clock) });
}

/** What the door for browsers calls of it. */
export function accessFunctions(
  { http, provider }: Pick<Config, 'http' | 'provider'>,
  clock: Clock,
  access: Access,
  logger: Logger,
) {
  const publicUrl = http.publicUrl === null ? null : http.publicUrl.replace(/\/$/, '');
  // The address that browsers see counts; without one, what the port itself speaks.
  const https = publicUrl === null ? http.tls : publicUrl.startsWith('https:');
  return {
    ...access,
    provider: provider === null ? null : createIdentityProvider(provider, logger),
    access: { mode: http.access, clock, https, publicUrl, provider: provider?.name ?? null },
  };
}

/** Address of a one-time link for a browser; `url` is where this server listens, null = as it is configured. */
export function linkOf({ http }: Pick<Config, 'http'>, url: string | null, token: string): string {
  const here =
    url ?? `${http.tls ? 'https' : 'http'}://${isLoopback(http.host) ? 'localhost' : http.host}:${http.port}`;
  return `${(http.publicUrl ?? here).replace(/\/$/, '')}/login#link=${token}`;
}
