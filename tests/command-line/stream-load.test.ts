/** A register behind NAT from the command line: how it is shown, and a load by shift numbers over its command stream (M3, M4). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { register as registerShape } from '../../contracts/web-api.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import { startTestServer } from '../support/server.ts';
import { isHeld, openBehindNat, shopOf } from '../support/stream-register.ts';
import { smena } from './run.ts';

const LOAD = ['load', '--shop', '12', '--register', '3', '--shifts', '340..347'];

test('smena load --shifts works while the register holds its stream, and says why not without one', async (t) => {
  await using server = await startTestServer();
  const shop = await shopOf(server);
  const at = ['--server', server.url];
  const refused = await smena([...LOAD, ...at]);
  assert.equal(refused.code, 2);
  assert.match(refused.err, /Касса 3 не держит поток команд, а без него её можно запросить только по датам/);
  const closed = await smena(['register', 'show', '12/3', ...at]);
  assert.match(closed.out, /Как спросить +спросить нельзя/);
  assert.match(closed.err, /Адрес службы команд кассы не задан/);

  const { register } = await openBehindNat(t, shop);
  await isHeld(shop);
  for (const number of [340, 347]) {
    await register.openShift(number);
    await register.sellMany(2);
    await register.closeShift();
  }
  const shown = await smena(['register', 'show', '12/3', ...at]);
  assert.match(shown.out, /Как спросить +поток команд с \d\d\.\d\d\.\d{4}/);
  const json = JSON.parse((await smena(['register', 'show', '12/3', '--json', ...at])).out);
  assert.equal(registerShape.parse(json).asked.by, 'stream');

  const running = { done: false };
  const load = smena([...LOAD, '--wait', ...at]).finally(() => {
    running.done = true;
  });
  while (!running.done) {
    await register.work();
    await sleep(50);
  }
  const { code, out, err } = await load;
  assert.equal(code, 0, err);
  assert.match(out, /^Загрузка T-1 завершена: 2.смены, новых документов \d+, уже были 0\.\n$/);
  assert.match(err, /T-1: касса приняла/);
});
