/** The push put together: the feed of the reports, the signed HTTP of the connection, the memory of the exports. */
import type { Config } from '../config.ts';
import { createErpPush } from '../connections/erp-push/erp-push.ts';
import { createPush, type Push } from '../pipeline/exports/exports.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { feedPosition, readFeed } from '../reports/feed.ts';
import type { Tables } from '../schema/tables.ts';

/** null = it is off. */
export function openPush(
  { push }: Config,
  database: Database<Tables>,
  clock: Clock,
  onChanged: () => void,
): Push | null {
  const { url, secret } = push;
  if (url === null || secret === null) return null;
  return createPush({
    database,
    clock,
    readLines: (after, limit) => readPushLines(database, after, limit),
    send: createErpPush({ url, secret, clock }),
    onChanged,
  });
}

/** The lines as a program that pulls would read them. */
export async function readPushLines(database: Database<Tables>, after: number, limit: number) {
  const lines = await readFeed(database, after, limit);
  const last = lines.at(-1);
  if (last === undefined) return null;
  const position = feedPosition(last.cursor);
  if (position === null) throw new Error('the feed gave a cursor that it does not know');
  return { body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''), position, cursor: last.cursor };
}
