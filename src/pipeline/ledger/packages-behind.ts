/** The packages of one transaction in the index: looked up together, and noted together at its end. */
import type { Clock } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import {
  findPackages,
  type IndexedPackage,
  indexedNames,
  type PackageHeader,
  type PackageNote,
  type PackageResult,
  packageKey,
  recordPackages,
} from '../intake/intake.ts';

/** `header` is null when it cannot be read. */
export type PackageInHand = { name: string; header: PackageHeader | null };

export type PackagesBehind = {
  /** What the index knows of one of the packages. */
  find(header: PackageHeader): Promise<IndexedPackage | undefined>;
  /** How a package ended (this time); written later. */
  note(name: string, header: PackageHeader, result: PackageResult): void;
  /** What was noted is in the index. */
  settle(): Promise<void>;
  /** What was noted since is undone with the package it is about. */
  forget(): void;
};

export function createPackagesBehind(
  tx: Transaction<Tables>,
  clock: Clock,
  packages: readonly PackageInHand[],
  forwards: boolean,
): PackagesBehind {
  const headers = packages.flatMap(({ header }) => header ?? []);
  let known: Promise<Map<string, IndexedPackage>> | undefined;
  let notes = new Map<string, Omit<PackageNote, 'isMet'>>();

  async function settle(): Promise<void> {
    if (notes.size === 0) return;
    const all = [...notes.values()];
    notes = new Map();
    const names = all.map(({ name }) => name);
    const met = await indexedNames(tx, 'any', names);
    await recordPackages(
      tx,
      clock,
      all.map((note) => ({ ...note, isMet: met.has(note.name) })),
      forwards,
    );
  }

  return {
    async find(header) {
      const key = packageKey(header);
      // One content under two names: the second meets what became of the first.
      if (notes.has(key)) {
        await settle();
        return (await findPackages(tx, [header])).get(key);
      }
      known ??= findPackages(tx, headers);
      return (await known).get(key);
    },
    note: (name, header, result) => void notes.set(packageKey(header), { name, header, result }),
    settle,
    forget: () => notes.clear(),
  };
}
