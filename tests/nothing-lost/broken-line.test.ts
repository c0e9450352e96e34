import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { createSimulatedErp } from '../../src/simulator/erp.ts';
import { createSalesClient } from '../../src/simulator/sales-client.ts';
import { createDice } from '../../src/simulator/sd2000.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { createTestDatabase, postgresAvailable } from '../support/postgres.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { askForEverything, checkAcknowledged, checkFolders } from './aftermath.ts';
import { packagesOf } from './packages-of.ts';
import { createSeller } from './seller.ts';

const env = { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' };

/** The address of the database, led through a wire of ours. */
function through(url: string, port: number): string {
  const led = new URL(url);
  led.hostname = '127.0.0.1';
  led.port = String(port);
  return led.href;
}

test('H M31 M32 P1: with PostgreSQL away packages are acknowledged, and they are loaded when it is back', {
  skip: !postgresAvailable,
}, async (t) => {
  const created = await createTestDatabase();
  t.after(() => created.drop());
  const { hostname, port } = new URL(created.url);
  await using wire = await startTcpProxy({ host: hostname, port: Number(port) });
  const database = { engine: 'postgres', url: through(created.url, wire.port) } as const;
  await using server = await startTestServer({ database, env });
  const api = createApiClient(() => server.url);
  const shop = { shopCode: '5', registerCodes: ['1'], serverAddress: `127.0.0.1:${server.grpcPort}` };
  await using floor = await openShopFloor(api, shop);
  const register = floor.registers[0] ?? assert.fail();
  const { send } = createSeller(register, floor.folderOf(register));
  await register.openShift();
  await register.sellMany(5);
  assert.equal(await send(), 'sent');
  await untilSettled(api);

  wire.lead(null);
  wire.cut();
  await register.sellMany(20);
  await register.closeShift();
  assert.equal(await send(), 'sent', 'the door needs no database');
  await until('the server says that its database is away', async () => !(await api.status()).database.available);
  assert.ok((await api.status()).packages.waiting > 20);
  const refused = await fetch(new URL('/api/v1/log', server.url));
  assert.equal(refused.status, 503);
  const problem = (await refused.json()) as { code: string; message: { ru: string; en: string } };
  assert.equal(problem.code, 'database.away');
  assert.match(problem.message.ru, /Продажи с касс принимаются на диск/);
  const brought = await fetch(new URL('/api/v1/files?shop=5', server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'sale.json' },
    body: '{}',
  });
  const answer = (await brought.json()) as typeof problem;
  assert.deepEqual([brought.status, answer.code], [503, 'load.database_away']);
  assert.match(answer.message.ru, /есть ли магазин 5: файл не принят\. Загрузите его ещё раз, когда база вернётся/);

  wire.lead(Number(port));
  await untilSettled(api);
  await checkLedger(api, register);
  const codes = await until('the log tells of it', async () => {
    const events = (await api.wholeLog()).filter((event) => event.code.startsWith('database.'));
    return events.length >= 2 && events.toReversed();
  });
  assert.deepEqual(
    codes.map((event) => event.code),
    ['database.unavailable', 'database.available'],
  );
  assert.match(codes[0]?.text.ru ?? '', /Пакеты принимаются на диск и будут записаны, когда база вернётся/);
});

test('H M31: a server that starts without its database takes packages and loads them when the database comes', {
  skip: !postgresAvailable,
}, async (t) => {
  const created = await createTestDatabase();
  t.after(() => created.drop());
  const { hostname, port } = new URL(created.url);
  await using wire = await startTcpProxy({ host: hostname, port: Number(port) });
  const database = { engine: 'postgres', url: through(created.url, wire.port) } as const;
  await using server = await startTestServer({ database, env });
  await using gate = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
  let url = server.url;
  const api = createApiClient(() => url);
  const shop = { shopCode: '5', registerCodes: ['1'], serverAddress: `127.0.0.1:${gate.port}` };
  await using floor = await openShopFloor(api, shop);
  const register = floor.registers[0] ?? assert.fail();
  await server.stop();

  wire.lead(null);
  await using again = await startTestServer({ database, env, dataFolder: server.dataFolder });
  url = again.url;
  gate.lead(again.grpcPort);
  await register.openShift();
  await register.sellMany(8);
  await register.closeShift();
  assert.equal(await register.work(), 'sent');
  const status = await fetch(new URL('/api/v1/status', again.url));
  assert.equal(status.status, 503, 'nothing was ever read');
  wire.lead(Number(port));
  await untilSettled(api);
  await checkLedger(api, register);
});

