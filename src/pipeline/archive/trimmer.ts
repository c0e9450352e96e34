/**
 * Trimming of documents in the database (M33, M45): by itself once a day in a quiet hour, and when a person asks. Beside live
 * loading: a few rows at a time, and when packages wait they go first.
 */
import { asServer } from '../../audit/audit.ts';
import { type LocalDate, toLocal } from '../../domain/local-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openSigningKey, publicPem, readPublicKeys, type SigningKey } from '../../platform/signing-key.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { problemOf } from './day-archive-file.ts';
import type { Breathe } from './day-archive-rows.ts';
import { checkRecords, DELETION_KEY, type RecordProblem, writeRecordFile } from './deletion-records.ts';
import { type ArchiveToList, type Listing, listReceipts, unlistedArchives } from './list-receipts.ts';
import { type ListedArchive, openReceiptIndex } from './receipt-index.ts';
import {
  finishDeletions,
  noteProblem,
  type TrimContext,
  type TrimFailure,
  type TrimStep,
  trimDay,
} from './trim-day.ts';
import { listOldDays, listTrimShops, type OldDays, planTrim, type TrimPlan, type TrimSettings } from './trim-plan.ts';
import { finishRestorations, type RestoreOutcome, type RestoreQuery, restoreDays } from './trim-restore.ts';
import { askRun, endRun, lastScheduled, nextRun } from './trim-runs.ts';
import { type TrimVerdict, verifyTrim } from './trim-verify.ts';

export type TrimmerOptions = {
  database: Database<Tables>;
  clock: Clock;
  /** Absolute paths: where archives and the file of records lie, where the key is, and the index of archived receipts. */
  folders: { archives: string; keys: string; receipts: string };
  settings: TrimSettings;
  /** Local time of day `HH:mm` in `timeZone` from which the run of the day may begin; null = never by itself. */
  at: string | null;
  timeZone: string;
  breathe?: Breathe;
  onStep?: (step: TrimStep) => void;
  /** Loads what was set aside for shifts that have come back. */
  takeUpRestored?: () => Promise<void>;
  /** Told after documents have left the tables or come back. */
  onChanged?: () => void;
};

export type TrimOutcome = {
  days: number;
  documents: number;
  saleSum: number;
  refundSum: number;
  /** Bytes of the archives. */
  archiveBytes: number;
  /** Days that stay because a shift of them must. */
  blockedDays: number;
  /** Days for which packages came meanwhile. */
  changedDays: number;
  /** Why the run has ended early; null = it has not. */
  failure: { reason: TrimFailure; shopCode: string; businessDate: LocalDate; cause: string } | null;
};

export type Trimmer = {
  plan(shopCode?: string): Promise<TrimPlan>;
  /** Trims all that may go, of one shop or of all. Throws DatabaseUnavailable. */
  run(shopCode?: string): Promise<TrimOutcome>;
  restore(query: RestoreQuery, dryRun: boolean): Promise<RestoreOutcome>;
  /** Reads every archive and checks every record. */
  verify(): Promise<TrimVerdict>;
  /** Checks the records alone. */
  verifyRecords(): Promise<{ records: number; problems: RecordProblem[]; publicKey: string | null }>;
  /** Asks the service for a run; answers its number. */
  ask(run: { kind: 'trim' | 'restore'; shopId: string; from: string | null; to: string | null }): Promise<number>;
  /** Does what is asked for now, whatever the hour; true = there may be more. */
  work(): Promise<boolean>;
  /** One piece of the service: what was cut off, what is asked for, what is due; true = there may be more. */
  turn(): Promise<boolean>;
};

const DAYS_AT_ONCE = 50;
/** Archives whose files the run of each day reads again, those that were not read for longest first. */
const CHECKED_A_DAY = 40;

/** Archives whose receipts are put into the index together. */
const LISTED_AT_ONCE = 50;

/** The options and the key that is made at first use. */
type Self = TrimmerOptions & {
  context: () => TrimContext;
  listing: Listing;
  /** Archives of this run whose receipts are not in the index yet. */
  unlisted: ListedArchive[];
};

