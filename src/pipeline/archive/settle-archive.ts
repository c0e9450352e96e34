/**
 * What follows when an archive lies there under its name: its packages are noted, what is in it is removed from the folder,
 * and it is entered in the tables. Each part may be done again; after a crash it is, from the archive itself.
 */

import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { utcText } from '../../platform/clock.ts';
import { removeDurably, syncFolder } from '../../platform/durable-file.ts';
import { recordEvents } from '../event-log/event-log.ts';
import {
  decodePackage,
  type EndState,
  indexedStates,
  isPackageName,
  reasonFileName,
  restPackages,
} from '../intake/intake.ts';
import { archiveDayOf } from './archive-name.ts';
import { readIfThere } from './finished-packages.ts';
import type { Packing } from './packing.ts';
import { ArchiveDamaged, fingerprint, membersOf, type ReadMember } from './read-archive.ts';
import { hashesOf, type WrittenMember } from './write-archive.ts';

/** `removed`: packages that were in the folder and are only in the archive now. */
export type Settled = { readonly removed: number; readonly size: number };

const PAGE = 500;
/** Packages compared and removed at once: waiting for the disk takes longer than comparing. */
const AT_ONCE = 4;

/** Settles an archive whose packages are known because it was written just now. */
export async function settleArchive(
  packing: Packing,
  state: EndState,
  archive: string,
  members: readonly WrittenMember[],
): Promise<Settled> {
  packing.index.note(state, archive, members);
  packing.step?.('noted');
  const removed = await removeSources(packing, state, members);
  packing.index.settle(state, archive);
  packing.step?.('settled');
  const size = await enter(packing, state, archive, members.length, contentOf(members));
  await rest(packing, state, members);
  packing.step?.('entered');
  return { removed, size };
}

/**
 * The same for an archive that a crash left unsettled, or that was laid there: its packages are read out of it. Throws `ArchiveDamaged`
 * before anything is changed when it holds what is no package: its names become names of files.
 */
export async function settleFound(packing: Packing, state: EndState, archive: string): Promise<Settled> {
  const path = join(packing.archives[state], archive);
  const members: WrittenMember[] = [];
  for await (const { files, offset, length } of membersOf(path)) {
    const [file, reason] = files;
    if (file === undefined || !isPacked(files)) throw new ArchiveDamaged(path, offset);
    const decoded = decodePackage(file.bytes);
    const isDamaged = typeof decoded === 'string';
    const shopId = isDamaged || state !== 'error' ? '' : decoded.header.shopId;
    const hashes = hashesOf({ file: file.bytes, reason: reason?.bytes ?? null });
    const bytes = file.bytes.byteLength + (reason?.bytes.byteLength ?? 0);
    members.push({ name: file.name, offset, length, shopId, isDamaged, hashes, bytes });
  }
  return settleArchive(packing, state, archive, members);
}

/** A package, alone or with its reason, under names that this server gives. */
function isPacked(files: ReadMember['files']): boolean {
  const [file, reason, ...others] = files;
  if (file === undefined || others.length > 0 || !isPackageName(file.name)) return false;
  return reason === undefined || reason.name === reasonFileName(file.name);
}

function contentOf(members: readonly WrittenMember[]): number {
  return members.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Removes from the folder what the archive has with exactly these bytes; what has changed meanwhile stays. */
async function removeSources(packing: Packing, state: EndState, members: readonly WrittenMember[]): Promise<number> {
  const folder = packing.folders[state];
  let removed = 0;
  for (let from = 0; from < members.length; from += AT_ONCE) {
    const some = members.slice(from, from + AT_ONCE);
    const gone = await Promise.all(some.map((member) => removeSource(packing, folder, member)));
    removed += gone.filter((isGone) => isGone).length;
  }
  await syncFolder(folder);
  return removed;
}

async function removeSource(packing: Packing, folder: string, { name, hashes }: WrittenMember): Promise<boolean> {
  const file = await readIfThere(join(folder, name));
  if (file === undefined) {
    await removeOrphan(folder, name);
    return false;
  }
  const reason = (await readIfThere(join(folder, reasonFileName(name)))) ?? null;
  if (String(hashesOf({ file, reason })) !== String(hashes)) return false;
  await unlink(join(folder, name));
  if (reason !== null) await unlink(join(folder, reasonFileName(name)));
  packing.step?.('removed');
  return true;
}

/** A crash between the two leaves a reason without its package. */
async function removeOrphan(folder: string, name: string): Promise<void> {
  if ((await readIfThere(join(folder, reasonFileName(name)))) !== undefined)
    await removeDurably(folder, reasonFileName(name));
}

/** One row for each archive that was ever made. */
async function enter(
  { database, clock, archives }: Packing,
  state: EndState,
  archive: string,
  packages: number,
  contentBytes: number,
): Promise<number> {
  const print = await fingerprint(join(archives[state], archive));
  if (print === undefined) throw new Error(`the archive ${archive} vanished while it was made`);
  const now = utcText(clock.now());
  await database.transaction(async (tx) => {
    const isNew = await tx.run(
      `INSERT INTO archive_file (shop_id, state, name, made_on, made_utc, packages, content_bytes, size, sha256, checked_utc,
         damage, deleted_utc)
       VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL) ON CONFLICT DO NOTHING`,
      [
        state,
        archive,
        archiveDayOf(archive)?.date ?? now.slice(0, 10),
        now,
        packages,
        contentBytes,
        print.size,
        print.sha256,
        now,
      ],
    );
    if (isNew === 0) return;
    const params = { archive, n: packages, state: `@archive_state.${state}`, size: print.size };
    await recordEvents(tx, clock, [{ code: 'archive.packed', level: 'info', params }]);
  });
  return print.size;
}

/** A packed package of `error` is no longer tried by itself. */
async function rest({ database }: Packing, state: EndState, members: readonly WrittenMember[]): Promise<void> {
  if (state !== 'error') return;
  for (let from = 0; from < members.length; from += PAGE)
    await database.transaction((tx) =>
      restPackages(
        tx,
        members.slice(from, from + PAGE).map(({ name }) => name),
      ),
    );
}

/**
 * The tables came back from an older backup, so they do not know an archive: what they have not loaded of it goes back into
 * the line, as it would out of the folders. Answers how many.
 */
export async function returnUnknown(packing: Packing, state: EndState, archive: string): Promise<number> {
  let returned = 0;
  for (let after = ''; ; ) {
    const names = packing.index.namesOf(state, archive, after, PAGE);
    if (names.length === 0) return returned;
    after = names.at(-1) ?? '';
    const known = await indexedStates(packing.database, names);
    for (const name of names) {
      const inTables = known.get(name);
      if (inTables !== undefined && (inTables === state || state !== 'processed')) continue;
      // Without a header it is in no index, however new.
      if (inTables === undefined && (await packing.intake.readHeader(state, name)) === undefined) continue;
      if (await packing.intake.finish(name, state, 'waiting')) returned += 1;
    }
  }
}
