/**
 * One call of Sales.load (A1, A2): each message is on disk before the next one is read; the answer names exactly the
 * packages that are. What was stored stays stored however the stream ends.
 */
import { constants, type ServerHttp2Stream } from 'node:http2';
import { type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import type { SalesResponse } from '../../../contracts/generated/register-sales.ts';
import type { IncomingPackage, IntakeEvents, ReceiveResult } from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import { bothLanguages } from './both-languages.ts';
import type { ByteBudget } from './byte-budget.ts';
import { FrameFault, readFrames } from './frames.ts';
import { type IncomingBytes, pullBytes } from './incoming-bytes.ts';
import { toIncomingPackage } from './sales-package.ts';

export type LoadParts = {
  receive: (incoming: IncomingPackage) => Promise<ReceiveResult>;
  budget: ByteBudget;
  maxMessageBytes: number;
  /** A stream that owes us bytes and sends none for so long is ended, in ms. */
  maxSilenceMs: number;
  events: IntakeEvents;
  logger: Logger;
};

export type LoadRun = {
  /** Resolves when the stream is answered or gone and nothing of it is being written; never rejects. */
  done: Promise<void>;
  /** Ends the stream with "unavailable" as soon as it waits for bytes that have not arrived. */
  stop(): void;
};

/** Why a stream is ended before its sender is done: a gRPC status and a text for people. */
type Ending = { readonly code: status; readonly text: string };

/** What has become of the messages so far. */
type Taken = { readonly storedIds: string[]; readonly refusals: string[] };

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
  call.start({
    onReceiveMetadata: ignore,
    onReceiveMessage: ignore,
    onReceiveHalfClose: ignore,
    onCancel: () => incoming.leave('the call is over'),
  });

  function end(ending: Ending): void {
    call.sendStatus({ code: ending.code, details: ending.text });
    // The sender must not go on pushing what nobody will read; RST after the answer is the polite form.
    http2.close(constants.NGHTTP2_NO_ERROR);
    incoming.leave('the call is answered');
  }

  async function run(): Promise<void> {
    const taken: Taken = { storedIds: [], refusals: [] };
    let ending: Ending | undefined;
    try {
      ending = await takeAll(incoming, taken, parts);
      if (ending === undefined) return answer(call, taken);
    } catch (cause) {
      ending = explain(cause, incoming.left.aborted, parts);
    }
    if (ending !== undefined) end(ending);
  }

  return { done: run(), stop: incoming.stop };
}

async function takeAll(incoming: IncomingBytes, taken: Taken, parts: LoadParts): Promise<Ending | undefined> {
  const limits = { budget: parts.budget, maxBytes: parts.maxMessageBytes, signal: incoming.left };
  for await (const frame of readFrames(incoming.chunks(), limits)) {
    try {
      const ending = await takeOne(frame.bytes, taken, parts);
      if (ending !== undefined) return ending;
    } finally {
      frame.release();
    }
  }
  return undefined;
}

/** What the system says when there is no room left. */
const FULL_DISK = new Set(['ENOSPC', 'EDQUOT']);

async function takeOne(bytes: Buffer, taken: Taken, parts: LoadParts): Promise<Ending | undefined> {
  const { packageId, incoming } = toIncomingPackage(bytes);
  if (incoming === undefined) {
    const text = bothLanguages('load.empty_package', { packageId });
    taken.refusals.push(text);
    parts.events({ code: 'package.empty_message', level: 'warning', params: { packageId } });
    return undefined;
  }
  const result = await parts.receive(incoming);
  if (result.kind !== 'refused') {
    if (packageId !== '') taken.storedIds.push(packageId);
    return undefined;
  }
  const text = bothLanguages(result.code, result.params);
  // A refusal for want of space has told its event where the space was measured.
  if (result.code !== 'load.disk_full') {
    const { registerId, shopId } = incoming;
    const params = { packageId, ...result.params };
    parts.events({ code: 'package.not_stored', level: 'error', params, registerId, shopId });
  }
  const isFull = result.code === 'load.disk_full' || FULL_DISK.has(String(result.params.cause));
  return { code: isFull ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE, text };
}

function answer(call: ServerInterceptingCallInterface, { storedIds, refusals }: Taken): void {
  const response: SalesResponse = {
    success: refusals.length === 0,
    requestId: storedIds,
    description: refusals.join('\n'),
    errorCode: '',
  };
  call.sendMessage(response, () => call.sendStatus({ code: status.OK, details: 'OK' }));
}

/** What to tell the sender about a failure; nothing when there is nobody left to tell. */
function explain(cause: unknown, isGone: boolean, parts: LoadParts): Ending | undefined {
  if (cause instanceof FrameFault && cause.kind === 'too_large') {
    const limit = parts.maxMessageBytes / MEGABYTE;
    parts.events({ code: 'package.over_limit', level: 'error', params: { limit } });
    const text = bothLanguages('load.message_too_large', { limit });
    return { code: status.RESOURCE_EXHAUSTED, text };
  }
  if (cause instanceof FrameFault) return { code: status.INVALID_ARGUMENT, text: cause.message };
  if (isGone) return undefined;
  parts.logger.error('a stream of sales failed', cause);
  return { code: status.INTERNAL, text: 'Internal error of the server.' };
}

/** Messages do not come this way: the stream is read directly. */
function ignore(): void {
  return;
}
