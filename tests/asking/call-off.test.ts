/** A load that is called off: the register that holds a command stream is told and sends nothing of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestedTransfer } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { FIRST_DAY } from '../support/listening-register.ts';
import { startTestServer } from '../support/server.ts';
import { asks, isHeld, load, logOf, openBehindNat, type Shop, shopOf } from '../support/stream-register.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

const DAY = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: `${FIRST_DAY}T23:59:59` };

for (const engine of databasesUnderTest)
  test(`${engine.name}: a register drops a load that is called off, also when its stream was down meanwhile, and sends the next`, async (t) => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const shop = await shopOf(server);
    await using wire = await startTcpProxy({ host: '127.0.0.1', port: server.grpcPort });
    const { register, stream } = await openBehindNat(t, shop, { port: wire.port });
    await isHeld(shop);
    await register.openShift();
    await register.sellMany(3);
    const queued = async () => (await register.condition()).queued;

    const first = await ask(shop);
    await until('it has the command', async () => (await queued()) === 1);
    await callOff(shop, first);
    await until('it has dropped it', async () => (await queued()) === 0);
    await until('the log says so', async () => (await logOf(shop, 'transfer.called_off')).length === 1);
    assert.equal(await register.work(), 'idle', 'there is nothing to be sent');

    const second = await ask(shop);
    await until('it has the command', async () => (await queued()) === 1);
    wire.lead(null);
    wire.cut();
    await until('the stream is down', async () => !stream.isOpen());
    await callOff(shop, second);
    assert.equal(await queued(), 1, 'it cannot know yet');
    wire.lead(server.grpcPort);
    await until('it is told when it opens its stream again', async () => (await queued()) === 0);
    await until('the log says so', async () => (await logOf(shop, 'transfer.called_off')).length === 2);
    assert.deepEqual((await shop.api.shifts('12', '3')).shifts, [], 'nothing was sent');
    const third = await load(shop, DAY, register.work);
    assert.deepEqual([third.state, third.documentsNew > 0], ['done', true]);
  });

async function ask({ api }: Shop): Promise<string> {
  return (await api.send<RequestedTransfer>('POST', '/transfers', asks(DAY))).transfer.transferId;
}

function callOff({ api }: Shop, transferId: string): Promise<unknown> {
  return api.send('POST', `/transfers/${transferId}/cancel`, { author: 'Петрова' });
}
