/**
 * One call of Sales.load (A1, A2): each message is on disk before the next one is read; the answer names exactly the
 * packages that are. What was stored stays stored however the stream ends.
 */
import { constants, type ServerHttp2Stream } from 'node:http2';
import { type ServerInterceptingCallInterface, status } from '@grpc/grpc-js';
import type { SalesResponse } from '../../../contracts/generated/register-sales.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { IncomingPackage, ReceiveResult } from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import { bothLanguages } from './both-languages.ts';
import type { ByteBudget } from './byte-budget.ts';
import { FrameFault, readFrames } from './frames.ts';
import { toIncomingPackage } from './sales-package.ts';

export type LoadParts = {
  receive: (incoming: IncomingPackage) => Promise<ReceiveResult>;
  budget: ByteBudget;
  maxMessageBytes: number;
  /** A stream that owes us bytes and sends none for so long is ended, in ms. */
  maxSilenceMs: number;
  logger: Logger;
};

export type LoadRun = {
  /** Resolves when the stream is answered or gone and nothing of it is being written; never rejects. */
  done: Promise<void>;
  /** Ends the stream with "unavailable" as soon as the package at hand is on disk. */
  stop(): void;
};

const MEGABYTE = 1024 * 1024;

/** Why a stream is ended before its sender is done: a gRPC status and a text of the catalogue. */
type Ending = { readonly code: status; readonly text: string };

/** Serves one stream. `http2` is the stream beneath `call`. */
export function startLoad(call: ServerInterceptingCallInterface, http2: ServerHttp2Stream, parts: LoadParts): LoadRun {
  const gone = new AbortController();
  const storedIds: string[] = [];
  const refusals: string[] = [];
  let reading = false;
  let stopping = false;
  let wake: () => void = ignore;

  for (const change of ['readable', 'end']) http2.on(change, () => wake());
  http2.once('close', () => leave('the stream is closed'));
  if (http2.destroyed) leave('the stream is closed');
  call.start({
    onReceiveMetadata: ignore,
    onReceiveMessage: ignore,
    onReceiveHalfClose: ignore,
    onCancel: () => leave('the call is over'),
  });

  function leave(why: string): void {
    gone.abort(new Error(why));
    wake();
  }

  function end(ending: Ending): void {
    call.sendStatus({ code: ending.code, details: ending.text });
    // The sender must not go on pushing what nobody will read; RST after the answer is the polite form.
    http2.close(constants.NGHTTP2_NO_ERROR);
    leave('the call is answered');
  }

  // Read by hand and not by the stream's own iterator, which drops what has arrived when the stream breaks (T1).
  async function* chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk: Buffer | null = http2.read();
      if (chunk !== null) yield chunk;
      else if (http2.readableEnded) return;
      else if (gone.signal.aborted) throw gone.signal.reason;
      else if (stopping && !isAllReceived(http2)) end(stopped());
      else await moreOrOver();
    }
  }

  async function moreOrOver(): Promise<void> {
    reading = true;
    http2.setTimeout(parts.maxSilenceMs);
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    http2.setTimeout(0);
    reading = false;
  }

  http2.on('timeout', () => {
    const seconds = Math.round(parts.maxSilenceMs / 1000);
    if (reading) end({ code: status.DEADLINE_EXCEEDED, text: `No data for ${seconds} s.` });
  });

  async function takeAll(): Promise<Ending | undefined> {
    const frames = readFrames(chunks(), { ...parts, maxBytes: parts.maxMessageBytes, signal: gone.signal });
    for await (const frame of frames) {
      try {
        const ending = await takeOne(frame.bytes);
        if (ending !== undefined) return ending;
      } finally {
        frame.release();
      }
    }
    return undefined;
  }

  async function takeOne(bytes: Buffer): Promise<Ending | undefined> {
    const { packageId, incoming } = toIncomingPackage(bytes);
    if (incoming === undefined) {
      refuse('load.empty_package', { packageId });
      return undefined;
    }
    const result = await parts.receive(incoming);
    if (result.kind !== 'refused') {
      if (packageId !== '') storedIds.push(packageId);
      return undefined;
    }
    parts.logger.error(
      `package ${packageId} of register ${incoming.registerId} refused: ${result.code}`,
      result.params,
    );
    const code = result.code === 'load.disk_full' ? status.RESOURCE_EXHAUSTED : status.UNAVAILABLE;
    return { code, text: bothLanguages(result.code, result.params) };
  }

  function refuse(code: ErrorCode, params: MessageParams): void {
    refusals.push(bothLanguages(code, params));
    parts.logger.warn(bothLanguages(code, params));
  }

  function answer(): void {
    const response: SalesResponse = {
      success: refusals.length === 0,
      requestId: storedIds,
      description: refusals.join('\n'),
      errorCode: '',
    };
    call.sendMessage(response, () => call.sendStatus({ code: status.OK, details: 'OK' }));
  }

  function explain(cause: unknown): Ending | undefined {
    if (cause instanceof FrameFault && cause.kind === 'too_large') {
      const text = bothLanguages('load.message_too_large', { limit: parts.maxMessageBytes / MEGABYTE });
      parts.logger.warn(`${call.getPeer()}: a message of ${cause.size} bytes was refused`);
      return { code: status.RESOURCE_EXHAUSTED, text };
    }
    if (cause instanceof FrameFault) return { code: status.INVALID_ARGUMENT, text: cause.message };
    if (gone.signal.aborted || http2.destroyed) return undefined;
    parts.logger.error('a stream of sales failed', cause);
    return { code: status.INTERNAL, text: 'Internal error of the server.' };
  }

  async function run(): Promise<void> {
    let ending: Ending | undefined;
    try {
      ending = await takeAll();
      if (ending === undefined) return answer();
    } catch (cause) {
      ending = explain(cause);
    }
    if (ending !== undefined) end(ending);
  }

  return {
    done: run(),
    stop() {
      stopping = true;
      wake();
    },
  };
}

/** True when the sender is done, so that the rest of the stream is already here. */
function isAllReceived(http2: ServerHttp2Stream): boolean {
  return http2.state.state === constants.NGHTTP2_STREAM_STATE_HALF_CLOSED_REMOTE;
}

function stopped(): Ending {
  return { code: status.UNAVAILABLE, text: 'The server is stopping; what was not acknowledged must be sent again.' };
}

/** Messages do not come this way: the stream is read directly. */
function ignore(): void {
  return;
}
