/** Files of certificates and keys that settings name: read, tried out, and known again when they have changed. */
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { UnusableFile } from './start-refusal.ts';

/** A PEM file and the setting that names it. */
export type KeyPlace = { setting: string; path: string };

/** Its bytes. Throws an UnusableFile. */
export function readKeyFile({ setting, path }: KeyPlace): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UnusableFile(setting, path, cause);
  }
}

/** Whether TLS can be spoken with what was read; `more` is tried as well. Throws an UnusableFile that names the place. */
export function tryOutKeys(
  { setting, path }: KeyPlace,
  options: Parameters<typeof createSecureContext>[0],
  more: () => unknown = () => undefined,
): void {
  try {
    createSecureContext(options);
    more();
  } catch (cause) {
    throw new UnusableFile(setting, path, cause);
  }
}

/** What changes when one of the files does: their times and sizes. */
export function stampOfFiles(places: readonly (KeyPlace | null)[]): string {
  return places
    .map((place) => {
      const stat = place === null ? undefined : statSync(place.path, { throwIfNoEntry: false });
      return stat === undefined ? '–' : `${stat.mtimeMs}/${stat.size}`;
    })
    .join(' ');
}
