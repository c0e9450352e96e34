/** Taking one package in: hash, look for the same content, promise disk space, write, tell. */
import type { EventCode, MessageParams } from '../../messages/messages.ts';
import { utcText } from '../../platform/clock.ts';
import {
  type Door,
  hashBody,
  type PackageContent,
  type PackageFault,
  type PackageHeader,
  type PackageRange,
  packageFileName,
} from './package-file.ts';
import { type PackageSpace, promiseSpace, type Refusal } from './package-space.ts';
import { headerText, shortId } from './sender-text.ts';
import { createStore, type NamedPackage, type ReceiveResult, type StoreParts } from './store-package.ts';

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
  /** The server of a store that brings it. */
  readonly serverCode?: string | undefined;
  readonly body: Uint8Array;
  /** `archive` when left out. */
  readonly content?: PackageContent | undefined;
  /** With a `frame`: why it is no package of sales, when the door knows. */
  readonly fault?: PackageFault | undefined;
};

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

export type ReceiverParts = StoreParts & { events: IntakeEvents; told: StoredListener };

export type Receiver = {
  receive(incoming: IncomingPackage, space?: PackageSpace): Promise<ReceiveResult>;
  reserve(bodyBytes: number): Promise<PackageSpace | Refusal>;
  refusal(): Promise<Refusal | undefined>;
};

/** Room for a header line in bytes; one that needs more asks for the rest when it is written. */
const HEADER_ROOM = 4096;

export function createReceiver(parts: ReceiverParts): Receiver {
  // The same content may come twice at once: the second waits for the first, so that neither is told too early.
  const underWay = new Map<string, Promise<ReceiveResult>>();
  const store = createStore(parts);

  async function receive(incoming: IncomingPackage, space?: PackageSpace): Promise<ReceiveResult> {
    const sha256 = hashBody(incoming.body);
    const name = packageFileName(incoming.registerId, sha256);
    const header = makeHeader(incoming, sha256, utcText(parts.clock.now()));
    const first = underWay.get(name);
    const result =
      first === undefined ? await storeAlone({ name, header, body: incoming.body, space }) : asRepeat(await first);
    tell(result, header);
    return result;
  }

  async function storeAlone(named: NamedPackage): Promise<ReceiveResult> {
    const storing = store(named);
    underWay.set(named.name, storing);
    try {
      return await storing;
    } finally {
      underWay.delete(named.name);
    }
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

  async function reserve(bodyBytes: number): Promise<PackageSpace | Refusal> {
    const space = await promiseSpace(parts.disk, bodyBytes + HEADER_ROOM);
    if (space.kind === 'refused' && space.code === 'load.disk_full')
      parts.events({ code: 'package.storage_refused', level: 'error', params: space.params });
    return space;
  }

  async function refusal(): Promise<Refusal | undefined> {
    const space = await promiseSpace(parts.disk, 0);
    if (space.kind === 'refused') return space;
    space.release();
    return undefined;
  }

  return { receive, reserve, refusal };
}

function asRepeat(first: ReceiveResult): ReceiveResult {
  return first.kind === 'stored' ? { ...first, kind: 'repeated' } : first;
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
    ...(incoming.serverCode === undefined ? {} : { serverCode: headerText(incoming.serverCode) }),
    ...(incoming.fault === undefined ? {} : { fault: incoming.fault }),
    receivedAt,
    size: incoming.body.byteLength,
    sha256,
  };
}
