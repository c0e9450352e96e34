/** One archive: written aside, flushed, read back and compared, named, its folder flushed (M38). Nothing is removed here. */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { statIfThere } from '../../platform/durable-file.ts';
import { type DurableWriter, openDurableWriter } from '../../platform/durable-writer.ts';
import { type EndState, reasonFileName } from '../intake/intake.ts';
import { encodeEnd, encodeMember, type TarFile } from './archive-member.ts';
import { archiveName } from './archive-name.ts';
import { readSource } from './finished-packages.ts';
import type { PackedMember } from './packed-index.ts';
import type { Packing, Source } from './packing.ts';
import { membersOf } from './read-archive.ts';

export type WrittenArchive = {
  readonly archive: string;
  readonly members: readonly WrittenMember[];
  /** Bytes of what is in it. */
  readonly contentBytes: number;
  /** Packages that stay where they are because their bytes have changed. */
  readonly damaged: readonly string[];
  /** How many of the names it has dealt with. */
  readonly taken: number;
};

/** `hashes` of the file and of the reason beside it, which is null when there is none; `bytes` of both. */
export type WrittenMember = PackedMember & {
  readonly hashes: readonly [string, string | null];
  readonly bytes: number;
};

/** Packages and bytes of one archive: what is in it goes before the next is begun, so that little disk is needed at once. */
const PART_PACKAGES = 50_000;
const PART_BYTES = 512 * 1024 * 1024;

/** Packs the first of the names; `archive` is undefined when none of them could be packed. Throws what the disk throws. */
export async function writeArchive(
  packing: Packing,
  state: EndState,
  date: string,
  names: readonly string[],
): Promise<WrittenArchive | (Omit<WrittenArchive, 'archive'> & { archive: undefined })> {
  const folder = packing.archives[state];
  const archive = await freeName(packing, state, date);
  const writer = await openDurableWriter(folder, archive);
  packing.step?.('begun');
  try {
    const written = await writeMembers(packing, state, writer, names);
    if (written.members.length === 0) return { ...written, archive: undefined };
    await writer.write(encodeEnd());
    await writer.flush();
    packing.step?.('written');
    await compare(writer.path, written.members);
    packing.step?.('checked');
    await writer.publish();
    packing.step?.('named');
    return { ...written, archive };
  } finally {
    await writer.abandon();
  }
}

type Members = Omit<WrittenArchive, 'archive'>;

async function writeMembers(
  packing: Packing,
  state: EndState,
  writer: DurableWriter,
  names: readonly string[],
): Promise<Members> {
  const { partPackages = PART_PACKAGES, partBytes = PART_BYTES } = packing;
  const members: WrittenMember[] = [];
  const damaged: string[] = [];
  let [offset, contentBytes, taken] = [0, 0, 0];
  for await (const { name, source } of sourcesOf(packing, state, names)) {
    taken += 1;
    if (source === 'damaged') damaged.push(name);
    if (source !== undefined && source !== 'damaged') {
      const member = await encodeMember(filesOf(source));
      await writer.write(member);
      const { shopId, isDamaged } = source;
      const bytes = source.file.byteLength + (source.reason?.byteLength ?? 0);
      members.push({ name, offset, length: member.byteLength, shopId, isDamaged, hashes: hashesOf(source), bytes });
      offset += member.byteLength;
      contentBytes += bytes;
      packing.step?.('member');
    }
    if (members.length >= partPackages || contentBytes >= partBytes) break;
  }
  return { members, damaged, contentBytes, taken };
}

/** Packages that are read while others are packed: waiting for the disk takes longer than packing. */
const AHEAD = 4;

/** The packages of the names in their order, the next ones being read already. */
async function* sourcesOf(packing: Packing, state: EndState, names: readonly string[]) {
  for (let from = 0; from < names.length; from += AHEAD) {
    const some = names.slice(from, from + AHEAD);
    const sources = await Promise.all(some.map((name) => readSource(packing, state, name)));
    for (const [index, name] of some.entries()) yield { name, source: sources[index] };
  }
}

function filesOf({ name, file, reason, receivedMs }: Source): TarFile[] {
  const files = [{ name, bytes: file, mtimeMs: receivedMs }];
  return reason === null ? files : [...files, { name: reasonFileName(name), bytes: reason, mtimeMs: receivedMs }];
}

/** The hashes by which a package and its reason are known again. */
export function hashesOf({ file, reason }: Pick<Source, 'file' | 'reason'>): [string, string | null] {
  return [hash('sha256', file, 'hex'), reason === null ? null : hash('sha256', reason, 'hex')];
}

/** Reads the archive back from the disk; throws unless every file in it is, byte for byte, what was to be packed. */
async function compare(path: string, members: readonly WrittenMember[]): Promise<void> {
  let index = 0;
  for await (const { files, offset } of membersOf(path)) {
    const expected = members[index];
    const [file, reason] = files;
    const read = file === undefined ? [] : hashesOf({ file: file.bytes, reason: reason?.bytes ?? null });
    if (expected?.name !== file?.name || expected?.offset !== offset || String(read) !== String(expected?.hashes))
      throw new Error(`${path}: the package ${expected?.name ?? index} was not packed as it is`);
    index += 1;
  }
  if (index !== members.length)
    throw new Error(`${path}: ${members.length} packages were packed and ${index} are in it`);
}

/** An archive is never written again: the next part of the day that neither lies there nor was ever made. */
async function freeName({ archives, index, database }: Packing, state: EndState, date: string): Promise<string> {
  const rows = await database.all<{ name: string }>(
    "SELECT name FROM archive_file WHERE shop_id = '' AND state = ? AND made_on = ?",
    [state, date],
  );
  const made = new Set(rows.map(({ name }) => name));
  for (let part = 1; ; part += 1) {
    const name = archiveName({ date, part });
    const isThere = (await statIfThere(join(archives[state], name))) !== undefined;
    if (!isThere && !made.has(name) && !index.isSettled(state, name)) return name;
  }
}
