import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { SalesPackage } from '../../../contracts/generated/register-sales.ts';
import { connectRegister, salesPackage } from '../../../tests/support/grpc-register.ts';
import { openDoor, pack, until } from '../../../tests/support/register-door.ts';
import { writeDurably } from '../../platform/durable-file.ts';
import { silentLogger } from '../../platform/logger.ts';
import { startRegisterGrpc } from './register-grpc.ts';

test('A7: handshake and load answer on bare paths and under any package name', async (t) => {
  const { register, stored } = await openDoor(t);
  const prefixes = ['', 'smena.register.v1.', 'load_sale.', 'ru.example.sales_v2.'];
  for (const prefix of prefixes) {
    const greeting = await register.handshake('_cash_1_0a1b2c3d', prefix);
    assert.deepEqual(greeting, {
      connectionAccepted: true,
      compabilityVersions: [1],
      description: '',
      errorCode: '',
    });
    const { response } = await register.load([pack(`id ${prefix}`)], prefix);
    assert.deepEqual(response?.requestId, [`id ${prefix}`]);
  }
  assert.equal(stored().length, prefixes.length);
});

test('A7: a path that only looks like ours is not implemented', async (t) => {
  const { register } = await openDoor(t);
  for (const prefix of ['Not', 'a/', 'x.NotThe']) {
    assert.equal((await register.load([pack('1')], prefix)).error?.code, status.UNIMPLEMENTED, prefix);
  }
});

test('M14: a register is turned away with the reason in both languages, and the log hears of it once', async (t) => {
  const { register, events } = await openDoor(t, {
    door: {
      admit: async (registerId) =>
        registerId === 'known'
          ? { ok: true, registerCode: '1', shopId: '_shop_7' }
          : { ok: false, code: 'handshake.unknown_register', params: { registerId } },
    },
  });
  for (const _ of [1, 2]) {
    const refused = await register.handshake('stranger');
    assert.equal(refused.connectionAccepted, false);
    assert.deepEqual(refused.compabilityVersions, [1]);
    assert.match(refused.description, /Касса с идентификатором stranger .* \/ The server does not know .* stranger/);
    assert.equal((await register.handshake('known')).connectionAccepted, true);
  }
  assert.deepEqual(
    events.map((event) => [event.code, event.params.reason ?? event.shopId]),
    [
      ['register.refused', '@handshake.unknown_register'],
      ['register.handshake', '_shop_7'],
    ],
  );
});

test('T2: when the register can not be looked up it is let in, because packages are taken without a database', async (t) => {
  const { register } = await openDoor(t, { door: { admit: () => Promise.reject(new Error('database away')) } });
  assert.equal((await register.handshake('any')).connectionAccepted, true);
});

test('T1: a server without disk space turns registers away at the handshake, while they still have their sales', async (t) => {
  const { register, intake } = await openDoor(t, {
    intake: { limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } },
    door: { refusal: () => intake.refusal() },
  });
  const answer = await register.handshake('any');
  assert.equal(answer.connectionAccepted, false);
  assert.match(answer.description, /мало места на диске.*almost full/);
});

