import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { createSimulatedErp } from '../../src/simulator/erp.ts';
import { createSalesClient } from '../../src/simulator/sales-client.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkErp, checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { checkFolders } from './aftermath.ts';
import { copyDatabase } from './copy-database.ts';
import { packagesOf } from './packages-of.ts';

/** The most that can be asked to stay free; a file system with less than that is as good as full. */
const MOST_KEPT_FREE = '64 GiB';
const SIXTY_FOUR_GIB = 64 * 1024 ** 3;

/** A place that is "full" when so much must stay free; undefined on a machine that has none. */
const fullPlace = [tmpdir(), '/dev/shm'].find((folder) => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < SIXTY_FOUR_GIB;
  } catch {
    return false;
  }
});

for (const engine of databasesUnderTest) {
  test(`H T1 T2 A2 ${engine.name}: a full disk is told in plain words before a register parts with its sales, and with room everything arrives`, {
    skip: fullPlace === undefined,
  }, async (t) => {
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    const waiting = temporaryFolder(t, fullPlace);
    const start = (minFree: string) =>
      startTestServer({
        database: place.location,
        dataFolder,
        env: { SMENA_MIN_FREE_BYTES: minFree, SMENA_FOLDERS_WAITING: waiting },
      });
    let server = await start(MOST_KEPT_FREE);
    t.after(() => server.stop());
    const api = createApiClient(() => server.url);
    await using line = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
    const failures: unknown[] = [];
    await using floor = await openShopFloor(api, {
      shopCode: '5',
      registerCodes: ['1'],
      serverAddress: `127.0.0.1:${line.port}`,
      registerOptions: () => ({ onFailure: (cause) => failures.push(cause) }),
    });
    const register = floor.registers[0] ?? assert.fail();
    await register.openShift();
    await register.sellMany(6);
    await register.closeShift();
    assert.equal(await register.work(), 'failed');
    assert.match(String(failures[0]), /На сервере мало места на диске.*The disk of the server is almost full/s);
    const { deferred, backups } = await register.condition();
    assert.ok(deferred > 6);
    assert.equal(backups, 0, 'the register still has all of its sales');

    // One that does not shake hands is refused as well, with the status that means "no room".
    const [first] = packagesOf(register, floor.folderOf(register), 'unloadedSales');
    const client = createSalesClient({ address: `127.0.0.1:${server.grpcPort}` });
    const stream = client.openLoad();
    const refused = (async () => {
      await stream.send(first ?? assert.fail());
      await stream.finish();
    })();
    await assert.rejects(refused, (cause: Error & { code?: number }) => {
      assert.equal(cause.code, status.RESOURCE_EXHAUSTED);
      assert.match(cause.message, /Освободите место и повторите передачу.*Free some space and send again/s);
      return true;
    });
    client.close();
    assert.deepEqual(readdirSync(waiting), []);

    // The server goes on serving, and tells it in the log.
    assert.deepEqual((await api.shifts('5', '1')).shifts, []);
    const told = await until('the log tells of it', async () =>
      (await api.log('level=error')).events.find((event) => event.code === 'package.storage_refused'),
    );
    assert.match(told.text.ru, /на диске мало места/);
    assert.match(told.text.en, /the disk is almost full/);

    assert.equal(await server.stop(), 0, server.log());
    server = await start('1 MiB');
    line.lead(server.grpcPort);
    register.askAgain();
    assert.equal(await register.work(), 'sent');
    await untilSettled(api);
    await checkLedger(api, register);
    assert.deepEqual(readdirSync(waiting), []);
  });

  test(`A3 H ${engine.name}: a crash between the ledger's commit and the move of the file doubles nothing`, async (t) => {
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    let server = await startTestServer({ database: place.location, dataFolder });
    t.after(() => server.stop());
    const api = createApiClient(() => server.url);
    const serverAddress = `127.0.0.1:${server.grpcPort}`;
    await using floor = await openShopFloor(api, { shopCode: '5', registerCodes: ['1'], serverAddress });
    const register = floor.registers[0] ?? assert.fail();
    await register.openShift();
    await register.sellMany(9);
    await register.closeShift();
    assert.equal(await register.work(), 'sent');
    await untilSettled(api);
    const before = await until('every shift is checked', async () => {
      const shifts = await checkLedger(api, register);
      return shifts.every(({ check }) => check.result !== 'not_looked') && shifts;
    });
    const packages = await api.allPackages();
    assert.equal(await server.stop(), 0, server.log());

    const [processed, waiting] = ['processed', 'waiting'].map((state) => join(dataFolder, 'queue', state));
    const names = readdirSync(processed ?? '');
    for (const name of names) copyFileSync(join(processed ?? '', name), join(waiting ?? '', name));
    server = await startTestServer({ database: place.location, dataFolder });
    await untilSettled(api);
    assert.deepEqual(await checkLedger(api, register), before, 'not even a revision has changed');
    assert.deepEqual(await api.allPackages(), packages);
    assert.deepEqual(readdirSync(processed ?? '').sort(), names.sort());
    checkFolders(dataFolder);
  });

  test(`H P15 A3 ${engine.name}: with the database restored from an older backup the packages on disk bring it up to date`, async (t) => {
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    let location = place.location;
    const start = () => startTestServer({ database: location, dataFolder });
    let server: TestServer = await start();
    t.after(() => server.stop());
    const api = createApiClient(() => server.url);
    await using line = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
    const shop = { shopCode: '5', registerCodes: ['1', '2'], serverAddress: `127.0.0.1:${line.port}` };
    await using floor = await openShopFloor(api, shop);
    const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });
    const tradeAShift = async () => {
      for (const register of floor.registers) {
        await register.openShift();
        await register.sellMany(6);
        await register.closeShift();
        assert.equal(await register.work(), 'sent');
      }
      await untilSettled(api);
      await erp.pass();
    };
    const restart = async () => {
      server = await start();
      line.lead(server.grpcPort);
    };

    await tradeAShift();
    assert.equal(await server.stop(), 0, server.log());
    const inFolder = place.location.engine === 'sqlite' ? join(dataFolder, 'smena.db') : place.location.url;
    await using backup = await copyDatabase(place.location, inFolder);
    await restart();
    await tradeAShift();
    await tradeAShift();
    assert.equal(await server.stop(), 0, server.log());

    location = await backup.restore();
    await restart();
    // Whoever looks before the index has caught up sees the old state; the folders know better.
    await until('the index has caught up', async () => (await api.shifts('5', '2')).shifts.length === 3);
    await untilSettled(api);
    for (const register of floor.registers) await checkLedger(api, register);
    await erp.pass();
    checkErp(erp, floor.registers);
    await tradeAShift();
    for (const register of floor.registers) await checkLedger(api, register);
    checkErp(erp, floor.registers);
    checkFolders(dataFolder);
  });
}
