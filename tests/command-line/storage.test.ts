/** Archives, trimming and decisions from the command line, over a running server and over a data folder. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileArchiveList, storageResult, storageState } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { SECURED_LINES } from '../support/tls-fixture.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';

const documentOf = (text: string) => {
  const { schema: _, ...rest } = JSON.parse(text);
  return rest;
};

test('storage show, archive files and check, trim files, package decide and retry: words for people, JSON for programs, an exit code for each end', async (t) => {
  await using server = await startTestServer({ dataFolder: temporaryFolder(t), env: SECURED_LINES });
  const api = createApiClient(() => server.url);
  await api.addShop('5');
  await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
  await api.loadFile('5', 'broken.json', Buffer.from('no sales file'));
  await untilSettled(api);
  const at = ['--server', server.url];
  await until('it has measured', async () => (await smena(['storage', 'show', ...at])).out !== '');
  const broken = readdirSync(join(server.dataFolder, 'queue', 'broken')).find((one) => one.endsWith('.sales')) ?? '';
  const restore = ['archive', 'restore', '--state', 'processed', '--from', '2026-01-01', '--to', '2099-12-31'];
  const table: [line: string[], code: number, out: RegExp, err: RegExp][] = [
    [['storage', 'show'], 0, /Записанные пакеты +1 /, /^$/],
    [['trim', 'files', '--dry-run'], 0, /Будет упаковано \(записанные\): 1 пакет\n/, /ничего не изменено|Пробный/i],
    [['trim', 'files'], 5, /^$/, /--force/],
    [['trim', 'files', '--force', '--author', 'Петрова'], 0, /Упаковано \(записанные\): 1 пакет → file-.*tgz/, /^$/],
    [['trim', 'files', '--force'], 0, /Делать нечего/, /^$/],
    [['archive', 'files'], 0, /file-\d\d-\d\d-\d\d\.tgz[\s\S]*цел/, /^$/],
    [['archive', 'files', '--state', 'damaged'], 0, /^$/, /Архивов нет/],
    [['archive', 'check'], 0, /Проверено архивов: 2/, /^$/],
    [['archive', 'restore', '--state', 'processed'], 2, /^$/, /--from/],
    [
      [...restore, '--dry-run'],
      0,
      /Вернётся \(записанные\) из архивов file-.*: 1 пакет, .*уже записаны в базу: 1/,
      /./,
    ],
    [restore, 5, /^$/, /--force/],
    [[...restore, '--force'], 0, /Возвращено в очередь \(записанные\): 1 пакет; уже были записаны: 1/, /^$/],
    [['package', 'decide', broken], 2, /^$/, /--reason/],
    [['package', 'decide', broken, '--reason', 'Не тот файл', '--dry-run'], 0, /Разобран/, /./],
    [['status'], 10, /.*/, /^$/],
    [['package', 'decide', broken, '--reason', 'Не тот файл'], 0, /Разобран/, /^$/],
    [['status', '--plain'], 0, /^(?!.*неверного формата)/, /^$/],
    [['package', 'decide', 'none.sales', '--reason', 'x'], 3, /^$/, /none\.sales/],
    [['package', 'retry', broken, 'none.sales'], 7, /Возвращён/, /none\.sales/],
  ];
  for (const [line, code, out, err] of table) {
    const end = await smena([...line, ...at]);
    assert.equal(end.code, code, `smena ${line.join(' ')}: ${end.out}${end.err}`);
    assert.match(end.out, out, line.join(' '));
    assert.match(end.err, err, line.join(' '));
  }
  storageState.parse(documentOf((await smena(['storage', 'show', '--json', ...at])).out));
  fileArchiveList.parse(documentOf((await smena(['archive', 'files', '--json', ...at])).out));
  storageResult.parse(documentOf((await smena(['archive', 'check', '--json', ...at])).out));
});

test('M36 trim files and package decide work over a data folder without a server', async (t) => {
  const data = temporaryFolder(t);
  const file = join(temporaryFolder(t), 'sample.json');
  writeFileSync(file, SAMPLE);
  const at = ['--data', data];
  assert.equal((await smena(['load-file', '--shop', '5', file, ...at])).code, 0);
  const packed = await smena(['trim', 'files', '--force', ...at]);
  assert.match(packed.out, /Упаковано \(записанные\): 1 пакет/, packed.err);
  assert.deepEqual(readdirSync(join(data, 'queue', 'processed')), []);
  assert.equal((await smena(['load-file', '--shop', '5', file, ...at])).code, 0, 'it comes out of the archive');
  assert.match((await smena(['storage', 'show', ...at])).out, /Архив записанных/);
});

test('M43 M44 trim dictionaries clears on this machine what a server names: a dry run lists, without an answer nothing goes', async (t) => {
  const root = temporaryFolder(t);
  const dicts = join(root, 'dicts');
  mkdirSync(dicts);
  writeFileSync(join(dicts, 'goods.aif'), 'goods');
  const env = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts };
  const server = await startTestServer({ env, dataFolder: temporaryFolder(t) });
  t.after(() => server.kill());
  const line = ['trim', 'dictionaries', '--root', root, '--server', server.url];
  const tried = await smena([...line, '--dry-run']);
  assert.deepEqual([tried.code, tried.out], [0, `${join(dicts, 'goods.aif')}\n`], tried.err);
  assert.equal((await smena(line)).code, 5);
  assert.equal((await smena(['trim', 'dictionaries', '--force', '--server', server.url])).code, 1, 'no root');
  const other = ['trim', 'dictionaries', '--root', join(root, 'other'), '--force', '--server', server.url];
  assert.equal((await smena(other)).code, 1, 'outside');
  assert.deepEqual(readdirSync(dicts), ['goods.aif']);
  await server.kill();
  assert.equal((await smena([...line, '--force'])).code, 8);
  assert.deepEqual(readdirSync(dicts), ['goods.aif']);
});

test('M43 trim dictionaries with --force deletes and says how much', async (t) => {
  const root = temporaryFolder(t);
  const dicts = join(root, 'dicts');
  mkdirSync(dicts);
  writeFileSync(join(dicts, 'goods.aif'), 'goods');
  const env = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts };
  await using server = await startTestServer({ env, dataFolder: temporaryFolder(t) });
  const done = await smena(['trim', 'dictionaries', '--root', root, '--force', '--server', server.url]);
  assert.equal(done.code, 0, done.err);
  assert.match(done.err, /удалено: файлов 1/);
  assert.deepEqual(readdirSync(dicts), []);
});
