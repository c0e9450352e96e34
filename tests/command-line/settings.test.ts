/** Settings over the API and from the command line: the question before a change, the exit codes, secrets (M16, P2). */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  problem,
  type Register,
  type SettingList,
  settingChanged,
  settingConfirmation,
  settingList,
} from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { smena } from './run.ts';
import { onTerminal } from './terminal.ts';

const KEY = 'registers.protocolVersion';

for (const engine of databasesUnderTest) {
  test(`M16 ${engine.name}: the API asks with a preview (409), changes when confirmed, and refuses by name`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    const put = async (key: string, body: object) => {
      const response = await fetch(new URL(`/api/v1/settings/${key}`, server.url), {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    await api.addShop('12');
    await api.send('POST', '/shops/12/registers', { registerCode: '1', protocolVersion: 3 });
    const asked = await put(KEY, { value: '4' });
    assert.equal(asked.status, 409);
    const question = settingConfirmation.parse(asked.body);
    assert.deepEqual(question.preview.unknownVersion.registers, [
      { shopCode: '12', registerCode: '1', softwareVersion: null },
    ]);
    assert.match(question.message.ru, /версия ПО неизвестна – 1 касса/);
    const protocol = async () => (await api.get<Register>('/shops/12/registers/1')).protocolVersion;
    assert.equal(await protocol(), 3);
    const changed = await put(KEY, { value: '4', includeUnknown: true, confirmed: true, author: 'Иванова' });
    assert.equal(changed.status, 200);
    assert.equal(settingChanged.parse(changed.body).outcome.changing, 1);
    assert.equal(await protocol(), 4);
    const list = await api.get<SettingList>('/settings');
    const row = list.settings.find(({ key }) => key === KEY);
    assert.deepEqual([row?.value, row?.changedBy, row?.registers?.onProtocol4], ['4', 'Иванова', 1]);

    const refusal = async (key: string, body: object) => {
      const { status, body: said } = await put(key, body);
      return [status, problem.parse(said).code];
    };
    assert.deepEqual(await refusal(KEY, { value: '5' }), [422, 'setting.value']);
    assert.deepEqual(await refusal('http.port', { value: '80' }), [422, 'setting.in_config']);
    assert.deepEqual(await refusal('sales.loadMode', { value: 'db' }), [422, 'setting.fixed']);
    assert.deepEqual(await refusal('nothing', { value: '1' }), [404, 'not_found.setting']);
    assert.deepEqual(await refusal(KEY, { value: '4', registerCode: '1' }), [400, 'request.invalid']);
    assert.deepEqual(await refusal(KEY, { value: '4', shopCode: '77' }), [404, 'not_found.shop']);
    const url = list.settings.find(({ key }) => key === 'database.url');
    assert.ok(!JSON.stringify(list).includes('postgres://'), 'the address of the database is a secret');
    assert.equal(url?.value, place.location.engine === 'postgres' ? '***' : null);
  });
}

test('settings get and set: 5 without a terminal and --yes, 6 after a no, 0 after a yes, and what cannot follow is named', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.send('POST', '/shops/12/registers', { registerCode: '1', protocolVersion: 3 });
  await api.send('POST', '/shops/12/registers', { registerCode: '2', protocolVersion: 3 });
  const at = ['--server', server.url];
  const run = (...words: string[]) => smena([...words, ...at]);
  assert.equal((await run('register', 'set', '12/1', '--software', '4.6.120')).code, 0);
  assert.equal((await run('register', 'set', '12/2', '--software', '4.6.60')).code, 0);
  assert.equal((await run('register', 'set', '12/2', '--software', 'новая')).code, 2);
  const tooOld = await run('register', 'set', '12/2', '--protocol', '4');
  assert.deepEqual([tooOld.code, /версии 4\.6\.60 протокола 4 не умеет/.test(tooOld.err)], [1, true]);

  const set = ['settings', 'set', KEY, '4'];
  const asked = await run(...set);
  assert.equal(asked.code, 5);
  assert.match(asked.err, /12\/2 \(4\.6\.60\)[\s\S]*--yes/);
  const protocol = async (code: string) => (await api.get<Register>(`/shops/12/registers/${code}`)).protocolVersion;
  const no = await onTerminal([...set, ...at], /\[да\/НЕТ\]/, 'нет\n');
  assert.deepEqual([no.code, await protocol('1')], [6, 3]);
  const yes = await onTerminal([...set, ...at], /\[да\/НЕТ\]/, 'да\n');
  assert.deepEqual([yes.code, await protocol('1'), await protocol('2')], [0, 4, 3]);
  const done = await run('settings', 'set', KEY, '3', '--shop', '12', '--yes', '--json');
  assert.equal(done.code, 0, done.err);
  assert.equal(settingChanged.parse(JSON.parse(done.out)).outcome.changing, 1);

  const { settings } = settingList
    .omit({ asOf: true })
    .parse(JSON.parse((await run('settings', 'get', KEY, '--json')).out));
  assert.deepEqual(
    settings.map(({ shopCode, value }) => [shopCode, value]),
    [
      [null, '4'],
      ['12', '3'],
    ],
  );
  assert.match((await run('settings', 'get')).out, /http\.port .*SMENA_HTTP_PORT/);
  assert.equal((await run('settings', 'get', 'nothing')).code, 3);
  assert.equal((await run('settings', 'set', KEY, '4', '--register', '1')).code, 2);
  assert.equal((await smena([...set, '--data', server.dataFolder])).code, 2, 'it needs a running server');
});
