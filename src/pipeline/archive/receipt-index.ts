/**
 * In which archive a receipt lies, by its identifier alone and without a row for each receipt: 256 files, each a list of ten
 * bytes per receipt (six of the hash of its identifier, four of the number of the archive), that only grow at their ends. The
 * first byte of the hash chooses the file, so a look-up reads one of them: 4 MB of a hundred million receipts.
 *
 * It can be made again from the archives at any time. What a crash cut off is written once more: an archive counts as listed
 * only after its receipts are on the disk, and a receipt that is listed twice is found all the same. Each archive is marked
 * as listed by a piece of its hash, so that an index that belongs to other tables (these came back from a backup) is noticed.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveRow } from '../../formats/day-archive/day-archive.ts';
import { hasCode, makeFolder, syncFolder, writeDurably } from '../../platform/durable-file.ts';
import type { Breathe } from './day-archive-rows.ts';

/** An archive and the places of its documents, as `placesOf` answers them. */
export type ListedArchive = ArchiveMark & { readonly places: readonly Buffer[] };
export type ArchiveMark = { readonly archiveId: number; readonly sha256: string };

export type ReceiptIndex = {
  /** Numbers of the archives that may hold a receipt of this identifier. Throws what the disk throws. */
  find(identifier: string): Promise<number[]>;
  /** Of these archives those that are not listed yet. An index that lists other archives under their numbers is begun anew. */
  lacking<T extends ArchiveMark>(archives: readonly T[]): Promise<T[]>;
  /** Lists archives, a little at a time; durable when it returns. One writer at a time. */
  add(archives: readonly ListedArchive[], breathe: Breathe): Promise<void>;
};

const BUCKETS = 256;
const HASH_BYTES = 6;
/** The number of the file and the hash. */
const PLACE_BYTES = 1 + HASH_BYTES;
const ENTRY_BYTES = HASH_BYTES + 4;
/** Identifiers that are hashed without a rest, and places that are put into the files so: a millisecond. */
const PLACES_AT_ONCE = 500;
/** Flushing one file makes all who flush another wait, and a package is flushed several times on its way. */
const RESTS = 10;
/** Four bytes for each archive by its number, the first of its hash: as long as they are zero it is not listed. */
const LISTED_FILE = 'listed';
const MARK_BYTES = 4;

/** The index in a folder of its own, which is made by the first archive. */
export function openReceiptIndex(folder: string): ReceiptIndex {
  return {
    async find(identifier) {
      const place = placesOf([identifier]);
      const hash = place.subarray(1);
      const entries = await readIfThere(join(folder, nameOf(place.readUInt8())));
      const found = new Set<number>();
      for (let at = entries.indexOf(hash); at >= 0; at = entries.indexOf(hash, at + 1))
        if (at % ENTRY_BYTES === 0 && at + ENTRY_BYTES <= entries.length)
          found.add(entries.readUInt32LE(at + HASH_BYTES));
      return [...found];
    },
    async lacking(archives) {
      const listed = await readIfThere(join(folder, LISTED_FILE));
      const markIn = (id: number) => (listed.length < (id + 1) * MARK_BYTES ? 0 : listed.readUInt32BE(id * MARK_BYTES));
      const isForeign = archives.some((one) => ![0, markOf(one)].includes(markIn(one.archiveId)));
      if (isForeign) await rm(folder, { recursive: true, force: true });
      return archives.filter((one) => isForeign || markIn(one.archiveId) === 0);
    },
    async add(archives, breathe) {
      if (archives.length === 0) return;
      await makeFolder(folder);
      for (const [bucket, entries] of (await entriesOf(archives, breathe)).entries()) {
        if (entries.length === 0) continue;
        await breathe(RESTS);
        await append(join(folder, nameOf(bucket)), entries);
      }
      await syncFolder(folder);
      await markListed(folder, archives);
    },
  };
}

/** Documents of an archive as the index knows them: one without an identifier goes by `#` and its number. */
function identifierOf(document: { identifier: string | null; documentId: number }): string {
  return document.identifier ?? `#${document.documentId}`;
}

/** Gathers the places of the documents of an archive, from their rows. */
export function createPlaces(): { add(document: ArchiveRow): void; places(): Buffer[] } {
  const places: Buffer[] = [];
  let identifiers: string[] = [];
  const settle = () => {
    places.push(placesOf(identifiers));
    identifiers = [];
  };
  return {
    add({ identifier, document_id: documentId }) {
      identifiers.push(identifierOf({ identifier: identifier as string | null, documentId: Number(documentId) }));
      if (identifiers.length === PLACES_AT_ONCE) settle();
    },
    places() {
      settle();
      return places;
    },
  };
}

/** Where the index holds these identifiers, seven bytes each. */
export function placesOf(identifiers: readonly string[]): Buffer {
  const places = Buffer.alloc(identifiers.length * PLACE_BYTES);
  for (const [index, identifier] of identifiers.entries())
    createHash('sha256')
      .update(identifier)
      .digest()
      .copy(places, index * PLACE_BYTES, 0, PLACE_BYTES);
  return places;
}

function nameOf(bucket: number): string {
  return bucket.toString(16).padStart(2, '0');
}

/** The entries of each file, by its number. */
async function entriesOf(archives: readonly ListedArchive[], breathe: Breathe): Promise<Buffer[]> {
  const sizes = new Array<number>(BUCKETS).fill(0);
  for (const { places } of archives)
    for (const some of places)
      for (let at = 0; at < some.length; at += PLACE_BYTES) {
        const bucket = some.readUInt8(at);
        sizes[bucket] = (sizes[bucket] ?? 0) + ENTRY_BYTES;
      }
  const files = sizes.map((size) => Buffer.alloc(size));
  const filled = new Array<number>(BUCKETS).fill(0);
  for (const { archiveId, places } of archives)
    for (const some of places) {
      await breathe();
      for (let at = 0; at < some.length; at += PLACE_BYTES) {
        const bucket = some.readUInt8(at);
        const to = filled[bucket] ?? 0;
        const file = files[bucket];
        if (file === undefined) continue;
        some.copy(file, to, at + 1, at + PLACE_BYTES);
        file.writeUInt32LE(archiveId, to + HASH_BYTES);
        filled[bucket] = to + ENTRY_BYTES;
      }
    }
  return files;
}

/** What a crash left of an entry is cut off, so that those behind it stand where they are looked for. */
async function append(path: string, entries: Buffer): Promise<void> {
  const file = await open(path, 'a');
  try {
    const { size } = await file.stat();
    if (size % ENTRY_BYTES !== 0) await file.truncate(size - (size % ENTRY_BYTES));
    await file.appendFile(entries);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function markListed(folder: string, archives: readonly ListedArchive[]): Promise<void> {
  const before = await readIfThere(join(folder, LISTED_FILE));
  const last = Math.max(...archives.map(({ archiveId }) => archiveId));
  const marks = Buffer.alloc(Math.max(before.length, (last + 1) * MARK_BYTES));
  before.copy(marks);
  for (const archive of archives) marks.writeUInt32BE(markOf(archive), archive.archiveId * MARK_BYTES);
  await writeDurably(folder, LISTED_FILE, [marks]);
}

function markOf({ sha256 }: ArchiveMark): number {
  return Number.parseInt(sha256.slice(0, 2 * MARK_BYTES), 16) || 1;
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return Buffer.alloc(0);
    throw cause;
  }
}
