/**
 * Documents of shifts leave the tables and come back (M45). The archive station decides and keeps them; here their rows are
 * written. A shift is marked first: from that moment the loader takes its documents for being in the archive, whatever is left
 * of their rows.
 */
import type { Transaction, Value } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';

/** A shift as it was read for its archive. */
export type ReadShift = { shiftId: number; revision: number };

/** The tables whose rows go with a document, the document last. */
const TABLES = ['payment', 'discount', 'position', 'document_raw', 'document'] as const;
export type DocumentTable = (typeof TABLES)[number];

/**
 * Marks shifts as trimmed, in the caller's transaction; waits for packages that are being loaded. False, and nothing is marked,
 * when one of them has changed since it was read.
 */
export async function markTrimmed(
  tx: Transaction<Tables>,
  {
    shopId,
    shifts,
    archiveId,
    nowUtc,
  }: { shopId: string; shifts: readonly ReadShift[]; archiveId: number; nowUtc: string },
): Promise<boolean> {
  await takeTurn(tx, 'shift');
  for (const { shiftId, revision } of shifts) {
    const now = await tx.get<{ revision: number; recount: number; trimmed: string | null }>(
      'SELECT revision, recount, trimmed_utc AS trimmed FROM shift WHERE shop_id = ? AND shift_id = ?',
      [shopId, shiftId],
    );
    if (now === undefined || now.revision !== revision || now.recount !== 0 || now.trimmed !== null) return false;
  }
  for (const { shiftId } of shifts)
    await tx.run(
      `UPDATE shift SET trimmed_utc = ?, archive_id = ?, trimmed_unfinished = (
         SELECT CAST(COUNT(*) AS BIGINT) FROM document d WHERE d.shop_id = shift.shop_id AND d.shift_id = shift.shift_id
           AND (d.closed_at IS NULL OR d.closed_state = 0))
       WHERE shop_id = ? AND shift_id = ?`,
      [nowUtc, archiveId, shopId, shiftId],
    );
  return true;
}

/** Documents looked at for one transaction. */
const MOST_DOCUMENTS = 250;

/**
 * Deletes some documents of shifts that are marked, at most about `mostRows` rows; answers how many documents went, 0 = none is
 * left. Throws for a shift that is not marked.
 */
export async function deleteTrimmed(
  tx: Transaction<Tables>,
  { shopId, shiftId, mostRows }: { shopId: string; shiftId: number; mostRows: number },
): Promise<number> {
  const shift = await tx.get<{ trimmed: string | null }>(
    'SELECT trimmed_utc AS trimmed FROM shift WHERE shop_id = ? AND shift_id = ?',
    [shopId, shiftId],
  );
  if (shift?.trimmed == null) throw new Error(`the shift ${shiftId} is not marked as trimmed`);
  const found = await tx.all<{ id: number; lines: number }>(
    `SELECT document_id AS id, position_count + cancelled_count AS lines FROM document
     WHERE shop_id = ? AND shift_id = ? LIMIT ${MOST_DOCUMENTS}`,
    [shopId, shiftId],
  );
  const ids: number[] = [];
  let rows = 0;
  for (const { id, lines } of found) {
    // Itself, its raw text, a payment or two, and for each line a discount now and then.
    rows += 4 + 2 * lines;
    if (ids.length > 0 && rows > mostRows) break;
    ids.push(id);
  }
  if (ids.length === 0) return 0;
  // Filled up, so that few distinct statements are prepared.
  const size = [1, 10, 50, MOST_DOCUMENTS].find((one) => ids.length <= one) ?? MOST_DOCUMENTS;
  const list = Array.from({ length: size }, (_, index) => ids[Math.min(index, ids.length - 1)] ?? 0);
  const places = list.map(() => '?').join(', ');
  for (const table of TABLES)
    await tx.run(`DELETE FROM ${table} WHERE shop_id = ? AND document_id IN (${places})`, [shopId, ...list]);
  return ids.length;
}

/** Takes the raw texts of records about which was decided; the records stay, so that the same ones are known again. */
export async function clearAsides(tx: Transaction<Tables>, shopId: string, ids: readonly number[]): Promise<void> {
  for (const id of ids)
    await tx.run("UPDATE set_aside SET raw = '' WHERE shop_id = ? AND set_aside_id = ? AND state <> 'open'", [
      shopId,
      id,
    ]);
}

/** Gives such a record its raw text back. */
export async function refillAside(tx: Transaction<Tables>, shopId: string, id: number, raw: string): Promise<void> {
  await tx.run("UPDATE set_aside SET raw = ? WHERE shop_id = ? AND set_aside_id = ? AND raw = ''", [raw, shopId, id]);
}

/** Puts rows of an archive back as they were; one that is there already is left alone. */
export async function putBack(
  tx: Transaction<Tables>,
  table: DocumentTable,
  rows: readonly Readonly<Record<string, Value>>[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const row = `(${columns.map(() => '?').join(', ')})`;
  await tx.run(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${rows.map(() => row).join(', ')} ON CONFLICT DO NOTHING`,
    rows.flatMap((one) => columns.map((column) => one[column] ?? null)),
  );
}

/** The documents of the shifts are here again, all of them. */
export async function markRestored(
  tx: Transaction<Tables>,
  shopId: string,
  shiftIds: readonly number[],
): Promise<void> {
  await takeTurn(tx, 'shift');
  for (const shiftId of shiftIds)
    await tx.run(
      'UPDATE shift SET trimmed_utc = NULL, archive_id = NULL, trimmed_unfinished = 0 WHERE shop_id = ? AND shift_id = ?',
      [shopId, shiftId],
    );
}
