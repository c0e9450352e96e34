import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import { folderFor, identity } from '../../tests/support/registers.ts';
import { startTcpProxy } from '../../tests/support/tcp-proxy.ts';
import { openThriftDoor } from '../../tests/support/thrift-door.ts';
import { createRegisterCommands } from '../connections/register-thrift/register-commands.ts';
import { isSetAside, readSalesFile } from '../formats/sales-file/sales-file.ts';
import { openSalesBody } from '../formats/sales-package/sales-package.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import { sleep } from '../platform/worker-loop.ts';
import { createThriftRegister, type ThriftRegisterOptions } from './thrift-register.ts';
import { createThriftSalesClient } from './thrift-sales-client.ts';

const DAY = { fromDate: '2026-01-01T00:00:00', toDate: '2026-01-02T00:00:00' };

async function registerFor(t: TestContext, options: Partial<ThriftRegisterOptions> & { serverAddress: string }) {
  const folder = await folderFor(t);
  const all = await createThriftRegister({ ...identity, seed: 77, sleep, folder, ...options });
  t.after(() => all.close());
  return all;
}

/** Identifiers of the documents in a stored package. */
async function documentsIn(intake: Intake, name: string): Promise<(string | null)[]> {
  const read = await intake.read('waiting', name);
  assert.ok(read.kind === 'package');
  const opened = await openSalesBody(Buffer.from(read.body));
  assert.ok(opened.ok);
  const file = readSalesFile(opened.text);
  assert.ok(file.ok);
  return [...file.documents].map((record) => {
    assert.ok(!isSetAside(record));
    return record.identifier;
  });
}

test('M14: a register of protocol 3 is asked by command and hands its sales over by Thrift', async (t) => {
  const { door, intake } = await openThriftDoor(t);
  const { register, commands } = await registerFor(t, { serverAddress: `127.0.0.1:${door.port}` });
  await register.openShift();
  await register.sellMany(5);
  assert.equal(await register.work(), 'idle', 'it sends nothing by itself');
  const server = createRegisterCommands();
  assert.deepEqual(await server.unload(commands, { ...identity, ...DAY, settings: { protocolVersion: '3' } }), {
    kind: 'accepted',
  });
  assert.deepEqual(commands.settings(), { protocolVersion: '3' });
  assert.equal(await register.work(), 'sent');
  const [name = '', ...more] = await intake.waiting(9);
  assert.deepEqual(more, []);
  const header = await intake.readHeader('waiting', name);
  assert.deepEqual([header?.door, header?.registerId, header?.range.kind], ['thrift', identity.registerId, 'dates']);
  assert.deepEqual(
    await documentsIn(intake, name),
    register.expected()[0]?.documents.map((one) => one.identifier),
  );
  const { deferred, backups, listed } = await register.condition();
  assert.deepEqual([deferred, backups, listed], [0, 1, 0]);
});

test('a register of protocol 3 keeps what was not acknowledged when the line breaks, and sends it when asked again', async (t) => {
  const { door, stored } = await openThriftDoor(t);
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: door.port });
  t.after(() => proxy[Symbol.asyncDispose]());
  const { register, commands } = await registerFor(t, { serverAddress: `127.0.0.1:${proxy.port}` });
  const server = createRegisterCommands();
  await register.openShift();
  await register.sellMany(5);
  for (const bytes of [10, 100, 700]) {
    proxy.cutAfter(bytes);
    await server.unload(commands, { ...identity, ...DAY });
    assert.equal(await register.work(), 'failed');
    assert.equal((await register.condition()).silent, true);
    assert.equal(stored().length, 0);
  }
  await server.unload(commands, { ...identity, ...DAY });
  assert.equal(await register.work(), 'sent');
  assert.equal(stored().length, 1, 'the same sales, asked for four times');
  assert.equal((await register.condition()).deferred, 0);
});

test('a register of protocol 3 that is turned away, or refused, keeps its sales and says why', async (t) => {
  const failures: string[] = [];
  let isKnown = false;
  const { door } = await openThriftDoor(t, {
    intake: { limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } },
    door: {
      admit: async (registerId) =>
        isKnown ? { ok: true } : { ok: false, code: 'handshake.unknown_register', params: { registerId } },
    },
  });
  const { register } = await registerFor(t, {
    serverAddress: `127.0.0.1:${door.port}`,
    sendOn: { receipt: true, shift: true },
    onFailure: (cause) => void failures.push(String(cause)),
  });
  await register.openShift();
  await register.sellReceipt();
  assert.equal(await register.work(), 'failed');
  isKnown = true;
  register.askAgain();
  assert.equal(await register.work(), 'failed');
  const { deferred, backups } = await register.condition();
  assert.ok(deferred > 0);
  assert.equal(backups, 0);
  assert.match(failures[0] ?? '', /does not know a register/);
  assert.match(failures[1] ?? '', /did not take the sales: .*disk/);
});

/** A server that answers each connection with bytes of its own. */
async function answering(t: TestContext, bytes: Buffer): Promise<string> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    t.after(() => socket.destroy());
    socket.write(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

test('the client of a register ends a session whose answer is wild, foreign, or does not come', async (t) => {
  const answers: [Buffer, RegExp][] = [
    [Buffer.from('7fffffff', 'hex'), /an answer of \d+ bytes/],
    [Buffer.from('0000000d80010002000000016100000001', 'hex'), /an answer to a, which was not asked/],
    [Buffer.alloc(0), /no answer from .* in 0\.05 s/],
  ];
  for (const [bytes, complaint] of answers) {
    const address = await answering(t, bytes);
    const client = createThriftSalesClient({ address, protocol: 'compact', deadlines: { handshake: 50, load: 50 } });
    const binary = createThriftSalesClient({ address, deadlines: { handshake: 50, load: 50 } });
    await assert.rejects(binary.handshake('r'), complaint);
    await assert.rejects(client.handshake('r'));
    await assert.rejects(binary.handshake('r'), complaint, 'it stays ended');
    client.close();
    binary.close();
  }
});
