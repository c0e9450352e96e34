/**
 * How browsers and programs come: by https when a certificate is there (the files that the configuration names, else those of the
 * built-in authority), read again when the files change.
 */
import { join } from 'node:path';
import { authorityFiles } from '../certificates/certificate-files.ts';
import type { Config } from '../config.ts';
import type { WebKeys } from '../connections/web-api/web-api.ts';
import type { IntakeEvents } from '../pipeline/intake/intake.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import { type KeyPlace, readKeyFile, stampOfFiles, tryOutKeys } from './key-files.ts';
import { authorityFolder } from './register-line.ts';
import { UnusableFile } from './start-refusal.ts';

type WebConfig = Pick<Config, 'dataFolder' | 'http'>;

/** Changed files are seen within so many ms. */
const LOOK_MS = 2_000;

/** The certificate and its key as the files are now; null = http is spoken. Throws an UnusableFile. */
export function readWebKeys(config: WebConfig): WebKeys | null {
  const places = placesOf(config);
  if (places === null) return null;
  const keys = { cert: readKeyFile(places.cert), key: readKeyFile(places.key) };
  tryOutKeys(places.key, keys);
  return keys;
}

function placesOf(config: WebConfig): { cert: KeyPlace; key: KeyPlace } | null {
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

function stampOf(config: WebConfig): string {
  const places = placesOf(config);
  return places === null ? '' : stampOfFiles([places.cert, places.key]);
}

export type WatchWebParts = {
  config: WebConfig;
  /** Throws when the keys do not fit, and the old ones stay. */
  change: (keys: WebKeys) => void;
  events: IntakeEvents;
  logger: Logger;
};

/** Looks for changed files from now on: a renewed certificate holds from the next connection on, one that does not fit changes nothing. */
export function watchWebKeys({ config, change, events, logger }: WatchWebParts): WorkerLoop {
  let stamp = stampOf(config);

  function look(): void {
    const now = stampOf(config);
    if (now === stamp) return;
    stamp = now;
    try {
      const keys = readWebKeys(config);
      if (keys !== null) change(keys);
      events({ code: 'lines.web_keys_changed', level: 'info', params: {} });
    } catch (cause) {
      const text = cause instanceof UnusableFile ? `${cause.path}: ${cause.message}` : String(cause);
      logger.error('the certificate of the pages cannot be used, the old one holds', cause);
      events({ code: 'lines.web_keys_unusable', level: 'error', params: { cause: text } });
    }
  }

  return startWorkerLoop({
    idleMs: LOOK_MS,
    async turn() {
      look();
      return false;
    },
    onFailure: (cause, pauseMs) =>
      logger.error(`the certificate of the pages could not be looked at, again in ${pauseMs} ms`, cause),
  });
}
