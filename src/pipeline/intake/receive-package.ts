/** Taking one package in: hash, look for the same content, promise disk space, write, tell. */
import type { EventCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { DiskSpace } from '../../platform/disk-space.ts';
import type { writeDurably } from '../../platform/durable-file.ts';
import {
  type Door,
  encodeHeader,
  hashBody,
  type PackageContent,
  type PackageHeader,
  type PackageRange,
  packageFileName,
} from './package-file.ts';
import type { IntakeFolders } from './package-folders.ts';
import { headerText, shortId } from './sender-text.ts';
import { findCopies, removeOutdated } from './stored-copies.ts';

/** A package as a door hands it in. Ids are the sender's words; `body` is kept byte for byte. */
export type IncomingPackage = {
  readonly door: Door;
  readonly packageId: string;
  readonly registerId: string;
  readonly shopId: string;
  readonly shopCode?: string | undefined;
  readonly range: PackageRange;
  readonly transferStateId?: string | undefined;
  readonly fileName?: string | undefined;
  readonly body: Uint8Array;
  /** `archive` when left out. */
  readonly content?: PackageContent | undefined;
};

/** `refused` means: not on disk, and the sender must keep it. Params of `load.disk_full` are megabytes. */
export type Refusal = {
  readonly kind: 'refused';
  readonly code: 'load.disk_full' | 'load.storage_failed';
  readonly params: MessageParams;
};
export type ReceiveResult =
  | { readonly kind: 'stored' | 'repeated'; readonly name: string; readonly sha256: string }
  | Refusal;

/** Disk space promised to a package that is still to be read; `bytes` are those of the file it may become. */
export type PackageSpace = { readonly kind: 'space'; readonly bytes: number; release(): void };

export type IntakeEvent = {
  readonly code: EventCode;
  readonly level: 'info' | 'warning' | 'error';
  readonly params: MessageParams;
  readonly registerId?: string;
  readonly shopId?: string;
};
/** Takes an event for people. Must not throw nor wait: the intake works when nothing else does. */
export type IntakeEvents = (event: IntakeEvent) => void;

/** Told after a package is on disk (`stored`) or was found there (`repeated`). */
export type StoredListener = (stored: {
  readonly kind: 'stored' | 'repeated';
  readonly name: string;
  readonly header: PackageHeader;
}) => void;

export type ReceiverParts = {
  folders: IntakeFolders;
  disk: DiskSpace;
  clock: Clock;
  events: IntakeEvents;
  write: typeof writeDurably;
  told: StoredListener;
};

export type Receiver = {
  receive(incoming: IncomingPackage, space?: PackageSpace): Promise<ReceiveResult>;
  reserve(bodyBytes: number): Promise<PackageSpace | Refusal>;
  refusal(): Promise<Refusal | undefined>;
};

const MEGABYTE = 1024 * 1024;

/** Two microseconds: the least that a file time keeps apart after its way through floating point. */
const STAMP_STEP_MS = 0.002;

/** Room for a header line in bytes; one that needs more asks for the rest when it is written. */
const HEADER_ROOM = 4096;

/** Names remembered of files whose writing failed at the end. */
const MAX_DOUBTFUL = 10_000;

export function createReceiver(parts: ReceiverParts): Receiver {
  // The same content may come twice at once: the second waits for the first, so that neither is told too early.
  const underWay = new Map<string, Promise<ReceiveResult>>();

  // Written and named, but perhaps not on the disk: such a file is no copy until it was written once more.
  const doubtful = new Set<string>();

  let lastStamp = 0;

  /** UTC ms, never the same twice: the waiting folder is worked off in the order of these times. */
  function nextStamp(): number {
    lastStamp = Math.max(parts.clock.now(), lastStamp + STAMP_STEP_MS);
    return lastStamp;
  }

  async function receive(incoming: IncomingPackage, space?: PackageSpace): Promise<ReceiveResult> {
    const sha256 = hashBody(incoming.body);
    const name = packageFileName(incoming.registerId, sha256);
    const header = makeHeader(incoming, sha256, utcText(parts.clock.now()));
    const first = underWay.get(name);
    const result = first === undefined ? await storeAlone(name, header, incoming.body, space) : asRepeat(await first);
    tell(result, header);
    return result;
  }

  async function storeAlone(
    name: string,
    header: PackageHeader,
    body: Uint8Array,
    space?: PackageSpace,
  ): Promise<ReceiveResult> {
    const storing = store(name, header, body, space);
    underWay.set(name, storing);
    try {
      return await storing;
    } finally {
      underWay.delete(name);
    }
  }

  async function store(
    name: string,
    header: PackageHeader,
    body: Uint8Array,
    space?: PackageSpace,
  ): Promise<ReceiveResult> {
    try {
      const { isStored, outdated } = await findCopies(parts.folders, name, header);
      if (isStored && !doubtful.has(name)) return { kind: 'repeated', name, sha256: header.sha256 };
      const line = encodeHeader(header);
      const missing = line.byteLength + body.byteLength - (space?.bytes ?? 0);
      const rest = missing > 0 ? await parts.disk.reserve(missing) : undefined;
      if (rest?.ok === false) return diskFull(rest);
      try {
        await write(name, [line, body]);
        // What was outdated has moved meanwhile, perhaps onto the new file.
        if (!(await removeOutdated(parts.folders, name, outdated))) await write(name, [line, body]);
      } finally {
        rest?.release();
      }
      return { kind: 'stored', name, sha256: header.sha256 };
    } catch (cause) {
      return storageFailed(cause);
    }
  }

  async function write(name: string, chunks: readonly Uint8Array[]): Promise<void> {
    if (doubtful.size >= MAX_DOUBTFUL) doubtful.delete(doubtful.values().next().value ?? '');
    doubtful.add(name);
    await parts.write(parts.folders.waiting, name, chunks, nextStamp());
    doubtful.delete(name);
  }

  function tell(result: ReceiveResult, header: PackageHeader): void {
    const { packageId, registerId, shopId, size } = header;
    const about = { registerId: shortId(registerId), shopId: shortId(shopId) };
    if (result.kind === 'refused') {
      // A full disk has an event of its own; another failure is told by the door with its cause.
      if (result.code !== 'load.disk_full') return;
      const params = { packageId: shortId(packageId), ...result.params };
      parts.events({ code: 'package.storage_refused', level: 'error', params, ...about });
      return;
    }
    const code = result.kind === 'stored' ? 'package.received' : 'package.repeated';
    parts.events({ code, level: 'info', params: { packageId: shortId(packageId), size }, ...about });
    parts.told({ kind: result.kind, name: result.name, header });
  }

  async function promise(bytes: number): Promise<PackageSpace | Refusal> {
    try {
      const space = await parts.disk.reserve(bytes);
      return space.ok ? { kind: 'space', bytes, release: space.release } : diskFull(space);
    } catch (cause) {
      return storageFailed(cause);
    }
  }

  async function reserve(bodyBytes: number): Promise<PackageSpace | Refusal> {
    const space = await promise(bodyBytes + HEADER_ROOM);
    if (space.kind === 'refused' && space.code === 'load.disk_full')
      parts.events({ code: 'package.storage_refused', level: 'error', params: space.params });
    return space;
  }

  async function refusal(): Promise<Refusal | undefined> {
    const space = await promise(0);
    if (space.kind === 'refused') return space;
    space.release();
    return undefined;
  }

  return { receive, reserve, refusal };
}

function asRepeat(first: ReceiveResult): ReceiveResult {
  return first.kind === 'stored' ? { ...first, kind: 'repeated' } : first;
}

function diskFull(space: { free: number; needed: number }): Refusal {
  const free = Math.max(0, Math.floor(space.free / MEGABYTE));
  return { kind: 'refused', code: 'load.disk_full', params: { free, needed: Math.ceil(space.needed / MEGABYTE) } };
}

/** A refusal for what the system reports (ENOSPC, EIO, EACCES …); anything else is a fault of ours and goes up. */
function storageFailed(cause: unknown): Refusal {
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw cause;
  return { kind: 'refused', code: 'load.storage_failed', params: { cause: code } };
}

function makeHeader(incoming: IncomingPackage, sha256: string, receivedAt: string): PackageHeader {
  const { range } = incoming;
  return {
    version: 1,
    door: incoming.door,
    content: incoming.content ?? 'archive',
    packageId: headerText(incoming.packageId),
    registerId: headerText(incoming.registerId),
    shopId: headerText(incoming.shopId),
    shopCode: incoming.shopCode === undefined ? null : headerText(incoming.shopCode),
    range: range.kind === 'none' ? range : { kind: range.kind, from: headerText(range.from), to: headerText(range.to) },
    transferStateId: incoming.transferStateId === undefined ? null : headerText(incoming.transferStateId),
    fileName: incoming.fileName === undefined ? null : headerText(incoming.fileName),
    receivedAt,
    size: incoming.body.byteLength,
    sha256,
  };
}
