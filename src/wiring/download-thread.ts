/** The thread of one download: reads the report over a connection of its own, writes the file, hands over its pieces and ends. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config.ts';
import { openDownload } from '../downloads/downloads.ts';
import { systemClock } from '../platform/clock.ts';
import { asOfOneMoment, withQueries } from '../platform/database/query-builder.ts';
import type { NotFound } from '../reports/reports.ts';
import { type DownloadRequest, formOf, readTableOf } from './download-request.ts';
import { openConfigured } from './stations.ts';
import { version } from './version.ts';

export type DownloadThreadData = { config: Config; request: DownloadRequest; nowMs: number };

/** First what the file is, or why there is none; then its pieces, an empty one last. */
export type FromDownload =
  | { kind: 'begun'; fileName: string; contentType: string }
  | { kind: 'refused'; refusal: NotFound }
  | { kind: 'piece'; piece: Uint8Array }
  | { kind: 'ended' };

/** Pieces that may be on their way before one of them is taken. */
const AHEAD = 4;

const port = parentPort;
if (port === null) throw new Error('this file is the program of a thread');
const say = (message: FromDownload, moved: ArrayBuffer[] = []) => port.postMessage(message, moved);

/** The least: a file waits for those who look at pages. On Linux the priority is that of the calling thread, elsewhere of the process. */
const LOWER = 19;
if (process.platform === 'linux') setPriority(LOWER);

const { config, request, nowMs } = workerData as DownloadThreadData;
const database = withQueries(openConfigured(config, 1));
try {
  const clock = { ...systemClock, now: () => nowMs };
  await asOfOneMoment(database, async (reading) => {
    const file = await openDownload(readTableOf({ database: reading, clock }, request), formOf(request), version);
    if (file.ok) await send(file.value);
    else say({ kind: 'refused', refusal: file });
  });
} finally {
  await database.close();
  port.close();
}

async function send({
  fileName,
  contentType,
  body,
}: {
  fileName: string;
  contentType: string;
  body: AsyncIterable<Uint8Array>;
}) {
  say({ kind: 'begun', fileName, contentType });
  let taken = 0;
  let more: () => void = () => undefined;
  port?.on('message', () => {
    taken += 1;
    more();
  });
  let sent = 0;
  for await (const piece of body) {
    const own = new Uint8Array(piece);
    say({ kind: 'piece', piece: own }, [own.buffer]);
    sent += 1;
    while (sent - taken >= AHEAD)
      await new Promise<void>((resolve) => {
        more = resolve;
      });
  }
  say({ kind: 'ended' });
}