test('A2: the answer names the stored packages, T1: no handshake is needed for that', async (t) => {
  const { register, intake } = await openDoor(t);
  const { response } = await register.load([pack('a'), pack('b'), pack('c')]);
  assert.deepEqual(response, { success: true, requestId: ['a', 'b', 'c'], description: '', errorCode: '' });
  const [name] = await intake.waiting(1);
  const read = await intake.read('waiting', name ?? '');
  assert.ok(read.kind === 'package');
  assert.equal(Buffer.from(read.body).toString(), 'content of a');
  assert.deepEqual(read.header.range, { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' });
  assert.equal(read.header.transferStateId, 'state-1');
});

test('A1: the next message is not taken before the first is on disk, and the sender feels it', async (t) => {
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  let writes = 0;
  const { register } = await openDoor(t, {
    intake: {
      async write(...file) {
        writes += 1;
        await disk;
        await writeDurably(...file);
      },
    },
  });
  const load = register.openLoad();
  let sent = 0;
  const sending = (async () => {
    for (let index = 0; index < 20; index += 1) {
      await load.send(salesPackage({ id: `${index}`, saleFile: randomBytes(1 << 20) }));
      sent += 1;
    }
    load.end();
  })();
  await until(() => writes === 1);
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.equal(writes, 1);
  assert.ok(sent <= 2, `${sent} messages left the register`);
  letGo();
  await sending;
  assert.equal((await load.outcome).response?.requestId.length, 20);
});

test('A1: what was stored stays when the stream breaks, and comes once when sent again', async (t) => {
  const { register, stored } = await openDoor(t);
  const load = register.openLoad();
  await load.send(pack('a'));
  await load.send(pack('b'));
  await until(() => stored().length === 2);
  load.cancel();
  assert.equal((await load.outcome).error?.code, status.CANCELLED);
  const { response } = await register.load([pack('a'), pack('b'), pack('c')]);
  assert.deepEqual(response?.requestId, ['a', 'b', 'c']);
  assert.equal(stored().length, 3);
});

test('A1: packages that came together are all stored although the stream breaks at the first', async (t) => {
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  let writes = 0;
  const { register, stored, door } = await openDoor(t, {
    intake: {
      async write(...file) {
        writes += 1;
        await disk;
        await writeDurably(...file);
      },
    },
  });
  const load = register.openLoad();
  await Promise.all([load.send(pack('a')), load.send(pack('b')), load.send(pack('c'))]);
  await until(() => writes === 1);
  load.cancel();
  await load.outcome;
  letGo();
  await door.stop();
  assert.equal(stored().filter((name) => name.endsWith('.sales')).length, 3);
});

test('A3: a repeat by id and content, and by content alone, is acknowledged and changes nothing', async (t) => {
  const { register, stored, events } = await openDoor(t);
  for (const id of ['a', 'a', 'b']) {
    const { response } = await register.load([pack(id, 'same content')]);
    assert.deepEqual([response?.success, response?.requestId], [true, [id]]);
  }
  assert.equal(stored().length, 1);
  assert.deepEqual(
    events.map((event) => event.code),
    ['package.received', 'package.repeated', 'package.repeated'],
  );
});

test('A4: a message over the limit is refused with a clear text; what came before is kept and others go on', async (t) => {
  const { register, stored } = await openDoor(t, { door: { limits: { maxMessageBytes: 1024 * 1024 } } });
  const { error } = await register.load([
    pack('small'),
    salesPackage({ id: 'large', saleFile: Buffer.alloc(3 << 20) }),
    pack('never'),
  ]);
  assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
  assert.match(error?.details ?? '', /больше предела 1 МБ.*larger than the limit of 1 MB/);
  assert.equal(stored().length, 1);
  assert.equal((await register.load([pack('next')])).response?.success, true);
});

test('a full disk ends the stream, acknowledges nothing that is not stored, and others go on when there is room', async (t) => {
  let room = 2;
  const { register, stored } = await openDoor(t, {
    intake: {
      async write(...file) {
        room -= 1;
        if (room < 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await writeDurably(...file);
      },
    },
  });
  const { error, response } = await register.load([pack('a'), pack('b'), pack('c'), pack('d')]);
  assert.equal(response, undefined);
  assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
  assert.match(error?.details ?? '', /не смог сохранить.*ENOSPC.*could not store/);
  assert.equal(stored().length, 2);
  room = 9;
  const again = await register.load([pack('a'), pack('b'), pack('c'), pack('d')]);
  assert.deepEqual(again.response?.requestId, ['a', 'b', 'c', 'd']);
  assert.equal(stored().length, 4);
});

test('too little free space answers "resource exhausted" with the numbers', async (t) => {
  const { register } = await openDoor(t, { intake: { limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } } });
  const { error } = await register.load([pack('a')]);
  assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
  assert.match(error?.details ?? '', /свободно \d+ МБ, нужно \d+ МБ/);
});

test('T1 A2: messages without a sales file are kept whole and acknowledged, with those that come beside them', async (t) => {
  const { register, intake, events } = await openDoor(t);
  const empty = SalesPackage.encode(pack('empty', '')).finish();
  const load = register.openLoad();
  for (const message of [pack('a'), Buffer.from(empty), Buffer.alloc(0), pack('b')]) await load.send(message);
  load.end();
  const { response } = await load.outcome;
  assert.deepEqual(response, { success: true, requestId: ['a', 'empty', 'b'], description: '', errorCode: '' });
  const kept = await Promise.all((await intake.waiting(9)).map((name) => intake.read('waiting', name)));
  const frames = kept.map((one) => (one.kind === 'package' ? [one.header.content, Buffer.from(one.body)] : one.kind));
  assert.deepEqual(frames.slice(1, 3), [
    ['empty', Buffer.from(empty)],
    ['empty', Buffer.alloc(0)],
  ]);
  const told = events.filter((event) => event.code === 'package.empty_message');
  assert.deepEqual(
    told.map((event) => event.params),
    [{ packageId: 'empty' }, { packageId: '' }],
  );
});

test('T1: a message of an unknown layout is kept whole', async (t) => {
  const { register, intake } = await openDoor(t);
  // Field 22 instead of 10 holds the archive; and bytes that are no message at all.
  const moved = Buffer.concat([
    SalesPackage.encode(pack('x', '')).finish(),
    Buffer.from([0xb2, 0x01, 0x80, 0x80, 0x01]),
    randomBytes(16384),
  ]);
  const rubbish = Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff]);
  const load = register.openLoad();
  await load.send(moved);
  await load.send(rubbish);
  load.end();
  assert.deepEqual((await load.outcome).response?.requestId, ['x']);
  const kept = await Promise.all((await intake.waiting(9)).map((name) => intake.read('waiting', name)));
  const frames = kept.map((one) => (one.kind === 'package' ? [one.header.content, Buffer.from(one.body)] : one.kind));
  assert.deepEqual(frames, [
    ['frame', moved],
    ['frame', rubbish],
  ]);
});

