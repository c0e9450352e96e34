/** What servers of stores told last, on its way into the table: kept in memory, written together. */
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShownCertificate } from '../../platform/line-listener.ts';
import type { Tables } from '../../schema/tables.ts';

/** What a server tells of itself; `oldestAt` by the clock of this server, UTC text. */
export type ToldState = {
  softwareVersion: string;
  waitingPackages: number;
  oldestAt: string | null;
  refusedRegisters: number;
};

/** When it was heard, UTC text. */
export type ServerNote = { at: string; told: ToldState | null; certificate: ShownCertificate | null };

export async function writeNotes(
  database: Database<Tables>,
  notes: readonly (readonly [serverCode: string, note: ServerNote])[],
): Promise<void> {
  const set = (columns: string) => `UPDATE store_server SET ${columns} WHERE shop_id = '' AND server_code = ?`;
  await database.transaction(async (tx) => {
    for (const [serverCode, { at, told, certificate }] of notes) {
      await tx.run(set('last_contact_utc = ?'), [at, serverCode]);
      if (told !== null)
        await tx.run(set('software_version = ?, backlog_count = ?, backlog_oldest_utc = ?, refused_count = ?'), [
          told.softwareVersion,
          told.waitingPackages,
          told.oldestAt,
          told.refusedRegisters,
          serverCode,
        ]);
      if (certificate !== null)
        await tx.run(set('certificate_serial = ?, certificate_ends_utc = ?'), [
          certificate.serialNumber,
          utcText(certificate.validToMs),
          serverCode,
        ]);
    }
  });
}
