/**
 * How browsers and programs come: by https when a certificate is there (the files that the configuration names, else those of the
 * built-in authority), read again when the files change.
 */
import { join } from 'node:path';
import { authorityFiles } from '../certificates/certificate-files.ts';
import type { Config } from '../config.ts';
import type { WebKeys } from '../connections/web-api/web-api.ts';
import { type KeyPlace, readKeyFile, stampOfFiles, tryOutKeys } from './key-files.ts';
import type { WatchedKeys } from './key-watch.ts';
import { authorityFolder } from './register-line.ts';

type WebConfig = Pick<Config, 'dataFolder' | 'http'>;

/** Keys with the stamp of the files that they are of. */
export type ReadWebLine = { stamp: string; keys: WebKeys | null };

/** The certificate and its key as the files are now; null = http is spoken. Throws an UnusableFile. */
export function readWebLine(config: WebConfig): ReadWebLine {
  // What changes while it is read is seen at the next look.
  const stamp = stampOfWeb(config);
  return { stamp, keys: readWebKeys(config) };
}

function stampOfWeb(config: WebConfig): string {
  const places = webPlacesOf(config);
  return places === null ? '' : stampOfFiles([places.cert, places.key]);
}

function readWebKeys(config: WebConfig): WebKeys | null {
  const places = webPlacesOf(config);
  if (places === null) return null;
  const keys = { cert: readKeyFile(places.cert), key: readKeyFile(places.key) };
  tryOutKeys(places.key, keys);
  return keys;
}

/** Null = http is spoken. */
export function webPlacesOf(config: WebConfig): { cert: KeyPlace; key: KeyPlace } | null {
  const { tls, tlsCertificate, tlsKey } = config.http;
  if (!tls) return null;
  if (tlsCertificate !== null && tlsKey !== null)
    return {
      cert: { setting: 'http.tlsCertificate', path: tlsCertificate },
      key: { setting: 'http.tlsKey', path: tlsKey },
    };
  const own = (name: string) => ({ setting: 'http.tls', path: join(authorityFolder(config), name) });
  return { cert: own(authorityFiles.serverCertificate), key: own(authorityFiles.serverKey) };
}

export type WebLineParts = {
  config: WebConfig;
  /** What was read at the start. */
  read: ReadWebLine;
  /** Throws when the keys do not fit, and the old ones stay. */
  change: (keys: WebKeys) => void;
};

/** What is watched for pages and API; null = http is spoken. */
export function webLine({ config, read, change }: WebLineParts): WatchedKeys | null {
  if (webPlacesOf(config) === null) return null;
  return {
    name: 'the certificate of the pages',
    unusable: 'lines.web_keys_unusable',
    read: read.stamp,
    stamp: () => stampOfWeb(config),
    async take() {
      const keys = readWebKeys(config);
      if (keys !== null) change(keys);
      return { code: 'lines.web_keys_changed', level: 'info', params: {} };
    },
  };
}
