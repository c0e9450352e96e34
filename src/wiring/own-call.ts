/**
 * The server asks its own API, as the mission wants it for the folder of dictionaries (M43): by a key that nobody but this process
 * knows, that opens the settings alone and ends with the process.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Access } from '../access/access.ts';

export type OwnCall = {
  /** For `Authorization: Bearer`. */
  key: string;
  /** The same people and keys, and this key. */
  access: Access;
};

/** Lets the server in beside those whom `access` knows. */
export function withOwnCall(access: Access): OwnCall {
  const own = randomBytes(32);
  const isOwn = (key: string | null) => {
    const shown = Buffer.from(key ?? '', 'base64url');
    return shown.byteLength === own.byteLength && timingSafeEqual(shown, own);
  };
  const principal = {
    actor: { kind: 'server', name: 'dictionaries', address: null },
    rights: new Set(['settings-exchange'] as const),
    shops: 'all',
    limits: { loadDays: null, exportShifts: null },
  } as const;
  return {
    key: own.toString('base64url'),
    access: {
      ...access,
      identify: async (shown) =>
        isOwn(shown.key) ? { principal, session: null, refusal: null } : access.identify(shown),
    },
  };
}
