/** M17: store and upper server are killed (kill -9) while packages go from one to the other. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDice } from '../../src/simulator/sd2000.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkLedger } from '../support/tie-out.ts';
import { forwardsTo, knowRegisters, ledgerOf, setServer, untilForwarded } from './stand.ts';

const KILLS = 6;

for (const engine of databasesUnderTest) {
  test(`M17 ${engine.name}: whichever of the two is killed, everything that was accepted is above once, to the kopeck`, async (t) => {
    const seed = Number(process.env.SMENA_TEST_SEED ?? randomInt(2 ** 31));
    t.diagnostic(`seed ${seed}; repeat with SMENA_TEST_SEED=${seed}`);
    const dice = createDice(seed);
    await using above = await engine.place();
    await using below = await engine.place();
    const [upperFolder, lowerFolder] = [temporaryFolder(t), temporaryFolder(t)];
    const startUpper = () => startTestServer({ database: above.location, dataFolder: upperFolder });
    let centre = await startUpper();
    t.after(() => centre.kill());
    await using line = await startTcpProxy({ host: '127.0.0.1', port: centre.grpcPort });
    // A slow line, so that there is always something under way.
    const env = { ...forwardsTo(line.port, '5'), SMENA_UPPER_BYTES_PER_SECOND: '40 KiB' };
    const startLower = () => startTestServer({ database: below.location, dataFolder: lowerFolder, env });
    let store = await startLower();
    t.after(() => store.kill());
    await using door = await startTcpProxy({ host: '127.0.0.1', port: store.grpcPort });
    const [upper, lower] = [createApiClient(() => centre.url), createApiClient(() => store.url)];
    const shop = { shopCode: '5', registerCodes: ['1'], serverAddress: `127.0.0.1:${door.port}`, seed };
    await using floor = await openShopFloor(lower, shop);
    await knowRegisters(upper, floor.registers);
    await setServer(upper, '5', ['5']);
    const [register] = floor.registers;
    assert.ok(register !== undefined);

    for (let kill = 0; kill < KILLS; kill += 1) {
      await register.openShift();
      await register.sellMany(12);
      await register.closeShift();
      assert.equal(await register.work(), 'sent');
      await sleep(dice.i(400));
      if (kill % 2 === 0) {
        await store.kill();
        store = await startLower();
        door.lead(store.grpcPort);
      } else {
        await centre.kill();
        centre = await startUpper();
        line.lead(centre.grpcPort);
      }
    }
    await untilForwarded(lower, upper);
    await checkLedger(upper, register);
    assert.deepEqual(await ledgerOf(upper, floor.registers), await ledgerOf(lower, floor.registers));
    const ids = async (api: typeof upper) => (await api.allPackages()).map(({ packageId }) => packageId).sort();
    assert.deepEqual(await ids(upper), await ids(lower), 'each package once');
  });
}
