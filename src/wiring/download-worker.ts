/** The main thread's end of downloads: a thread for each file, so that a hundred thousand rows hold up nobody. */
import { Worker } from 'node:worker_threads';
import type { Config } from '../config.ts';
import type { Download } from '../downloads/downloads.ts';
import type { Clock } from '../platform/clock.ts';
import { type Found, found } from '../reports/found.ts';
import type { DownloadRequest } from './download-request.ts';
import type { DownloadThreadData, FromDownload } from './download-thread.ts';

export type Downloads = {
  /** What the file is, as soon as its first rows are read; its body must be taken or left. */
  open(request: DownloadRequest): Promise<Found<Download>>;
  /** Ends all that run. */
  stop(): Promise<void>;
};

/** Files at once; others wait. */
const AT_ONCE = 2;
/** Memory of the thread's own heap, in MiB. */
const HEAP_MB = 512;

export function createDownloads(config: Config, clock: Clock): Downloads {
  const running = new Set<Worker>();
  const waiting: (() => void)[] = [];

  async function place(): Promise<void> {
    if (running.size < AT_ONCE) return;
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    async open(request) {
      await place();
      const data: DownloadThreadData = { config, request, nowMs: clock.now() };
      const worker = new Worker(new URL('./download-thread.ts', import.meta.url), {
        workerData: data,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      });
      running.add(worker);
      worker.once('exit', () => {
        running.delete(worker);
        waiting.shift()?.();
      });
      return openWorker(worker);
    },
    async stop() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}

async function openWorker(worker: Worker): Promise<Found<Download>> {
  const messages = messagesOf(worker);
  const first = await messages.next();
  if (first?.kind === 'refused') return first.refusal;
  if (first?.kind !== 'begun') throw new Error('the download ended before it began');
  const { fileName, contentType } = first;
  return found({ fileName, contentType, body: bodyOf(worker, messages) });
}

async function* bodyOf(worker: Worker, messages: Messages): AsyncIterable<Uint8Array> {
  try {
    for (;;) {
      const message = await messages.next();
      if (message === null) throw new Error('the download ended before its file did');
      if (message.kind !== 'piece') return;
      worker.postMessage('taken');
      yield message.piece;
    }
  } finally {
    // Whoever has seen enough leaves the rest.
    await worker.terminate();
  }
}

type Messages = { next(): Promise<FromDownload | null> };

/** The messages of a thread one after another; null when it has ended. Rejects with what ended it. */
function messagesOf(worker: Worker): Messages {
  const arrived: FromDownload[] = [];
  let failure: unknown = null;
  let over = false;
  let tell: () => void = () => undefined;
  worker.on('message', (message: FromDownload) => {
    arrived.push(message);
    tell();
  });
  worker.on('error', (cause) => {
    failure = cause;
    tell();
  });
  worker.on('exit', () => {
    over = true;
    tell();
  });
  return {
    async next() {
      for (;;) {
        const message = arrived.shift();
        if (message !== undefined) return message;
        if (failure !== null) throw failure;
        if (over) return null;
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      }
    },
  };
}
