/** What the audit trail says of a server of a store. */
import type { Values } from '../../audit/audit.ts';
import type { Statements } from '../../platform/database/database.ts';

/** What people can change of it, as it is in the transaction; null = it is not known. */
export async function serverValues(tx: Statements, serverCode: string): Promise<Values | null> {
  const row = await tx.get<{ name: string | null; certificateName: string | null; certificateRequired: number }>(
    `SELECT name, certificate_name AS "certificateName", certificate_required AS "certificateRequired" FROM store_server
     WHERE shop_id = '' AND server_code = ?`,
    [serverCode],
  );
  if (row === undefined) return null;
  const shops = await tx.all<{ shopCode: string }>(
    `SELECT s.shop_code AS "shopCode" FROM store_server_shop o JOIN shop s ON s.shop_id = o.shop_id
     WHERE o.server_code = ? ORDER BY s.shop_code`,
    [serverCode],
  );
  const codes = shops.map(({ shopCode }) => shopCode);
  return { ...row, certificateRequired: row.certificateRequired !== 0, shops: codes };
}
