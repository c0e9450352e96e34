/** Looking into the exchange folder: what waits in it, what the ERP asks for, which server writes there (sales-file §2, §3, §9). */
import { createHash, randomBytes } from 'node:crypto';
import { readdir, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeFolder, FolderClaim, RegisterFolder, TakenRequest } from '../../pipeline/exports/exports.ts';
import { hasCode } from '../../platform/durable-file.ts';
import { openPlainFile, readPlainFile } from '../../platform/plain-file.ts';
import { namedFault } from './folder-fault.ts';

const REQUEST = 'sale.req';
/** A request that was taken: the reader of the ERP looks at neither the name nor what follows. */
const TAKEN_PREFIX = '.smena-req-';
const REFUSED = 'sale.req.error';
const CLAIM = '.smena-server';
/** A request has two lines; of anything longer the beginning is enough to say what is wrong. */
const MOST_REQUEST_BYTES = 4_096;
/** A note of a server has four short words. */
const MOST_CLAIM_BYTES = 4_096;
/** In the place of a hash: a link or a pipe where a file was. */
const NO_FILE = 'no file';
const RUN = randomBytes(4).toString('hex');

/** The exchange folder at this absolute path. */
export function createExchangeFolder(root: string): ExchangeFolder {
  let taken = 0;
  const registerFolder = (shopCode: string, registerNumber: string) => join(root, shopCode, `sale${registerNumber}`);

  async function look(shopCode: string): Promise<RegisterFolder[] | null> {
    // A share that is away must not look like a folder that was emptied.
    await stat(root);
    const shop = await shopNames(join(root, shopCode));
    if (shop === null) return null;
    const folders: RegisterFolder[] = [];
    for (const name of shop) {
      const registerNumber = /^sale(0|[1-9]\d*)$/.exec(name)?.[1];
      if (registerNumber === undefined) continue;
      const names = await namesIn(join(root, shopCode, name));
      if (names === null) continue;
      const online = names.includes('online') ? await namesIn(join(root, shopCode, name, 'online')) : null;
      folders.push({
        registerNumber,
        files: new Set(names.filter(isSalesFile)),
        online: online === null ? null : new Set(online.filter(isSalesFile)),
        hasRequest: names.some((entry) => entry === REQUEST || entry.startsWith(TAKEN_PREFIX)),
      });
    }
    return folders;
  }

  async function takeRequests(shopCode: string, registerNumber: string): Promise<TakenRequest[]> {
    const folder = registerFolder(shopCode, registerNumber);
    taken += 1;
    await renameIfThere(join(folder, REQUEST), join(folder, `${TAKEN_PREFIX}${RUN}-${taken}`));
    const requests: TakenRequest[] = [];
    for (const key of ((await namesIn(folder)) ?? []).filter((name) => name.startsWith(TAKEN_PREFIX)).sort()) {
      const text = await readBeginning(join(folder, key));
      if (text !== null) requests.push({ key, text });
    }
    return requests;
  }

  async function settleRequest(
    { shopCode, registerNumber }: { shopCode: string; registerNumber: string },
    key: string,
    refused: boolean,
  ): Promise<void> {
    const folder = registerFolder(shopCode, registerNumber);
    if (refused) return setAside(folder, key);
    await unlink(join(folder, key)).catch((cause) => {
      if (!hasCode(cause, 'ENOENT')) throw cause;
    });
  }

  const claimPath = (shopCode: string) => join(root, shopCode, CLAIM);
  return {
    root,
    look: (shopCode) => named(root, () => look(shopCode)),
    sizeOf: (path) => named(root, () => sizeIfThere(join(root, path))),
    sha256Of: (path) => named(root, () => hashIfThere(join(root, path))),
    takeRequests: (shopCode, registerNumber) => named(root, () => takeRequests(shopCode, registerNumber)),
    settleRequest: (place, key, refused) => named(root, () => settleRequest(place, key, refused)),
    readClaim: (shopCode) => named(root, () => readClaim(claimPath(shopCode))),
    writeClaim: (shopCode, claim) => named(root, () => writeClaim(claimPath(shopCode), claim)),
  };
}

function isSalesFile(name: string): boolean {
  return name.endsWith('.json');
}

/** The same of a shop: what stands there and is no folder is trouble. */
async function shopNames(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw namedFault(folder, cause);
  }
}

/** The names in a folder; null when there is none. */
async function namesIn(folder: string): Promise<string[] | null> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
}

async function sizeIfThere(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
}

/** null when there is none; what somebody has put in its place is no file of ours whatever it holds. */
async function hashIfThere(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    const file = await openPlainFile(path);
    if (file === null) return NO_FILE;
    for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
  return hash.digest('hex');
}

/** Where a folder of that name stands in the way the request keeps a name of its own. */
async function setAside(folder: string, key: string): Promise<void> {
  try {
    await renameIfThere(join(folder, key), join(folder, REFUSED));
  } catch (cause) {
    const isInTheWay = ['EISDIR', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST'].some((code) => hasCode(cause, code));
    if (!isInTheWay) throw cause;
    await renameIfThere(join(folder, key), join(folder, `${REFUSED}-${key.slice(TAKEN_PREFIX.length)}`));
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

/** null when there is none. A link or a pipe of that name is a request without words: what it leads to is nobody's business. */
async function readBeginning(path: string): Promise<string | null> {
  try {
    return (await readPlainFile(path, MOST_REQUEST_BYTES))?.toString('utf8') ?? '';
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}

async function readClaim(path: string): Promise<FolderClaim | null> {
  try {
    const bytes = await readPlainFile(path, MOST_CLAIM_BYTES);
    return bytes === null ? null : claimOf(bytes.toString('utf8'));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
}

/** Written aside, so that a link of that name is replaced and not written through. */
async function writeClaim(path: string, claim: FolderClaim): Promise<void> {
  const aside = `${path}.${RUN}`;
  try {
    await writeFile(aside, JSON.stringify(claim), { flag: 'wx' });
    await rename(aside, path);
  } catch (cause) {
    await unlink(aside).catch((left: unknown) => {
      if (!hasCode(left, 'ENOENT') && !hasCode(left, 'ENOTDIR')) throw left;
    });
    throw cause;
  }
}

/** null when the text is not a claim, or half of one. */
function claimOf(text: string): FolderClaim | null {
  try {
    const { server, run, host, beat } = JSON.parse(text) as Partial<FolderClaim>;
    if (typeof server !== 'string' || typeof run !== 'string') return null;
    return { server, run, host: String(host), beat: Number(beat) };
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
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
