/**
 * One business day of a shop leaves the tables (M45): archived, read back, recorded, deleted.
 *
 * The archive is in place and its record durable before the first row goes; a shift is marked in the transaction that writes the
 * record, so a crash at any moment leaves either all rows or the archive with its record. What a crash has left half deleted is
 * deleted further by the next run, when the archive is still sound.
 */
import { join } from 'node:path';
import { DamagedArchive } from '../../formats/day-archive/day-archive.ts';
import type { EventCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeNumbers, takeTurn } from '../../platform/database/numbers.ts';
import { hasCode, removeDurably } from '../../platform/durable-file.ts';
import { discardPacked, settlePacked } from '../../platform/packed-lines.ts';
import type { SigningKey } from '../../platform/signing-key.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { clearAsides, deleteTrimmed, markTrimmed } from '../ledger/ledger.ts';
import { archivePath, problemOf, type WrittenArchive, writeArchive } from './day-archive-file.ts';
import { type Breathe, type DayToArchive, decidedAsides } from './day-archive-rows.ts';
import { addRecord, type DeletedShift, writeRecordFile } from './deletion-records.ts';
import type { ListedArchive } from './receipt-index.ts';
import {
  exportedOf,
  type FeedTarget,
  judge,
  listFeedTargets,
  type OldShift,
  readOldShifts,
  type TrimSettings,
  type TrimShop,
} from './trim-plan.ts';

/** Moments at which a run may be cut off; told before the next one begins. */
export type TrimStep =
  | 'begun'
  | 'written'
  | 'named'
  | 'recorded'
  | 'filed'
  | 'deleting'
  | 'deleted'
  | 'putting'
  | 'put'
  | 'restored';

export type TrimContext = {
  database: Database<Tables>;
  clock: Clock;
  /** The folder of the archives of sales days. */
  folder: string;
  /** The key that signs; made when it is asked for first. */
  openKey: () => Promise<SigningKey>;
  settings: TrimSettings;
  breathe: Breathe;
  /** Told of each step; a test may end the process there. */
  onStep: (step: TrimStep) => void;
};

export type DayOutcome =
  | { kind: 'trimmed'; documents: number; saleSum: number; refundSum: number; bytes: number; listed: ListedArchive }
  /** A shift of the day must stay, so the day stays. */
  | { kind: 'blocked' }
  /** A package came for the day meanwhile; a later run looks at it again. */
  | { kind: 'changed' }
  /** The archive could not be made or is not sound; nothing was deleted. */
  | { kind: 'failed'; reason: TrimFailure; cause: string };

export type TrimFailure =
  | 'trim_archive.no_space'
  | 'trim_archive.not_written'
  | 'trim_archive.not_equal'
  | 'trim_archive.sums_differ';

/** Rows of one transaction that deletes. */
const MOST_ROWS = 400;

/** Trims one day whose shifts are old enough. Expected failures are outcomes; a database away is thrown. */
export async function trimDay(context: TrimContext, shop: TrimShop, businessDate: string): Promise<DayOutcome> {
  const { database, clock, settings } = context;
  context.onStep('begun');
  const targets = await listFeedTargets(database, clock, settings);
  const shifts = await readOldShifts(database, shop.shopId, businessDate);
  if (shifts.length === 0 || shifts.some((shift) => judge(shift, targets, settings, clock.now()).length > 0))
    return { kind: 'blocked' };
  const day = { ...shop, businessDate, shifts };
  const written = await archiveDay(context, day);
  if ('kind' in written) return written;
  const archive = await record(context, day, written, targets);
  if (archive === null) return { kind: 'changed' };
  context.onStep('recorded');
  await writeRecordFile(database, context.folder);
  context.onStep('filed');
  await deleteDay(context, archive);
  const { document_count: documents, sale_sum: saleSum, refund_sum: refundSum, size: bytes } = archive;
  const listed = { archiveId: archive.archive_id, sha256: archive.sha256, places: written.places };
  return { kind: 'trimmed', documents, saleSum, refundSum, bytes, listed };
}

type Judged = DayToArchive & { shifts: readonly OldShift[] };
/** An archive in place: its path, and its number when it was there before. */
type Placed = WrittenArchive & { place: string; known: number | null };

async function archiveDay(
  context: TrimContext,
  day: Judged,
): Promise<Placed | Extract<DayOutcome, { kind: 'failed' | 'changed' }>> {
  const { database, folder, breathe, onStep } = context;
  const parent = join(folder, archivePath(day, 1), '..');
  let written: WrittenArchive;
  try {
    written = await writeArchive(database, parent, day, breathe);
  } catch (cause) {
    // What was read while a package came is no damage.
    if (cause instanceof DamagedArchive && (await hasChanged(database, day))) return { kind: 'changed' };
    return failureOf(cause);
  }
  onStep('written');
  const sums = sumsOf(day.shifts);
  const told = written.manifest.sums;
  if (told.documents !== sums.documents || told.saleSum !== sums.saleSum || told.refundSum !== sums.refundSum) {
    await discardPacked(written.path);
    const cause = `${told.documents}/${sums.documents}, ${told.saleSum}/${sums.saleSum}, ${told.refundSum}/${sums.refundSum}`;
    return { kind: 'failed', reason: 'trim_archive.sums_differ', cause };
  }
  const placed = await placeArchive(context, day, written);
  onStep('named');
  return placed;
}

