/** Lists what archives of trimmed days hold in the index of receipts: whatever a crash or an older version left out. */
import type { Database } from '../../platform/database/database.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { archiveParts } from './day-archive-file.ts';
import type { Breathe } from './day-archive-rows.ts';
import { createPlaces, type ListedArchive, type ReceiptIndex } from './receipt-index.ts';
import { isUnreadable } from './trimmed-documents.ts';

export type Listing = {
  database: Database<Tables>;
  index: ReceiptIndex;
  /** The folder of the archives. */
  folder: string;
  breathe: Breathe;
};

/** What of an archive must be known to list it. */
export type ArchiveToList = Pick<DayArchiveRow, 'archive_id' | 'path' | 'sha256'>;

const AT_ONCE = 500;
/** Lines of an archive that are read between two rests. */
const PARTS_AT_ONCE = 100;

/** Lists archives; one that cannot be read is left for later: what damages it is told by those who read archives. */
export async function listReceipts(
  { index, folder, breathe }: Listing,
  archives: readonly ArchiveToList[],
): Promise<void> {
  const listed: ListedArchive[] = [];
  for (const { archive_id: archiveId, path, sha256 } of archives) {
    const places = await placesIn(folder, path, breathe);
    if (places !== null) listed.push({ archiveId, sha256, places });
  }
  await index.add(listed, breathe);
}

/** The places of the documents of an archive that has been read to its end; null = it cannot be. */
async function placesIn(folder: string, path: string, breathe: Breathe): Promise<Buffer[] | null> {
  const { add, places } = createPlaces();
  let parts = 0;
  try {
    for await (const part of archiveParts(folder, path)) {
      if (part.kind === 'row' && part.section === 'document') add(part.row);
      parts += 1;
      if (parts % PARTS_AT_ONCE === 0) await breathe();
    }
    return places();
  } catch (cause) {
    if (isUnreadable(cause)) return null;
    throw cause;
  }
}

/** Archives that are not listed, shop by shop. */
export async function* unlistedArchives({ database, index }: Listing): AsyncGenerator<ArchiveToList> {
  const shops = await database.all<{ id: string }>('SELECT shop_id AS id FROM shop ORDER BY shop_id');
  for (const { id } of shops)
    for (let after = 0; ; ) {
      const some = await database.all<ArchiveToList>(
        `SELECT archive_id, path, sha256 FROM day_archive WHERE shop_id = ? AND archive_id > ? AND state <> 'restored'
         ORDER BY archive_id LIMIT ${AT_ONCE}`,
        [id, after],
      );
      const marked = some.map((row) => ({ ...row, archiveId: row.archive_id }));
      yield* await index.lacking(marked);
      if (some.length < AT_ONCE) break;
      after = some.at(-1)?.archive_id ?? after;
    }
}
