/** T3: registers of protocol 3 behind a real broker, and a real server that fetches from it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import rhea, { type Message } from 'rhea';
import { type AmqpBroker, amqpBrokerAvailable, connectPeer, startAmqpBroker } from '../support/amqp-broker.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { openShopFloor, untilSettled } from '../support/shop-floor.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';

describe('the queue of protocol 3', { skip: !amqpBrokerAvailable }, () => {
  let broker: AmqpBroker;
  before(async () => {
    broker = await startAmqpBroker();
  });
  after(() => broker?.[Symbol.asyncDispose]());

  for (const { name, place } of databasesUnderTest) {
    test(`${name}: lines cut at every stage, the server away, strange messages: each sale is there once, the rest is kept by name`, async () => {
      await using opened = await place();
      const queue = `artix.backward.cs.${name}`;
      await using wire = await startTcpProxy({ host: broker.host, port: broker.port });
      const env = {
        SMENA_QUEUE_HOST: '127.0.0.1',
        SMENA_QUEUE_PORT: String(wire.port),
        SMENA_QUEUE_NAME: queue,
        SMENA_QUEUE_USER: broker.user,
        SMENA_QUEUE_PASSWORD: broker.password,
        SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms',
      };
      await using server = await startTestServer({ database: opened.location, env });
      let url = server.url;
      const api = createApiClient(() => url);
      const address = {
        host: broker.host,
        port: broker.port,
        name: queue,
        user: broker.user,
        password: broker.password,
      };
      await using floor = await openShopFloor(api, {
        shopCode: '5',
        registerCodes: ['1', '2'],
        serverAddress: 'nowhere:1',
        registerOptions: () => ({ protocolVersion: 3, queue: address }),
      });
      const peer = await connectPeer(broker);
      for (const [index, register] of floor.registers.entries()) {
        await register.openShift();
        await register.sellMany(6);
        assert.equal(await register.work(), 'sent');
        // The beginning of a greeting, the middle of a settlement: wherever it comes, the message comes again.
        wire.cutAfter(20 + index * 31);
        await register.sellMany(4);
        assert.equal(await register.work(), 'sent');
      }
      await peer.send(queue, { body: rhea.message.data_section(Buffer.from('what is this')) } as unknown as Message);
      await untilSettled(api);
      await server.stop();
      for (const register of floor.registers) {
        await register.closeShift();
        assert.equal(await register.work(), 'sent', 'the queue takes what the server does not hear');
      }
      await using again = await startTestServer({ database: opened.location, env, dataFolder: server.dataFolder });
      url = again.url;
      await until('the shifts are closed', async () =>
        (await Promise.all(floor.registers.map((one) => api.shifts('5', one.registerCode)))).every(
          ({ shifts }) => shifts[0]?.closedAt,
        ),
      );
      await untilSettled(api);
      for (const register of floor.registers) await checkLedger(api, register);
      const { packages } = await api.packages('state=broken');
      assert.equal(packages.length, 1);
      assert.match(packages[0]?.reason?.ru ?? '', /нет свойств.*messageType, cashCode/);
      await again.stop();
      assert.equal(await peer.left(queue), 0);
      await peer.close();
    });
  }
});
