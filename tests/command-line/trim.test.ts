/** Trimming from the command line: in a data folder and at a running server. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { dayFile } from '../support/trim-stage.ts';
import { smena } from './run.ts';

const words = (line: string) => line.split(' ');
const DAY = '2026-03-01';

test('M45 trim plan, run, restore, verify and archive receipts, with an exit code for each end', async (t) => {
  const data = temporaryFolder(t);
  const file = join(temporaryFolder(t), 'day.json');
  writeFileSync(file, dayFile(1));
  const at = ['--data', data, '--trim-after-days', '30', '--plain'];
  const run = (line: string, ...more: string[]) => smena([...words(line), ...at, ...more]);
  assert.equal((await smena(['load-file', file, '--shop', '5', '--data', data])).code, 0);

  const plan = JSON.parse((await smena([...words('trim plan --json'), ...at.slice(0, -1)])).out);
  assert.deepEqual([plan.days, plan.documents, plan.saleSum, plan.blockedShifts], [1, 4, '30.00', 0]);
  const tried = await run('trim run --dry-run --lang en');
  assert.equal(tried.code, 0, tried.err);
  assert.match((await smena([...words('trim plan --lang en'), ...at.slice(0, -1)])).out, /Days that go: 1/);
  const asked = await run('trim run --lang en');
  assert.equal(asked.code, 5);
  assert.match(asked.err, /--force/);
  const done = await run('trim run --force --lang en');
  assert.equal(done.code, 0, done.err);
  assert.match(done.out, /Trimmed days: 1, documents: 4/);
  assert.deepEqual(readdirSync(join(data, 'backup', 'sales_archive', '5', '2026')), [`5-${DAY}.ndjson.gz`]);
  assert.match((await run('trim run --force --lang en')).err, /nothing to trim/);

  const list = JSON.parse((await smena([...words('archive list --json'), ...at.slice(0, -1)])).out);
  assert.deepEqual([list.archives[0].state, list.archives[0].documents], ['removed', 4]);
  const receipts = await smena([
    ...words(`archive receipts --shop 5 --day ${DAY} --number 2 --lang en`),
    ...at.slice(0, -1),
  ]);
  assert.equal(receipts.code, 0, receipts.err);
  assert.match(receipts.out, /tea[\s\S]*4\.00/);
  assert.equal((await run(`archive receipts --shop 5 --day ${DAY} --number 77`)).code, 3);
  const found = await run('receipt find --number 2 --lang en');
  assert.match(found.err, /their documents lie in archives: 5\/2026\/5-2026-03-01\.ndjson\.gz/);
  const verdict = await run('trim verify --lang en');
  assert.deepEqual(
    [verdict.code, /Archives read: 1/.test(verdict.out), /PUBLIC KEY/.test(verdict.out)],
    [0, true, true],
  );

  const server = await startTestServer({ dataFolder: data, env: { SMENA_TRIM_AFTER_DAYS: '30' } });
  await using _server = server;
  const over = (line: string) => smena([...words(line), '--server', server.url]);
  assert.equal((await over(`trim restore --shop 5 --from ${DAY} --dry-run --lang en`)).code, 0);
  assert.equal(JSON.parse((await over('archive list --json')).out).archives[0].state, 'removed', 'only tried');
  const restored = await over(`trim restore --shop 5 --from ${DAY} --lang en`);
  assert.equal(restored.code, 0, restored.err);
  assert.match(restored.out, /Brought back days: 1, documents: 4/);
  assert.match((await over('receipt find --number 2 --shop 5 --plain')).out, /10\.00/);
  assert.equal((await over(`trim restore --shop 5 --from ${DAY}`)).code, 1, 'there is nothing to bring back');
  assert.match((await over('trim verify --lang en')).out, /records of deletion checked: 2/);
  const runs = JSON.parse((await over('trim list --json')).out).runs;
  assert.ok(runs.some((one: { kind: string; state: string }) => one.kind === 'restore' && one.state === 'done'));
  assert.equal((await over('trim restore --shop 5')).code, 2);
});
