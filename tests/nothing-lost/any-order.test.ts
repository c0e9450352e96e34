/** P1: after a reboot everything starts at once and nothing waits for anything else in a fixed order. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sleep } from '../../src/platform/worker-loop.ts';
import { createSimulatedErp } from '../../src/simulator/erp.ts';
import { createSimulatedRegister } from '../../src/simulator/register.ts';
import { createApiClient } from '../support/api-client.ts';
import { createTestDatabase, postgresAvailable } from '../support/postgres.ts';
import { startTestServer } from '../support/server.ts';
import { classifyPayments, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkErp, checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';

test('P1: the very first start goes well with registers first, then an empty database, then the shop, then the folder of АСТУ', {
  skip: !postgresAvailable,
}, async (t) => {
  const created = await createTestDatabase();
  t.after(() => created.drop());
  const { hostname, port } = new URL(created.url);
  await using wire = await startTcpProxy({ host: hostname, port: null });
  const url = new URL(created.url);
  Object.assign(url, { hostname: '127.0.0.1', port: String(wire.port) });
  const folder = temporaryFolder(t);
  const exchange = join(folder, 'erp');
  await using server = await startTestServer({
    database: { engine: 'postgres', url: url.href },
    dataFolder: join(folder, 'data'),
    env: { SMENA_FOLDERS_EXCHANGE: exchange, SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' },
  });
  const api = createApiClient(() => server.url);
  const ids = { shopId: '_shop_5_00000001', registerId: '_cash_1_00000001', shopCode: '5', registerCode: '1' };
  const register = await createSimulatedRegister({
    ...ids,
    folder: join(folder, 'register'),
    serverAddress: `127.0.0.1:${server.grpcPort}`,
    seed: 5,
    firstDate: '2026-03-14',
    sleep,
  });
  t.after(() => register.close());
  await register.openShift();
  await register.sellMany(6);
  assert.equal(await register.work(), 'sent', 'a register needs neither the database nor to be known yet');

  wire.lead(Number(port));
  await until('the tables are made and the server answers', async () => (await api.status()).database.available);
  await until('the packages wait for their register', async () => (await api.status()).packages.error > 0);
  await api.send('POST', '/shops', { shopCode: '5', name: 'Магазин 5', shopId: ids.shopId });
  await api.send('POST', '/shops/5/registers', { registerCode: '1', registerId: ids.registerId });
  await classifyPayments(api);
  await register.closeShift();
  assert.equal(await register.work(), 'sent');
  await until('everything is loaded', async () => {
    const { packages } = await api.status();
    return packages.waiting + packages.error === 0;
  });
  await checkLedger(api, register);
  const [row] = await until('the missing folder of АСТУ is told', async () => {
    const { shifts } = await api.shifts('5', '1');
    return shifts[0]?.export.state === 'failed' && shifts;
  });
  assert.equal(row?.export.reason?.code, 'export.folder_missing');

  mkdirSync(exchange);
  await untilSettled(api);
  const erp = createSimulatedErp({ folder: exchange, nowMs: () => Date.now() });
  await erp.pass();
  checkErp(erp, [register]);
  assert.equal(await server.stop(), 0, server.log());
});
