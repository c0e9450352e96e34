/**
 * The rows of `export_file`: each file that was handed to the ERP and what became of it. A file that waits and gets a later
 * state of its shift stays one row, because it stays one file.
 */
import type { Statements } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { ShiftRow } from '../../schema/tables.ts';
import { FOLDER } from './due.ts';
import type { Attempts } from './export-rows.ts';

export type OutboxFile = {
  row: ShiftRow;
  name: string;
  path: string;
  online: boolean;
  sha256: string;
  publishedUtc: string;
  attempts: Attempts;
  /** Names of files of the shift that waited and hold the same content from now on. */
  alsoIn: readonly string[];
};

/** Receipts of the shift as its files hold them: closed sales and refunds. */
export function receiptsOf(row: ShiftRow): number {
  return row.counted_sale_count + row.counted_refund_count;
}

/** Sales less refunds of its documents, kopecks; what the ERP adds up, returns negative (sales-file §6). */
export function revenueOf(row: ShiftRow): number {
  return row.counted_sale_sum - row.counted_refund_sum;
}

const NOW_HOLDS = `revision = ?, content_sha256 = ?, size = NULL, receipts = ?, revenue = ?, published_utc = ?,
  attempts = ?, failure_code = ?, failure_details = ?`;

/** A file lies in the folder under this name, with this content. */
export async function writeOutbox(tx: Statements, file: OutboxFile): Promise<void> {
  const { row, name, sha256, publishedUtc } = file;
  const { count, failure } = file.attempts;
  const attempts = [count, failure?.code ?? null, failure === null ? null : JSON.stringify(failure.details)];
  const content = [row.revision, sha256, receiptsOf(row), revenueOf(row), publishedUtc, ...attempts];
  const ofFile = [row.shop_id, row.shift_id];
  for (const waiting of file.alsoIn)
    await tx.run(
      `UPDATE export_file SET ${NOW_HOLDS} WHERE shop_id = ? AND shift_id = ? AND file_name = ? AND state = 'waiting'`,
      [...content, ...ofFile, waiting],
    );
  // What lies under a name that was taken before waits since now.
  const renewed = await tx.run(
    `UPDATE export_file SET ${NOW_HOLDS}, online = ?, path = ?,
     waits_since_utc = CASE WHEN state = 'waiting' THEN waits_since_utc ELSE ? END,
     state = 'waiting', ended_utc = NULL, confirmed_utc = NULL
     WHERE shop_id = ? AND shift_id = ? AND file_name = ?`,
    [...content, file.online ? 1 : 0, file.path, publishedUtc, ...ofFile, name],
  );
  if (renewed > 0) return;
  const fileId = await takeNumbers(tx, 'outbox', 1);
  await tx.run(
    `INSERT INTO export_file (shop_id, file_id, target, register_id, shift_id, file_name, path, online, revision,
     content_sha256, size, receipts, revenue, published_utc, attempts, failure_code, failure_details, state, waits_since_utc)
     VALUES (?, ?, '${FOLDER}', ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
    [
      row.shop_id,
      fileId,
      row.register_id,
      row.shift_id,
      name,
      file.path,
      file.online ? 1 : 0,
      ...content,
      publishedUtc,
    ],
  );
}

export type WaitingOutboxFile = {
  fileId: number;
  shiftId: number;
  registerId: string;
  name: string;
  path: string;
  online: number;
  sha256: string;
  size: number | null;
  waitsSinceUtc: string;
  /** A file is being written under this name; it is looked at when that has ended. */
  isPlanned: number;
};

/** The files of a shop that the ERP has not taken, as far as the tables know. */
export function listWaiting(database: Statements, shopId: string): Promise<WaitingOutboxFile[]> {
  return database.all<WaitingOutboxFile>(
    `SELECT f.file_id AS "fileId", f.shift_id AS "shiftId", f.register_id AS "registerId", f.file_name AS name, f.path AS path,
       f.online AS online, f.content_sha256 AS sha256, f.size AS size, f.waits_since_utc AS "waitsSinceUtc",
       CASE WHEN e.planned_name = f.file_name THEN 1 ELSE 0 END AS "isPlanned"
     FROM export_file f
     LEFT JOIN shift_export e ON e.shop_id = f.shop_id AND e.shift_id = f.shift_id AND e.target = f.target
     WHERE f.shop_id = ? AND f.state = 'waiting' AND f.target = '${FOLDER}' ORDER BY f.waits_since_utc, f.file_id`,
    [shopId],
  );
}

export type FileEnd = 'taken' | 'lost' | 'changed';

/** The file does not wait any more; nothing is done when a newer one came under its name meanwhile. */
export async function writeEnd(
  tx: Statements,
  shopId: string,
  file: Pick<WaitingOutboxFile, 'fileId' | 'sha256'>,
  end: FileEnd,
  endedUtc: string,
): Promise<boolean> {
  const ended = await tx.run(
    `UPDATE export_file SET state = ?, ended_utc = ?
     WHERE shop_id = ? AND file_id = ? AND state = 'waiting' AND content_sha256 = ?`,
    [end, endedUtc, shopId, file.fileId, file.sha256],
  );
  return ended > 0;
}

export async function writeSize(tx: Statements, shopId: string, fileId: number, size: number): Promise<void> {
  await tx.run('UPDATE export_file SET size = ? WHERE shop_id = ? AND file_id = ?', [size, shopId, fileId]);
}

/** The contents that a file of the shift may have: what was published last, and what a run that was killed was writing. */
export async function contentsOf(database: Statements, shopId: string, shiftId: number): Promise<string[]> {
  const row = await database.get<{ published: string | null; waiting: string | null }>(
    `SELECT content_sha256 AS published, waiting_files AS waiting FROM shift_export
     WHERE shop_id = ? AND shift_id = ? AND target = '${FOLDER}'`,
    [shopId, shiftId],
  );
  const waiting = row?.waiting == null ? [] : (JSON.parse(row.waiting) as { hashes: string[] }[]);
  return [...(row?.published == null ? [] : [row.published]), ...waiting.flatMap(({ hashes }) => hashes)];
}
