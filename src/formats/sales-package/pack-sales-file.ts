/** The ZIP of a register as the simulator and the tests make it; the server itself packs nothing. */
import { once } from 'node:events';
import { ZipFile as NewZip } from 'yazl';

/** Packs one text as a register does. Equal text and name give equal bytes at any time and in any time zone. */
export async function packSalesFile(text: Buffer | string, entryName: string): Promise<Buffer> {
  const zip = new NewZip();
  const chunks: Buffer[] = [];
  zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The form without a zone, of a fixed local time.
  const sameAlways = { mtime: new Date(2000, 0, 1, 12), forceDosTimestamp: true, mode: 0o100644 };
  zip.addBuffer(Buffer.from(text), entryName, sameAlways);
  zip.end();
  await once(zip.outputStream, 'end');
  return Buffer.concat(chunks);
}