/** A day that came back and is as it was has its archive already; anything else gets a name that no archive has. */
async function placeArchive(
  { database, folder }: TrimContext,
  day: DayToArchive,
  written: WrittenArchive,
): Promise<Placed> {
  const known = await database.all<DayArchiveRow>(
    'SELECT * FROM day_archive WHERE shop_id = ? AND business_date = ? ORDER BY archive_id',
    [day.shopId, day.businessDate],
  );
  const same = known.find((one) => one.sha256 === written.sha256 && one.state === 'restored');
  const taken = new Set(known.map(({ path }) => path));
  let place = same?.path ?? '';
  for (let part = 1; place === ''; part += 1) if (!taken.has(archivePath(day, part))) place = archivePath(day, part);
  // Written anew even when it is there: its bytes on the disk need not be those of then.
  await settlePacked(written.path, place.slice(place.lastIndexOf('/') + 1));
  return { ...written, path: join(folder, place), place, known: same?.archive_id ?? null };
}

function failureOf(cause: unknown): Extract<DayOutcome, { kind: 'failed' }> {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof DamagedArchive) return { kind: 'failed', reason: 'trim_archive.not_equal', cause: text };
  if (hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT'))
    return { kind: 'failed', reason: 'trim_archive.no_space', cause: text };
  const ofDisk = cause instanceof Error && 'syscall' in cause;
  if (ofDisk) return { kind: 'failed', reason: 'trim_archive.not_written', cause: text };
  throw cause;
}

async function hasChanged(database: Database<Tables>, { shopId, businessDate, shifts }: Judged): Promise<boolean> {
  const now = await readOldShifts(database, shopId, businessDate);
  const revisions = (some: readonly OldShift[]) => some.map(({ shiftId, revision }) => `${shiftId}/${revision}`).join();
  return revisions(now) !== revisions(shifts);
}

function sumsOf(shifts: readonly OldShift[]) {
  const sum = (key: 'documents' | 'saleSum' | 'refundSum') => shifts.reduce((total, shift) => total + shift[key], 0);
  return { documents: sum('documents'), saleSum: sum('saleSum'), refundSum: sum('refundSum') };
}

/** Marks the shifts and writes the record, in one transaction; null, and the archive is gone again, when the day has changed. */
async function record(
  context: TrimContext,
  day: Judged,
  written: Placed,
  targets: readonly FeedTarget[],
): Promise<DayArchiveRow | null> {
  const { database, clock, settings, folder } = context;
  const key = await context.openKey();
  const nowUtc = utcText(clock.now());
  const row = await database
    .transaction(async (tx) => {
      const archiveId = written.known ?? (await takeNumbers(tx, 'day_archive', 1));
      await takeTurn(tx, 'shift');
      // Somebody may have asked for something, or the checks found something, since the shifts were read.
      const now = await readOldShifts(tx, day.shopId, day.businessDate);
      const ids = (shifts: readonly OldShift[]) => shifts.map(({ shiftId }) => shiftId).join();
      if (ids(now) !== ids(day.shifts)) return null;
      if (now.some((shift) => judge(shift, targets, settings, clock.now()).length > 0)) return null;
      if (!(await markTrimmed(tx, { shopId: day.shopId, shifts: day.shifts, archiveId, nowUtc }))) return null;
      const asides = await decidedAsides(tx, day);
      const archived = written.manifest.sections.find(({ name }) => name === 'set_aside')?.rows ?? 0;
      if (asides.length !== archived) throw new Changed();
      await clearAsides(
        tx,
        day.shopId,
        asides.map((aside) => Number(aside['set_aside_id'])),
      );
      const archive = rowOf(day, written, archiveId, nowUtc);
      await writeRow(tx, archive);
      await addRecord(tx, key, {
        ...(await contentOf(tx, day, targets, archive)),
        kind: 'deleted',
        happenedAt: nowUtc,
      });
      return archive;
    })
    .catch((cause: unknown) => {
      if (cause instanceof Changed) return null;
      throw cause;
    });
  if (row === null && written.known === null) {
    const at = written.place.lastIndexOf('/');
    await removeDurably(join(folder, written.place.slice(0, at)), written.place.slice(at + 1));
  }
  return row;
}

/** What was written in the transaction is undone. */
class Changed extends Error {
  override name = 'Changed';
}

function rowOf(day: Judged, written: Placed, archiveId: number, nowUtc: string): DayArchiveRow {
  const { sections, sums } = written.manifest;
  return {
    shop_id: day.shopId,
    archive_id: archiveId,
    business_date: day.businessDate,
    path: written.place,
    sha256: written.sha256,
    size: written.size,
    shift_ids: JSON.stringify(day.shifts.map(({ shiftId }) => shiftId)),
    document_count: sums.documents,
    row_count: sections.reduce((sum, { name, rows }) => (name === 'shift' ? sum : sum + rows), 0),
    sale_sum: sums.saleSum,
    refund_sum: sums.refundSum,
    state: 'removing',
    changed_utc: nowUtc,
    checked_utc: nowUtc,
    problem: null,
  };
}

