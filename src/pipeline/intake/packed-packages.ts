/**
 * Packages that have left the folders for an archive (M38). The intake declares what it must know of them, so that the same
 * content sent again is still answered as stored (A3) and a package can come back; the archive hands it in. No database is
 * needed for it.
 */
import type { PackageHeader } from './package-file.ts';
import type { PackageState } from './package-folders.ts';

/** Folders whose packages are packed. */
export type EndState = Exclude<PackageState, 'waiting'>;
export const endStates: readonly EndState[] = ['processed', 'error', 'broken'];

export type PackedPackage = {
  readonly state: EndState;
  /** The shop that it names; kept for `error`, else empty. */
  readonly shopId: string;
  /** Its bytes were no longer those that had come when it was packed. */
  readonly isDamaged: boolean;
  /** Name of the archive. */
  readonly archive: string;
  /** The archive was deleted when its time was over. */
  readonly isGone: boolean;
};

/** A package as it lay in its folder, and the reason beside it. */
export type PackedFile = { readonly file: Buffer; readonly reason: Buffer | null };

export type PackedPackages = {
  /** What is known of a package without reading its archive. Does not throw: what cannot be known counts as not packed. */
  find(name: string): PackedPackage | undefined;
  /** Reads it out of its archive; undefined when it is in none. Throws what the disk throws, and for a damaged archive. */
  read(name: string): Promise<PackedFile | undefined>;
  /** It is in a folder again. */
  forget(name: string): void;
};

export const nothingPacked: PackedPackages = {
  find: () => undefined,
  read: async () => undefined,
  forget: () => undefined,
};

/** Whether a packed package is what arrives: the rules of the folders, see `findCopies`. */
export function isPackedCopy(packed: PackedPackage | undefined, arriving: PackageHeader): boolean {
  if (packed === undefined) return false;
  // A person who brings a file means it to be looked at once more; nothing else holds its bytes.
  if (packed.isGone && arriving.door === 'file') return false;
  if (packed.state === 'error') return packed.shopId === arriving.shopId;
  return packed.state === 'processed' || !packed.isDamaged;
}
