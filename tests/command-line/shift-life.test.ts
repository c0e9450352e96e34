/** `smena shift route` and `smena shift history`: the same answers from a server and from its data folder. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ShiftHistory, type ShiftRoute, shiftHistory, shiftRoute } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const SHIFT = '5/12/347@2026-03-14';
const path = '/shops/5/registers/12/shifts/347@2026-03-14';

test('shift route and history: every step with its time, who wanted a re-export, an exit code for each end', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'smena-life-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startTestServer({ dataFolder: join(folder, 'data') });
  await using _server = server;
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  await untilSettled(api);
  const at = ['--server', server.url];
  const again = await smena(['export', 'again', SHIFT, '--author', 'Петрова', ...at]);
  assert.equal(again.code, 0, again.err);
  await until('the shift is exported again', async () => {
    const { entries } = await api.get<ShiftHistory>(`${path}/history`);
    return entries.some(({ text }) => text.ru.includes('поставлена на перевыгрузку'));
  });
  await untilSettled(api);
  await until('the shift is checked', async () => {
    const { stages } = await api.get<ShiftRoute>(`${path}/route`);
    return stages.some(({ step, at }) => step === 'checked' && at !== null);
  });
  const route = await smena(['shift', 'route', SHIFT, ...at]);
  assert.equal(route.code, 0, route.err);
  assert.match(
    route.out,
    /✓ касса открыла смену +14\.03\.2026 08:54[\s\S]*✓ касса закрыла смену +14\.03\.2026 21:45 +12:5\d:\d\d/,
  );
  assert.match(
    route.out,
    /✓ последний пакет получен[\s\S]*1 пакет[\s\S]*✓ сверена[\s\S]*✓ файл для АСТУ записан[\s\S]*○ АСТУ подтвердила/,
  );
  const history = await smena(['shift', 'history', SHIFT, ...at]);
  assert.match(history.out, /Смена 347 кассы 12 поставлена на перевыгрузку: Петрова\. +Петрова/);
  assert.match(history.out, /Выгружена в файл sale[\s\S]*Пришли продажи: новых документов \d+/);
  const english = await smena(['shift', 'history', SHIFT, '--lang', 'en', '--plain', ...at]);
  assert.match(english.out, /\tShift 347 of register 12 is to be exported again: Петрова\.\tПетрова\n/);
  for (const words of [
    ['shift', 'route'],
    ['shift', 'history'],
  ]) {
    const missing = await smena([...words, '5/12/348@2026-03-14', ...at]);
    assert.equal(missing.code, 3, missing.err);
    assert.match(missing.err, /348@2026-03-14/);
  }
  const read = async (word: 'route' | 'history', where: string[]) => {
    const { schema, ...answer } = JSON.parse((await smena(['shift', word, SHIFT, '--json', ...where])).out);
    assert.equal(schema, 1);
    return { ...(word === 'route' ? shiftRoute : shiftHistory).parse(answer), asOf: '' };
  };
  const online = [await read('route', at), await read('history', at)];
  await server.stop();
  const local = ['--data', join(folder, 'data')];
  assert.deepEqual([await read('route', local), await read('history', local)], online);
});
