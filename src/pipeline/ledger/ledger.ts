/**
 * What packages mean: shifts, documents, lines, payments, totals, revisions. The only writer of those tables.
 *
 * The loader pulls waiting packages from the intake, several at once, and writes them in one transaction, each in its own
 * savepoint: one bad package never stops the next (M39). Files move on after the transaction is durable; a crash in between
 * is noticed because the index already knows the package. With the database away nothing moves: packages wait.
 */

import type { PackageLimits } from '../../formats/sales-package/sales-package.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { duePackages, type Intake, postponePackage } from '../intake/intake.ts';
import { catchUpIndex } from './catch-up.ts';
import { type OpenedPackage, openPackage } from './package-contents.ts';
import { recountOne } from './payment-classes.ts';
import { type LedgerChange, type LoadResult, type Settled, settlePackage } from './settle-package.ts';

export type { DocumentCounts } from './load-context.ts';
export type { Reason } from './package-contents.ts';
export { type ClassChange, listPaymentTypes, setPaymentClass } from './payment-classes.ts';
export type { LedgerChange, LoadResult } from './settle-package.ts';

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

/** A package that goes back into the line is not due again while it waits there, in ms. */
const FIRST_RETRY_MS = 5_000;

export function createLedger(options: LedgerOptions): Ledger {
  const { database, intake, clock } = options;
  let caughtUp = false;

  async function turn(): Promise<boolean> {
    if (!caughtUp) {
      await catchUpIndex(database, intake);
      caughtUp = true;
    }
    await returnDuePackages(options);
    const names = await intake.waiting(BATCH_PACKAGES);
    if (names.length === 0) return recountOne(database, clock, options.onChanged);
    await loadBatch(options, names);
    return true;
  }

  return {
    turn,
    async loadOne(name) {
      const [result] = await loadBatch(options, [name]);
      if (result === undefined) throw new Error(`the package ${name} was not loaded`);
      return result;
    },
  };
}

async function returnDuePackages({ database, intake, clock }: LedgerOptions): Promise<void> {
  for (const name of await duePackages(database, clock, BATCH_PACKAGES)) {
    await postponePackage(database, name, clock.now() + FIRST_RETRY_MS);
    await intake.retry(name);
  }
}

/** Loads as many of the names as fit; the others stay first in the line. */
async function loadBatch(options: LedgerOptions, names: readonly string[]): Promise<LoadResult[]> {
  const opened: OpenedPackage[] = [];
  let bytes = 0;
  for (const name of names) {
    const next = await openPackage(options.intake, name, options.limits);
    opened.push(next);
    bytes += next.kind === 'contents' ? next.textBytes : 0;
    if (bytes >= BATCH_BYTES) break;
  }
  const finished = await options.database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    const done: Settled[] = [];
    for (const one of opened) done.push(await settlePackage(options, tx, one));
    return done;
  });
  await Promise.all(finished.map(({ result }) => moveOn(options.intake, result)));
  const changes = finished.flatMap((one) => one.changes);
  if (changes.length > 0) options.onChanged(changes);
  const results = finished.map((one) => one.result);
  options.onLoaded?.(results);
  return results;
}

async function moveOn(intake: Intake, { name, outcome, reason }: LoadResult): Promise<void> {
  if (outcome === 'processed' || outcome === 'already') await intake.finish(name, 'waiting', 'processed');
  else if (outcome !== 'missing' && reason !== null) await intake.finish(name, 'waiting', outcome, reason);
}
