/**
 * What packages mean: shifts, documents, lines, payments, totals, revisions. The only writer of those tables.
 *
 * The loader pulls waiting packages from the intake, several at once, and writes them in one transaction, each in its own
 * savepoint: one bad package never stops the next (M39), and neither does a file that the disk does not give or take. Files move on after the transaction is durable; a crash in between
 * is noticed because the index already knows the package. With the database away nothing moves: packages wait.
 */

import type { StageLimits } from '../../domain/transfer.ts';
import type { PackageLimits } from '../../formats/sales-package/sales-package.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import { noteHandled } from '../../platform/memory/collect.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { duePackages, type Intake, postponePackage, restPackages } from '../intake/intake.ts';
import { withBatch } from './batch.ts';
import { catchUpIndex } from './catch-up.ts';
import { changesOf, type LedgerChange } from './changed-shifts.ts';
import { checkFile, type FileForecast, type FileToCheck } from './check-file.ts';
import { createHeldBack, type HeldBack } from './held-back.ts';
import type { ReadTrimmed } from './load-context.ts';
import { type OpenedPackage, openPackage } from './package-contents.ts';
import { recountOne } from './payment-classes.ts';
import { type LoadResult, type Settled, settlePackage } from './settle-package.ts';
import { countItems } from './shift-items.ts';
import { addUpShopItems } from './shop-items.ts';
import { takeUpAsides } from './take-up-asides.ts';

export type { LedgerChange } from './changed-shifts.ts';
export type { FileForecast, FileToCheck } from './check-file.ts';
export { type DocumentClassChange, setDocumentClass } from './document-classes.ts';
export { noteExported } from './exported-shifts.ts';
export type { DocumentCounts, ReadTrimmed, TrimmedDocuments } from './load-context.ts';
export type { Reason } from './package-contents.ts';
export { type ClassChange, listPaymentTypes, setPaymentClass } from './payment-classes.ts';
export type { LoadResult } from './settle-package.ts';
export {
  clearAsides,
  type DocumentTable,
  deleteTrimmed,
  markRestored,
  markTrimmed,
  putBack,
  refillAside,
} from './trimmed-shifts.ts';

export type LedgerOptions = {
  database: Database<Tables>;
  intake: Intake;
  clock: Clock;
  limits: PackageLimits;
  /** Time zone of shops that a file by hand brings into being. */
  timeZone: string;
  /** How long a load may stand in each stage. */
  stageLimits?: StageLimits;
  /** Reads documents of trimmed shifts out of their archives; absent = none can be read. */
  readTrimmed?: ReadTrimmed | undefined;
  /** What is loaded goes on to an upper server (M17). */
  forwards?: boolean;
  /** Told after a transaction that changed something is durable. */
  onChanged: (changes: LedgerChange[]) => void;
  /** Told how each package ended, after its file has moved on. */
  onLoaded?: ((results: LoadResult[]) => void) | undefined;
};

export type Ledger = {
  /** One batch of waiting packages and, when nothing more waits, one recount, or the goods of a few shifts or periods; true = there is more to do. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
  /** Loads one waiting package now. */
  loadOne(name: string): Promise<LoadResult>;
  /** Loads what was set aside for shifts that have been brought back from an archive. Throws DatabaseUnavailable. */
  takeUpRestored(): Promise<void>;
  /** What would become of a file brought by hand; nothing of it is kept. Throws DatabaseUnavailable. */
  check(file: FileToCheck): Promise<FileForecast>;
};

/** Packages of one transaction at most, and expanded bytes after which it takes no further one: it holds all of them. */
const BATCH_PACKAGES = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

/** A package that goes back into the line is not due again while it waits there, in ms. */
const FIRST_RETRY_MS = 5_000;

/** A ledger and the packages that it passes by for now. */
type Loader = LedgerOptions & { held: HeldBack };

export function createLedger(options: LedgerOptions): Ledger {
  const { database, intake, clock } = options;
  const loader: Loader = { ...options, held: createHeldBack(clock) };
  let caughtUp = false;

  async function turn(): Promise<boolean> {
    if (!caughtUp) {
      await catchUpIndex(options);
      caughtUp = true;
    }
    await returnDuePackages(loader);
    for (const result of loader.held.toMove()) await moveOn(loader, result);
    const names = await intake.waiting(BATCH_PACKAGES, loader.held.skips);
    const { opened, left } = await openPackages(loader, names);
    await loadBatch(loader, opened);
    if (left > 0 || names.length === BATCH_PACKAGES) return true;
    if (await recountOne(database, clock, options.onChanged)) return true;
    return names.length === 0 && ((await countItems(database)) || addUpShopItems(database));
  }

  return {
    turn,
    async loadOne(name) {
      const [result] = await loadBatch(loader, [await openPackage(intake, name, options.limits)]);
      if (result === undefined) throw new Error(`the package ${name} was not loaded`);
      return result;
    },
    async takeUpRestored() {
      for (let some = await takeUpAsides(database, options); some.taken > 0; ) {
        if (some.changes.length > 0) options.onChanged(some.changes);
        some = await takeUpAsides(database, options);
      }
    },
    check: (file) => checkFile(options, file),
  };
}

