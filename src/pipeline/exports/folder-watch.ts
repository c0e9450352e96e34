/**
 * Looks into the exchange folder now and then: which files the ERP has taken, what it asks for, whether the folder is there
 * and ours. A file that has vanished counts as taken; one that has vanished together with its folder counts as lost, and its
 * shift is exported again. Trouble of a folder is a named problem of its shop until a later look finds it gone.
 */
import { type Clock, utcText } from '../../platform/clock.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type ErpTarget, TargetFault } from './erp-target.ts';
import type { ExchangeFolder, RegisterFolder } from './exchange-folder.ts';
import { type Reason, writeRequest } from './export-rows.ts';
import { createClaimKeeper, type ServerName } from './folder-claim.ts';
import { createFolderProblems, type FolderProblems, type WatchedShop } from './folder-problems.ts';
import { contentsOf, listWaiting, type WaitingOutboxFile, writeEnd, writeSize } from './outbox.ts';
import { createRequestTaker, type RequestTaker } from './sales-requests.ts';
import { writeFolderSuccess } from './target-rows.ts';

/** Something of a register, or of the folder of a shop (register ''), is otherwise now. */
export type FolderChange = { shopCode: string; registerCode: string };

export type FolderWatchOptions = {
  database: Database<Tables>;
  clock: Clock;
  folder: ExchangeFolder;
  own: ServerName;
  /** Time between two looks, in ms. */
  lookIntervalMs: number;
  /** A file that lies longer is a problem, in ms. */
  notTakenAfterMs: number;
  logger: Logger;
  /** Told after what was seen is durable. */
  onChanged: (changes: FolderChange[]) => void;
};

export type FolderWatch = {
  /** Looks when it is time to; `now` = whatever the time. Throws DatabaseUnavailable. */
  turn(how?: 'now'): Promise<void>;
  /** The target that refuses to write where another server writes. */
  guard(target: ErpTarget): ErpTarget;
};

export function createFolderWatch(options: FolderWatchOptions): FolderWatch {
  const { database, clock, folder } = options;
  const claims = createClaimKeeper(folder, clock, options.own);
  const requests = createRequestTaker({ database, clock, folder });
  const problems = createFolderProblems(options);
  const shared = new Map<string, Reason>();
  let lookedMs: number | null = null;

  async function turn(how?: 'now'): Promise<void> {
    const now = clock.now();
    if (how !== 'now' && lookedMs !== null && Math.abs(now - lookedMs) < options.lookIntervalMs) return;
    lookedMs = now;
    const shops = await database.all<WatchedShop>(
      'SELECT shop_id AS "shopId", shop_code AS "shopCode", time_zone AS "timeZone" FROM shop ORDER BY shop_code',
      [],
    );
    for (const shop of shops) if (/^\d+$/.test(shop.shopCode)) await lookAt(shop);
    await problems.tell();
  }

  async function lookAt(shop: WatchedShop): Promise<void> {
    const { shopCode } = shop;
    try {
      const registers = await folder.look(shopCode);
      shared.delete(shopCode);
      const other = registers === null ? null : await claims.keep(shopCode);
      if (other !== null) shared.set(shopCode, sharedReason(folder, shopCode, other.host));
      else if (registers !== null) await takeRequests(requests, shop, registers, options.onChanged);
      const waiting = await watchFiles({ ...options, problems }, shop, registers ?? []);
      problems.note(shop, shared.get(shopCode) ?? notTaken(options, shop, waiting));
    } catch (cause) {
      if (!(cause instanceof TargetFault)) throw cause;
      problems.note(shop, { code: cause.code, details: cause.details });
    }
  }

  return {
    turn: (how) =>
      turn(how).catch((cause) => {
        if (cause instanceof DatabaseUnavailable) throw cause;
        // A fault of ours in looking must not keep shifts from being exported.
        options.logger.error('the look into the exchange folder failed', cause);
      }),
    guard: (target) => ({
      ...target,
      async prepare(place) {
        const reason = shared.get(place.shopCode);
        if (reason !== undefined) throw new TargetFault('export.folder_shared', textsOf(reason), undefined);
        await target.prepare(place);
      },
    }),
  };
}

function sharedReason(folder: ExchangeFolder, shopCode: string, host: string): Reason {
  return { code: 'export.folder_shared', details: { path: `${folder.root}/${shopCode}`, host } };
}

function textsOf({ details }: Reason): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
}

async function takeRequests(
  requests: RequestTaker,
  shop: WatchedShop,
  registers: readonly RegisterFolder[],
  onChanged: FolderWatchOptions['onChanged'],
): Promise<void> {
  for (const { registerNumber, hasRequest } of registers) {
    if (!hasRequest || !(await requests.take({ ...shop, registerNumber }))) continue;
    onChanged([{ shopCode: shop.shopCode, registerCode: registerNumber }]);
  }
}

