/** `smena upstream …` (M17): store servers are added, listed, changed and removed; a store says how its line is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serverList } from '../../contracts/web-api.ts';
import { createApiClient } from '../support/api-client.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { forwardsTo } from '../upper-server/stand.ts';
import { smena } from './run.ts';

test('M17: store servers are added, changed, listed and removed; a store says why its upper server does not take it', async () => {
  await using server = await startTestServer();
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await api.addShop('13');
  const run = (line: string, url = server.url) => smena([...line.split(' '), '--server', url]);
  assert.match((await run('upstream status')).err, /серверов магазинов у него нет/);

  const added = await run('upstream set 12 --shops 12,13 --name Невский --certificate-required yes');
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /^Код.*\n12 +◆ нет связи .*12, 13/);
  assert.match((await run('upstream set 12 --name Литейный --lang en')).err, /Store server 12 was written down/);
  const { out } = await run('upstream status --json');
  const [known] = serverList.parse(JSON.parse(out)).servers;
  assert.deepEqual(
    [known?.name, known?.shopCodes, known?.certificateRequired, known?.connectedSince, known?.waitingPackages],
    ['Литейный', ['12', '13'], true, null, null],
  );
  assert.equal((await run('upstream set 12 --shops 99')).code, 3);
  assert.equal((await run('upstream set 12')).code, 2);
  const removed = await run('upstream remove 12');
  assert.match(removed.err, /Сервер магазина 12 удалён/);
  assert.equal((await run('upstream remove 12')).code, 3);

  // A store whose upper server does not know it.
  await using store = await startTestServer({ env: forwardsTo(server.grpcPort, '12') });
  const told = await until('the store is told', async () => {
    const { out: text } = await run('upstream status', store.url);
    return text.includes('Верхний сервер не может запрашивать кассы') && text.includes('smena upstream set 12') && text;
  });
  assert.match(told, /^✓ Верхний сервер 127\.0\.0\.1:\d+: передано всё\./);
});
