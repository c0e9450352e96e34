import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { receiverFor, registerFor } from '../../tests/support/registers.ts';
import { createSalesClient } from './sales-client.ts';

/** A server that takes connections and never says a word. */
async function muteServer(t: TestContext): Promise<{ address: string; connected: Promise<unknown> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, connected: once(server, 'connection') };
}

test('a call that nobody answers ends at its deadline', async (t) => {
  const { address } = await muteServer(t);
  const client = createSalesClient({ address, deadlines: { handshake: 40, load: 40 } });
  t.after(() => client.close());
  await assert.rejects(client.handshake('r'), /DEADLINE_EXCEEDED/);
  await assert.rejects(client.openLoad().finish(), /DEADLINE_EXCEEDED/);
});

test('a cut ends a handshake that is never answered', async (t) => {
  const { address, connected } = await muteServer(t);
  const client = createSalesClient({ address });
  t.after(() => client.close());
  const handshake = client.handshake('r');
  await connected;
  client.cut();
  await assert.rejects(handshake, /CANCELLED/);
});

test('a register that is closed ends its session and begins no other', async (t) => {
  const { address, connected } = await muteServer(t);
  const failures: unknown[] = [];
  const register = await registerFor(t, { serverAddress: address, onFailure: (cause) => failures.push(cause) });
  await register.openShift();
  await register.sellReceipt();
  const work = register.work();
  await connected;
  await register.close();
  assert.equal(await work, 'failed');
  assert.match(String(failures[0]), /CANCELLED/);

  const receiver = await receiverFor(t);
  const other = await registerFor(t, { serverAddress: receiver.address });
  await other.openShift();
  await other.sellReceipt();
  await other.close();
  assert.equal(await other.work(), 'silent');
  assert.deepEqual(receiver.handshakes, []);
});
