/**
 * The exchange folder of the ERP: `<exchange>/<shopCode>/sale<N>/[online/]` (sales-file §2, §3).
 * The reader takes every `*.json` it lists, so a file gets its name only when it is whole, flushed and checked.
 */
import { createHash, randomBytes } from 'node:crypto';
import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chunks, ErpTarget, SalesFilePlace } from '../../pipeline/exports/exports.ts';
import { cleanTemporaryFiles, hasCode, makeFolder, syncFolder, TEMPORARY_PREFIX } from '../../platform/durable-file.ts';
import { noteHandled, withLargeBytes } from '../../platform/memory/collect.ts';
import { freeNow } from '../../platform/memory/growing-bytes.ts';
import { openPlainFile } from '../../platform/plain-file.ts';
import { openSpool, type Spool } from '../../platform/spool.ts';
import { namedFault } from './folder-fault.ts';

// Names of this run never meet those a crashed run has left behind.
const RUN = randomBytes(4).toString('hex');

/** Of a file that is being built, more than this lies on disk. */
const SPOOLED_IN_MEMORY = 1024 * 1024;

/**
 * The exchange folder must exist: a share that is not mounted must not be replaced by a local folder of its name. What is
 * being built lies in `spoolFolder`, a folder of ours.
 */
export function createErpFolder(exchangeFolder: string, spoolFolder: string): ErpTarget {
  const cleaned = new Set<string>();
  let writes = 0;

  const partsOf = (place: SalesFilePlace) => [
    place.shopCode,
    `sale${place.registerNumber}`,
    ...(place.online ? ['online'] : []),
  ];
  const folderOf = (place: SalesFilePlace) => join(exchangeFolder, ...partsOf(place));

  async function tidy(shopCodes: readonly string[]): Promise<void> {
    await named(exchangeFolder, async () => {
      for (const shopCode of shopCodes)
        for (const name of await namesIn(join(exchangeFolder, shopCode))) {
          if (!name.startsWith('sale')) continue;
          await cleanIfThere(join(exchangeFolder, shopCode, name));
          await cleanIfThere(join(exchangeFolder, shopCode, name, 'online'));
        }
    });
  }

  async function prepare(place: SalesFilePlace): Promise<void> {
    const folder = folderOf(place);
    await named(exchangeFolder, async () => {
      await stat(exchangeFolder);
      // The reader deletes a quiet `online/`, so it is made anew before each write.
      await makeFolder(folder);
      if (cleaned.has(folder)) return;
      await cleanTemporaryFiles(folder);
      cleaned.add(folder);
    });
  }

  async function publish(place: SalesFilePlace, content: Chunks, check: (bytes: Buffer) => boolean): Promise<boolean> {
    await prepare(place);
    const folder = folderOf(place);
    writes += 1;
    const aside = join(folder, `${TEMPORARY_PREFIX}${RUN}-${writes}`);
    let handled = 0;
    try {
      handled = await named(folder, () => writeAside(aside, content));
      const accepted = await withLargeBytes(handled, async () => {
        const bytes = await named(folder, () => readFile(aside));
        try {
          return check(bytes);
        } finally {
          freeNow(bytes);
        }
      });
      if (!accepted) {
        await removeQuietly(aside);
        return false;
      }
      await named(folder, () => rename(aside, join(folder, place.name)));
    } catch (cause) {
      await removeQuietly(aside);
      throw cause;
    } finally {
      // Once the file stands under its name: the ERP need not wait while memory is tidied.
      noteHandled(handled);
    }
    await named(folder, () => syncFolder(folder));
    return true;
  }

  return {
    pathOf: (place) => [...partsOf(place), place.name].join('/'),
    tidy,
    prepare,
    openSpool: () => namedSpool(spoolFolder),
    publish,
    hashesOf: (place) => named(exchangeFolder, () => findCopies(folderOf(place), place.name)),
  };
}

/** A spool whose faults are those of its folder. */
function namedSpool(folder: string): Spool {
  const spool = openSpool(folder, SPOOLED_IN_MEMORY);
  return { ...spool, write: (bytes) => named(folder, () => spool.write(bytes)) };
}

/** Writes a new file and flushes it; answers its bytes. */
async function writeAside(path: string, content: Chunks): Promise<number> {
  const file = await open(path, 'wx');
  let bytes = 0;
  try {
    for await (const chunk of content) {
      await file.appendFile(chunk);
      bytes += chunk.byteLength;
    }
    await file.datasync();
    return bytes;
  } finally {
    await file.close();
  }
}

/** The reader may remove `online/` at any time, and a file of such a name is none of ours. */
async function cleanIfThere(folder: string): Promise<void> {
  try {
    await cleanTemporaryFiles(folder);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT') && !hasCode(cause, 'ENOTDIR')) throw cause;
  }
}

async function findCopies(folder: string, name: string): Promise<{ waiting: string | null; taken: string[] }> {
  const taken: string[] = [];
  for (const entry of await namesIn(folder)) {
    if (!entry.startsWith('success-')) continue;
    const found = await hashOf(join(folder, entry, name));
    if (found !== null) taken.push(found);
  }
  return { waiting: await hashOf(join(folder, name)), taken };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
}

async function hashOf(path: string): Promise<string | null> {
  try {
    const hash = createHash('sha256');
    const file = await openPlainFile(path);
    if (file === null) return null;
    for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
}

/** Does the work; a failure of the file system gets its name for people. */
async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw namedFault(path, cause);
  }
}

/** Tidies up after an error that is already being reported; what stays is removed at the next start. */
async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(() => {
    return;
  });
}
