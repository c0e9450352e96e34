/** The rows of a business day in the order of its archive, read a few at a time beside live loading. Only reads. */
import { addWallClock, toUtc } from '../../domain/local-time.ts';
import {
  type ArchiveHeader,
  type ArchiveRow,
  openArchiveWriter,
  type SectionName,
} from '../../formats/day-archive/day-archive.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

/** A day of a shop and the shifts of it that go. */
export type DayToArchive = {
  shopId: string;
  shopCode: string;
  timeZone: string;
  businessDate: string;
  shifts: readonly { shiftId: number; revision: number }[];
};

/** Called between two pieces of work; resolves when the next one may begin, throws to stop. With `times` after so much longer a rest. */
export type Breathe = (times?: number) => Promise<void>;

export type DayRow = { section: SectionName; row: ArchiveRow };

const DOCUMENTS_AT_ONCE = 50;
const OF_DOCUMENTS = {
  document: 'document_id',
  document_raw: 'document_id',
  position: 'document_id, line',
  discount: 'document_id, line, ordinal',
  payment: 'document_id, line',
} as const;

/** Every row of the day, section by section; `documentsOnly`: those that leave the tables and come back. */
export async function* dayRows(
  database: Database<Tables>,
  day: DayToArchive,
  breathe: Breathe,
  documentsOnly = false,
): AsyncGenerator<DayRow> {
  if (!documentsOnly) yield* shiftRows(database, day);
  const documents: number[] = [];
  for (const shiftId of idsOf(day)) documents.push(...(await documentsOf(database, day.shopId, shiftId)));
  for (const [table, order] of Object.entries(OF_DOCUMENTS))
    for (let from = 0; from < documents.length; from += DOCUMENTS_AT_ONCE) {
      await breathe();
      const rows = await readRows(
        database,
        day.shopId,
        { table, order },
        documents.slice(from, from + DOCUMENTS_AT_ONCE),
      );
      for (const row of rows) yield { section: table as SectionName, row };
    }
  if (documentsOnly) return;
  for (const row of await decidedAsides(database, day)) yield { section: 'set_aside', row };
}

async function* shiftRows(database: Database<Tables>, day: DayToArchive): AsyncGenerator<DayRow> {
  const shiftIds = idsOf(day);
  for (const shiftId of shiftIds) {
    const row = await database.get<ArchiveRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [
      day.shopId,
      shiftId,
    ]);
    // Where it is kept is said by the archive itself.
    if (row !== undefined)
      yield { section: 'shift', row: { ...row, trimmed_utc: null, archive_id: null, trimmed_unfinished: 0 } };
  }
}

export function idsOf(day: DayToArchive): number[] {
  return day.shifts.map(({ shiftId }) => shiftId).sort((a, b) => a - b);
}

async function documentsOf(database: Database<Tables>, shopId: string, shiftId: number): Promise<number[]> {
  const rows = await database.all<{ id: number }>(
    'SELECT document_id AS id FROM document WHERE shop_id = ? AND shift_id = ?',
    [shopId, shiftId],
  );
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

function readRows(
  database: Database<Tables>,
  shopId: string,
  { table, order }: { table: string; order: string },
  ids: readonly number[],
): Promise<ArchiveRow[]> {
  // Filled up, so that few distinct statements are prepared.
  const list = Array.from({ length: DOCUMENTS_AT_ONCE }, (_, index) => ids[Math.min(index, ids.length - 1)] ?? 0);
  return database.all<ArchiveRow>(
    `SELECT * FROM ${table} WHERE shop_id = ? AND document_id IN (${list.map(() => '?').join(', ')}) ORDER BY ${order}`,
    [shopId, ...list],
  );
}

/** Records of the shop about which was decided by the end of the day, and that still have their text. */
export function decidedAsides(database: Pick<Database<Tables>, 'all'>, day: DayToArchive): Promise<ArchiveRow[]> {
  const end = addWallClock(`${day.businessDate}T00:00:00`, 86_400_000);
  return database.all<ArchiveRow>(
    `SELECT * FROM set_aside WHERE shop_id = ? AND state <> 'open' AND raw <> '' AND created_utc < ? ORDER BY set_aside_id`,
    [day.shopId, toUtc(end, day.timeZone)],
  );
}

/** The header of the archive of the day. */
export async function headerOf(database: Database<Tables>, day: DayToArchive): Promise<ArchiveHeader> {
  const last = await database.get<{ name: string }>('SELECT name FROM schema_migration ORDER BY name DESC LIMIT 1');
  const { shopId, shopCode, businessDate } = day;
  return { schema: last?.name ?? '', shopId, shopCode, businessDate, shiftIds: idsOf(day) };
}

/** The lines of the archive of the day, each with its line feed. */
export async function* dayLines(
  database: Database<Tables>,
  day: DayToArchive,
  breathe: Breathe,
): AsyncGenerator<string> {
  const { first, writer } = openArchiveWriter(await headerOf(database, day));
  yield first;
  let current: SectionName | null = null;
  for await (const { section, row } of dayRows(database, day, breathe)) {
    if (section !== current) yield writer.section(section);
    current = section;
    yield writer.row(row);
  }
  yield writer.end().line;
}
