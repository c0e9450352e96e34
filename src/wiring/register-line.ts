/**
 * How registers come (M18): certificates and keys from the files that the configuration names, else those of the built-in
 * authority, tried out before anything is started, and read again when they have changed.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { authorityFiles } from '../certificates/certificate-files.ts';
import type { Config } from '../config.ts';
import { utcText } from '../platform/clock.ts';
import type { LineKeys, LineTerms } from '../platform/line-listener.ts';
import { type KeyPlace, readKeyFile, stampOfFiles, tryOutKeys } from './key-files.ts';
import type { WatchedKeys } from './key-watch.ts';
import { type LineState, lineStateOf } from './line-warning.ts';
import { UnusableFile } from './start-refusal.ts';

/** The part of the configuration that is about lines. */
type LineConfig = Pick<Config, 'dataFolder' | 'registers'>;

/** The folder of the built-in authority. */
export const authorityFolder = ({ dataFolder }: Pick<Config, 'dataFolder'>) => join(dataFolder, 'certificates');

type KeyFiles = { cert: KeyPlace; key: KeyPlace; ca: KeyPlace | null; crl: KeyPlace | null };

/** Terms with the stamp of the files that they are of. */
export type ReadLine = { stamp: string; terms: LineTerms };

/** The terms of the doors and what they were read from. Throws an UnusableFile. */
export async function readLine(config: LineConfig): Promise<ReadLine> {
  // What changes while it is read is seen at the next look.
  const stamp = stampOfLine(config);
  return { stamp, terms: await readLineTerms(config) };
}

/** The terms of the doors as the files are now. Throws an UnusableFile. */
export async function readLineTerms(config: LineConfig): Promise<LineTerms> {
  const { plaintext, certificates, addresses } = config.registers;
  const files = keyFilesOf(config);
  const keys = files === null ? null : readKeys(files);
  const revoked = files?.crl && keys?.crl ? await readRevoked(files.crl, keys.crl) : [];
  return {
    keys,
    plaintext,
    certificateRequired: certificates === 'required',
    addresses: addresses === null ? null : networksOf(addresses),
    revoked: new Set(revoked),
  };
}

/** What is watched for the lines of registers after they were read at the start. `change` throws when the keys do not fit, and the old ones stay. */
export function registerLine(config: LineConfig, read: ReadLine, change: (terms: LineTerms) => void): WatchedKeys {
  return {
    name: 'the certificates of the lines of registers',
    unusable: 'lines.keys_unusable',
    read: read.stamp,
    stamp: () => stampOfLine(config),
    async take() {
      const terms = await readLineTerms(config);
      change(terms);
      const ends = endOfLine(terms);
      return { code: 'lines.keys_changed', level: 'info', params: { validTo: ends === null ? '—' : utcText(ends) } };
    },
  };
}

/** How registers come to a server over these files, without reading them. */
export function lineStateOfFiles(config: LineConfig & Pick<Config, 'registerHttp'>): LineState {
  return lineStateOf(config, keyFilesOf(config) !== null);
}

/** What changes when one of the files does: their times and sizes. */
export function stampOfLine(config: LineConfig): string {
  const files = keyFilesOf(config);
  if (files === null) return '';
  return stampOfFiles([files.cert, files.key, files.ca, files.crl]);
}

/** End of the validity of the certificate of the server, in ms; null = there is none. */
export function endOfLine({ keys }: LineTerms): number | null {
  return keys === null ? null : Date.parse(new X509Certificate(keys.cert).validTo);
}

/** Null = there is no certificate of the server, and TLS is not spoken. */
export function keyFilesOf(config: LineConfig): KeyFiles | null {
  const line = config.registers;
  const named = (setting: string, path: string | null) =>
    path === null ? null : { setting: `registers.${setting}`, path };
  const [cert, key] = [named('tlsCertificate', line.tlsCertificate), named('tlsKey', line.tlsKey)];
  if (cert !== null && key !== null)
    return {
      ...{ cert, key },
      ca: named('tlsClientAuthority', line.tlsClientAuthority),
      crl: named('tlsRevoked', line.tlsRevoked),
    };
  const own = (name: string) => ({ setting: 'smena certificates', path: join(authorityFolder(config), name) });
  if (!existsSync(own(authorityFiles.serverCertificate).path)) return null;
  return {
    cert: own(authorityFiles.serverCertificate),
    key: own(authorityFiles.serverKey),
    ca: own(authorityFiles.certificate),
    crl: own(authorityFiles.revoked),
  };
}

function readKeys({ cert, key, ca, crl }: KeyFiles): LineKeys {
  const keys = { cert: readKeyFile(cert), key: readKeyFile(key) };
  tryOutKeys(key, keys);
  if (ca === null) return keys;
  const authority = { ca: [readKeyFile(ca)] };
  // An authority that is none would be passed over without a word.
  tryOutKeys(ca, authority, () => new X509Certificate(authority.ca[0] as Buffer));
  if (crl === null) return { ...keys, ...authority };
  const revoked = { crl: [readKeyFile(crl)] };
  tryOutKeys(crl, revoked);
  return { ...keys, ...authority, ...revoked };
}

/** What reads such lists comes when there is one: most servers have none, and it is large. */
async function readRevoked({ setting, path }: KeyPlace, lists: NonNullable<LineKeys['crl']>): Promise<string[]> {
  const { revokedSerials } = await import('../certificates/revoked-serials.ts');
  try {
    return lists.flatMap((list) => [...revokedSerials(list.toString())]);
  } catch (cause) {
    throw new UnusableFile(setting, path, cause);
  }
}

function networksOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}
