/** What becomes of one opened package, in the transaction of its batch: loaded, known already, broken, or held in error. */
import type { MessageParams } from '../../messages/messages.ts';
import type { Clock } from '../../platform/clock.ts';
import { DatabaseUnavailable, type Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import {
  findPackage,
  type IndexedPackage,
  type PackageHeader,
  type PackageResult,
  recordPackage,
} from '../intake/intake.ts';
import { findRegister } from '../registers/registers.ts';
import { keysOfShifts } from './changed-shifts.ts';
import { addToTypeCounts } from './document-classes.ts';
import { type DocumentCounts, noDocuments } from './load-context.ts';
import { loadPackage, type TouchedShift } from './load-package.ts';
import type { OpenedPackage, Reason } from './package-contents.ts';
import { type Contexts, openContexts, PackageHeld } from './package-contexts.ts';
import { tellLoaded, tellNotLoaded } from './tell-transfer.ts';

export type LoadResult = {
  /** `already`: everything in it was known. */
  outcome: 'processed' | 'already' | 'error' | 'broken' | 'missing';
  name: string;
  shiftIds: number[];
  documents: DocumentCounts;
  reason: Reason | null;
};

/** Shifts of a register changed; codes for addresses. Without `shiftKeys` it may be any of them. */
export type LedgerChange = { shopCode: string; registerCode: string; shiftKeys?: readonly string[] };

/** The result of a package and what to look at again once it is durable. */
export type Settled = { result: LoadResult; changes: LedgerChange[] };

type Parts = { clock: Clock; timeZone: string };
type Contents = Extract<OpenedPackage, { kind: 'contents' }>;
type Broken = Extract<OpenedPackage, { kind: 'broken' }>;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

/** Writes the package in a savepoint of its own, so that a refused one leaves no trace but its reason. Throws DatabaseUnavailable. */
export async function settlePackage(parts: Parts, tx: Transaction<Tables>, opened: OpenedPackage): Promise<Settled> {
  if (opened.kind === 'missing') return { result: emptyResult('missing', opened.name), changes: [] };
  const { header, name } = opened;
  const known = header === null ? undefined : await findPackage(tx, header);
  if (opened.kind === 'broken') return settleBroken(parts, tx, opened, known);
  if (known?.state === 'processed') {
    const documents = { ...noDocuments(), same: known.documentCount };
    return { result: { outcome: 'already', name, shiftIds: known.shiftIds, documents, reason: null }, changes: [] };
  }
  try {
    return await tx.savepoint(() => load(parts, tx, opened, known));
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause;
    return settleError(parts, tx, opened, known, reasonOf(cause));
  }
}

async function load(
  { clock, timeZone }: Parts,
  tx: Transaction<Tables>,
  opened: Contents,
  known: IndexedPackage | undefined,
): Promise<Settled> {
  const { header, name } = opened;
  const contexts = openContexts({ tx, clock, header, packageName: name, timeZone });
  const touched = await loadPackage(opened.contents, contexts.of);
  for (const { register, newByType } of contexts.all()) await addToTypeCounts(tx, register.shopId, newByType);
  const documents = addUp(contexts);
  const shiftIds = touched.map((shift) => shift.shiftId);
  const entry = { state: 'processed', reason: null, documents, shiftIds, nextAttemptMs: null } as const;
  await recordPackage(tx, clock, name, header, entry);
  await recordEvents(tx, clock, packageEvents(contexts, header));
  const news = documents.new + documents.enriched + documents.conflict + documents.set_aside > 0;
  const changed = touched.some((shift) => shift.changed);
  const outcome = news || changed || documents.same === 0 ? 'processed' : 'already';
  await tellLoaded(tx, clock, { header, known, outcome }, contexts.all(), touched);
  const changes = await changesOf(tx, contexts, touched);
  return { result: { outcome, name, shiftIds, documents, reason: null }, changes };
}

async function settleBroken(
  { clock }: Parts,
  tx: Transaction<Tables>,
  broken: Broken,
  known: IndexedPackage | undefined,
): Promise<Settled> {
  const { header, name, reason } = broken;
  if (header !== null) await recordPackage(tx, clock, name, header, indexEntry('broken', reason, null));
  const params = { ...reasonParams(reason), ...(await namesOf(tx, name, header)) };
  const event = { code: 'package.broken', level: 'error', params } as const;
  await recordEvents(tx, clock, [aboutSender(header, event)]);
  await tellNotLoaded(tx, clock, { header, known, outcome: 'broken', reason });
  return { result: emptyResult('broken', name, reason), changes: [] };
}

async function settleError(
  { clock }: Parts,
  tx: Transaction<Tables>,
  { name, header }: Contents,
  known: IndexedPackage | undefined,
  reason: Reason,
): Promise<Settled> {
  const attempts = (known?.attempts ?? 0) + 1;
  const pause = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
  await recordPackage(tx, clock, name, header, indexEntry('error', reason, clock.now() + pause));
  // A package that is tried for days tells so at the attempts 1, 2, 4, 8 …
  if (Number.isInteger(Math.log2(attempts))) {
    const params = { ...reasonParams(reason), ...(await namesOf(tx, name, header)), attempt: attempts };
    await recordEvents(tx, clock, [aboutSender(header, { code: 'package.error', level: 'error', params })]);
  }
  await tellNotLoaded(tx, clock, { header, known, outcome: 'error', reason });
  return { result: emptyResult('error', name, reason), changes: [] };
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

/** What people know a package by: its file or id, and its shop. */
async function namesOf(
  tx: Transaction<Tables>,
  name: string,
  header: PackageHeader | null,
): Promise<{ file: string; shop: string | null }> {
  if (header === null) return { file: name, shop: null };
  const shop = header.shopCode ?? (await findRegister(tx, header.registerId))?.shopCode ?? (header.shopId || null);
  return { file: header.packageId || name, shop };
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
      params: { ...wordsOf(details), n: count, reason: `@${code}` },
    }));
    return [...context.events, ...asides, loaded];
  });
}

async function changesOf(
  tx: Transaction<Tables>,
  contexts: Contexts,
  touched: readonly TouchedShift[],
): Promise<LedgerChange[]> {
  const changed = Map.groupBy(
    touched.filter((shift) => shift.changed),
    (shift) => shift.context,
  );
  const changes: LedgerChange[] = [];
  for (const context of contexts.all()) {
    const { shopId, shopCode, registerCode } = context.register;
    const shifts = changed.get(context) ?? [];
    // A record that was set aside is counted at the latest shift of its number, which need not be a touched one.
    const aside = context.counts.set_aside > 0;
    if (shifts.length === 0 && !aside) continue;
    const ids = shifts.map(({ shiftId }) => shiftId);
    const shiftKeys = aside ? undefined : await keysOfShifts(tx, shopId, ids);
    changes.push({ shopCode, registerCode, ...(shiftKeys === undefined ? {} : { shiftKeys }) });
  }
  return changes;
}

/** Values for the text of a reason; the bytes of a record that is not UTF-8 are kept with the record and not in the log. */
function wordsOf({ bytes: _, ...words }: Record<string, string>): Record<string, string> {
  return words;
}
