/**
 * What packages mean: shifts, documents, lines, payments, totals, revisions. The only writer of those tables.
 *
 * The loader pulls waiting packages from the intake, several at once, and writes them in one transaction, each in its own
 * savepoint: one bad package never stops the next (M39). Files move on after the transaction is durable; a crash in between
 * is noticed because the index already knows the package. With the database away nothing moves: packages wait.
 */

import type { PackageLimits } from '../../formats/sales-package/sales-package.ts';
import type { MessageParams } from '../../messages/messages.ts';
import type { Clock } from '../../platform/clock.ts';
import { type Database, DatabaseUnavailable, type Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import type { Intake, PackageHeader } from '../intake/intake.ts';
import {
  duePackages,
  findPackage,
  type PackageResult,
  postponePackage,
  recordPackage,
} from '../intake/package-index.ts';
import { catchUpIndex } from './catch-up.ts';
import { type DocumentCounts, noDocuments } from './load-context.ts';
import { loadPackage, type TouchedShift } from './load-package.ts';
import { type OpenedPackage, openPackage, type Reason } from './package-contents.ts';
import { type Contexts, openContexts, PackageHeld } from './package-contexts.ts';
import { recountOne } from './payment-classes.ts';

export type { DocumentCounts } from './load-context.ts';
export type { Reason } from './package-contents.ts';
export { type ClassChange, listPaymentTypes, setPaymentClass } from './payment-classes.ts';

export type LoadResult = {
  /** `already`: everything in it was known. */
  outcome: 'processed' | 'already' | 'error' | 'broken' | 'missing';
  name: string;
  shiftIds: number[];
  documents: DocumentCounts;
  reason: Reason | null;
};

/** A shift or a register changed; codes for addresses. */
export type LedgerChange = { shopCode: string; registerCode: string };

export type LedgerOptions = {
  database: Database<Tables>;
  intake: Intake;
  clock: Clock;
  limits: PackageLimits;
  /** Time zone of shops that a file by hand brings into being. */
  timeZone: string;
  /** Told after a transaction that changed something is durable. */
  onChanged: (changes: LedgerChange[]) => void;
  /** Told how each package ended, after its file has moved on. */
  onLoaded?: ((results: LoadResult[]) => void) | undefined;
};

export type Ledger = {
  /** One batch of waiting packages, or one recount; true = there may be more. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
  /** Loads one waiting package now. */
  loadOne(name: string): Promise<LoadResult>;
};

/** Packages and expanded bytes that one transaction takes at most. */
const BATCH_PACKAGES = 64;
const BATCH_BYTES = 24 * 1024 * 1024;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

type Finished = { result: LoadResult; changes: LedgerChange[] };

export function createLedger(options: LedgerOptions): Ledger {
  const { database, intake, clock } = options;
  let caughtUp = false;

  async function turn(): Promise<boolean> {
    if (!caughtUp) {
      await catchUpIndex(database, intake);
      caughtUp = true;
    }
    await returnDuePackages();
    const names = await intake.waiting(BATCH_PACKAGES);
    if (names.length === 0) return recountOne(database, clock, options.onChanged);
    await loadBatch(names);
    return true;
  }

  async function returnDuePackages(): Promise<void> {
    for (const name of await duePackages(database, clock, BATCH_PACKAGES)) {
      await postponePackage(database, name, clock.now() + FIRST_RETRY_MS);
      await intake.retry(name);
    }
  }

  /** Loads as many of the names as fit; the others stay first in the line. */
  async function loadBatch(names: readonly string[]): Promise<LoadResult[]> {
    const opened: OpenedPackage[] = [];
    let bytes = 0;
    for (const name of names) {
      const next = await openPackage(intake, name, options.limits);
      opened.push(next);
      bytes += next.kind === 'contents' ? next.textBytes : 0;
      if (bytes >= BATCH_BYTES) break;
    }
    const finished = await database.transaction(async (tx) => {
      const done: Finished[] = [];
      for (const one of opened) done.push(await settle(tx, one));
      return done;
    });
    await Promise.all(finished.map(({ result }) => moveOn(result)));
    const changes = finished.flatMap((one) => one.changes);
    if (changes.length > 0) options.onChanged(changes);
    options.onLoaded?.(finished.map((one) => one.result));
    return finished.map((one) => one.result);
  }

  async function settle(tx: Transaction<Tables>, opened: OpenedPackage): Promise<Finished> {
    if (opened.kind === 'missing') return { result: emptyResult('missing', opened.name), changes: [] };
    if (opened.kind === 'broken') return settleBroken(tx, opened);
    const { header, name } = opened;
    const known = await findPackage(tx, header);
    if (known?.state === 'processed') {
      const documents = { ...noDocuments(), same: known.documentCount };
      return { result: { outcome: 'already', name, shiftIds: known.shiftIds, documents, reason: null }, changes: [] };
    }
    try {
      return await tx.savepoint(() => load(tx, opened));
    } catch (cause) {
      if (cause instanceof DatabaseUnavailable) throw cause;
      return settleError(tx, { name, header, attempts: (known?.attempts ?? 0) + 1 }, reasonOf(cause));
    }
  }

  async function load(
    tx: Transaction<Tables>,
    opened: Extract<OpenedPackage, { kind: 'contents' }>,
  ): Promise<Finished> {
    const { header, name } = opened;
    const contexts = openContexts({ tx, clock, header, packageName: name, timeZone: options.timeZone });
    const touched = await loadPackage(opened.contents, contexts.of);
    const documents = addUp(contexts);
    const shiftIds = touched.map((shift) => shift.shiftId);
    await recordPackage(tx, clock, name, header, {
      state: 'processed',
      reason: null,
      documents,
      shiftIds,
      nextAttemptMs: null,
    });
    await recordEvents(tx, clock, packageEvents(contexts, header));
    const news = documents.new + documents.enriched + documents.conflict + documents.set_aside > 0;
    const changed = touched.some((shift) => shift.changed);
    const outcome = news || changed || documents.same === 0 ? 'processed' : 'already';
    return { result: { outcome, name, shiftIds, documents, reason: null }, changes: changesOf(contexts, touched) };
  }

  async function settleBroken(
    tx: Transaction<Tables>,
    broken: Extract<OpenedPackage, { kind: 'broken' }>,
  ): Promise<Finished> {
    const { header, name, reason } = broken;
    const result = emptyResult('broken', name, reason);
    if (header !== null) await recordPackage(tx, clock, name, header, indexEntry('broken', reason, null));
    await recordEvents(tx, clock, [
      aboutSender(header, { code: 'package.broken', level: 'error', params: reasonParams(reason) }),
    ]);
    return { result, changes: [] };
  }

  async function settleError(
    tx: Transaction<Tables>,
    failed: { name: string; header: PackageHeader; attempts: number },
    reason: Reason,
  ): Promise<Finished> {
    const { name, header, attempts } = failed;
    const pause = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
    await recordPackage(tx, clock, name, header, indexEntry('error', reason, clock.now() + pause));
    // A package that is tried for days tells so at the attempts 1, 2, 4, 8 …
    if (Number.isInteger(Math.log2(attempts))) {
      const params = { ...reasonParams(reason), attempt: attempts };
      await recordEvents(tx, clock, [aboutSender(header, { code: 'package.error', level: 'error', params })]);
    }
    return { result: emptyResult('error', name, reason), changes: [] };
  }

  async function moveOn(result: LoadResult): Promise<void> {
    const { name, outcome, reason } = result;
    if (outcome === 'processed' || outcome === 'already') await intake.finish(name, 'waiting', 'processed');
    else if (outcome !== 'missing' && reason !== null) await intake.finish(name, 'waiting', outcome, reason);
  }

  return {
    turn,
    async loadOne(name) {
      const [result] = await loadBatch([name]);
      if (result === undefined) throw new Error(`the package ${name} was not loaded`);
      return result;
    },
  };
}

function emptyResult(outcome: LoadResult['outcome'], name: string, reason: Reason | null = null): LoadResult {
  return { outcome, name, shiftIds: [], documents: noDocuments(), reason };
}

function indexEntry(state: 'error' | 'broken', reason: Reason, nextAttemptMs: number | null): PackageResult {
  return { state, reason, documents: noDocuments(), shiftIds: [], nextAttemptMs };
}

function reasonOf(cause: unknown): Reason {
  if (cause instanceof PackageHeld) return { code: cause.code, params: cause.params };
  return { code: 'package.not_written', params: { cause: cause instanceof Error ? cause.message : String(cause) } };
}

/** The reason travels as code and values, so that the log can say it in either language. */
function reasonParams(reason: Reason): MessageParams {
  return { reason: `@${reason.code}`, ...reason.params };
}

function aboutSender(header: PackageHeader | null, event: NewEvent): NewEvent {
  if (header === null || header.registerId === '') return event;
  return { ...event, shopId: header.shopId, registerId: header.registerId };
}

function addUp(contexts: Contexts): DocumentCounts {
  const sum = noDocuments();
  for (const { counts } of contexts.all())
    for (const key of Object.keys(sum) as (keyof DocumentCounts)[]) sum[key] += counts[key];
  return sum;
}

function packageEvents(contexts: Contexts, header: PackageHeader): NewEvent[] {
  return contexts.all().flatMap((context) => {
    const { shopId, registerId } = context.register;
    const { set_aside: setAside, ...counts } = context.counts;
    const loaded: NewEvent = {
      code: 'package.loaded',
      level: 'info',
      shopId,
      registerId,
      params: { packageId: header.packageId, ...counts, setAside },
    };
    const asides = [...context.asides].map<NewEvent>(([code, { count, details }]) => ({
      code: 'document.set_aside',
      level: 'warning',
      shopId,
      registerId,
      params: { ...details, n: count, reason: `@${code}` },
    }));
    return [...context.events, ...asides, loaded];
  });
}

function changesOf(contexts: Contexts, touched: readonly TouchedShift[]): LedgerChange[] {
  const changed = new Set(touched.filter((shift) => shift.changed).map((shift) => shift.context));
  return contexts
    .all()
    .filter((context) => changed.has(context) || context.counts.set_aside > 0)
    .map(({ register }) => ({ shopCode: register.shopCode, registerCode: register.registerCode }));
}
