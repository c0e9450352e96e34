/**
 * Documents come back from an archive into the tables as they were. The archive is read to its end and found sound before the
 * first row is written; rows that a run cut off has brought back already are left alone; only when the tables equal the archive row
 * by row do its shifts count as being here again.
 */
import { join } from 'node:path';
import { type ArchiveRow, DamagedArchive, type SectionName } from '../../formats/day-archive/day-archive.ts';
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { type DocumentTable, markRestored, putBack, refillAside } from '../ledger/ledger.ts';
import { archiveParts, compare, problemOf } from './day-archive-file.ts';
import { addRecord, type DeletedShift, writeRecordFile } from './deletion-records.ts';
import { archiveContent, noteProblem, say, setState, type TrimContext } from './trim-day.ts';

export type RestoreQuery = { shopCode: string; from: string; to: string };

export type RestoreOutcome = {
  /** Days that are here again, or would be. */
  days: {
    shopCode: string;
    businessDate: string;
    path: string;
    documents: number;
    saleSum: number;
    refundSum: number;
  }[];
  documents: number;
  /** Archives that cannot be used, and why. */
  failed: { businessDate: string; path: string; problem: string }[];
};

type Archive = DayArchiveRow & { shop_code: string; time_zone: string };

/** The archives of a shop whose rows are not here, by their day. */
export function listRestorable(database: Database<Tables>, { shopCode, from, to }: RestoreQuery): Promise<Archive[]> {
  return database.all<Archive>(
    `SELECT a.*, s.shop_code, s.time_zone FROM day_archive a JOIN shop s ON s.shop_id = a.shop_id
     WHERE s.shop_code = ? AND a.business_date >= ? AND a.business_date <= ? AND a.state <> 'restored'
     ORDER BY a.business_date, a.archive_id`,
    [shopCode, from, to],
  );
}

/** Brings the days back; with `dryRun` only their archives are read. */
export async function restoreDays(context: TrimContext, query: RestoreQuery, dryRun: boolean): Promise<RestoreOutcome> {
  const outcome: RestoreOutcome = { days: [], documents: 0, failed: [] };
  for (const archive of await listRestorable(context.database, query)) {
    const { business_date: businessDate, path } = archive;
    const problem = await problemOf(context.folder, archive, true);
    if (!dryRun) await noteProblem(context, archive, problem);
    if (problem !== null) {
      outcome.failed.push({ businessDate, path, problem });
      continue;
    }
    if (!dryRun) await restoreArchive(context, archive);
    const { document_count: documents, sale_sum: saleSum, refund_sum: refundSum } = archive;
    outcome.days.push({ shopCode: archive.shop_code, businessDate, path, documents, saleSum, refundSum });
    outcome.documents += documents;
  }
  return outcome;
}

/** Ends what a run that was cut off has begun. */
export async function finishRestorations(context: TrimContext): Promise<void> {
  const left = await context.database.all<Archive>(
    `SELECT a.*, s.shop_code, s.time_zone FROM day_archive a JOIN shop s ON s.shop_id = a.shop_id
     WHERE a.state = 'restoring' ORDER BY a.archive_id`,
  );
  for (const archive of left) {
    const problem = await problemOf(context.folder, archive, true);
    await noteProblem(context, archive, problem);
    if (problem === null) await restoreArchive(context, archive);
  }
}

async function restoreArchive(context: TrimContext, archive: Archive): Promise<void> {
  const { database, clock, folder, breathe, onStep } = context;
  await database.transaction((tx) => setState(tx, archive, 'restoring', utcText(clock.now())));
  const shifts = await putRows(context, archive);
  onStep('put');
  const day = {
    shopId: archive.shop_id,
    shopCode: archive.shop_code,
    timeZone: archive.time_zone,
    businessDate: archive.business_date,
    shifts: (JSON.parse(archive.shift_ids) as number[]).map((shiftId) => ({ shiftId, revision: 0 })),
  };
  await compare(database, join(folder, archive.path), day, { breathe, documentsOnly: true });
  const nowUtc = utcText(clock.now());
  const key = await context.openKey();
  await database.transaction(async (tx) => {
    await markRestored(
      tx,
      archive.shop_id,
      day.shifts.map(({ shiftId }) => shiftId),
    );
    await setState(tx, archive, 'restored', nowUtc);
    const content = archiveContent(archive, archive.shop_code);
    await addRecord(tx, key, { ...content, kind: 'restored', happenedAt: nowUtc, shifts: shifts.map(shiftOf) });
    await say(tx, context, archive, 'trim.day_restored', 'info');
  });
  onStep('restored');
  await writeRecordFile(database, folder);
}

function shiftOf(row: ArchiveRow): DeletedShift {
  return {
    shiftId: Number(row['shift_id']),
    registerCode: '',
    shiftNumber: Number(row['shift_number']),
    openedAt: (row['opened_at'] ?? null) as string | null,
    revision: Number(row['revision']),
    documents: Number(row['counted_document_count']),
    saleSum: Number(row['counted_sale_sum']),
    refundSum: Number(row['counted_refund_sum']),
    exported: [],
    check: { result: '', at: null, acceptedCases: [] },
  };
}

/** Rows of one transaction. */
const ROWS_AT_ONCE = 500;
/** Values of one statement; SQLite takes 32,766. */
const VALUES_AT_ONCE = 4_000;

/** Writes the rows of the archive that are not here; answers those of its shifts, which are not written. */
async function putRows(context: TrimContext, archive: Archive): Promise<ArchiveRow[]> {
  const shifts: ArchiveRow[] = [];
  let rows: ArchiveRow[] = [];
  let section: SectionName | null = null;
  const flush = async () => {
    if (section !== null && rows.length > 0) await putSection(context, archive.shop_id, section, rows);
    rows = [];
  };
  for await (const part of archiveParts(context.folder, archive.path)) {
    if (part.kind !== 'row') continue;
    if (part.section === 'shift') {
      shifts.push(part.row);
      continue;
    }
    if (part.section !== section || rows.length >= ROWS_AT_ONCE) await flush();
    section = part.section;
    rows.push(part.row);
  }
  await flush();
  return shifts;
}

async function putSection(
  { database, breathe, onStep }: TrimContext,
  shopId: string,
  section: SectionName,
  rows: readonly ArchiveRow[],
): Promise<void> {
  await breathe();
  await database.transaction(async (tx) => {
    if (section === 'set_aside')
      for (const row of rows) await refillAside(tx, shopId, Number(row['set_aside_id']), String(row['raw']));
    else {
      const columns = Object.keys(rows[0] ?? {}).length;
      const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / columns));
      for (let from = 0; from < rows.length; from += atOnce)
        await putBack(tx, tableOf(section), rows.slice(from, from + atOnce));
    }
  });
  onStep('putting');
}

function tableOf(section: SectionName): DocumentTable {
  if (section === 'shift' || section === 'set_aside') throw new DamagedArchive(`rows of ${section} are not put back`);
  return section;
}
