/**
 * The door of the pipeline: every package as it came, on disk before anybody is told that it was received (A1). It works
 * without a database (M31, M32) and knows nothing of what a package means.
 *
 * waiting → processed | error | broken, each a folder (M39); error and broken go back to waiting on request. The name of a
 * file tells register and content, so the same content sent again is found with a few looks into the folders (A3). The same
 * package id with other content is one more package.
 */

import { join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { watchDiskSpace } from '../../platform/disk-space.ts';
import { statIfThere, writeDurably } from '../../platform/durable-file.ts';
import { type BytesAside, putAside } from '../../platform/memory/bytes-aside.ts';
import { createMoves } from './move-package.ts';
import type { PackageHeader } from './package-file.ts';
import {
  countNames,
  countPackages,
  type IntakeFolders,
  oldestPackages,
  type PackageEntry,
  type PackageState,
  packageNames,
} from './package-folders.ts';
import type { PackageSpace, Refusal } from './package-space.ts';
import { nothingPacked, type PackedPackage, type PackedPackages } from './packed-packages.ts';
import type { ReadResult } from './read-package.ts';
import { createReading } from './reading.ts';
import type { PackageReason, WrittenReason } from './reason-file.ts';
import { createReceiver, type IncomingPackage, type IntakeEvents, type StoredListener } from './receive-package.ts';
import type { ReceiveResult } from './store-package.ts';
import { createWaitingLine } from './waiting-line.ts';

export { type Admission, createHandshake, type HandshakeAnswer } from './handshake.ts';
export { isOfLine, tellLineRefusals, tellWrongSender } from './line-refusals.ts';
export {
  type Damage,
  type Door,
  decodePackage,
  isPackageName,
  type PackageContent,
  type PackageHeader,
  type PackageRange,
} from './package-file.ts';
export {
  type IntakeFolders,
  type PackageEntry,
  type PackageState,
  packageEntries,
  packageNames,
  prepareIntakeFolders,
} from './package-folders.ts';
export {
  duePackages,
  findPackages,
  type IndexedPackage,
  indexedNames,
  indexedStates,
  type PackageNote,
  type PackageResult,
  packageKey,
  postponePackage,
  recordPackage,
  recordPackages,
  restPackages,
  retryAllNow,
  settledNames,
} from './package-index.ts';
export type { PackageSpace, Refusal } from './package-space.ts';
export {
  type EndState,
  endStates,
  type PackedFile,
  type PackedPackage,
  type PackedPackages,
} from './packed-packages.ts';
export type { ReadResult } from './read-package.ts';
export { type PackageReason, reasonFileName, type WrittenReason } from './reason-file.ts';
export type { IncomingPackage, IntakeEvent, IntakeEvents, StoredListener } from './receive-package.ts';
export { shortId } from './sender-text.ts';
export type { ReceiveResult } from './store-package.ts';
export {
  adoptToForward,
  countToForward,
  type ForwardEnd,
  firstToForward,
  forwardAgain,
  notForwarded,
  type PackageKey,
  type PackageToForward,
  settleForwarded,
  toForward,
} from './to-forward.ts';

export type IntakeOptions = {
  folders: IntakeFolders;
  /** Free bytes that stay on the file system of `waiting` after every package. */
  limits: { minFreeBytes: number };
  clock: Clock;
  events: IntakeEvents;
  /** What left the folders for an archive; nothing when absent. */
  packed?: PackedPackages;
  /** Writes one file so that it survives a power cut; `writeDurably` unless a test says otherwise. */
  write?: typeof writeDurably;
  /** Names of waiting packages held in memory. */
  lineCapacity?: number;
};

export type Intake = {
  /**
   * Stores a package and answers only when it would survive a power cut. Never throws for a full or failing disk. `space`
   * is what `reserve` has promised; without it, and for what is missing in it, the space is asked for here.
   */
  receive(incoming: IncomingPackage, space?: PackageSpace): Promise<ReceiveResult>;
  /**
   * Promises disk space for a package of so many bytes, so that a door can refuse it before it reads it and the register
   * still has its copy (A4). Whoever asks for it releases it, when the package is stored or given up.
   */
  reserve(bodyBytes: number): Promise<PackageSpace | Refusal>;
  /** Whether a small package would be refused now; a door asks before a register parts with its copy (T1). */
  refusal(): Promise<Refusal | undefined>;
  /** Names of waiting packages, oldest first, without those that `skip` names (held or being worked on). */
  waiting(limit: number, skip?: (name: string) => boolean): Promise<string[]>;
  /** Files came or went without this intake: `waiting` looks into the folder again. Cheap, may be called at every package. */
  rescan(): void;
  /** A package out of its folder, or out of the archive for which it has left it. */
  read(state: PackageState, name: string): Promise<ReadResult>;
  /** Puts the text of a package into a nameless file beside the waiting ones, for whoever reads it. Throws what the disk throws. */
  putAside(text: Uint8Array): BytesAside;
  /** The header alone, unverified; undefined when the file is missing or has none. */
  readHeader(state: PackageState, name: string): Promise<PackageHeader | undefined>;
  /**
   * Moves a package on. `error` and `broken` need the reason, which is on disk before the move. Answers false when the
   * package is in neither of the two places; moving what was moved already is no error. What was packed comes out of its
   * archive.
   */
  finish(name: string, from: PackageState, to: PackageState, reason?: PackageReason): Promise<boolean>;
  /** Puts a package of `error` (or `broken`) back into the line. */
  retry(name: string, from?: 'error' | 'broken'): Promise<boolean>;
  /** In which archive a package lies, or lay; undefined when it is in none. */
  packed(name: string): PackedPackage | undefined;
  /** Deletes a package and its reason. */
  remove(state: PackageState, name: string): Promise<boolean>;
  reason(state: PackageState, name: string): Promise<WrittenReason | undefined>;
  /** Packages by state, counted in the folders. */
  counts(): Promise<Record<PackageState, number>>;
  /** Packages of one state; the three that end grow with history, so ask for them rarely. */
  count(state: PackageState): Promise<number>;
  /** The oldest packages of a state, oldest first; `storedBefore` (UTC ms) leaves out younger ones. */
  list(state: PackageState, options: { limit: number; storedBefore?: number }): Promise<PackageEntry[]>;
  /** All names of a state, in any order, in bounded memory; for comparing the index with the folders. */
  names(state: PackageState): AsyncIterable<string>;
  /** Calls the listener at every package received; answers the function that ends it. A hint: it may be missed. */
  onStored(listener: StoredListener): () => void;
};

const DEFAULT_LINE_CAPACITY = 50_000;

/** The intake over four prepared folders (see `prepareIntakeFolders`). */
export function createIntake(options: IntakeOptions): Intake {
  const { folders, clock, packed = nothingPacked } = options;
  const listeners = new Set<StoredListener>();
  const disk = watchDiskSpace({ folder: folders.waiting, clock, minFreeBytes: options.limits.minFreeBytes });
  const line = createWaitingLine(
    {
      names: () => packageNames(folders.waiting),
      storedAt: async (name) => (await statIfThere(join(folders.waiting, name)))?.mtimeMs,
    },
    Math.max(1, options.lineCapacity ?? DEFAULT_LINE_CAPACITY),
  );
  const moves = createMoves({ folders, packed, clock, line });
  const reading = createReading({ folders, packed, line });
  const receiver = createReceiver({
    folders,
    packed,
    disk,
    clock,
    events: options.events,
    write: options.write ?? writeDurably,
    told(stored) {
      if (stored.kind === 'stored') line.add(stored.name, clock.now());
      for (const listener of listeners) listener(stored);
    },
  });

  return {
    receive: receiver.receive,
    reserve: receiver.reserve,
    refusal: receiver.refusal,
    waiting: (limit, skip = () => false) => line.take(limit, skip),
    rescan: line.distrust,
    read: reading.read,
    readHeader: reading.readHeader,
    putAside: (text) => putAside(folders.waiting, text),
    finish: moves.finish,
    retry: (name, from = 'error') => moves.finish(name, from, 'waiting'),
    packed: (name) => packed.find(name),
    remove: moves.remove,
    reason: reading.reason,
    counts: () => countPackages(folders),
    count: (state) => countNames(folders[state]),
    list: (state, { limit, storedBefore }) =>
      oldestPackages(folders[state], limit, storedBefore ?? Number.POSITIVE_INFINITY),
    names: (state) => packageNames(folders[state]),
    onStored(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