test('H: PostgreSQL cut off in the middle of transactions, again and again, neither loses nor doubles anything', {
  skip: !postgresAvailable,
}, async (t) => {
  const seed = Number(process.env.SMENA_TEST_SEED ?? randomInt(2 ** 31));
  t.diagnostic(`seed ${seed}; repeat with SMENA_TEST_SEED=${seed}`);
  const dice = createDice(seed);
  const created = await createTestDatabase();
  t.after(() => created.drop());
  const { hostname, port } = new URL(created.url);
  await using wire = await startTcpProxy({ host: hostname, port: Number(port) });
  const database = { engine: 'postgres', url: through(created.url, wire.port) } as const;
  await using server = await startTestServer({ database, env });
  const api = createApiClient(() => server.url);
  const shop = { shopCode: '5', registerCodes: ['1', '2'], serverAddress: `127.0.0.1:${server.grpcPort}` };
  await using floor = await openShopFloor(api, shop);
  const sellers = floor.registers.map((register) => createSeller(register, floor.folderOf(register)));
  for (const { register } of sellers) await register.openShift();
  for (let round = 0; round < 15; round += 1) {
    wire.cutAfter(dice.i(6_000));
    for (const { register, send } of sellers) {
      await register.sellMany(3 + dice.i(5));
      assert.equal(await send(), 'sent');
    }
    await until('the wire was cut', () => wire.hasCut());
  }
  for (const { register, send } of sellers) {
    await register.closeShift();
    assert.equal(await send(), 'sent');
  }
  await untilSettled(api);
  await checkAcknowledged(api, sellers);
  for (const { register } of sellers) await checkLedger(api, register);
});

for (const engine of databasesUnderTest) {
  test(`A1 H T1 T2 P19 ${engine.name}: a stream cut in the middle keeps what arrived; asked again, the register brings the rest`, async (t) => {
    const seed = Number(process.env.SMENA_TEST_SEED ?? randomInt(2 ** 31));
    t.diagnostic(`seed ${seed}; repeat with SMENA_TEST_SEED=${seed}`);
    const dice = createDice(seed);
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location, env });
    await using line = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
    const api = createApiClient(() => server.url);
    const shop = { shopCode: '5', registerCodes: ['1'], serverAddress: `127.0.0.1:${line.port}` };
    await using floor = await openShopFloor(api, shop);
    const register = floor.registers[0] ?? assert.fail();
    const seller = createSeller(register, floor.folderOf(register));
    const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });
    for (let shift = 0; shift < 12; shift += 1) {
      await register.openShift();
      await register.sellMany(10);
      await register.closeShift();
      // A session of these packages carries some 15 kB.
      line.cutAfter(dice.i(14_000));
      if ((await seller.send()) === 'sent') continue;
      assert.ok((await register.condition()).silent, 'one failure silences a register');
      assert.equal(await seller.send(), 'silent');
      register.askAgain();
    }
    line.cutAfter(Number.POSITIVE_INFINITY);
    assert.equal(await seller.send(), 'sent');
    t.diagnostic(`${seller.acknowledged.size} acknowledged, ${seller.handedOver.size} handed over when the line broke`);
    assert.ok(seller.handedOver.size > 0, 'no stream was cut');
    await untilSettled(api);
    await checkAcknowledged(api, [seller]);
    await erp.pass();
    await askForEverything(api, [seller], erp);
    checkFolders(server.dataFolder);
  });

  test(`A2 A3 P3 ${engine.name}: the same packages sent by two connections at once are stored, loaded and counted once`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location, env });
    const api = createApiClient(() => server.url);
    const serverAddress = `127.0.0.1:${server.grpcPort}`;
    await using floor = await openShopFloor(api, { shopCode: '5', registerCodes: ['1'], serverAddress });
    const register = floor.registers[0] ?? assert.fail();
    await register.openShift();
    await register.sellMany(30);
    await register.closeShift();
    // The register's own session does not get through: its packages are taken from its disk and sent from here.
    register.faults.offline = true;
    await register.work();
    const packages = packagesOf(register, floor.folderOf(register), 'unloadedSales');
    assert.ok(packages.length > 30);
    const answers = await Promise.all(
      [0, 1].map(async () => {
        const client = createSalesClient({ address: serverAddress });
        try {
          const stream = client.openLoad();
          for (const one of packages) await stream.send(one);
          return await stream.finish();
        } finally {
          client.close();
        }
      }),
    );
    for (const { success, requestId } of answers)
      assert.deepEqual([success, requestId], [true, packages.map((one) => one.id)]);
    await untilSettled(api);
    await checkLedger(api, register);
    assert.equal((await api.allPackages()).length, packages.length);
    const codes = ['package.received', 'package.repeated', 'package.loaded'];
    const told = await until('the log tells of each package', async () => {
      const events = await api.wholeLog();
      const counts = codes.map((code) => events.filter((event) => event.code === code).length);
      return counts.reduce((sum, count) => sum + count, 0) >= 3 * packages.length && counts;
    });
    assert.deepEqual(told, [packages.length, packages.length, packages.length]);
  });
}
