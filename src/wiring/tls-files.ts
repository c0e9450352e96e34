/** The certificates by which a broker and the upper server are trusted, read and tried out before anything is started. */
import type { Config } from '../config.ts';
import { readKeyFile, tryOutKeys } from './key-files.ts';

/** How the broker is spoken to: null for plaintext. Throws an UnusableFile. */
export function tlsOfQueue({ tls, tlsAuthority }: Config['queue']): { ca?: Buffer } | null {
  if (!tls) return null;
  if (tlsAuthority === null) return {};
  const ca = readKeyFile({ setting: 'queue.tlsAuthority', path: tlsAuthority });
  tryOutKeys({ setting: 'queue.tlsAuthority', path: tlsAuthority }, { ca });
  return { ca };
}

/** How the upper server is spoken to: null for plaintext. Throws an UnusableFile. */
export function tlsOfUpper(upper: NonNullable<Config['upper']>): { ca?: Buffer; cert?: Buffer; key?: Buffer } | null {
  if (!upper.tls) return null;
  const { tlsAuthority, tlsCertificate, tlsKey } = upper;
  const keys: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  if (tlsAuthority !== null) {
    keys.ca = readKeyFile({ setting: 'upper.tlsAuthority', path: tlsAuthority });
    tryOutKeys({ setting: 'upper.tlsAuthority', path: tlsAuthority }, { ca: keys.ca });
  }
  if (tlsCertificate === null || tlsKey === null) return keys;
  keys.cert = readKeyFile({ setting: 'upper.tlsCertificate', path: tlsCertificate });
  keys.key = readKeyFile({ setting: 'upper.tlsKey', path: tlsKey });
  tryOutKeys({ setting: 'upper.tlsKey', path: tlsKey }, { cert: keys.cert, key: keys.key });
  return keys;
}
