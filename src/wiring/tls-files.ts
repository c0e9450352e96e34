/** The certificates by which a broker and the upper server are trusted, read and tried out before anything is started. */
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config.ts';
import { UnusableFile } from './start-refusal.ts';

/** How the broker is spoken to: null for plaintext. Throws an UnusableFile. */
export function tlsOfQueue({ tls, tlsAuthority }: Config['queue']): { ca?: Buffer } | null {
  if (!tls) return null;
  if (tlsAuthority === null) return {};
  const ca = read('queue.tlsAuthority', tlsAuthority);
  tryOut('queue.tlsAuthority', tlsAuthority, { ca });
  return { ca };
}

/** How the upper server is spoken to: null for plaintext. Throws an UnusableFile. */
export function tlsOfUpper(upper: NonNullable<Config['upper']>): { ca?: Buffer; cert?: Buffer; key?: Buffer } | null {
  if (!upper.tls) return null;
  const { tlsAuthority, tlsCertificate, tlsKey } = upper;
  const keys: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  if (tlsAuthority !== null) {
    keys.ca = read('upper.tlsAuthority', tlsAuthority);
    tryOut('upper.tlsAuthority', tlsAuthority, { ca: keys.ca });
  }
  if (tlsCertificate === null || tlsKey === null) return keys;
  keys.cert = read('upper.tlsCertificate', tlsCertificate);
  keys.key = read('upper.tlsKey', tlsKey);
  tryOut('upper.tlsKey', tlsKey, { cert: keys.cert, key: keys.key });
  return keys;
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UnusableFile(setting, path, cause);
  }
}

function tryOut(setting: string, path: string, options: Parameters<typeof createSecureContext>[0]): void {
  try {
    createSecureContext(options);
  } catch (cause) {
    throw new UnusableFile(setting, path, cause);
  }
}
