import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import {
  connectThrift,
  handshakeCall,
  heldDisk,
  loadCall,
  loadResponse,
  openThriftDoor,
  thriftPackage,
  until,
  wireName,
  wires,
} from '../../../tests/support/thrift-door.ts';
import { tlsFixture } from '../../../tests/support/tls-fixture.ts';
import { writeDurably } from '../../platform/durable-file.ts';
import { plaintextLine } from '../../platform/line-listener.ts';
import { silentLogger } from '../../platform/logger.ts';
import { startRegisterThrift } from './register-thrift.ts';

const binary = { protocol: 'binary', framed: false } as const;

for (const wire of wires) {
  test(`M14: a register of protocol 3 shakes hands and delivers (${wireName(wire)})`, async (t) => {
    const { door, intake } = await openThriftDoor(t);
    const register = connectThrift(t, door.port, wire);
    assert.deepEqual(
      { ...(await register.handshake('_cash_1_0a1b2c3d')) },
      {
        connectionAccepted: true,
        compabilityVersions: [1],
        description: '',
      },
    );
    const answers = [await register.load(thriftPackage('a')), await register.load(thriftPackage('b'))];
    assert.deepEqual(
      answers.map((answer) => ({ ...answer })),
      ['a', 'b'].map((packageId) => ({ stored: true, packageId, description: '' })),
    );
    const [name] = await intake.waiting(1);
    const read = await intake.read('waiting', name ?? '');
    assert.ok(read.kind === 'package');
    assert.equal(Buffer.from(read.body).toString(), 'PK content of a');
    const { door: through, registerId, range, transferStateId } = read.header;
    assert.deepEqual([through, registerId, transferStateId], ['thrift', '_cash_1_0a1b2c3d', 'state-1']);
    assert.deepEqual(range, { kind: 'dates', from: '2026-03-14T00:00:00.0', to: '2026-03-15T00:00:00.0' });
  });

  test(`several messages in one segment are answered in their order (${wireName(wire)})`, async (t) => {
    const { door, stored } = await openThriftDoor(t);
    const register = connectThrift(t, door.port, wire);
    const calls = [
      handshakeCall(wire, 'r', 1),
      loadCall(wire, thriftPackage('a'), 2),
      loadCall(wire, thriftPackage('b'), 3),
    ];
    await register.send(Buffer.concat([...calls, handshakeCall(wire, 'r', 4).subarray(0, 9)]));
    const answers = [await register.answer(), await register.answer(), await register.answer()];
    assert.deepEqual(
      answers.map((answer) => answer?.head.sequence),
      [1, 2, 3],
    );
    assert.equal(stored().length, 2);
    await register.send(handshakeCall(wire, 'r', 4).subarray(9));
    assert.equal((await register.answer())?.head.sequence, 4);
  });

  test(`a message that comes byte by byte is understood (${wireName(wire)})`, async (t) => {
    const { door, stored } = await openThriftDoor(t);
    const register = connectThrift(t, door.port, wire);
    for (const byte of loadCall(wire, thriftPackage('a'))) {
      register.socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const answer = await register.answer();
    assert.ok(answer);
    assert.equal(loadResponse(wire, answer).stored, true);
    assert.equal(stored().length, 1);
  });

  test(`a message cut at any point stores nothing, and comes once when sent again (${wireName(wire)})`, async (t) => {
    const { door, stored, warnings } = await openThriftDoor(t);
    const call = loadCall(wire, thriftPackage('a'));
    for (let length = 0; length < call.length; length += 1) {
      const register = connectThrift(t, door.port, wire);
      await register.send(call.subarray(0, length));
      if (length % 2 === 0) register.socket.end();
      else register.socket.resetAndDestroy();
      assert.equal(length % 2 === 0 ? await register.answer() : undefined, undefined);
      await register.closed;
    }
    assert.equal(stored().length, 0);
    assert.equal((await connectThrift(t, door.port, wire).load(thriftPackage('a'))).stored, true);
    assert.equal(stored().length, 1);
    assert.ok(warnings.length <= 1, 'one sender is told of once');
  });

  test(`A1: the next message is not read before the last is on disk, and the sender feels it (${wireName(wire)})`, async (t) => {
    const { seen, letGo, intake } = heldDisk();
    const { door } = await openThriftDoor(t, { intake });
    const register = connectThrift(t, door.port, wire);
    let sent = 0;
    const sending = (async () => {
      for (let index = 0; index < 20; index += 1) {
        await register.send(loadCall(wire, thriftPackage(`${index}`, randomBytes(1 << 20)), index));
        sent += 1;
      }
    })();
    await until(() => seen.writes === 1);
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
    assert.equal(seen.writes, 1);
    // What the buffers of the machine take has left the register.
    assert.ok(sent <= 10, `${sent} messages left the register`);
    letGo();
    for (let index = 0; index < 20; index += 1) {
      const answer = await register.answer();
      assert.ok(answer);
      assert.equal(answer.head.sequence, index);
      assert.equal(loadResponse(wire, answer).stored, true);
    }
    await sending;
  });
}

test('M14: a register is turned away with the reason in both languages, and the log hears of it once', async (t) => {
  const { door, events } = await openThriftDoor(t, {
    door: {
      admit: async (registerId) =>
        registerId === 'known'
          ? { ok: true, registerCode: '1', shopId: '_shop_7' }
          : { ok: false, code: 'handshake.unknown_register', params: { registerId } },
    },
  });
  const register = connectThrift(t, door.port, binary);
  for (const _ of [1, 2]) {
    const refused = await register.handshake('stranger');
    assert.equal(refused.connectionAccepted, false);
    assert.match(
      refused.description ?? '',
      /Касса с идентификатором stranger .* \/ The server does not know .* stranger/,
    );
    assert.equal((await register.handshake('known')).connectionAccepted, true);
  }
  assert.deepEqual(
    events.map((event) => [event.code, event.params.reason ?? event.shopId]),
    [
      ['register.refused', '@handshake.unknown_register'],
      ['register.handshake_thrift', '_shop_7'],
    ],
  );
});

test('T1, T2: a full disk turns a register away at the handshake, a database that is away does not', async (t) => {
  const away = await openThriftDoor(t, { door: { admit: () => Promise.reject(new Error('database away')) } });
  assert.equal((await connectThrift(t, away.door.port, binary).handshake('any')).connectionAccepted, true);
  const full = await openThriftDoor(t, {
    door: { refusal: async () => ({ kind: 'refused', code: 'load.disk_full', params: { free: 3, needed: 512 } }) },
  });
  const answer = await connectThrift(t, full.door.port, binary).handshake('any');
  assert.equal(answer.connectionAccepted, false);
  assert.match(answer.description ?? '', /мало места на диске.*almost full/);
});

test('A3: a repeat by id and content, and by content alone, is answered as stored and changes nothing', async (t) => {
  const { door, stored, events } = await openThriftDoor(t);
  const register = connectThrift(t, door.port, binary);
  for (const id of ['a', 'a', 'b']) {
    const { stored: isStored, packageId } = await register.load(thriftPackage(id, 'PK same'));
    assert.deepEqual([isStored, packageId], [true, id]);
  }
  assert.equal(stored().length, 1);
  assert.deepEqual(
    events.map(({ code }) => code),
    ['package.received', 'package.repeated', 'package.repeated'],
  );
});

test('what was acknowledged is stored exactly once, wherever the line breaks between many packages', async (t) => {
  const { door, stored } = await openThriftDoor(t);
  const packages = Array.from({ length: 6 }, (_, index) => thriftPackage(`${index}`));
  for (let answers = 0; answers <= packages.length; answers += 1) {
    const register = connectThrift(t, door.port, binary);
    await register.send(Buffer.concat(packages.map((one, index) => loadCall(binary, one, index))));
    for (let index = 0; index < answers; index += 1) assert.ok(await register.answer());
    register.socket.resetAndDestroy();
    assert.ok(stored().filter((name) => name.endsWith('.sales')).length >= answers);
  }
  const register = connectThrift(t, door.port, binary);
  for (const one of packages) assert.equal((await register.load(one)).stored, true);
  assert.equal(stored().length, packages.length);
});

test('a full disk is told for the package it concerns; the connection goes on and stores the next', async (t) => {
  let room = 1;
  const { door, stored, events } = await openThriftDoor(t, {
    intake: {
      async write(...file) {
        room -= 1;
        if (room < 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await writeDurably(...file);
      },
    },
  });
  const register = connectThrift(t, door.port, binary);
  assert.equal((await register.load(thriftPackage('a'))).stored, true);
  const refused = await register.load(thriftPackage('b'));
  assert.deepEqual([refused.stored, refused.packageId], [false, 'b']);
  assert.match(refused.description ?? '', /не смог сохранить.*ENOSPC.*could not store/);
  assert.equal(events.at(-1)?.code, 'package.not_stored');
  room = 9;
  assert.equal((await register.load(thriftPackage('b'))).stored, true);
  assert.equal(stored().length, 2);
});

test('a call without a sales file is kept whole and told of', async (t) => {
  const { door, events, stored } = await openThriftDoor(t);
  assert.equal((await connectThrift(t, door.port, binary).load(thriftPackage('empty', ''))).stored, true);
  assert.equal(stored().length, 1);
  assert.equal(events.at(-1)?.code, 'package.empty_message');
});

test('a register that says it is done before it has its answer gets it', async (t) => {
  const { seen, letGo, intake } = heldDisk();
  const { door } = await openThriftDoor(t, { intake });
  const register = connectThrift(t, door.port, binary);
  register.socket.end(loadCall(binary, thriftPackage('a')));
  await until(() => seen.writes === 1);
  letGo();
  const answer = await register.answer();
  assert.ok(answer);
  assert.equal(loadResponse(binary, answer).stored, true);
  assert.equal(await register.answer(), undefined);
});

test('stopping finishes what is being stored, tells a message under way, and ends an idle connection', async (t) => {
  const { seen, letGo, intake } = heldDisk();
  const { door, stored } = await openThriftDoor(t, { intake, door: { limits: { stopGraceMs: 20 } } });
  const [busy, midway, idle] = [1, 2, 3].map(() => connectThrift(t, door.port, binary));
  assert.ok(busy && midway && idle);
  const storing = busy.load(thriftPackage('a'));
  await midway.send(loadCall(binary, thriftPackage('b')).subarray(0, -3));
  await idle.handshake('r');
  await until(() => seen.writes === 1);
  const stopping = door.stop();
  assert.equal(await idle.answer(), undefined);
  const told = await midway.answer();
  assert.ok(told);
  assert.match(loadResponse(binary, told).description ?? '', /останавливается.*stopping/);
  letGo();
  assert.equal((await storing).stored, true);
  await stopping;
  assert.equal(stored().length, 1);
});

test('TLS: a register that trusts the certificate delivers, plain text on that port is turned away', async (t) => {
  const { certificate: cert, key } = tlsFixture;
  const line = { ...plaintextLine, plaintext: false, keys: { cert, key } };
  const { door, stored } = await openThriftDoor(t, { door: { line } });
  const secure = connectTls({ port: door.port, host: '127.0.0.1', servername: 'smena.test', ca: cert });
  assert.equal((await connectThrift(t, door.port, binary, secure).load(thriftPackage('a'))).stored, true);
  const plain = connectThrift(t, door.port, binary);
  await plain.send(loadCall(binary, thriftPackage('b')));
  plain.socket.resume();
  await plain.closed;
  assert.equal(stored().length, 1);
});

test('M18: a register without a certificate is turned away where certificates are asked for', async (t) => {
  const { certificate: cert, key } = tlsFixture;
  const keys = { cert, key, ca: [cert] };
  const line = { ...plaintextLine, keys, plaintext: false, certificateRequired: true };
  const { door, stored } = await openThriftDoor(t, { door: { line } });
  const place = { port: door.port, host: '127.0.0.1', servername: 'smena.test', ca: cert };
  const nobody = connectThrift(t, door.port, binary, connectTls(place));
  await nobody.send(loadCall(binary, thriftPackage('a')));
  nobody.socket.resume();
  await nobody.closed;
  assert.equal(stored().length, 0);
  const known = connectThrift(t, door.port, binary, connectTls({ ...place, cert, key }));
  assert.equal((await known.load(thriftPackage('a'))).stored, true);
});

test('a port that is taken is told at the start', async (t) => {
  const { door } = await openThriftDoor(t);
  const never = () => Promise.reject(new Error('not asked'));
  const again = startRegisterThrift({
    host: '127.0.0.1',
    port: door.port,
    receive: never,
    reserve: never,
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: () => undefined,
    logger: silentLogger,
  });
  await assert.rejects(again, /EADDRINUSE/);
});

test('P20: a token said at the handshake holds for the packages of its connection, and for no other', async (t) => {
  const { door, stored } = await openThriftDoor(t, {
    door: {
      mayDeliver: (_, { token }) =>
        token === 'right' ? undefined : { kind: 'refused', code: 'line.token_missing', params: { registerCode: '1' } },
    },
  });
  for (const wire of wires) {
    const register = connectThrift(t, door.port, wire);
    const early = await register.load(thriftPackage(`early ${wireName(wire)}`));
    assert.deepEqual([early.stored, /must come with its token/.test(early.description ?? '')], [false, true]);
    await register.handshake('_cash_1_0a1b2c3d', 'right');
    assert.equal((await register.load(thriftPackage(`late ${wireName(wire)}`))).stored, true);
    await register.handshake('_cash_1_0a1b2c3d');
    assert.equal((await register.load(thriftPackage(`again ${wireName(wire)}`))).stored, false);
  }
  assert.equal(stored().length, wires.length);
});