test('G: fifty registers with a package of 1 MiB each and a slow disk stay within the budget', async (t) => {
  let [writing, peak, largestRss] = [0, 0, 0];
  const budget = 8 << 20;
  const { register, stored, door } = await openDoor(t, {
    intake: {
      async write(folder, name, chunks) {
        writing += chunks[1]?.byteLength ?? 0;
        peak = Math.max(peak, writing);
        largestRss = Math.max(largestRss, process.memoryUsage.rss());
        await new Promise((resolve) => setTimeout(resolve, 5));
        await writeDurably(folder, name, chunks);
        writing -= chunks[1]?.byteLength ?? 0;
      },
    },
    door: { limits: { maxBytesInFlight: budget } },
  });
  const registers = Array.from({ length: 50 }, () => connectRegister(door.port));
  const outcomes = await Promise.all(
    registers.map((one, index) => one.load([salesPackage({ id: `${index}`, saleFile: randomBytes(1 << 20) })])),
  );
  for (const one of registers) one.close();
  assert.ok(outcomes.every(({ response }) => response?.success === true));
  assert.equal(stored().length, 50);
  assert.ok(peak <= budget, `${peak} bytes were being written at once`);
  t.diagnostic(`at most ${peak >> 20} MiB in flight, client and server together ${largestRss >> 20} MiB resident`);
  assert.equal((await register.load([pack('after')])).response?.success, true);
});

test('a message larger than the whole budget passes, a silent stream holds nobody up', async (t) => {
  const { register, door } = await openDoor(t, { door: { limits: { maxBytesInFlight: 1 << 20 } } });
  const silent = connectRegister(door.port).openLoad();
  await silent.send(pack('silent'));
  const loads = ['1', '2', '3'].map((id) => register.load([salesPackage({ id, saleFile: randomBytes(3 << 20) })]));
  for (const { response } of await Promise.all(loads)) assert.equal(response?.success, true);
  silent.end();
  assert.deepEqual((await silent.outcome).response?.requestId, ['silent']);
});

test('P19: a stream that falls silent is ended, and what it brought is kept', async (t) => {
  const { register, stored } = await openDoor(t, { door: { limits: { maxSilenceMs: 50 } } });
  const load = register.openLoad();
  await load.send(pack('a'));
  assert.equal((await load.outcome).error?.code, status.DEADLINE_EXCEEDED);
  assert.equal(stored().length, 1);
});

test('stopping finishes a stream that is under way and ends one that is idle', async (t) => {
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  let writes = 0;
  const { register, stored, door } = await openDoor(t, {
    intake: {
      async write(...file) {
        writes += 1;
        await disk;
        await writeDurably(...file);
      },
    },
    door: { limits: { stopGraceMs: 20 } },
  });
  const busy = register.load([pack('a')]);
  const idle = register.openLoad();
  await idle.send(pack('b'));
  await until(() => writes === 2);
  const stopping = door.stop();
  setTimeout(letGo, 60);
  assert.deepEqual((await busy).response?.requestId, ['a']);
  assert.equal((await idle.outcome).error?.code, status.UNAVAILABLE);
  await stopping;
  assert.equal(stored().length, 2);
  await assert.rejects(connectRegister(door.port).handshake('any'));
});

test('a peer that does not speak HTTP/2 is dropped and the others are served', async (t) => {
  const { register, door } = await openDoor(t);
  const socket = createConnection(door.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.end('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => socket.once('close', resolve).resume());
  assert.equal((await register.load([pack('a')])).response?.success, true);
});

test('a port that is taken is told at the start', async (t) => {
  const { door } = await openDoor(t);
  const again = startRegisterGrpc({
    host: '127.0.0.1',
    port: door.port,
    receive: () => Promise.reject(new Error('not asked')),
    reserve: () => Promise.reject(new Error('not asked')),
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: () => undefined,
    logger: silentLogger,
  });
  await assert.rejects(again, /EADDRINUSE/);
});
