/**
 * Which packages are over and may be packed: those that their folder and the index agree on. A package that the index has
 * not caught up with stays, because after a restore from backup only the folders tell of it; one of `error` stays as long as
 * it is tried again by itself; one in `processed` or `error` whose bytes have changed on the disk stays to be looked at.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { utcText } from '../../platform/clock.ts';
import { hasCode } from '../../platform/durable-file.ts';
import { decodePackage, type EndState, packageNames, reasonFileName, settledNames } from '../intake/intake.ts';
import type { Packing, Source } from './packing.ts';

const PAGE = 500;

/** Names in order; what has no header is in no index, and in `broken` it is over all the same. */
export async function finishedPackages(packing: Packing, state: EndState): Promise<string[]> {
  const finished: string[] = [];
  let page: string[] = [];
  const look = async () => {
    const settled = await settledNames(packing.database, state, page, utcText(receivedBefore(packing, state)));
    for (const name of page)
      if (settled.has(name) || (state === 'broken' && (await packing.intake.readHeader(state, name)) === undefined))
        finished.push(name);
    page = [];
  };
  for await (const name of packageNames(packing.folders[state])) {
    page.push(name);
    if (page.length >= PAGE) await look();
  }
  await look();
  return finished.sort();
}

function receivedBefore({ clock, settings }: Packing, state: EndState): number {
  return state === 'error' ? clock.now() - settings.errorAfterMs : clock.now();
}

/** A package out of its folder; undefined when it has left, `damaged` when its bytes are no longer those that came. */
export async function readSource(
  packing: Packing,
  state: EndState,
  name: string,
): Promise<Source | 'damaged' | undefined> {
  const folder = packing.folders[state];
  const file = await readIfThere(join(folder, name));
  if (file === undefined) return undefined;
  const reason = (await readIfThere(join(folder, reasonFileName(name)))) ?? null;
  const decoded = decodePackage(file);
  if (typeof decoded !== 'string') {
    const { shopId, receivedAt } = decoded.header;
    const receivedMs = Date.parse(receivedAt) || 0;
    return { name, file, reason, shopId: state === 'error' ? shopId : '', isDamaged: false, receivedMs };
  }
  if (state !== 'broken') return 'damaged';
  return { name, file, reason, shopId: '', isDamaged: true, receivedMs: 0 };
}

export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}
