/** Certificates and keys from the files that the configuration names, read and tried out before anything is started. */
import { readFileSync } from 'node:fs';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { Config } from '../config.ts';
import { UnusableFile } from './start-refusal.ts';

/** What the Thrift door shows, and whether registers must show theirs; undefined for plaintext (M18). Throws an UnusableFile. */
export function tlsOfThrift(config: Config['thrift']): TlsOptions | undefined {
  const { tlsCertificate, tlsKey, tlsClientAuthority } = config;
  if (tlsCertificate === null || tlsKey === null) return undefined;
  const cert = read('thrift.tlsCertificate', tlsCertificate);
  const key = read('thrift.tlsKey', tlsKey);
  tryOut('thrift.tlsKey', tlsKey, { cert, key });
  if (tlsClientAuthority === null) return { cert, key };
  const ca = read('thrift.tlsClientAuthority', tlsClientAuthority);
  tryOut('thrift.tlsClientAuthority', tlsClientAuthority, { ca });
  return { cert, key, ca, requestCert: true, rejectUnauthorized: true };
}

/** How the broker is spoken to: null for plaintext. Throws an UnusableFile. */
export function tlsOfQueue({ tls, tlsAuthority }: Config['queue']): { ca?: Buffer } | null {
  if (!tls) return null;
  if (tlsAuthority === null) return {};
  const ca = read('queue.tlsAuthority', tlsAuthority);
  tryOut('queue.tlsAuthority', tlsAuthority, { ca });
  return { ca };
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