async function writeRow(tx: Transaction<Tables>, row: DayArchiveRow): Promise<void> {
  const columns = Object.keys(row) as (keyof DayArchiveRow)[];
  await tx.run(
    `INSERT INTO day_archive (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
     ON CONFLICT (shop_id, archive_id) DO UPDATE SET state = excluded.state, changed_utc = excluded.changed_utc,
       checked_utc = excluded.checked_utc, problem = NULL`,
    columns.map((column) => row[column]),
  );
}

async function contentOf(tx: Transaction<Tables>, day: Judged, targets: readonly FeedTarget[], row: DayArchiveRow) {
  const shifts: DeletedShift[] = [];
  for (const shift of day.shifts) {
    const { shiftId, registerCode, shiftNumber, openedAt, revision, documents, saleSum, refundSum } = shift;
    const accepted = await tx.all<{ id: number }>(
      "SELECT case_id AS id FROM shift_case WHERE shop_id = ? AND shift_id = ? AND state = 'accepted' ORDER BY case_id",
      [day.shopId, shiftId],
    );
    shifts.push({
      ...{ shiftId, registerCode, shiftNumber, openedAt, revision, documents, saleSum, refundSum },
      exported: exportedOf(shift, targets).map(({ target, revision: has, at }) => ({ target, revision: has, at })),
      check: { result: shift.checkResult ?? '', at: shift.checkedUtc, acceptedCases: accepted.map(({ id }) => id) },
    });
  }
  return { ...archiveContent(row, day.shopCode), shifts };
}

/** What a record says of an archive. */
export function archiveContent(row: DayArchiveRow, shopCode: string) {
  return {
    shopId: row.shop_id,
    shopCode,
    businessDate: row.business_date,
    archive: { path: row.path, sha256: row.sha256, size: row.size },
    documents: row.document_count,
    rows: row.row_count,
    saleSum: row.sale_sum,
    refundSum: row.refund_sum,
  };
}

/** Deletes the rows of an archive in small transactions until none is left. */
export async function deleteDay(context: TrimContext, archive: DayArchiveRow): Promise<void> {
  const { database, clock, breathe, onStep } = context;
  const { shop_id: shopId } = archive;
  for (const shiftId of JSON.parse(archive.shift_ids) as number[])
    for (let gone = 1; gone > 0; ) {
      await breathe();
      gone = await database.transaction((tx) => deleteTrimmed(tx, { shopId, shiftId, mostRows: MOST_ROWS }));
      onStep('deleting');
    }
  await database.transaction(async (tx) => {
    await setState(tx, archive, 'removed', utcText(clock.now()));
    await say(tx, context, archive, 'trim.day_trimmed', 'info');
  });
  onStep('deleted');
}

export async function setState(
  tx: Transaction<Tables>,
  archive: DayArchiveRow,
  state: DayArchiveRow['state'],
  nowUtc: string,
) {
  await tx.run('UPDATE day_archive SET state = ?, changed_utc = ? WHERE shop_id = ? AND archive_id = ?', [
    state,
    nowUtc,
    archive.shop_id,
    archive.archive_id,
  ]);
}

/** Notes what a look at the file of an archive has found; tells people when that is news. */
export async function noteProblem(context: TrimContext, archive: DayArchiveRow, problem: string | null): Promise<void> {
  const { database, clock } = context;
  await database.transaction(async (tx) => {
    await tx.run('UPDATE day_archive SET problem = ?, checked_utc = ? WHERE shop_id = ? AND archive_id = ?', [
      problem,
      utcText(clock.now()),
      archive.shop_id,
      archive.archive_id,
    ]);
    if (problem === archive.problem) return;
    if (problem === null) await say(tx, context, archive, 'trim.archive_sound', 'info');
    else await say(tx, context, archive, 'trim.archive_damaged', 'error', { reason: `@${problem}` });
  });
}

/** Deletes what a run that was cut off has left, of archives that are still sound. */
export async function finishDeletions(context: TrimContext): Promise<void> {
  const { database, folder } = context;
  const left = await database.all<DayArchiveRow>(
    "SELECT * FROM day_archive WHERE state = 'removing' ORDER BY archive_id",
  );
  for (const archive of left) {
    const problem = await problemOf(folder, archive, true);
    await noteProblem(context, archive, problem);
    if (problem === null) await deleteDay(context, archive);
  }
}

export async function say(
  tx: Transaction<Tables>,
  { clock }: Pick<TrimContext, 'clock'>,
  archive: DayArchiveRow,
  code: EventCode,
  level: 'info' | 'error',
  more: MessageParams = {},
): Promise<void> {
  const { shop_id: shopId, business_date: businessDate, path, document_count: documents } = archive;
  const params = { businessDate, path, documents, saleSum: archive.sale_sum, refundSum: archive.refund_sum, ...more };
  await recordEvents(tx, clock, [{ code, level, shopId, params }]);
}
