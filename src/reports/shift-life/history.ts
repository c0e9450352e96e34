/** «История» (S8): what changed in a shift, when and why, newest first: from what the tables keep, and from the log. */
import type { ShiftHistory, ShiftHistoryEntry } from '../../../contracts/web-api.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { ReceiptGapRow, Tables } from '../../schema/tables.ts';
import { readShiftCases } from '../cases.ts';
import { type FoundShift, findShift, type ShiftAddress } from '../find-shift.ts';
import { type Found, found } from '../found.ts';
import { bothTexts } from '../report-text.ts';
import { readShiftEvents } from './events.ts';
import { readShiftPackages } from './packages.ts';
import { readShiftFiles, shiftOfLife } from './route.ts';

const MOST = 1_000;

type Entry = ShiftHistoryEntry;
type Read = (database: QueryDatabase<Tables>, shift: FoundShift) => Promise<Entry[]>;

/** Each source by itself; what one of them tells no other does. */
const sources: readonly Read[] = [sales, conflicts, differences, gaps, exports, erp, trimming, readShiftEvents];

/** The history of one shift by its address; `not_found.*` when there is none. */
export async function shiftHistoryReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  address: ShiftAddress,
): Promise<Found<ShiftHistory>> {
  const shift = await findShift(database, address);
  if (!shift.ok) return shift;
  const entries: Entry[] = [];
  for (const read of sources) entries.push(...(await read(database, shift.value)));
  entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  return found({
    shift: shiftOfLife(shift.value),
    entries: entries.slice(0, MOST),
    total: entries.length,
    asOf: utcText(clock.now()),
  });
}

type Told = Pick<Entry, 'kind' | 'text'> & Partial<Entry>;

/** An entry at a time; none when that time has not come. */
function entry(at: string | null, told: Told): Entry[] {
  return at === null || at === '' ? [] : [{ level: 'info', who: null, link: null, ...told, at }];
}

/** Packages that changed the shift; one that brought only what was known did not. */
async function sales(database: QueryDatabase<Tables>, shift: FoundShift): Promise<Entry[]> {
  const packages = await readShiftPackages(database, shift);
  return packages.flatMap(({ name, writtenAt, author, documents }) => {
    const { new: added, enriched, setAside } = documents;
    if (added + enriched + setAside === 0) return [];
    const text = bothTexts('history.package', { added, enriched, setAside });
    const level = setAside > 0 ? 'warning' : 'info';
    return entry(writtenAt, { kind: 'sales', level, text, who: author, link: { kind: 'package', id: name } });
  });
}

type Conflict = { at: string; difference: string; number: number | null; documentId: number | null };

