/** Looking into the exchange folder: what waits in it, what the ERP asks for, which server writes there (sales-file §2, §3, §9). */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExchangeFolder, FolderClaim, RegisterFolder, TakenRequest } from '../../pipeline/exports/exports.ts';
import { hasCode } from '../../platform/durable-file.ts';
import { namedFault } from './folder-fault.ts';

const REQUEST = 'sale.req';
/** A request that was taken: the reader of the ERP looks at neither the name nor what follows. */
const TAKEN_PREFIX = '.smena-req-';
const REFUSED = 'sale.req.error';
const CLAIM = '.smena-server';
/** A request has two lines; of anything longer the beginning is enough to say what is wrong. */
const MOST_REQUEST_BYTES = 4_096;
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
    if (refused) return renameIfThere(join(folder, key), join(folder, REFUSED));
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
    writeClaim: (shopCode, claim) => named(root, () => writeFile(claimPath(shopCode), JSON.stringify(claim))),
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

async function hashIfThere(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
  return hash.digest('hex');
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

async function readBeginning(path: string): Promise<string | null> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_REQUEST_BYTES), 0, MOST_REQUEST_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function readClaim(path: string): Promise<FolderClaim | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT') || hasCode(cause, 'ENOTDIR')) return null;
    throw cause;
  }
  return claimOf(text);
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