export function createTrimmer(options: TrimmerOptions): Trimmer {
  const { database, clock, folders, settings } = options;
  let tidied = false;
  let key: Promise<SigningKey> | undefined;
  const breathe = options.breathe ?? (async () => undefined);
  const index = openReceiptIndex(folders.receipts);
  const listing = { database, index, folder: folders.archives, breathe };
  let leftOver: AsyncGenerator<ArchiveToList> | undefined;
  const self: Self = {
    ...options,
    listing,
    unlisted: [],
    context() {
      const onStep = options.onStep ?? (() => undefined);
      const openKey = () => {
        key ??= openSigningKey(folders.keys, DELETION_KEY);
        return key;
      };
      return { database, clock, folder: folders.archives, openKey, settings, breathe, onStep };
    },
  };
  return {
    plan: (shopCode) => planTrim(database, clock, settings, shopCode),
    run: (shopCode) => run(self, shopCode),
    restore: (query, dryRun) => restore(self, query, dryRun),
    async verify() {
      const context = self.context();
      return verifyTrim(database, folders, (archive, problem) => noteProblem(context, archive, problem));
    },
    async verifyRecords() {
      const keys = await readPublicKeys(folders.keys, DELETION_KEY);
      const checked = await checkRecords(database, folders.archives, keys);
      return { ...checked, publicKey: publicPem(keys) };
    },
    ask: (wanted) => askRun(database, clock, { ...wanted, cause: 'person' }),
    work: () => take(self),
    async turn() {
      if (!tidied) await tidy(self);
      tidied = true;
      if (await isDue(self))
        await asServer('trim', () =>
          askRun(database, clock, { shopId: '', kind: 'trim', cause: 'schedule', from: null, to: null }),
        );
      leftOver ??= unlistedArchives(listing);
      return (await take(self)) || (await listSome(listing, leftOver));
    },
  };
}

/** Lists a few archives that an older version or a crash left out; false = there are no more. */
async function listSome(listing: Listing, leftOver: AsyncGenerator<ArchiveToList>): Promise<boolean> {
  const some: ArchiveToList[] = [];
  while (some.length < LISTED_AT_ONCE) {
    const next = await leftOver.next();
    if (next.done === true) break;
    some.push(next.value);
  }
  await listReceipts(listing, some);
  return some.length > 0;
}

/** Puts the receipts of what has been trimmed into the index, some archives at a time or what is left. */
async function listTrimmed(self: Self, atLeast: number): Promise<void> {
  if (self.unlisted.length < atLeast) return;
  const { index, breathe } = self.listing;
  await index.add(self.unlisted, breathe);
  self.unlisted = [];
}

/** Ends what a process that is gone has begun. */
async function tidy(self: Self): Promise<void> {
  const { database, folders } = self;
  const open = await database.get("SELECT 1 AS one FROM day_archive WHERE state IN ('removing', 'restoring') LIMIT 1");
  const known = await database.get('SELECT 1 AS one FROM deletion_record LIMIT 1');
  if (known !== undefined) await writeRecordFile(database, folders.archives);
  // What a restoration that was cut off has not loaded any more.
  await self.takeUpRestored?.();
  if (open === undefined) return;
  const context = self.context();
  await finishDeletions(context);
  await finishRestorations(context);
  await noteRestored(self);
}

const NOTHING_DONE: TrimOutcome = {
  days: 0,
  documents: 0,
  saleSum: 0,
  refundSum: 0,
  archiveBytes: 0,
  blockedDays: 0,
  changedDays: 0,
  failure: null,
};

async function run(self: Self, shopCode?: string): Promise<TrimOutcome> {
  const { database, clock, settings } = self;
  await tidy(self);
  const outcome = { ...NOTHING_DONE };
  for (const shop of await listTrimShops(database, clock, settings, shopCode)) {
    await runShop(self, shop, outcome);
    if (outcome.failure === null) continue;
    await listTrimmed(self, 1);
    await tellFailure(self, outcome.failure, shop.shopId);
    return outcome;
  }
  await listTrimmed(self, 1);
  const { breathe } = self.context();
  // The space of what was deleted goes back to the disk, a little at a time.
  do await breathe();
  while (await database.giveBackSpace());
  return outcome;
}

