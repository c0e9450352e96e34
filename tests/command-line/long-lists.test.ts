/** Lists follow the pages of the answers up to `--limit`, in every format, on a data folder and on a running server. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { recordEvents } from '../../src/pipeline/event-log/event-log.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { migrations } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ended, lines, serve, smena, start } from './run.ts';

/** More than two answers of a thousand rows. */
const ENTRIES = 2_350;

/** A data folder with a log of so many entries. */
async function longLog(data: string): Promise<void> {
  assert.equal((await smena(['migrate', '--data', data])).code, 0);
  const database = openDatabase<Tables>({ engine: 'sqlite', file: join(data, 'smena.db') }, migrations, 1);
  const params = (entry: number) => ({ shopCode: '5', registerCode: String(entry), registerId: String(entry) });
  const events = Array.from({ length: ENTRIES }, (_, entry) => ({
    code: 'register.added' as const,
    level: 'info' as const,
    params: params(entry),
  }));
  await database.transaction((tx) => recordEvents(tx, { now: () => Date.UTC(2026, 2, 14) }, events));
  await database.close();
}

const numbersOf = (out: string) => lines(out).map((line) => (JSON.parse(line) as { eventId: number }).eventId);

test('a list is followed over its pages to --limit, each row once and in order; what is left is told', async (t) => {
  const data = temporaryFolder(t);
  await longLog(data);
  const at = ['--data', data];

  const all = await smena(['log', 'list', '--limit', '100000', '--ndjson', ...at]);
  assert.equal(all.code, 0, all.err);
  const numbers = numbersOf(all.out);
  assert.equal(numbers.length, ENTRIES);
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(numbers).size, ENTRIES);
  assert.equal(all.err, '', 'there is nothing left to tell of');

  const some = await smena(['log', 'list', '--limit', '2100', '--json', ...at]);
  const document = JSON.parse(some.out) as { schema: number; events: { eventId: number }[]; next: unknown };
  assert.deepEqual(
    document.events.map(({ eventId }) => eventId),
    numbers.slice(0, 2_100),
  );
  assert.notEqual(document.next, null);
  assert.match(some.err, /Показано 2100, есть ещё: увеличьте --limit/);

  assert.equal(lines((await smena(['log', 'list', '--limit', '1500', ...at])).out).length, 1_500);
  assert.equal(lines((await smena(['log', 'list', ...at])).out).length, 200, 'without --limit it is a screenful');
  const found = await smena(['log', 'list', '--text', 'кассa 7 нет', '--limit', '2000', ...at]);
  assert.deepEqual([found.code, found.out], [0, '']);

  const server = await serve(t, data);
  const asked = await smena(['log', 'list', '--limit', '2300', '--plain', '--server', server.url]);
  assert.equal(lines(asked.out).length, 2_300, asked.err);
});

test('whoever has read enough closes the pipe, and no further page is asked for', async (t) => {
  const data = temporaryFolder(t);
  await longLog(data);
  const child = start(['log', 'list', '--limit', '100000', '--ndjson', '--data', data]);
  child.stdout.once('data', () => child.stdout.destroy());
  const { code, err } = await ended(child);
  assert.deepEqual([code, err], [0, '']);
});
