/**
 * The bytes of one stream, pulled: nothing is read ahead, silence ends the stream, and what has arrived is still handed out
 * when the stream breaks (its own iterator would drop that, and a register would not send it again, T1).
 */
import { constants, type ServerHttp2Stream } from 'node:http2';

export type IncomingBytes = {
  chunks(): AsyncGenerator<Buffer>;
  /** Aborted when the stream is broken, closed or left. */
  readonly left: AbortSignal;
  /** Nobody waits for more bytes from now on; what is here is still handed out. */
  leave(why: string): void;
  /** Calls `onIdle` as soon as bytes are waited for that have not arrived. */
  stop(): void;
};

/** `onSilence` and `onIdle` end the stream; each is called while bytes are being waited for. */
export function pullBytes(
  http2: ServerHttp2Stream,
  options: { maxSilenceMs: number; onSilence: () => void; onIdle: () => void },
): IncomingBytes {
  const gone = new AbortController();
  let waiting = false;
  let stopping = false;
  let wake: () => void = ignore;

  function leave(why: string): void {
    // The end of a stream is told more than once, and an error that nobody sees costs its trace.
    if (!gone.signal.aborted) gone.abort(new Error(why));
    wake();
  }

  for (const change of ['readable', 'end']) http2.on(change, () => wake());
  http2.once('close', () => leave('the stream is closed'));
  http2.on('timeout', () => {
    if (waiting) options.onSilence();
  });
  if (http2.destroyed) leave('the stream is closed');

  async function* chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const chunk: Buffer | null = http2.read();
      if (chunk !== null) yield chunk;
      else if (http2.readableEnded) return;
      else if (gone.signal.aborted) throw gone.signal.reason;
      else if (stopping && !isAllReceived(http2)) options.onIdle();
      else await moreOrOver();
    }
  }

  async function moreOrOver(): Promise<void> {
    waiting = true;
    http2.setTimeout(options.maxSilenceMs);
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    http2.setTimeout(0);
    waiting = false;
  }

  return {
    chunks,
    left: gone.signal,
    leave,
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

function ignore(): void {
  return;
}
