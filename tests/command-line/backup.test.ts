/** A backup of a running server and a server out of it, from the command line. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ReportTable } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smena } from './run.ts';

test('backup of a running server, restore --dry-run and restore: the new server shows the same sales', async (t) => {
  const parent = temporaryFolder(t);
  const sales = '/reports/sales?from=2026-03-14&to=2026-03-14';
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  const before = (await api.get<ReportTable>(sales)).totals;
  const made = await smena(['backup', parent, '--data', server.dataFolder, '--lang', 'en']);
  assert.equal(made.code, 0, made.err);
  assert.match(made.out, /^Backup .*tables \d+, rows \d+/);
  const [name = ''] = readdirSync(parent);
  const backup = join(parent, name);
  const tried = await smena(['restore', backup, '--dry-run', '--lang', 'en']);
  assert.equal(tried.code, 0, tried.err);
  assert.match(tried.out, /The backup is whole and can be restored/);
  assert.deepEqual(readdirSync(parent), [name], 'nothing of the trial stays');

  const data = join(temporaryFolder(t), 'new');
  assert.equal((await smena(['restore', backup, '--lang', 'en'])).code, 2, 'without a place it is wrong use');
  const restored = await smena(['restore', backup, '--data', data, '--lang', 'en']);
  assert.equal(restored.code, 0, restored.err);
  assert.match(restored.out, /all counts and sums agree/);
  const again = await smena(['restore', backup, '--data', data, '--lang', 'en']);
  assert.equal(again.code, 1);
  assert.match(again.err, /is not empty/);
  assert.equal((await smena(['restore', parent, '--data', join(data, 'other'), '--lang', 'en'])).code, 1);
  await using other = await startTestServer({ dataFolder: data });
  assert.deepEqual((await createApiClient(() => other.url).get<ReportTable>(sales)).totals, before);
});