async function runShop(self: Self, shop: OldDays, outcome: TrimOutcome): Promise<void> {
  for (let after = ''; ; ) {
    const dates = await listOldDays(self.database, shop, after, DAYS_AT_ONCE);
    for (const businessDate of dates) {
      const done = await trimDay(self.context(), shop, businessDate);
      after = businessDate;
      if (done.kind === 'failed') {
        outcome.failure = { reason: done.reason, shopCode: shop.shopCode, businessDate, cause: done.cause };
        return;
      }
      addDay(outcome, done);
      if (done.kind !== 'trimmed') continue;
      self.unlisted.push(done.listed);
      await listTrimmed(self, LISTED_AT_ONCE);
      self.onChanged?.();
    }
    if (dates.length < DAYS_AT_ONCE) return;
  }
}

async function tellFailure(
  { database, clock }: Self,
  { reason, businessDate, cause, shopCode }: NonNullable<TrimOutcome['failure']>,
  shopId: string,
): Promise<void> {
  const params = { shopCode, businessDate, cause, reason: `@${reason}` };
  await database.transaction((tx) =>
    recordEvents(tx, clock, [{ code: 'trim.stopped', level: 'error', shopId, params }]),
  );
}

/** A few archives are read again each day, so that damage is found before somebody needs them. */
async function checkSome(self: Self): Promise<void> {
  const oldest = await self.database.all<DayArchiveRow>(
    `SELECT * FROM day_archive WHERE state IN ('removed', 'removing') ORDER BY checked_utc LIMIT ${CHECKED_A_DAY}`,
  );
  const context = self.context();
  for (const archive of oldest) {
    await context.breathe();
    await noteProblem(context, archive, await problemOf(self.folders.archives, archive, true));
  }
}

async function isDue({ database, clock, at, timeZone }: Self): Promise<boolean> {
  if (at === null) return false;
  const now = toLocal(clock.now(), timeZone);
  if (now.slice(11, 16) < at) return false;
  const last = await lastScheduled(database);
  return last === undefined || toLocal(Date.parse(last), timeZone).slice(0, 10) < now.slice(0, 10);
}

/** Does the oldest run that is asked for; false = none is. */
async function take(self: Self): Promise<boolean> {
  const { database, clock } = self;
  const asked = await nextRun(database);
  if (asked === undefined) return false;
  if (asked.kind === 'restore') {
    const query = { shopCode: asked.shop_code ?? '', from: asked.from_date ?? '', to: asked.to_date ?? '9999-12-31' };
    const done = await restore(self, query, false);
    await endRun(database, clock, asked, done.failed.length > 0 ? 'failed' : 'done', done);
    return true;
  }
  if (asked.cause === 'schedule') await checkSome(self);
  const done = await run(self, asked.shop_code ?? undefined);
  await endRun(database, clock, asked, done.failure === null ? 'done' : 'failed', done);
  await tellRun(self, done);
  return true;
}

async function tellRun({ database, clock }: Self, done: TrimOutcome): Promise<void> {
  if (done.days === 0) return;
  const { days, documents, saleSum, refundSum, blockedDays } = done;
  const params = { days, documents, saleSum, refundSum, blockedDays };
  await database.transaction((tx) => recordEvents(tx, clock, [{ code: 'trim.done', level: 'info', params }]));
}

async function restore(self: Self, query: RestoreQuery, dryRun: boolean): Promise<RestoreOutcome> {
  const done = await restoreDays(self.context(), query, dryRun);
  if (done.days.length > 0 && !dryRun) await noteRestored(self);
  return done;
}

async function noteRestored(self: Self): Promise<void> {
  await self.takeUpRestored?.();
  self.onChanged?.();
}

function addDay(outcome: TrimOutcome, done: Exclude<Awaited<ReturnType<typeof trimDay>>, { kind: 'failed' }>): void {
  if (done.kind === 'blocked') outcome.blockedDays += 1;
  else if (done.kind === 'changed') outcome.changedDays += 1;
  else {
    outcome.days += 1;
    outcome.documents += done.documents;
    outcome.saleSum += done.saleSum;
    outcome.refundSum += done.refundSum;
    outcome.archiveBytes += done.bytes;
  }
}