/** Copies that disagree with what is stored; without a document it is the report of the shift. */
async function conflicts(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<Entry[]> {
  const rows = await database.all<Conflict>(
    `SELECT c.created_utc AS at, c.difference AS difference, d.document_id AS "documentId",
       COALESCE(d.receipt_number, d.document_number) AS number
     FROM conflict c LEFT JOIN document d ON d.shop_id = c.shop_id AND d.document_id = c.document_id
     WHERE c.shop_id = ? AND c.shift_id = ? ORDER BY c.conflict_id`,
    [register.shop.shopId, facts.shiftId],
  );
  return rows.flatMap(({ at, difference, number, documentId }) =>
    entry(at, {
      kind: 'conflict',
      level: 'error',
      text:
        documentId === null
          ? bothTexts('history.shiftConflict', { difference })
          : bothTexts('history.conflict', { number, difference }),
      link: documentId === null ? null : { kind: 'document', id: String(documentId) },
    }),
  );
}

async function differences(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<Entry[]> {
  const cases = await readShiftCases(database, { shopId: register.shop.shopId, shiftId: facts.shiftId });
  return cases.flatMap((row) => {
    const { caseId, text, reason } = row;
    const told = { kind: 'difference', link: { kind: 'case', id: caseId } } as const;
    const over = row.acceptedAt === null ? 'history.caseSolved' : 'history.caseOver';
    return [
      ...entry(row.appearedAt, {
        ...told,
        level: 'error',
        text: bothTexts('history.caseAppeared', { caseId, whatRu: text.ru, whatEn: text.en }),
      }),
      ...entry(row.seenAt, { ...told, who: row.seenBy, text: bothTexts('history.caseSeen', { caseId }) }),
      ...entry(row.acceptedAt, {
        ...told,
        who: row.acceptedBy,
        text: bothTexts('history.caseAccepted', { caseId, reason }),
      }),
      ...entry(row.endedAt, { ...told, text: bothTexts(over, { caseId }) }),
    ];
  });
}

async function gaps(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<Entry[]> {
  const rows = await database.all<ReceiptGapRow>(
    'SELECT * FROM receipt_gap WHERE shop_id = ? AND shift_id = ? ORDER BY gap_id',
    [register.shop.shopId, facts.shiftId],
  );
  return rows.flatMap((row) => {
    const first = row.first_number;
    const numbers = first === row.last_number ? String(first) : `${first}–${row.last_number}`;
    const told = { kind: 'gap' } as const;
    const link = row.transfer_id === null ? null : ({ kind: 'transfer', id: `T-${row.transfer_id}` } as const);
    const over = row.state === 'filled' ? 'history.gapFilled' : 'history.gapAbsent';
    return [
      ...entry(row.appeared_utc, {
        ...told,
        level: 'warning',
        text: bothTexts('history.gapAppeared', { numbers, cause: `@gap_cause.${row.cause}` }),
      }),
      ...entry(row.asked_utc, { ...told, link, text: bothTexts('history.gapAsked', { numbers }) }),
      ...entry(row.ended_utc, { ...told, text: bothTexts(over, { numbers }) }),
    ];
  });
}

/** Files of the folder; one that was written over is told of as it is now. */
async function exports(database: QueryDatabase<Tables>, shift: FoundShift): Promise<Entry[]> {
  const files = await readShiftFiles(database, shift);
  return files.flatMap(({ fileId, fileName: file, revision, receiptCount, publishedAt, takenAt }) => {
    const told = { kind: 'export', link: { kind: 'file', id: fileId } } as const;
    return [
      ...entry(publishedAt, { ...told, text: bothTexts('history.exported', { file, revision, n: receiptCount }) }),
      ...entry(takenAt, { ...told, text: bothTexts('history.taken', { file }) }),
    ];
  });
}

type Word = { at: string; receipts: number; revenue: number; matches: number; revision: number; fileId: number | null };

/** Everything that the ERP has said. */
async function erp(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<Entry[]> {
  const rows = await database.all<Word>(
    `SELECT received_utc AS at, receipts, revenue, matches, revision, file_id AS "fileId" FROM erp_confirmation
     WHERE shop_id = ? AND shift_id = ? ORDER BY confirmation_id`,
    [register.shop.shopId, facts.shiftId],
  );
  return rows.flatMap(({ at, matches, fileId, receipts, revenue, revision }) =>
    entry(at, {
      kind: 'erp',
      level: matches === 1 ? 'info' : 'error',
      text: bothTexts(matches === 1 ? 'history.erpAgrees' : 'history.erpDiffers', { receipts, revenue, revision }),
      link: fileId === null ? null : { kind: 'file', id: `E-${fileId}` },
    }),
  );
}

/** Documents that left the tables for an archive, or came back from it. */
async function trimming(database: QueryDatabase<Tables>, { register, facts }: FoundShift): Promise<Entry[]> {
  const row = await database.get<{ path: string; state: string; at: string }>(
    `SELECT a.path AS path, a.state AS state, a.changed_utc AS at FROM shift s
     JOIN day_archive a ON a.shop_id = s.shop_id AND a.archive_id = s.archive_id WHERE s.shop_id = ? AND s.shift_id = ?`,
    [register.shop.shopId, facts.shiftId],
  );
  if (row === undefined) return [];
  const left = row.state === 'removing' || row.state === 'removed';
  const text = bothTexts(left ? 'history.archived' : 'history.restored', { path: row.path });
  return entry(row.at, { kind: 'shift', text });
}
