/** The program of one download: reads the report over a connection of its own, writes the file, hands over its pieces and ends. */
import type { Config } from '../config.ts';
import { type Download, openDownload } from '../downloads/downloads.ts';
import { type BackgroundLine, runBackground } from '../platform/background-task.ts';
import { systemClock } from '../platform/clock.ts';
import { asOfOneMoment, withQueries } from '../platform/database/query-builder.ts';
import type { NotFound } from '../reports/reports.ts';
import { type DownloadRequest, formOf, readTableOf } from './download-request.ts';
import { openConfigured } from './stations.ts';
import { version } from './version.ts';

export type DownloadData = { config: Config; request: DownloadRequest; nowMs: number };

/** First what the file is, or why there is none; then its pieces. For each piece that is taken, a message comes back. */
export type FromDownload =
  | { kind: 'begun'; fileName: string; contentType: string }
  | { kind: 'refused'; refusal: NotFound }
  | { kind: 'piece'; piece: Uint8Array };

/** Pieces that may be on their way before one of them is taken. */
const AHEAD = 4;

await runBackground<DownloadData, FromDownload>(async ({ config, request, nowMs }, line) => {
  const database = withQueries(openConfigured(config, 1));
  try {
    const clock = { ...systemClock, now: () => nowMs };
    await asOfOneMoment(database, async (reading) => {
      const file = await openDownload(readTableOf({ database: reading, clock }, request), formOf(request), version);
      if (file.ok) await send(file.value, line);
      else await line.say({ kind: 'refused', refusal: file });
    });
  } finally {
    await database.close();
  }
});

async function send({ fileName, contentType, body }: Download, line: BackgroundLine<FromDownload>): Promise<void> {
  await line.say({ kind: 'begun', fileName, contentType });
  let [sent, taken] = [0, 0];
  let more: () => void = () => undefined;
  line.onMessage(() => {
    taken += 1;
    more();
  });
  for await (const piece of body) {
    await line.say({ kind: 'piece', piece });
    sent += 1;
    while (sent - taken >= AHEAD)
      await new Promise<void>((resolve) => {
        more = resolve;
      });
  }
}
