/** `load-file --dry-run`: the same check as on the page of a register (S6); nothing is taken. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileCheck } from '../../contracts/web-api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeNonsense, writeSales } from './files.ts';
import { serve, smena } from './run.ts';

test('--dry-run tells the shifts, the sums and what is new, from a folder and from a server alike, and takes nothing', async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, 'data');
  const [first, second] = [writeSales(folder, 347), writeSales(folder, 348)];
  assert.equal((await smena(['load-file', first, '--shop', '12', '--data', data])).code, 0);

  const check = async (source: readonly string[]) => {
    const { code, out, err } = await smena([
      'load-file',
      first,
      second,
      '--shop',
      '12',
      '--dry-run',
      '--json',
      ...source,
    ]);
    assert.equal(code, 0, err);
    assert.match(err, /Пробный запуск: показано, что было бы; ничего не меняется\./);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => fileCheck.parse(JSON.parse(line)));
  };
  const checks = await check(['--data', data]);
  assert.deepEqual(
    checks.map(({ verdict, documents, newSum, shifts }) => [verdict, documents.new, newSum, shifts[0]?.state]),
    [
      ['already', 0, '0.00', 'same'],
      ['new', 5, '200.81', 'new'],
    ],
  );
  const server = await serve(t, data);
  assert.deepEqual(await check(['--server', server.url]), checks);

  const people = await smena(['load-file', second, '--shop', '12', '--dry-run', '--server', server.url]);
  assert.match(people.out, /✓ .*: чеков 3, продажи 245,81, возвраты 45,00; документов новых 5/);
  assert.match(people.out, /касса 12\/12, смена 348 новая: чеков \d+, .*выручка 200,81/);
  const broken = await smena(['load-file', writeNonsense(folder), '--shop', '12', '--dry-run', '--server', server.url]);
  assert.equal(broken.code, 1);
  assert.match(broken.out, /◆ .*не разобран/);
  const mixed = await smena([
    'load-file',
    second,
    writeNonsense(folder),
    '--shop',
    '12',
    '--dry-run',
    '--plain',
    '--server',
    server.url,
  ]);
  assert.equal(mixed.code, 7);
  const listed = await smena(['shift', 'list', '--from', '2026-03-01', '--plain', '--server', server.url]);
  assert.equal(listed.out.trimEnd().split('\n').length, 1, 'the second shift is not there');
});

test('--dry-run makes neither a data folder nor a shop', async (t) => {
  const folder = temporaryFolder(t);
  const data = join(folder, 'none');
  const { code } = await smena(['load-file', writeSales(folder), '--shop', '12', '--dry-run', '--data', data]);
  assert.notEqual(code, 0);
  assert.equal(existsSync(data), false);
});
