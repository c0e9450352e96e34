/** The line of a register of protocol 3 cut at every stage of a session, down to the ledger. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { checkLedger } from '../support/tie-out.ts';

/** Bytes towards the server: in the handshake, in the head of a package, in its archive, and in a later package. */
const STAGES = [3, 20, 90, 300, 700, 1500, 2600];

for (const { name, place } of databasesUnderTest) {
  test(`M14 P19 T2 ${name}: a Thrift line cut at every stage leaves each sale once, to the kopeck`, async () => {
    await using opened = await place();
    const env = { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' };
    await using server = await startTestServer({ database: opened.location, env });
    await using wire = await startTcpProxy({ host: '127.0.0.1', port: server.thriftPort });
    const plain = createApiClient(() => server.url);
    // The door of protocol 3 lets in registers of protocol 3 only.
    const api: ApiClient = {
      ...plain,
      addRegister: (shopCode, registerCode) =>
        plain.send('POST', `/shops/${shopCode}/registers`, { registerCode, protocolVersion: 3 }),
    };
    await using floor = await openShopFloor(api, {
      shopCode: '5',
      registerCodes: ['1'],
      serverAddress: `127.0.0.1:${wire.port}`,
      registerOptions: () => ({ protocolVersion: 3 }),
    });
    const register = floor.registers[0] ?? assert.fail();
    await register.openShift();
    for (const bytes of STAGES) {
      await register.sellMany(3);
      wire.cutAfter(bytes);
      assert.equal(await register.work(), 'failed', `cut after ${bytes} bytes`);
      assert.equal((await register.condition()).silent, true);
      register.askAgain();
      assert.equal(await register.work(), 'sent');
    }
    await register.closeShift();
    assert.equal(await register.work(), 'sent');
    await untilSettled(api);
    await checkLedger(api, register);
  });
}
