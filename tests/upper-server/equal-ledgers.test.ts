/** M17: the ledger of the upper server is the sum of those of its stores, to the kopeck, whatever happens to the line. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { createDice } from '../../src/simulator/sd2000.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { forwardsTo, knowRegisters, ledgerOf, servers, setServer, untilForwarded } from './stand.ts';

const CUTS = 100;
const MOST_ROUNDS = 40;
/** A line on which nothing has gone for so long stands still. */
const LONGEST_MS = 60_000;

for (const engine of databasesUnderTest) {
  test(`M17 ${engine.name}: with the line cut 100 times at different places the upper ledger is equal to the kopeck, nothing twice, nothing lost`, async (t) => {
    const seed = Number(process.env.SMENA_TEST_SEED ?? randomInt(2 ** 31));
    t.diagnostic(`seed ${seed}; repeat with SMENA_TEST_SEED=${seed}`);
    const dice = createDice(seed);
    await using above = await engine.place();
    await using below = await engine.place();
    await using centre = await startTestServer({ database: above.location });
    await using line = await startTcpProxy({ host: '127.0.0.1', port: centre.grpcPort });
    await using store = await startTestServer({ database: below.location, env: forwardsTo(line.port, '5') });
    const [upper, lower] = [createApiClient(() => centre.url), createApiClient(() => store.url)];
    const shop = { shopCode: '5', registerCodes: ['1', '2'], serverAddress: `127.0.0.1:${store.grpcPort}`, seed };
    await using floor = await openShopFloor(lower, shop);
    await knowRegisters(upper, floor.registers);
    await setServer(upper, '5', ['5']);
    let cuts = 0;
    const cutting = (async () => {
      for (; cuts < CUTS; cuts += 1) {
        line.cutAfter(dice.i(2_500));
        await until(`cut ${cuts + 1} of ${CUTS}`, () => line.hasCut(), LONGEST_MS);
      }
    })();
    // What is sold in so many rounds is more than goes over the line before the last cut, however fast it is sold.
    for (let round = 0; round < MOST_ROUNDS && (cuts < CUTS || round < 3); round += 1) {
      for (const register of floor.registers) {
        await register.openShift();
        await register.sellMany(5 + dice.i(4));
        await register.closeShift();
        assert.equal(await register.work(), 'sent');
      }
    }
    await cutting;
    line.cutAfter(Number.POSITIVE_INFINITY);
    await untilForwarded(lower, upper);
    assert.equal(cuts, CUTS);

    for (const register of floor.registers) await checkLedger(upper, register);
    assert.deepEqual(await ledgerOf(upper, floor.registers), await ledgerOf(lower, floor.registers));
    const key = ({ packageId, size }: { packageId: string | null; size: number }) => `${packageId} ${size}`;
    const [there, here] = [await upper.allPackages(), await lower.allPackages()];
    assert.deepEqual(there.map(key).sort(), here.map(key).sort(), 'each package once, byte for byte as many');
    assert.ok(
      there.every(({ serverCode }) => serverCode === '5'),
      'who brought it is known',
    );
    const [known] = (await servers(upper)).servers;
    assert.equal(known?.serverCode, '5');
    t.diagnostic(`${here.length} packages`);
  });
}
