/** Giving a document type its class (data-model 9.1), counting anew the shifts that hold it, and how many documents there are of each type. */

import { record } from '../../audit/audit.ts';
import type { DocumentClass } from '../../domain/sales.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { shopCodeOf } from '../registers/registers.ts';

export type DocumentClassChange = {
  /** '' = the whole server. */
  shopId: string;
  documentType: number;
  documentClass: DocumentClass;
};

/**
 * Sets the class; the shifts concerned are counted anew by the loader, one after another. Waits for a package that is being
 * loaded: it was read under the old class, and its shifts must be seen here.
 */
export async function setDocumentClass(
  database: Database<Tables>,
  clock: Clock,
  change: DocumentClassChange,
): Promise<void> {
  const { shopId, documentType, documentClass } = change;
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    const known = await tx.get<{ documentClass: DocumentClass }>(
      `SELECT document_class AS "documentClass" FROM document_type
       WHERE shop_id IN ('', ?) AND document_type = ? ORDER BY shop_id DESC LIMIT 1`,
      [shopId, documentType],
    );
    await tx.run(
      `INSERT INTO document_type (shop_id, document_type, document_class, source, first_seen_utc)
       VALUES (?, ?, ?, 'person', ?) ON CONFLICT (shop_id, document_type) DO UPDATE SET
       document_class = excluded.document_class, source = 'person'`,
      [shopId, documentType, documentClass, utcText(clock.now())],
    );
    if (known?.documentClass !== documentClass) await markShifts(tx, shopId, documentType);
    await record(tx, clock, {
      ...{ verb: 'change', object: 'document-type', key: String(documentType), shopCode: await shopCodeOf(tx, shopId) },
      old: known === undefined ? null : { documentClass: known.documentClass },
      new: { documentClass },
    });
  });
}

/** Marks the shifts that hold a document type, to be counted anew; a shop with a class of its own keeps out of the server's. */
async function markShifts(tx: Transaction<Tables>, shopId: string, documentType: number): Promise<void> {
  await tx.run(
    `UPDATE shift SET recount = 1 WHERE (shop_id = ? OR (? = '' AND NOT EXISTS (
         SELECT 1 FROM document_type t WHERE t.shop_id = shift.shop_id AND t.document_type = ?)))
       AND EXISTS (SELECT 1 FROM document d
         WHERE d.shop_id = shift.shop_id AND d.shift_id = shift.shift_id AND d.document_type = ?)`,
    [shopId, shopId, documentType, documentType],
  );
}

/** Adds new documents to the kept numbers per type, so that nobody has to count millions of them. */
export async function addToTypeCounts(
  tx: Transaction<Tables>,
  shopId: string,
  added: ReadonlyMap<number, number>,
): Promise<void> {
  if (added.size === 0) return;
  await tx.run(
    `INSERT INTO document_type_count (shop_id, document_type, document_count)
     VALUES ${[...added].map(() => '(?, ?, ?)').join(', ')} ON CONFLICT (shop_id, document_type) DO UPDATE SET
     document_count = document_type_count.document_count + excluded.document_count`,
    [...added].flatMap(([documentType, count]) => [shopId, documentType, count]),
  );
}
