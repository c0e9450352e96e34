import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { createSimulatedErp, type SimulatedErp } from '../../src/simulator/erp.ts';
import { createDice, type Dice } from '../../src/simulator/sd2000.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readExchange } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { askForEverything, checkAcknowledged, checkFolders } from './aftermath.ts';
import { createSeller, type Seller } from './seller.ts';

const KILLS = 30;
/** The server lives so long before it is killed, in ms at most. */
const LONGEST_LIFE_MS = 600;
/** Every third start is killed before the server is ready, after so many ms at most. */
const LONGEST_START_MS = 500;
/** Batches of receipts before a register closes its shift and opens the next. */
const BATCHES_A_SHIFT = 12;

const env = { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' };

/** Registers that trade through everything; a silent one is asked again as a person would, when the server is back. */
type Trade = { over: boolean; serverIsUp: boolean };

async function keepTrading({ register, send }: Seller, dice: Dice, trade: Trade): Promise<void> {
  for (let batch = 0; !trade.over; batch += 1) {
    if (batch % BATCHES_A_SHIFT === 0) await register.openShift();
    await register.sellMany(1 + dice.i(4));
    if (batch % BATCHES_A_SHIFT === BATCHES_A_SHIFT - 1) await register.closeShift();
    await send();
    await sleep(dice.i(15));
    if (!(await register.condition()).silent) continue;
    while (!trade.serverIsUp && !trade.over) await sleep(10);
    register.askAgain();
  }
}

for (const engine of databasesUnderTest) {
  test(`A1–A3 H T1 T2 M31 M32 P19 ${engine.name}: after ${KILLS} kill -9 at random moments everything acknowledged is there exactly once, in the ledger and at the ERP`, async (t) => {
    const seed = Number(process.env.SMENA_TEST_SEED ?? randomInt(2 ** 31));
    t.diagnostic(`seed ${seed}; repeat with SMENA_TEST_SEED=${seed}`);
    const dice = createDice(seed);
    await using place = await engine.place();
    const dataFolder = temporaryFolder(t);
    const start = () => startTestServer({ database: place.location, dataFolder, env });
    let server = await start();
    t.after(() => server.kill());
    await using line = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
    const api = createApiClient(() => server.url);
    const shop = { shopCode: '5', registerCodes: ['1', '2', '3', '4'], serverAddress: `127.0.0.1:${line.port}`, seed };
    await using floor = await openShopFloor(api, shop);
    const sellers = floor.registers.map((register) => createSeller(register, floor.folderOf(register)));
    const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });

    const trade: Trade = { over: false, serverIsUp: true };
    const life = Promise.all(sellers.map((seller, index) => keepTrading(seller, createDice(seed + index), trade)));
    life.catch(() => undefined);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep(dice.i(LONGEST_LIFE_MS));
      if (kill % 4 === 1) await passWithoutRefusal(erp);
      trade.serverIsUp = false;
      await server.kill();
      readExchange(server.exchangeFolder);
      if (kill % 3 === 0) await killWhileStarting(place.location, dataFolder, dice.i(LONGEST_START_MS));
      server = await start();
      line.lead(server.grpcPort);
      trade.serverIsUp = true;
    }
    trade.over = true;
    await life;

    for (const seller of sellers) await finishTrading(seller);
    await untilSettled(api);
    await checkAcknowledged(api, sellers);
    await passWithoutRefusal(erp);
    await tellWhatWasInFlight(t, sellers, api);
    await askForEverything(api, sellers, erp);
    // Started once more, so that every folder has been tidied after the last kill.
    assert.equal(await server.stop(), 0, server.log());
    server = await start();
    await untilSettled(api);
    await until('every folder is tidy', async () => {
      checkFolders(dataFolder);
      return true;
    });
    assert.equal(await server.stop(), 0, server.log());
  });
}

async function passWithoutRefusal(erp: SimulatedErp): Promise<void> {
  const { refused, deletedEmpty, aborted } = await erp.pass();
  assert.deepEqual([refused, deletedEmpty, aborted], [[], [], false]);
}

async function killWhileStarting(database: DatabaseLocation, dataFolder: string, afterMs: number): Promise<void> {
  let started: TestServer;
  try {
    started = await startTestServer({
      database,
      dataFolder,
      env,
      onSpawn: (process) => void setTimeout(() => process.kill('SIGKILL'), afterMs),
    });
  } catch (cause) {
    assert.match(String(cause), /ended before it was ready/);
    return;
  }
  await started.kill();
}

/** Sends what a register still holds, closes its shift and sends that. */
async function finishTrading({ register, send }: Seller): Promise<void> {
  const sendAll = async () => {
    register.askAgain();
    for (let outcome = await send(); outcome !== 'idle'; outcome = await send()) assert.equal(outcome, 'sent');
  };
  await sendAll();
  if ((await register.condition()).openShift !== null) await register.closeShift();
  await sendAll();
}

async function tellWhatWasInFlight(
  t: TestContext,
  sellers: readonly Seller[],
  api: Parameters<typeof checkAcknowledged>[0],
): Promise<void> {
  const stored = new Set((await api.allPackages()).map((one) => one.packageId));
  const acknowledged = sellers.reduce((sum, seller) => sum + seller.acknowledged.size, 0);
  const inFlight = sellers.flatMap((seller) => [...seller.handedOver]);
  const lost = inFlight.filter((id) => !stored.has(id)).length;
  t.diagnostic(
    `${acknowledged} packages acknowledged; ${inFlight.length} in flight at a kill, ${lost} of them not stored`,
  );
  assert.ok(acknowledged > KILLS, 'the registers were hardly ever served');
}