async function returnDuePackages(loader: Loader): Promise<void> {
  const { database, intake, clock } = loader;
  for (const name of await duePackages(database, clock, BATCH_PACKAGES)) {
    await database.transaction((tx) => postponePackage(tx, name, clock.now() + FIRST_RETRY_MS));
    try {
      const isBack = await intake.retry(name);
      // What went with its archive does not come back: it is not asked for every few seconds.
      if (!isBack && intake.packed(name)?.isGone === true) await database.transaction((tx) => restPackages(tx, [name]));
    } catch (cause) {
      await holdBack(loader, name, null, cause);
    }
  }
}

/** Opens as many of the names as fit; those `left` stay first in the line. What the disk does not give is passed by. */
async function openPackages(
  loader: Loader,
  names: readonly string[],
): Promise<{ opened: OpenedPackage[]; left: number }> {
  const opened: OpenedPackage[] = [];
  let bytes = 0;
  let left = names.length;
  for (const name of names) {
    left -= 1;
    try {
      const next = await openPackage(loader.intake, name, loader.limits);
      opened.push(next);
      bytes += next.kind === 'contents' ? next.textBytes : 0;
    } catch (cause) {
      await holdBack(loader, name, null, cause);
    }
    if (bytes >= BATCH_BYTES) break;
  }
  return { opened, left };
}

async function loadBatch(loader: Loader, opened: readonly OpenedPackage[]): Promise<LoadResult[]> {
  if (opened.length === 0) return [];
  const { settled, changes } = await writeBatch(loader, opened).finally(() => freeAll(opened));
  const results = settled.map((one) => one.result);
  for (const { name } of results) loader.held.release(name);
  await Promise.all(results.map((result) => moveOn(loader, result)));
  if (changes.length > 0) loader.onChanged(changes);
  loader.onLoaded?.(results);
  return results;
}

function freeAll(opened: readonly OpenedPackage[]): void {
  for (const one of opened) {
    if (one.kind !== 'contents') continue;
    one.free();
    noteHandled(one.textBytes);
  }
}

type Written = { settled: Settled[]; changes: LedgerChange[] };

/** Most batches hold no package that is refused: only when one does, each is written in a savepoint of its own. */
async function writeBatch(loader: Loader, opened: readonly OpenedPackage[]): Promise<Written> {
  try {
    return await writeAll(loader, opened, false);
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause;
    return writeAll(loader, opened, true);
  }
}

async function writeAll(loader: Loader, opened: readonly OpenedPackage[], apart: boolean): Promise<Written> {
  const { database, clock, timeZone, stageLimits, readTrimmed, forwards } = loader;
  const inHand = opened.flatMap((one) => (one.kind === 'missing' ? [] : [one]));
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    await takeTurn(tx, 'transfer');
    const settled = await withBatch(tx, { clock, stageLimits, readTrimmed, forwards }, inHand, async (batch) => {
      const all: Settled[] = [];
      for (const one of opened) all.push(await settlePackage(batch, { timeZone, apart }, one));
      return all;
    });
    const changed = settled.flatMap((one) => one.changed);
    return { settled, changes: await changesOf(tx, changed) };
  });
}

/** Moves a package that is settled in the tables; one that cannot be moved now is passed by and moved later. */
async function moveOn(loader: Loader, result: LoadResult): Promise<void> {
  const { name, outcome, reason } = result;
  try {
    if (outcome === 'processed' || outcome === 'already') await loader.intake.finish(name, 'waiting', 'processed');
    else if (outcome !== 'missing' && reason !== null) await loader.intake.finish(name, 'waiting', outcome, reason);
    loader.held.release(name);
  } catch (cause) {
    await holdBack(loader, name, result, cause);
  }
}

/** Tells people at the attempts 1, 2, 4, 8 …, so that a disk that stays bad does not fill the log. */
async function holdBack(loader: Loader, name: string, loaded: LoadResult | null, cause: unknown): Promise<void> {
  const attempt = loader.held.hold(name, loaded);
  if (!Number.isInteger(Math.log2(attempt))) return;
  const params = { name, cause: cause instanceof Error ? cause.message : String(cause), attempt };
  const code = loaded === null ? 'package.not_read' : 'package.not_moved';
  await loader.database.transaction((tx) => recordEvents(tx, loader.clock, [{ code, level: 'error', params }]));
}