type FileEnds = { taken: WaitingOutboxFile[]; lost: WaitingOutboxFile[]; changed: WaitingOutboxFile[] };

/** Notes which files wait no more; answers those that do, oldest first. */
async function watchFiles(
  options: FolderWatchOptions & { problems: FolderProblems },
  shop: WatchedShop,
  registers: readonly RegisterFolder[],
): Promise<WaitingOutboxFile[]> {
  const { database } = options;
  const files = await listWaiting(database, shop.shopId);
  const folders = new Map(registers.map((register) => [register.registerNumber, register]));
  const ends: FileEnds = { taken: [], lost: [], changed: [] };
  const waiting: WaitingOutboxFile[] = [];
  for (const file of files) {
    const names = namesAround(folders, file);
    if (file.isPlanned === 1) waiting.push(file);
    else if (names === null) ends.lost.push(file);
    else if (!names.has(file.name)) ends.taken.push(file);
    else if (await isOurs(options, shop.shopId, file)) waiting.push(file);
    else ends.changed.push(file);
  }
  await writeEnds(options, shop, ends);
  return waiting;
}

/** The names beside a file; null = its folder is gone. */
function namesAround(
  folders: ReadonlyMap<string, RegisterFolder>,
  file: WaitingOutboxFile,
): ReadonlySet<string> | null {
  const registerNumber = /\/sale(\d+)\//.exec(file.path)?.[1] ?? '';
  const register = folders.get(registerNumber);
  if (register === undefined) return null;
  return file.online === 1 ? register.online : register.files;
}

/** False when the file under our name holds other bytes than we have put there: somebody writes into it. */
async function isOurs(options: FolderWatchOptions, shopId: string, file: WaitingOutboxFile): Promise<boolean> {
  const { database, folder } = options;
  const size = await folder.sizeOf(file.path);
  // Taken since the look; the next one finds it gone.
  if (size === null || size === file.size) return true;
  const sha256 = await folder.sha256Of(file.path);
  if (sha256 !== null && sha256 !== file.sha256 && !(await contentsOf(database, shopId, file.shiftId)).includes(sha256))
    return false;
  await database.transaction((tx) => writeSize(tx, shopId, file.fileId, size));
  return true;
}

async function writeEnds(options: FolderWatchOptions, shop: WatchedShop, ends: FileEnds): Promise<void> {
  const { database, clock } = options;
  const { shopId, shopCode } = shop;
  const ended = [...ends.taken, ...ends.lost, ...ends.changed];
  if (ended.length === 0) return;
  const nowUtc = utcText(clock.now());
  await database.transaction(async (tx) => {
    for (const file of ends.taken) await writeEnd(tx, shopId, file, 'taken', nowUtc);
    if (ends.taken.length > 0) await writeFolderSuccess(tx, clock, shopId, nowUtc);
    for (const kind of ['lost', 'changed'] as const)
      for (const file of ends[kind]) {
        if (!(await writeEnd(tx, shopId, file, kind, nowUtc))) continue;
        await writeRequest(tx, { shopId, shiftId: file.shiftId }, nowUtc);
        const params = { fileName: file.name, path: `${options.folder.root}/${file.path}` };
        const place = { shopId, registerId: file.registerId };
        await recordEvents(tx, clock, [{ code: `erp.file_${kind}`, level: 'warning', ...place, params }]);
      }
  });
  const registers = new Set(ended.map((file) => file.registerId));
  options.onChanged(await changesOf(database, shopId, shopCode, registers));
}

async function changesOf(
  database: Database<Tables>,
  shopId: string,
  shopCode: string,
  registerIds: ReadonlySet<string>,
): Promise<FolderChange[]> {
  const rows = await database.all<{ registerId: string; registerCode: string }>(
    'SELECT register_id AS "registerId", register_code AS "registerCode" FROM register WHERE shop_id = ?',
    [shopId],
  );
  return rows.filter((row) => registerIds.has(row.registerId)).map(({ registerCode }) => ({ shopCode, registerCode }));
}

/** The oldest file lies too long. */
function notTaken(options: FolderWatchOptions, shop: WatchedShop, waiting: WaitingOutboxFile[]): Reason | null {
  const sinceMs = Math.min(...waiting.map((file) => Date.parse(file.waitsSinceUtc)));
  if (waiting.length === 0 || options.clock.now() - sinceMs < options.notTakenAfterMs) return null;
  const details = { path: `${options.folder.root}/${shop.shopCode}`, files: waiting.length };
  return { code: 'erp.not_taken', details: { ...details, sinceUtc: utcText(sinceMs) } };
}
