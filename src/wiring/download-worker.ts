/** The main thread's end of downloads: a process for each file, so that a hundred thousand rows hold up nobody. */
import type { Config } from '../config.ts';
import type { Download } from '../downloads/downloads.ts';
import { type BackgroundProcess, startBackground } from '../platform/background-process.ts';
import type { Clock } from '../platform/clock.ts';
import { type Found, found } from '../reports/found.ts';
import type { DownloadRequest } from './download-request.ts';
import type { DownloadData, FromDownload } from './download-task.ts';

export type Downloads = {
  /** What the file is, as soon as its first rows are read; its body must be taken or left. */
  open(request: DownloadRequest): Promise<Found<Download>>;
  /** Ends all that run. */
  stop(): Promise<void>;
};

type Writer = BackgroundProcess<FromDownload>;

/** Files at once; others wait. */
const AT_ONCE = 2;

export function createDownloads(config: Config, clock: Clock): Downloads {
  const running = new Set<Writer>();
  const waiting: (() => void)[] = [];

  /** Ends the writer and lets the next one begin. */
  async function leave(writer: Writer): Promise<void> {
    await writer.end();
    if (running.delete(writer)) waiting.shift()?.();
  }

  return {
    async open(request) {
      if (running.size >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
      const data: DownloadData = { config, request, nowMs: clock.now() };
      const writer: Writer = startBackground(new URL('./download-task.ts', import.meta.url), data);
      running.add(writer);
      const file = await begin(writer, () => leave(writer)).catch(async (cause: unknown) => {
        await leave(writer);
        throw cause;
      });
      if (!file.ok) await leave(writer);
      return file;
    },
    async stop() {
      await Promise.all([...running].map(leave));
    },
  };
}

async function begin(writer: Writer, leave: () => Promise<void>): Promise<Found<Download>> {
  const first = await writer.next();
  if (first?.kind === 'refused') return first.refusal;
  if (first?.kind !== 'begun') throw new Error('the download ended before it began');
  const { fileName, contentType } = first;
  return found({ fileName, contentType, body: bodyOf(writer, leave) });
}

/** The pieces. Whoever has seen enough, even before the first one, leaves the rest: a generator that never began would not notice. */
function bodyOf(writer: Writer, leave: () => Promise<void>): AsyncIterable<Uint8Array> {
  async function next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const message = await writer.next();
    if (message?.kind === 'piece') {
      writer.say('taken');
      return { done: false, value: message.piece };
    }
    if (message !== null) throw new Error(`the download says "${message.kind}" in the midst of its file`);
    await leave();
    return { done: true, value: undefined };
  }
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    next: () =>
      next().catch(async (cause: unknown) => {
        await leave();
        throw cause;
      }),
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
