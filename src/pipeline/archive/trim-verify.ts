/** Whether archives and records can be trusted: each file is read, every record checked. */
import type { Database } from '../../platform/database/database.ts';
import { publicPem, readPublicKeys } from '../../platform/signing-key.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { problemOf } from './day-archive-file.ts';
import { checkRecords, DELETION_KEY, type RecordProblem } from './deletion-records.ts';

export type TrimVerdict = {
  archives: number;
  /** Documents that lie in archives alone. */
  documents: number;
  damaged: { shopCode: string; businessDate: string; path: string; problem: string }[];
  records: number;
  recordProblems: RecordProblem[];
  /** PEM; null = nothing was deleted yet, or the key is gone. */
  publicKey: string | null;
};

type Archive = DayArchiveRow & { shop_code: string };

const AT_ONCE = 200;

/** Reads all archives and records; `note` is told of each archive. */
export async function verifyTrim(
  database: Database<Tables>,
  folders: { archives: string; keys: string },
  note: (archive: DayArchiveRow, problem: string | null) => Promise<void> = async () => undefined,
): Promise<TrimVerdict> {
  const keys = await readPublicKeys(folders.keys, DELETION_KEY);
  const { records, problems } = await checkRecords(database, folders.archives, keys);
  const publicKey = publicPem(keys);
  const verdict: TrimVerdict = { archives: 0, documents: 0, damaged: [], records, recordProblems: problems, publicKey };
  for (let after = 0; ; ) {
    const some = await database.all<Archive>(
      `SELECT a.*, s.shop_code FROM day_archive a JOIN shop s ON s.shop_id = a.shop_id
       WHERE a.archive_id > ? ORDER BY a.archive_id LIMIT ${AT_ONCE}`,
      [after],
    );
    for (const archive of some) {
      after = archive.archive_id;
      const problem = await problemOf(folders.archives, archive, true);
      await note(archive, problem);
      verdict.archives += 1;
      if (archive.state !== 'restored') verdict.documents += archive.document_count;
      const { shop_code: shopCode, business_date: businessDate, path } = archive;
      if (problem !== null) verdict.damaged.push({ shopCode, businessDate, path, problem });
    }
    if (some.length < AT_ONCE) return verdict;
  }
}
