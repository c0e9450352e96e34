/** Which package lies where in which archive: found by its name without the database, also when the archive is deleted. */
import { join } from 'node:path';
import { type KeptEntry, openKeyStore } from '../../platform/key-store.ts';
import type { Logger } from '../../platform/logger.ts';
import { type EndState, type PackedPackage, type PackedPackages, reasonFileName } from '../intake/intake.ts';
import { type MemberPlace, readMember } from './read-archive.ts';

/** The folders of the archives by the state of what is in them. */
export type ArchiveFolders = Readonly<Record<EndState, string>>;

/** A package as it lies in an archive; `shopId` only of `error`. */
export type PackedMember = MemberPlace & {
  readonly name: string;
  readonly shopId: string;
  readonly isDamaged: boolean;
};

export type PackedIndex = PackedPackages & {
  /** Notes packages of an archive; a name that was noted before is now here. Durable when it returns. */
  note(state: EndState, archive: string, members: readonly PackedMember[]): void;
  /** Names of an archive in order, those after `after`. */
  namesOf(state: EndState, archive: string, after: string, limit: number): string[];
  /** The same with the bytes of each as it lies there. */
  membersOf(state: EndState, archive: string, after: string, limit: number): { name: string; length: number }[];
  countOf(state: EndState, archive: string): number;
  /** Everything of the archive is noted and what could be removed is removed. */
  settle(state: EndState, archive: string): void;
  isSettled(state: EndState, archive: string): boolean;
  /** The archive is deleted: its packages stay known, their places go. */
  markGone(state: EndState, archive: string): void;
  close(): void;
};

/** Names noted in one transaction. */
const AT_ONCE = 1_000;
/** Stands for the place of a package whose archive is deleted. */
const GONE = '-';
const ARCHIVES = 'archives';

/** Opens the index over the file; `logger` is told when the file is damaged and begun anew. */
export function openPackedIndex(file: string, folders: ArchiveFolders, logger: Logger): PackedIndex {
  const store = openKeyStore(file, (cause) =>
    logger.error(
      `the names of packed packages (${file}) are damaged and set aside; archives are read to find them again: ${cause}`,
    ),
  );
  let complained = false;

  function find(name: string): (PackedPackage & { place: MemberPlace }) | undefined {
    let entry: KeptEntry | undefined;
    try {
      entry = store.get(name);
    } catch (cause) {
      // A package too many is loaded once; a package that is refused is lost.
      if (!complained) logger.error('the names of packed packages cannot be read; packages count as not packed', cause);
      complained = true;
      return undefined;
    }
    complained = false;
    return entry === undefined ? undefined : packedOf(entry);
  }

  return {
    find,
    async read(name) {
      const packed = find(name);
      if (packed === undefined || packed.isGone) return undefined;
      const files = await readMember(join(folders[packed.state], packed.archive), packed.place);
      const file = files?.find((one) => one.name === name);
      if (file === undefined) return undefined;
      const reason = files?.find((one) => one.name === reasonFileName(name));
      return { file: file.bytes, reason: reason?.bytes ?? null };
    },
    forget: (name) => store.remove([name]),
    note(state, archive, members) {
      for (let from = 0; from < members.length; from += AT_ONCE)
        store.put(members.slice(from, from + AT_ONCE).map((member) => entryOf(groupOf(state, archive), member)));
    },
    namesOf: (state, archive, after, limit) =>
      store.ofGroup(groupOf(state, archive), after, limit).map(({ key }) => key),
    membersOf: (state, archive, after, limit) =>
      store
        .ofGroup(groupOf(state, archive), after, limit)
        .map((entry) => ({ name: entry.key, length: packedOf(entry).place.length })),
    countOf: (state, archive) => store.countOf(groupOf(state, archive)),
    settle: (state, archive) => store.put([{ key: markOf(state, archive), group: ARCHIVES, value: 'settled' }]),
    isSettled: (state, archive) => store.get(markOf(state, archive)) !== undefined,
    markGone(state, archive) {
      const group = groupOf(state, archive);
      for (let after = ''; ; ) {
        const page = store.ofGroup(group, after, AT_ONCE);
        if (page.length === 0) return;
        store.put(page.map((entry) => ({ ...entry, value: goneValue(entry.value) })));
        after = page.at(-1)?.key ?? '';
      }
    },
    close: store.close,
  };
}

function groupOf(state: EndState, archive: string): string {
  return `${state}/${archive}`;
}

/** No package is called so: their names end in `.sales`. */
function markOf(state: EndState, archive: string): string {
  return `archive:${groupOf(state, archive)}`;
}

/** Offset, length, whether damaged, shop id; separated by spaces, the last may hold some. */
function entryOf(group: string, { name, offset, length, isDamaged, shopId }: PackedMember): KeptEntry {
  return { key: name, group, value: `${offset} ${length} ${isDamaged ? 1 : 0} ${shopId}` };
}

function goneValue(value: string): string {
  const [, , isDamaged = '0', ...shop] = value.split(' ');
  return `${GONE} ${GONE} ${isDamaged} ${shop.join(' ')}`;
}

function packedOf({ group, value }: KeptEntry): PackedPackage & { place: MemberPlace } {
  const [offset = GONE, length = GONE, isDamaged, ...shop] = value.split(' ');
  const slash = group.indexOf('/');
  return {
    state: group.slice(0, slash) as EndState,
    archive: group.slice(slash + 1),
    shopId: shop.join(' '),
    isDamaged: isDamaged === '1',
    isGone: offset === GONE,
    place: { offset: Number(offset), length: Number(length) },
  };
}
