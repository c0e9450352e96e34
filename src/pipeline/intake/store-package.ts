/** Writing one package into `waiting`, unless its content is in one of the folders or was packed. */
import type { Clock } from '../../platform/clock.ts';
import type { DiskSpace } from '../../platform/disk-space.ts';
import type { writeDurably } from '../../platform/durable-file.ts';
import { encodeHeader, type PackageHeader } from './package-file.ts';
import type { IntakeFolders } from './package-folders.ts';
import { type PackageSpace, promiseSpace, type Refusal, storageFailed } from './package-space.ts';
import type { PackedPackages } from './packed-packages.ts';
import { findCopies, removeOutdated } from './stored-copies.ts';

export type ReceiveResult =
  | { readonly kind: 'stored' | 'repeated'; readonly name: string; readonly sha256: string }
  | Refusal;

export type StoreParts = {
  folders: IntakeFolders;
  packed: PackedPackages;
  disk: DiskSpace;
  clock: Clock;
  write: typeof writeDurably;
};

/** A package to be stored under a name; `space` is what was promised for it before. */
export type NamedPackage = { name: string; header: PackageHeader; body: Uint8Array; space: PackageSpace | undefined };

/** Two microseconds: the least that a file time keeps apart after its way through floating point. */
const STAMP_STEP_MS = 0.002;

/** Names remembered of files whose writing failed at the end. */
const MAX_DOUBTFUL = 10_000;

/** The function that stores a package. Not to be called twice at once for the same name. */
export function createStore(parts: StoreParts): (named: NamedPackage) => Promise<ReceiveResult> {
  // Written and named, but perhaps not on the disk: such a file is no copy until it was written once more.
  const doubtful = new Set<string>();
  let lastStamp = 0;

  /** UTC ms, never the same twice: the waiting folder is worked off in the order of these times. */
  function nextStamp(): number {
    lastStamp = Math.max(parts.clock.now(), lastStamp + STAMP_STEP_MS);
    return lastStamp;
  }

  async function write(name: string, chunks: readonly Uint8Array[]): Promise<void> {
    if (doubtful.size >= MAX_DOUBTFUL) doubtful.delete(doubtful.values().next().value ?? '');
    doubtful.add(name);
    await parts.write(parts.folders.waiting, name, chunks, nextStamp());
    doubtful.delete(name);
  }

  async function store({ name, header, body, space }: NamedPackage): Promise<ReceiveResult> {
    const { isStored, outdated } = await findCopies(parts.folders, parts.packed, name, header);
    if (isStored && !doubtful.has(name)) return { kind: 'repeated', name, sha256: header.sha256 };
    const line = encodeHeader(header);
    const missing = line.byteLength + body.byteLength - (space?.bytes ?? 0);
    const rest = missing > 0 ? await promiseSpace(parts.disk, missing) : undefined;
    if (rest?.kind === 'refused') return rest;
    try {
      await write(name, [line, body]);
      // What was outdated has moved meanwhile, perhaps onto the new file.
      if (!(await removeOutdated(parts.folders, name, outdated))) await write(name, [line, body]);
    } finally {
      rest?.release();
    }
    return { kind: 'stored', name, sha256: header.sha256 };
  }

  return (named) => store(named).catch(storageFailed);
}
