/** The command line at a server that asks who comes: the key out of a file or of the environment, exit code 4 with the words of the server. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { withKey } from '../access/people.ts';
import { openTwoShops, type TwoShops } from '../access/two-shops.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Ended, ended, installed, start } from './run.ts';

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);

async function run(stage: TwoShops, line: string, token?: string): Promise<Ended> {
  const env = token === undefined ? {} : { SMENA_TOKEN: token };
  return ended(start([...line.split(' '), '--server', stage.web.api.url], { env }));
}

describe('a key of the command line', () => {
  before(() => installed);

  test('is taken out of SMENA_TOKEN or of the file, and its rights hold', async (t) => {
    await using stage = await openTwoShops(engine);
    await withKey(stage.database, stage.web, { name: 'looks', rights: ['see'], shops: 'all' });
    const listed = await run(stage, 'register list --plain', 'key-of-looks');
    assert.equal(listed.code, 0, listed.err);
    assert.match(listed.out, /12[\s\S]*21212/);
    const file = join(temporaryFolder(t), 'key.txt');
    writeFileSync(file, 'key-of-looks\n');
    const byFile = await run(stage, `register list --plain --token-file ${file}`, 'another');
    assert.equal(byFile.out, listed.out, byFile.err);
    const refused = await run(stage, 'receipt find --sum 100.10', 'key-of-looks');
    assert.equal(refused.code, 4);
    assert.match(refused.err, /Нет права «Видеть суммы, чеки и отчёты» \(see-money\).*Попросите администратора/);
    const english = await run(stage, 'export run --shop 5 --lang en', 'key-of-looks');
    assert.equal(english.code, 4);
    assert.match(english.err, /"Export shifts to the ERP" \(export\) is missing.*Ask an administrator/);
    const download = await run(stage, `report sales --out ${join(temporaryFolder(t), 'sales.csv')}`, 'key-of-looks');
    assert.equal(download.code, 4, download.err);
  });

  test('is asked for in words when there is none, and refused when it is unknown', async (t) => {
    await using stage = await openTwoShops(engine);
    const none = await run(stage, 'status');
    assert.equal(none.code, 4);
    assert.match(none.err, /требует вход.*--token-file.*SMENA_TOKEN/);
    const unknown = await run(stage, 'status', 'made-up');
    assert.equal(unknown.code, 4);
    assert.match(unknown.err, /Такого ключа нет/);
    const folder = temporaryFolder(t);
    const missing = await run(stage, `status --token-file ${join(folder, 'none')}`);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /none не прочитан: ENOENT/);
    writeFileSync(join(folder, 'two'), 'one secret');
    const spoilt = await run(stage, `status --token-file ${join(folder, 'two')}`);
    assert.equal(spoilt.code, 2);
    assert.match(spoilt.err, /нет ключа доступа/);
    assert.doesNotMatch(spoilt.err, /secret/);
    const local = await ended(start(['status', '--data', folder, '--token-file', join(folder, 'two')]));
    assert.equal(local.code, 2);
    assert.match(local.err, /только вместе с --server/);
  });
});
