/** The audit trail from the command line: who did what, and whether the trail is whole. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type AuditEntry, type AuditList, auditList, auditVerdict } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { type DatabaseUnderTest, databasesUnderTest, openUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { smena } from './run.ts';

function databaseOf(server: TestServer, place: Awaited<ReturnType<DatabaseUnderTest['place']>>) {
  if (place.location.engine === 'postgres') return openUnderTest(place.location);
  return openUnderTest({ engine: 'sqlite', file: join(server.dataFolder, 'smena.db') });
}

/** What people and programs did; the server works by its timetable meanwhile. */
const ofPeople = (entries: readonly AuditEntry[]) => entries.filter(({ actor }) => actor.kind !== 'server');
const rowsOf = (entries: readonly AuditEntry[]) =>
  ofPeople(entries).map(({ actor, channel, verb, object }) => [
    actor.kind,
    actor.name,
    channel,
    verb,
    object.kind,
    object.key,
  ]);

for (const engine of databasesUnderTest) {
  test(`audit list and audit verify ask a server (${engine.name}); a changed entry ends verify with 1 and its number`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const at = ['--server', server.url];
    const api = createApiClient(() => server.url);
    await api.addShop('5');
    assert.equal((await smena(['register', 'add', '5/3', ...at])).code, 0);
    assert.equal((await smena(['register', 'pause', '5/3', ...at])).code, 0);
    assert.equal((await smena(['register', 'pause', '5/3', '--dry-run', ...at])).code, 0);
    const read = async (...filter: string[]) => {
      const { out, err, code } = await smena(['audit', 'list', '--json', ...filter, ...at]);
      assert.equal(code, 0, err);
      const { schema: _, ...list } = JSON.parse(out);
      return auditList.parse(list);
    };
    const expected = [
      ['anybody', '', 'command-line', 'change', 'register', '5/3'],
      ['anybody', '', 'command-line', 'add', 'register', '5/3'],
      ['anybody', '', 'api', 'add', 'shop', '5'],
    ];
    assert.deepEqual(rowsOf((await read()).entries), expected);
    assert.deepEqual(rowsOf((await read('--verb', 'add', '--object', 'register')).entries), [expected[1]]);
    assert.deepEqual(rowsOf((await read('--key', '5/3', '--limit', '1')).entries), [expected[0]]);
    assert.deepEqual((await read('--to', '2020-01-01')).entries, []);
    assert.equal((await read('--from', '2020-01-01', '--shop', '5')).entries.length, 3);
    const lines = (await smena(['audit', 'list', '--ndjson', ...at])).out.trimEnd().split('\n');
    const numbers = lines.map((line) => (JSON.parse(line) as AuditEntry).number);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => numbers.length - index),
    );
    const table = await smena(['audit', 'list', '--lang', 'en', '--plain', ...at]);
    assert.match(table.out, /change\tregister 5\/3\tdone\tinService: true → false/);
    assert.equal((await smena(['audit', 'list', '--verb', 'steal', ...at])).code, 2);

    const whole = await smena(['audit', 'verify', ...at]);
    assert.deepEqual([whole.code, /✓ Цепочка цела: записи 1–\d+/.test(whole.out)], [0, true], whole.out);
    const database = databaseOf(server, place);
    try {
      const trigger = engine.name === 'postgres' ? 'audit_entry_unchanged ON audit_entry' : 'audit_entry_unchanged';
      await database.run(`DROP TRIGGER ${trigger}`);
      await database.run(`UPDATE audit_entry SET new_value = '{"inService":true}' WHERE number = 1`);
    } finally {
      await database.close();
    }
    const broken = await smena(['audit', 'verify', '--lang', 'en', ...at]);
    assert.equal(broken.code, 1);
    assert.match(broken.out, /◆ The chain is broken: entry 1 does not hold what was written/);
    const told = await smena(['audit', 'verify', '--json', ...at]);
    const { schema: _, ...verdict } = JSON.parse(told.out);
    assert.deepEqual([told.code, auditVerdict.parse(verdict).problem], [1, { number: 1, code: 'content' }]);
  });
}

