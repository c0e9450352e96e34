/** M17: what is no package of a known register goes up as it came: messages that nobody understood, files that a person brought. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiClient } from '../support/api-client.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { forwardsTo, setServer, untilForwarded } from './stand.ts';

test('M17: a message that was not understood, a file of wrong format and a file by hand are above byte for byte, and those from before as well', async () => {
  await using centre = await startTestServer();
  const upper = createApiClient(() => centre.url);
  // Before there was an upper server.
  const first = await startTestServer();
  try {
    const api = createApiClient(() => first.url);
    await api.addShop('5');
    const file = salesFile({ shifts: [shiftInfo()], documents: [receipt(1, '12.50')] });
    await api.loadFile('5', 'sale.json', Buffer.from(file));
    await api.loadFile('5', 'odd.json', Buffer.from('no sales file'));
    await first.stop();

    await using store = await startTestServer({ dataFolder: first.dataFolder, env: forwardsTo(centre.grpcPort, '5') });
    const lower = createApiClient(() => store.url);
    const register = connectRegister(store.grpcPort);
    const load = register.openLoad();
    await load.send(Buffer.from([0x7a, 0x01, 0x41]));
    load.end();
    assert.equal((await load.outcome).error, undefined);
    register.close();
    await upper.addShop('5');
    await setServer(upper, '5', ['5']);
    await untilForwarded(lower, upper);
    await until('all three are there', async () => (await upper.allPackages()).length === 3);

    const told = async (api: typeof upper) =>
      (await api.allPackages())
        .map(({ sha256, size, door, fileName, state }) => [sha256, size, door, fileName, state].join(' '))
        .sort();
    assert.deepEqual(await told(upper), await told(lower));
    assert.ok((await upper.allPackages()).every(({ serverCode }) => serverCode === '5'));
    const [shift] = (await upper.shifts('5', '12')).shifts;
    assert.equal(shift?.saleSum, (await lower.shifts('5', '12')).shifts[0]?.saleSum);
    const { frames } = await upper.get<{ frames: unknown[] }>('/frames');
    assert.equal(frames.length, 1, 'it can be read above, once it is described there');
  } finally {
    await first[Symbol.asyncDispose]();
  }
});
