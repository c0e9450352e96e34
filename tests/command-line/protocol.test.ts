/** Descriptions and captured messages from the command line (registers §14). */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type DescriptionList, type FrameList, frameDetail } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { smena } from './run.ts';
import { onTerminal } from './terminal.ts';

test('a table is imported after a yes, refused by name, shown, and reverted; captured messages are listed and read', async (t) => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  const at = ['--server', server.url];
  const run = (...words: string[]) => smena([...words, ...at]);
  const file = join(temporaryFolder(t), 'numbers.txt');
  const numberOf = async (field: string) => {
    const { descriptions } = await api.get<DescriptionList>('/descriptions');
    return descriptions.flatMap(({ fields }) => fields).find((one) => `${one.message}.${one.field}` === field)?.number;
  };

  const register = connectRegister(server.grpcPort);
  const load = register.openLoad();
  await load.send(Buffer.from([0x7a, 0x01, 0x41]));
  load.end();
  await load.outcome;
  register.close();
  const name = await until('it is captured', async () => (await api.get<FrameList>('/frames')).frames[0]?.name);
  assert.match((await run('frame', 'list')).out, new RegExp(name));
  const shown = await run('frame', 'show', name, '--json');
  const { schema: _, ...detail } = JSON.parse(shown.out);
  assert.deepEqual(frameDetail.parse(detail).fields, [{ path: '15', type: 'bytes', length: 1, raw: 'A' }]);
  assert.match((await run('frame', 'show', name)).out, /15 +bytes +1 +A/);
  assert.equal((await run('frame', 'show', 'none')).code, 3);
  assert.match((await run('frame', 'read')).out, /: 1\./);

  writeFileSync(file, 'SyncConfigInfo.nothing 4\n');
  const unknown = await run('protocol', 'import', 'commands', file, '--yes');
  assert.deepEqual([unknown.code, /SyncConfigInfo\.nothing/.test(unknown.err)], [1, true]);
  writeFileSync(file, 'SyncConfigInfo.protocolVersion 30\nSyncConfigInfo.grpcPortCS 13 string\n');
  const asked = await run('protocol', 'import', 'commands', file);
  assert.equal(asked.code, 5);
  assert.match(asked.err, /SyncConfigInfo\.protocolVersion: 14 string → 30 string\n/);
  const words = ['protocol', 'import', 'commands', file, ...at];
  assert.equal((await onTerminal(words, /\[да\/НЕТ\]/, 'нет\n')).code, 6);
  assert.equal(await numberOf('SyncConfigInfo.protocolVersion'), 14);
  assert.equal((await onTerminal(words, /\[да\/НЕТ\]/, 'да\n')).code, 0);
  assert.equal(await numberOf('SyncConfigInfo.protocolVersion'), 30);
  assert.match((await run('protocol', 'show', 'commands')).out, /SyncConfigInfo\.protocolVersion +30 +string +14/);
  assert.equal((await run('protocol', 'revert', 'commands', '--yes')).code, 0);
  assert.equal(await numberOf('SyncConfigInfo.protocolVersion'), 14);
  assert.equal((await run('protocol', 'revert', 'commands', '99', '--yes')).code, 3);
  assert.equal((await run('protocol', 'import', 'amqp', file)).code, 2);
  assert.equal((await run('protocol', 'import', 'grpc', `${file}.none`)).code, 2);
});
