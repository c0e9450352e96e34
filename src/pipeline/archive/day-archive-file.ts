/** The file of an archived day: written aside, read back, held row by row against the tables, and read again years later. */
import { join } from 'node:path';
import {
  type ArchiveHeader,
  type ArchiveManifest,
  type ArchivePart,
  type ArchiveRow,
  DamagedArchive,
  readArchive,
  type SectionName,
} from '../../formats/day-archive/day-archive.ts';
import type { Database } from '../../platform/database/database.ts';
import { cleanTemporaryFiles, hasCode, makeFolder } from '../../platform/durable-file.ts';
import { discardPacked, hashFile, type PackedFile, packAside, packedLines } from '../../platform/packed-lines.ts';
import type { DayArchiveRow, Tables } from '../../schema/tables.ts';
import { type Breathe, type DayToArchive, dayLines, dayRows } from './day-archive-rows.ts';
import { createPlaces } from './receipt-index.ts';

/** `places`: those of its documents in the index of receipts. */
export type WrittenArchive = PackedFile & { manifest: ArchiveManifest; places: readonly Buffer[] };

/** Folder and name of the n-th archive of a day, below the folder of archives; `/` between the parts. */
export function archivePath(day: Pick<DayToArchive, 'shopCode' | 'businessDate'>, part: number): string {
  const shop = encodeURIComponent(day.shopCode);
  const name = `${shop}-${day.businessDate}${part > 1 ? `.${part}` : ''}.ndjson.gz`;
  return `${shop}/${day.businessDate.slice(0, 4)}/${name}`;
}

/** Writes the archive of a day aside and holds what was read back against the tables. Throws what the file system throws, and DamagedArchive. */
export async function writeArchive(
  database: Database<Tables>,
  folder: string,
  day: DayToArchive,
  breathe: Breathe,
): Promise<WrittenArchive> {
  await makeFolder(folder);
  // Nobody else writes here: what is unfinished was left by a process that is gone.
  await cleanTemporaryFiles(folder);
  const aside = await packAside(folder, dayLines(database, day, breathe));
  try {
    const read = await hashFile(aside.path);
    if (read.sha256 !== aside.sha256) throw new DamagedArchive('the disk gives back other bytes than were written');
    const { add, places } = createPlaces();
    const onRow = (section: SectionName, row: ArchiveRow) => (section === 'document' ? add(row) : undefined);
    return { ...aside, manifest: await compare(database, aside.path, day, { breathe, onRow }), places: places() };
  } catch (cause) {
    await discardPacked(aside.path);
    throw cause;
  }
}

type Comparing = {
  breathe: Breathe;
  /** But for what stays in the tables. */
  documentsOnly?: boolean;
  /** Told of each row that was found to be the same. */
  onRow?: (section: SectionName, row: ArchiveRow) => void;
};

/** Holds an archive row by row against the tables. Throws DamagedArchive at the first difference. */
export async function compare(
  database: Database<Tables>,
  path: string,
  day: DayToArchive,
  { breathe, documentsOnly = false, onRow = () => undefined }: Comparing,
): Promise<ArchiveManifest> {
  const stored = dayRows(database, day, breathe, documentsOnly);
  let manifest: ArchiveManifest | undefined;
  for await (const part of readArchive(packedLines(path))) {
    if (part.kind === 'end') manifest = part.manifest;
    if (part.kind !== 'row' || (documentsOnly && (part.section === 'shift' || part.section === 'set_aside'))) continue;
    const next = await stored.next();
    if (next.done === true) throw new DamagedArchive('it holds rows that are not in the tables');
    const { section, row } = next.value;
    if (section !== part.section || !isSame(row, part.row))
      throw new DamagedArchive(`a row of ${part.section} is not that of the tables`);
    onRow(section, row);
  }
  if ((await stored.next()).done !== true) throw new DamagedArchive('the tables hold rows that it lacks');
  if (manifest === undefined) throw new DamagedArchive('it has no manifest');
  return manifest;
}

/** Columns that came after the archive was written say nothing about it. */
function isSame(stored: ArchiveRow, archived: ArchiveRow): boolean {
  return Object.entries(archived).every(([column, value]) => stored[column] === value);
}

/** What is wrong with the file of an archive; null = it is sound. `deep`: every line is read, not only its hash. */
export async function problemOf(
  folder: string,
  archive: Pick<DayArchiveRow, 'path' | 'sha256' | 'document_count' | 'sale_sum' | 'refund_sum'>,
  deep: boolean,
): Promise<string | null> {
  const path = join(folder, archive.path);
  try {
    const { sha256 } = await hashFile(path);
    if (sha256 !== archive.sha256) return 'trim_archive.other_bytes';
    if (!deep) return null;
    for await (const part of readArchive(packedLines(path))) {
      if (part.kind !== 'end') continue;
      const { documents, saleSum, refundSum } = part.manifest.sums;
      const same =
        documents === archive.document_count && saleSum === archive.sale_sum && refundSum === archive.refund_sum;
      if (!same) return 'trim_archive.other_sums';
    }
    return null;
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return 'trim_archive.missing';
    if (cause instanceof DamagedArchive || hasCode(cause, 'EIO') || isOfZlib(cause)) return 'trim_archive.unreadable';
    throw cause;
  }
}

export function isOfZlib(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && /^(Z_|ERR_ENCODING_INVALID)/.test(String(cause.code));
}

/** All parts of an archive, checked on the way. Throws DamagedArchive, and what the file system and zlib throw. */
export function archiveParts(folder: string, path: string): AsyncGenerator<ArchivePart> {
  return readArchive(packedLines(join(folder, path)));
}

/** The rows of some sections, and the header, of an archive that has been read to its end. */
export async function readSections(
  folder: string,
  path: string,
  wanted: readonly SectionName[],
): Promise<{ header: ArchiveHeader; rows: Map<SectionName, ArchiveRow[]>; manifest: ArchiveManifest }> {
  const rows = new Map<SectionName, ArchiveRow[]>(wanted.map((name) => [name, []]));
  let header: ArchiveHeader | undefined;
  let manifest: ArchiveManifest | undefined;
  for await (const part of archiveParts(folder, path)) {
    if (part.kind === 'header') header = part.header;
    else if (part.kind === 'row') rows.get(part.section)?.push(part.row);
    else manifest = part.manifest;
  }
  if (header === undefined || manifest === undefined) throw new DamagedArchive('it has no header or no manifest');
  return { header, rows, manifest };
}
