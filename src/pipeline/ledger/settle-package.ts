/** What becomes of one opened package, in the transaction of its batch: loaded, known already, broken, or held in error. */
import type { MessageParams } from '../../messages/messages.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import type { NewEvent } from '../event-log/event-log.ts';
import type { IndexedPackage, PackageHeader, PackageResult } from '../intake/intake.ts';
import type { Batch } from './batch.ts';
import type { RegisterChanged } from './changed-shifts.ts';
import { type DocumentCounts, type LoadContext, noDocuments } from './load-context.ts';
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

/** The result of a package, and what it changed. */
export type Settled = { result: LoadResult; changed: RegisterChanged[] };

type Contents = Extract<OpenedPackage, { kind: 'contents' }>;
type Broken = Extract<OpenedPackage, { kind: 'broken' }>;

/** How to write the packages of a batch. */
export type SettleOptions = {
  /** Time zone of shops that a file by hand brings into being. */
  timeZone: string;
  /** Each package in a savepoint of its own; otherwise the first that is refused throws and all of the batch is undone. */
  apart: boolean;
};

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

/** Writes one package of the batch; when kept apart, a refused one leaves no trace but its reason. Throws DatabaseUnavailable. */
export async function settlePackage(batch: Batch, options: SettleOptions, opened: OpenedPackage): Promise<Settled> {
  if (opened.kind === 'missing') return { result: emptyResult('missing', opened.name), changed: [] };
  const { header, name } = opened;
  const known = header === null ? undefined : await batch.packages.find(header);
  if (opened.kind === 'broken') return settleBroken(batch, opened, known);
  if (known?.state === 'processed') {
    const documents = { ...noDocuments(), same: known.documentCount };
    return { result: { outcome: 'already', name, shiftIds: known.shiftIds, documents, reason: null }, changed: [] };
  }
  if (!options.apart) {
    const { settled, tell } = await load(batch, options, opened, known);
    tell();
    return settled;
  }
  // What is forgotten after a refusal must be of this package alone.
  await batch.settle();
  try {
    return await batch.tx.savepoint(() => loadApart(batch, options, opened, known));
  } catch (cause) {
    if (cause instanceof DatabaseUnavailable) throw cause;
    batch.forget();
    return settleError(batch, opened, known, reasonOf(cause));
  }
}

/** Nothing of the package is on its way any more when it is over, one way or the other. */
async function loadApart(
  batch: Batch,
  options: SettleOptions,
  opened: Contents,
  known: IndexedPackage | undefined,
): Promise<Settled> {
  try {
    const { settled, tell } = await load(batch, options, opened, known);
    await batch.settle();
    tell();
    return settled;
  } catch (cause) {
    await batch.rows.settle();
    throw cause;
  }
}

/** `tell` puts it into the log and the counts by type: of a package that is undone after all, neither may say a word. */
type Loaded = { settled: Settled; tell(): void };

async function load(
  batch: Batch,
  { timeZone }: SettleOptions,
  opened: Contents,
  known: IndexedPackage | undefined,
): Promise<Loaded> {
  const { header, name } = opened;
  const contexts = openContexts({ batch, header, packageName: name, timeZone });
  const touched = await loadPackage(opened.contents, contexts.of);
  const documents = addUp(contexts);
  const news = documents.new + documents.enriched + documents.conflict + documents.set_aside > 0;
  const changed = touched.some((shift) => shift.changed);
  const outcome = news || changed || documents.same === 0 ? 'processed' : 'already';
  const transferId = await tellLoaded(batch, { header, known, outcome }, contexts.all(), touched);
  const shiftIds = touched.map((shift) => shift.shiftId);
  const entry = { state: 'processed', reason: null, documents, shiftIds, nextAttemptMs: null, transferId } as const;
  batch.packages.note(name, header, entry);
  for (const { register, counts, solvedAsides } of contexts.all())
    if (counts.set_aside + solvedAsides.size > 0) batch.forgetAsides(register);
  return {
    settled: {
      result: { outcome, name, shiftIds, documents, reason: null },
      changed: contexts.all().map((context) => changedBy(context, touched)),
    },
    tell() {
      for (const { register, newByType } of contexts.all()) batch.count(register.shopId, newByType);
      batch.say(packageEvents(contexts, header));
    },
  };
}

/** A record that was set aside is counted at the latest shift of its number, which need not be a touched one. */
function changedBy(context: LoadContext, touched: readonly TouchedShift[]): RegisterChanged {
  const own = touched.filter((shift) => shift.changed && shift.context === context);
  return {
    register: context.register,
    shiftIds: own.map(({ shiftId }) => shiftId),
    anyShift: context.counts.set_aside > 0,
  };
}

async function settleBroken(batch: Batch, broken: Broken, known: IndexedPackage | undefined): Promise<Settled> {
  const { header, name, reason } = broken;
  const transferId = await tellNotLoaded(batch, { header, known, outcome: 'broken', reason });
  if (header !== null) batch.packages.note(name, header, { ...indexEntry('broken', reason, null), transferId });
  const params = { ...reasonParams(reason), ...(await namesOf(batch, name, header)) };
  batch.say([aboutSender(header, { code: 'package.broken', level: 'error', params })]);
  return { result: emptyResult('broken', name, reason), changed: [] };
}

async function settleError(
  batch: Batch,
  { name, header }: Contents,
  known: IndexedPackage | undefined,
  reason: Reason,
): Promise<Settled> {
  const attempts = (known?.attempts ?? 0) + 1;
  const pause = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
  const transferId = await tellNotLoaded(batch, { header, known, outcome: 'error', reason });
  const entry = indexEntry('error', reason, batch.clock.now() + pause);
  batch.packages.note(name, header, { ...entry, transferId });
  // A package that is tried for days tells so at the attempts 1, 2, 4, 8 …
  if (Number.isInteger(Math.log2(attempts))) {
    const params = { ...reasonParams(reason), ...(await namesOf(batch, name, header)), attempt: attempts };
    batch.say([aboutSender(header, { code: 'package.error', level: 'error', params })]);
  }
  return { result: emptyResult('error', name, reason), changed: [] };
}

function emptyResult(outcome: LoadResult['outcome'], name: string, reason: Reason | null = null): LoadResult {
  return { outcome, name, shiftIds: [], documents: noDocuments(), reason };
}

function indexEntry(state: 'error' | 'broken', reason: Reason, nextAttemptMs: number | null): PackageResult {
  return { state, reason, documents: noDocuments(), shiftIds: [], nextAttemptMs, transferId: null };
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
  batch: Batch,
  name: string,
  header: PackageHeader | null,
): Promise<{ file: string; shop: string | null }> {
  if (header === null) return { file: name, shop: null };
  const shop = header.shopCode ?? (await batch.register(header.registerId))?.shopCode ?? (header.shopId || null);
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

/** Values for the text of a reason; the bytes of a record that is not UTF-8 are kept with the record and not in the log. */
function wordsOf({ bytes: _, ...words }: Record<string, string>): Record<string, string> {
  return words;
}
