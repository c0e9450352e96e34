/**
 * The book of the built-in authority: what was issued to registers and what was taken back, line by line in `issued.ndjson`, never
 * taken out. Apart from the authority itself, so that looking at it needs no library.
 */
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncFolder } from '../platform/durable-file.ts';

/** A certificate of a register as it was issued; times in ms UTC. */
export type BookedCertificate = {
  registerId: string;
  serialNumber: string;
  fingerprint: string;
  validFromMs: number;
  validToMs: number;
  issuedMs: number;
  /** null = it was not taken back. */
  revokedMs: number | null;
};

/** Its name in the folder of the authority. */
export const BOOK = 'issued.ndjson';

type Line =
  | ({ kind: 'issued' } & Omit<BookedCertificate, 'revokedMs'>)
  | { kind: 'revoked'; serialNumber: string; revokedMs: number };

/** Every certificate of a register that was issued, the oldest first. */
export async function listCertificates(folder: string): Promise<BookedCertificate[]> {
  const booked = new Map<string, BookedCertificate>();
  for (const line of await readBook(folder)) {
    if (line.kind === 'issued') {
      const { kind: _, ...certificate } = line;
      booked.set(line.serialNumber, { ...certificate, revokedMs: null });
      continue;
    }
    const known = booked.get(line.serialNumber);
    if (known !== undefined) booked.set(line.serialNumber, { ...known, revokedMs: line.revokedMs });
  }
  return [...booked.values()];
}

/** Adds a line, on the disk when it returns. */
export async function note(folder: string, line: Line): Promise<void> {
  const file = await open(join(folder, BOOK), 'a+', 0o600);
  try {
    // What a crash has cut off would spoil the line behind it.
    const text = await file.readFile();
    if (text.length > 0 && text.at(-1) !== 0x0a) await file.truncate(text.lastIndexOf(0x0a) + 1);
    await file.appendFile(`${JSON.stringify(line)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await syncFolder(folder);
}

/** A line that a crash has cut off was told to nobody and is left out. */
async function readBook(folder: string): Promise<Line[]> {
  let text: string;
  try {
    text = await readFile(join(folder, BOOK), 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}
