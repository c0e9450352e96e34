/** Signs of life on their way into the table: kept in memory, written together. */
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShownCertificate } from '../../platform/line-listener.ts';
import type { Tables } from '../../schema/tables.ts';

/** When a register was heard last, UTC text, and the command stream that it has opened since the last writing. */
export type ContactNote = {
  at: string;
  stream?: { at: string; softwareVersion: string | null };
  /** What it has shown on its line. */
  certificate?: ShownCertificate;
  /** The token by which it came. */
  tokenId?: number;
};

/** Writes the signs of life. A register that has opened a stream is to be told its settings, at once. */
export async function writeContacts(
  database: Database<Tables>,
  notes: readonly (readonly [registerId: string, note: ContactNote])[],
): Promise<void> {
  await database.transaction(async (tx) => {
    for (const [registerId, { at, stream, certificate, tokenId }] of notes) {
      await tx.run('UPDATE register SET last_contact_utc = ? WHERE register_id = ?', [at, registerId]);
      if (certificate !== undefined) {
        const { serialNumber, validToMs } = certificate;
        await tx.run(
          'UPDATE register SET certificate_serial = ?, certificate_ends_utc = ?, certificate_seen_utc = ? WHERE register_id = ?',
          [serialNumber, utcText(validToMs), at, registerId],
        );
      }
      if (tokenId !== undefined)
        await tx.run('UPDATE register_token SET last_used_utc = ? WHERE register_id = ? AND token_id = ?', [
          at,
          registerId,
          tokenId,
        ]);
      if (stream === undefined) continue;
      await tx.run(
        `UPDATE register SET stream_opened_utc = ?, software_version = COALESCE(?, software_version),
           sync_due = 1, sync_attempts = 0, sync_next_utc = ? WHERE register_id = ?`,
        [stream.at, stream.softwareVersion, stream.at, registerId],
      );
    }
  });
}