test('with --data everything is done in the name of the account; certificates and backups are entries; a cut tail is found', async (t) => {
  const own = userInfo().username;
  await using server = await startTestServer();
  const data = ['--data', server.dataFolder];
  await createApiClient(() => server.url).addShop('5');
  // These work beside a running server.
  const backups = temporaryFolder(t);
  assert.equal((await smena(['backup', backups, ...data])).code, 0);
  assert.equal((await smena(['certificates', 'issue', '5/3', '--id', '_cash_3_x', ...data])).code, 3);
  assert.equal((await smena(['certificates', 'init', '--host', 'localhost', ...data])).code, 0);
  const out = temporaryFolder(t);
  assert.equal((await smena(['certificates', 'issue', '5/3', '--id', '_cash_3_x', '--out', out, ...data])).code, 0);
  assert.equal((await smena(['certificates', 'revoke', '5/3', '--id', '_cash_3_x', ...data])).code, 0);
  await server.stop();
  // The end of the trail is written down when the server stops.
  assert.ok(existsSync(join(server.dataFolder, 'audit')));
  assert.equal((await smena(['payment-type', 'set', '4', 'noncash', ...data])).code, 0);
  assert.equal((await smena(['payment-type', 'set', '4', 'cash', '--dry-run', ...data])).code, 0);
  const { out: listed } = await smena(['audit', 'list', '--json', ...data]);
  const { entries } = JSON.parse(listed) as AuditList;
  const mine = (verb: string, object: string, key: string) => ['command-line', own, 'command-line', verb, object, key];
  assert.deepEqual(rowsOf(entries).reverse(), [
    ['anybody', '', 'api', 'add', 'shop', '5'],
    mine('back-up', 'backup', backups),
    mine('issue', 'certificate', '_cash_3_x'),
    // There was no authority to issue it.
    mine('issue', 'certificate', '_cash_3_x'),
    mine('issue', 'certificate', ''),
    mine('issue', 'certificate', '_cash_3_x'),
    mine('revoke', 'certificate', '_cash_3_x'),
    mine('change', 'payment-type', '4'),
  ]);
  const results = ofPeople(entries).map(({ result }) => result);
  assert.deepEqual(results.reverse(), ['done', 'done', 'done', 'failed', 'done', 'done', 'done', 'done']);
  const file = join(temporaryFolder(t), 'sample.json');
  writeFileSync(file, SAMPLE);
  assert.equal((await smena(['load-file', file, '--shop', '5', ...data])).code, 0);
  const { out: loads } = await smena(['audit', 'list', '--verb', 'load', '--plain', ...data]);
  assert.match(loads, /load\tfile sample\.json/);
  const whole = await smena(['audit', 'verify', ...data]);
  assert.equal(whole.code, 0, whole.out);

  const database = openUnderTest({ engine: 'sqlite', file: join(server.dataFolder, 'smena.db') });
  await database.run('DROP TRIGGER audit_entry_unremoved');
  const last = entries[0]?.number ?? assert.fail('no entry');
  await database.run('DELETE FROM audit_entry WHERE number >= ?', [last]);
  await database.run(`UPDATE counter SET value = ? WHERE name = 'audit_entry'`, [last - 1]);
  await database.close();
  const cut = await smena(['audit', 'verify', '--json', ...data]);
  assert.deepEqual([cut.code, JSON.parse(cut.out).problem], [1, { number: last, code: 'cut' }], cut.err);
  // Going on does not heal it.
  assert.equal((await smena(['payment-type', 'set', '4', 'cash', ...data])).code, 0);
  assert.equal((await smena(['audit', 'verify', ...data])).code, 1);
});

test('a restored server goes on in the chain of its backup, with an entry of the restoration', async (t) => {
  const parent = temporaryFolder(t);
  await using server = await startTestServer();
  await createApiClient(() => server.url).addShop('5');
  const made = await smena(['backup', parent, '--json', '--data', server.dataFolder]);
  const { folder } = JSON.parse(made.out) as { folder: string };
  const data = join(temporaryFolder(t), 'new');
  assert.equal((await smena(['restore', folder, '--data', data])).code, 0);
  const { out } = await smena(['audit', 'list', '--json', '--data', data]);
  const { entries } = JSON.parse(out) as AuditList;
  assert.deepEqual(
    ofPeople(entries)
      .map(({ verb, object }) => [verb, object.kind])
      .reverse(),
    [
      ['add', 'shop'],
      ['back-up', 'backup'],
      ['restore', 'backup'],
    ],
  );
  assert.equal((await smena(['audit', 'verify', '--data', data])).code, 0);
});
