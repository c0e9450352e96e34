/**
 * One call of Sales.load (A1, A2): each message is on disk before the next one is read; the answer names exactly the
 * packages that are. What was stored stays stored however the stream ends.
 */
import { constants, type ServerHttp2Stream } from 'node:http2';
import { Metadata, type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import type { SalesResponse } from '../../../contracts/generated/register-sales.ts';
import { shipped, type WireDescription } from '../../../contracts/wire-descriptions.ts';
import { bothLanguages } from '../../messages/messages.ts';
import {
  type IncomingPackage,
  type IntakeEvents,
  isOfLine,
  type PackageSpace,
  type ReceiveResult,
  type Refusal,
  shortId,
  tellWrongSender,
} from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import type { ByteBudget } from '../../platform/memory/byte-budget.ts';
import { type Frame, FrameFault, NoSpace, readFrames } from './frames.ts';
import { pullBytes } from './incoming-bytes.ts';
import { readMessage, wholeMessage } from './sales-package.ts';
import { type ViaServer, viaServer } from './via-server.ts';

export type LoadParts = {
  receive: (incoming: IncomingPackage, space: PackageSpace, said: Said) => Promise<ReceiveResult>;
  /** Disk space for a message that is still to be read. */
  reserve: (bytes: number) => Promise<PackageSpace | Refusal>;
  budget: ByteBudget;
  maxMessageBytes: number;
  /** A stream that owes us bytes and sends none for so long is ended, in ms. */
  maxSilenceMs: number;
  /** Numbers of the fields as they are now. */
  describe: () => WireDescription;
  events: IntakeEvents;
  logger: Logger;
};

/** What a call says beside its messages; `via`: a server of a store brings them. */
export type Said = { metadata: Metadata; via: ViaServer | null };

export type LoadRun = {
  /** Resolves when the stream is answered or gone and nothing of it is being written; never rejects. */
  done: Promise<void>;
  /** Ends the stream with "unavailable" as soon as it waits for bytes that have not arrived. */
  stop(): void;
};

/** Why a stream is ended before its sender is done: a gRPC status and a text for people. */
type Ending = { readonly code: status; readonly text: string; readonly reason?: string };

const MEGABYTE = 1024 * 1024;

const stopped: Ending = {
  code: status.UNAVAILABLE,
  text: 'The server is stopping; what was not acknowledged must be sent again.',
};

/** Serves one stream. `http2` is the stream beneath `call`. */
export function startLoad(call: ServerInterceptingCallInterface, http2: ServerHttp2Stream, parts: LoadParts): LoadRun {
  const seconds = Math.round(parts.maxSilenceMs / 1000);
  const silent: Ending = { code: status.DEADLINE_EXCEEDED, text: `No data for ${seconds} s.` };
  const incoming = pullBytes(http2, {
    maxSilenceMs: parts.maxSilenceMs,
    onSilence: () => end(silent),
    onIdle: () => end(stopped),
  });
  let said: Said = { metadata: new Metadata(), via: null };
  call.start({
    // Comes before the first message.
    onReceiveMetadata: (metadata) => {
      said = { metadata, via: viaServer(metadata) };
    },
    onReceiveMessage: ignore,
    onReceiveHalfClose: ignore,
    onCancel: () => incoming.leave('the call is over'),
  });

  function end(ending: Ending): void {
    const metadata = new Metadata();
    if (ending.reason !== undefined) metadata.set('smena-reason', ending.reason);
    call.sendStatus({ code: ending.code, details: ending.text, metadata });
    // The sender must not go on pushing what nobody will read; RST after the answer is the polite form.
    http2.close(constants.NGHTTP2_NO_ERROR);
    incoming.leave('the call is answered');
  }

  async function run(): Promise<void> {
    const storedIds: string[] = [];
    let ending: Ending | undefined;
    try {
      ending = await takeAll(incoming.chunks(), storedIds, { ...parts, said: () => said }, () => end(tooSlow()));
      if (ending === undefined) return answer(call, storedIds, said.via !== null);
    } catch (cause) {
      ending = explain(cause, incoming.left.aborted, parts);
    }
    if (ending !== undefined) end(ending);
  }

  return { done: run(), stop: incoming.stop };
}

type Taking = LoadParts & { said: () => Said };

/** Stores message after message and notes their ids; an ending when one could not be stored. */
async function takeAll(
  chunks: AsyncGenerator<Buffer>,
  storedIds: string[],
  parts: Taking,
  onSlow: () => void,
): Promise<Ending | undefined> {
  const { budget, maxMessageBytes: maxBytes, reserve } = parts;
  for await (const frame of readFrames(chunks, { budget, maxBytes, reserve, onSlow })) {
    try {
      const ending = await takeOne(frame, storedIds, parts);
      if (ending !== undefined) return ending;
    } finally {
      frame.release();
    }
  }
  return undefined;
}

async function takeOne(frame: Frame, storedIds: string[], parts: Taking): Promise<Ending | undefined> {
  const { bytes, isPacked, space } = frame;
  const said = parts.said();
  const { via } = said;
  // A server of a store writes by the numbers that Smena ships; what it did not understand is as its register wrote it.
  const numbers = via === null || via.isRaw ? parts.describe() : shipped.grpc;
  const message = isPacked ? { isEmpty: false, incoming: wholeMessage(bytes) } : readMessage(bytes, numbers);
  const { incoming, isEmpty } = message;
  const result = await parts.receive(incoming, space, said);
  if (result.kind === 'refused') return refused(result, parts, incoming);
  if (incoming.packageId !== '') storedIds.push(incoming.packageId);
  const about = {
    level: 'warning',
    registerId: shortId(incoming.registerId),
    shopId: shortId(incoming.shopId),
  } as const;
  if (isPacked) parts.events({ ...about, code: 'package.not_unpacked', params: { size: bytes.byteLength } });
  if (isEmpty) {
    const params = { packageId: shortId(incoming.packageId) };
    parts.events({ ...about, code: 'package.empty_message', params });
  }
  return undefined;
}

/** What the system says when there is no room left. */
const FULL_DISK = new Set(['ENOSPC', 'EDQUOT']);

/** How a stream ends whose next package can not be stored; `incoming` is unknown when it was not even read. */
function refused(refusal: Refusal, parts: LoadParts, incoming?: IncomingPackage): Ending {
  if (isOfLine(refusal)) {
    tellWrongSender(refusal, parts.events, incoming);
    const text = bothLanguages(refusal.code, refusal.params);
    return { code: status.PERMISSION_DENIED, text, reason: refusal.code };
  }
  // A refusal for want of space has told its event where the space was measured.
  if (refusal.code !== 'load.disk_full') {
    const { packageId, registerId, shopId } = incoming ?? {};
    const params = { ...(packageId === undefined ? {} : { packageId: shortId(packageId) }), ...refusal.params };
    const sender = { registerId: shortId(registerId ?? ''), shopId: shortId(shopId ?? '') };
    parts.events({ code: 'package.not_stored', level: 'error', params, ...sender });
  }
  const isFull = refusal.code === 'load.disk_full' || FULL_DISK.has(String(refusal.params.cause));
  const text = bothLanguages(refusal.code, refusal.params);
  return { code: isFull ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE, text, reason: refusal.code };
}

function tooSlow(): Ending {
  return { code: status.DEADLINE_EXCEEDED, text: bothLanguages('load.too_slow', {}) };
}

/** Answers to servers of stores, which read by the numbers that Smena ships and not by those that registers were given. */
const answersToServers = new WeakSet<object>();

/** The same answer; `isServer`: a server of a store gets it. */
export function ofServer<T extends object>(response: T, isServer: boolean): T {
  if (isServer) answersToServers.add(response);
  return response;
}

/** By which numbers an answer is written. */
export function numbersFor(response: object, describe: () => WireDescription): WireDescription {
  return answersToServers.has(response) ? shipped.grpc : describe();
}

function answer(call: ServerInterceptingCallInterface, storedIds: string[], isServer: boolean): void {
  const response: SalesResponse = { success: true, requestId: storedIds, description: '', errorCode: '' };
  call.sendMessage(ofServer(response, isServer), () => call.sendStatus({ code: status.OK, details: 'OK' }));
}

/** What to tell the sender about a failure; nothing when there is nobody left to tell. */
function explain(cause: unknown, isGone: boolean, parts: LoadParts): Ending | undefined {
  if (cause instanceof FrameFault && cause.kind === 'too_large') {
    const limit = parts.maxMessageBytes / MEGABYTE;
    parts.events({ code: 'package.over_limit', level: 'error', params: { limit } });
    const text = bothLanguages('load.message_too_large', { limit });
    return { code: status.RESOURCE_EXHAUSTED, text, reason: 'load.message_too_large' };
  }
  if (cause instanceof NoSpace) return refused(cause.refusal, parts);
  if (cause instanceof FrameFault) return { code: status.INVALID_ARGUMENT, text: cause.message };
  if (isGone) return undefined;
  parts.logger.error('a stream of sales failed', cause);
  return { code: status.INTERNAL, text: 'Internal error of the server.' };
}

/** Messages do not come this way: the stream is read directly. */
function ignore(): void {
  return;
}
