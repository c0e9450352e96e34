/** When the certificates that this server uses end, read from their files: again only when one of them has changed. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BOOK, listCertificates } from '../certificates/book.ts';
import type { Config } from '../config.ts';
import type { FileEnds, ReadFileEnds } from '../reports/reports.ts';
import { stampOfFiles } from './key-files.ts';
import { authorityFolder, keyFilesOf } from './register-line.ts';
import { webPlacesOf } from './web-line.ts';

type EndsConfig = Pick<Config, 'dataFolder' | 'registers' | 'http' | 'upper'>;
type Kind = FileEnds['files'][number]['kind'];
type Place = { kind: Kind; path: string };

/** A reader of these ends. A file that cannot be read has none: whoever watches the files tells that. */
export function createReadFileEnds(config: EndsConfig): ReadFileEnds {
  let stamp = '';
  let ends: FileEnds = { files: [], issued: [], revoked: new Set() };
  return async () => {
    const places = placesOf(config);
    const book = join(authorityFolder(config), BOOK);
    const now = stampOfFiles([...places, { path: book }].map(({ path }) => ({ setting: '', path })));
    if (now === stamp) return ends;
    const booked = await listCertificates(authorityFolder(config));
    const files: FileEnds['files'] = [];
    for (const { kind, path } of places) {
      const endsMs = await endOf(kind, path);
      if (endsMs !== null) files.push({ kind, name: basename(path), endsMs });
    }
    const inForce = booked.filter(({ revokedMs }) => revokedMs === null);
    ends = {
      files,
      issued: inForce.map(({ registerId, serialNumber, validToMs }) => {
        return { registerId, serial: serialNumber, endsMs: validToMs };
      }),
      revoked: new Set(booked.flatMap((one) => (one.revokedMs === null ? [] : [one.serialNumber]))),
    };
    stamp = now;
    return ends;
  };
}

/** One file may be used for several things; each is told once, by the first. */
function placesOf(config: EndsConfig): Place[] {
  const line = keyFilesOf(config);
  const web = webPlacesOf(config);
  const all: [kind: Kind, path: string | null | undefined][] = [
    ['server-certificate', line?.cert.path],
    ['authority', line?.ca?.path],
    ['revocation-list', line?.crl?.path],
    ['web-certificate', web?.cert.path],
    ['upper-certificate', config.upper?.tlsCertificate],
  ];
  const seen = new Set<string>();
  return all.flatMap(([kind, path]) => {
    if (path === null || path === undefined || seen.has(path)) return [];
    seen.add(path);
    return [{ kind, path }];
  });
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Of several certificates in one file the first that ends. */
async function endOf(kind: Kind, path: string): Promise<number | null> {
  try {
    const text = readFileSync(path, 'utf8');
    if (kind === 'revocation-list') {
      const { endOfLists } = await import('../certificates/revoked-serials.ts');
      return endOfLists(text);
    }
    const ends = [...text.matchAll(CERTIFICATE)].map(([pem]) => Date.parse(new X509Certificate(pem).validTo));
    return ends.length === 0 ? null : Math.min(...ends);
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}
