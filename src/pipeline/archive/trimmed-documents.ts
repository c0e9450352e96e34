/** The documents of a trimmed shift out of its archive, for the loader: what the archive holds already is no news. */
import { DamagedArchive } from '../../formats/day-archive/day-archive.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import type { ReadTrimmed, TrimmedDocuments } from '../ledger/ledger.ts';
import { isOfZlib, readSections } from './day-archive-file.ts';

/** Answers null when the archive cannot be read; the loader sets aside what comes then. */
export function createReadTrimmed(database: Database<Tables>, folder: string, logger: Logger): ReadTrimmed {
  return async ({ shopId, shiftId }) => {
    const archive = await database.get<DayArchiveRow>(
      `SELECT a.* FROM shift s JOIN day_archive a ON a.shop_id = s.shop_id AND a.archive_id = s.archive_id
       WHERE s.shop_id = ? AND s.shift_id = ?`,
      [shopId, shiftId],
    );
    if (archive === undefined) return null;
    try {
      return await documentsOf(folder, archive.path, shiftId);
    } catch (cause) {
      if (!isUnreadable(cause)) throw cause;
      logger.error(`the archive ${archive.path} cannot be read`, cause);
      return null;
    }
  };
}

async function documentsOf(folder: string, path: string, shiftId: number): Promise<TrimmedDocuments> {
  const { rows } = await readSections(folder, path, ['document', 'document_raw']);
  const raws = new Map(rows.get('document_raw')?.map((row) => [row['document_id'], String(row['raw'])]));
  const documents = new Map<string, { contentHash: string; raw: string }>();
  for (const row of rows.get('document') ?? []) {
    if (row['shift_id'] !== shiftId) continue;
    const raw = raws.get(row['document_id'] ?? null) ?? '';
    documents.set(String(row['identity']), { contentHash: String(row['content_hash']), raw });
  }
  return documents;
}

/** Whether an archive was thrown at that is damaged, gone or on a bad disk. */
export function isUnreadable(cause: unknown): boolean {
  const ofDisk = cause instanceof Error && 'syscall' in cause;
  return cause instanceof DamagedArchive || isOfZlib(cause) || ofDisk;
}
