import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
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
import { writeDurably } from '../../platform/durable-file.ts';
import { readException } from './codec.ts';

const binary = { protocol: 'binary', framed: false } as const;

for (const wire of wires) {
  test(`A4: a message over the limit is refused by name, framed by its size, and others go on (${wireName(wire)})`, async (t) => {
    const { door, stored, events } = await openThriftDoor(t, { door: { limits: { maxMessageBytes: 1 << 20 } } });
    const register = connectThrift(t, door.port, wire);
    assert.equal((await register.load(thriftPackage('small'))).stored, true);
    const refused = await register.load(thriftPackage('large', randomBytes(3 << 20)));
    assert.equal(refused.stored, false);
    assert.match(refused.description ?? '', /больше предела 1 МБ.*larger than the limit of 1 MB/);
    await register.closed;
    assert.equal(events.filter(({ code }) => code === 'package.over_limit_thrift').length, 1);
    assert.equal((await connectThrift(t, door.port, wire).load(thriftPackage('next'))).stored, true);
    assert.equal(stored().length, 2);
  });
}

test('a large package for which there is no disk space is refused before it is read', async (t) => {
  const { door } = await openThriftDoor(t, { intake: { limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } } });
  for (const wire of wires) {
    const refused = await connectThrift(t, door.port, wire).load(thriftPackage('a', randomBytes(1 << 20)));
    assert.equal(refused.stored, false);
    assert.match(refused.description ?? '', /свободно \d+ МБ, нужно \d+ МБ/, wireName(wire));
  }
});

test('an unknown method and a message that is no call are answered as such, and the connection goes on', async (t) => {
  const { door } = await openThriftDoor(t);
  for (const wire of wires) {
    const register = connectThrift(t, door.port, wire);
    const call = handshakeCall(wire, 'r', 7);
    const named = Buffer.from(call);
    named.write('executing', named.indexOf('handshake'));
    await register.send(named);
    const answer = await register.answer();
    assert.deepEqual(answer?.head, { name: 'executing', type: 3, sequence: 7 });
    assert.match(
      readException(wire.protocol, answer.bytes),
      /Метода executing .* \/ The server has no method executing/,
    );
    const reply = Buffer.from(call);
    const typeAt = (wire.framed ? 4 : 0) + (wire.protocol === 'binary' ? 3 : 1);
    reply[typeAt] = wire.protocol === 'binary' ? 2 : 0x41;
    await register.send(reply);
    const second = await register.answer();
    assert.equal(second?.head.type, 3);
    assert.equal((await register.load(thriftPackage('a'))).stored, true);
  }
});

test('a wild length is refused without being believed, whatever it measures', async (t) => {
  const { door, events } = await openThriftDoor(t);
  const load = (wire: (typeof wires)[number]) => loadCall(wire, thriftPackage('a', 'PK12345678'));
  for (const wire of wires) {
    const bytes = load(wire);
    if (wire.framed) bytes.writeUInt32BE(0x7fff_ffff, 0);
    else if (wire.protocol === 'binary') bytes.writeUInt32BE(0x7fff_ffff, bytes.indexOf('PK1') - 4);
    else
      bytes.fill(0xff, bytes.indexOf('PK1') - 1, bytes.indexOf('PK1') + 3).writeUInt8(0x7f, bytes.indexOf('45678') - 1);
    const register = connectThrift(t, door.port, wire);
    await register.send(bytes);
    const answer = await register.answer();
    assert.ok(answer, wireName(wire));
    assert.match(loadResponse(wire, answer).description ?? '', /larger than the limit of 64 MB/);
  }
  assert.equal(events.length, 4);
});

test('bytes that are no Thrift end their connection and nothing else', async (t) => {
  const { door, warnings } = await openThriftDoor(t);
  const rubbish = [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    Buffer.from('160301020001000b', 'hex'),
    Buffer.from('00000000', 'hex'),
    Buffer.from('0000000080010001', 'hex'),
    Buffer.from('8001000100000004', 'hex'),
    ...Array.from({ length: 100 }, (_, length) => randomBytes(length)),
  ];
  for (const bytes of rubbish) {
    const register = connectThrift(t, door.port, binary);
    await register.send(bytes);
    register.socket.end();
    register.socket.resume();
    await register.closed;
  }
  assert.equal((await connectThrift(t, door.port, binary).load(thriftPackage('a'))).stored, true);
  assert.ok(warnings.length <= 3, warnings.join('\n'));
});

test('P19: a sender who falls silent in a message is refused by name, between messages it is let go', async (t) => {
  const { door, warnings } = await openThriftDoor(t, { door: { limits: { maxSilenceMs: 500 } } });
  const silent = async (wire: (typeof wires)[number]) => {
    const register = connectThrift(t, door.port, wire);
    await register.send(loadCall(wire, thriftPackage('a')).subarray(0, -3));
    const answer = await register.answer();
    assert.ok(answer, wireName(wire));
    assert.match(loadResponse(wire, answer).description ?? '', /не пришло целиком.*did not arrive whole/);
    await register.closed;
  };
  const idle = connectThrift(t, door.port, binary);
  await Promise.all([...wires.map(silent), idle.answer()]);
  assert.equal(await idle.answer(), undefined);
  assert.equal(warnings.length, 1);
});

test('T1: a message of another layout is kept whole and answered as stored', async (t) => {
  const { door, intake } = await openThriftDoor(t);
  for (const wire of wires) {
    const archive = Buffer.concat([Buffer.from('PK'), randomBytes(3000)]);
    const call = loadCall(wire, thriftPackage('x', archive));
    const moved = Buffer.from(call);
    // The archive stands in field 22 instead of 10, and the package in argument 2 instead of 1.
    const field = moved.indexOf(archive) - (wire.protocol === 'binary' ? 5 : 3);
    if (wire.protocol === 'binary') moved.writeUInt8(22, field);
    else moved.writeUInt8(0xd8, field);
    const register = connectThrift(t, door.port, wire);
    await register.send(moved);
    const answer = await register.answer();
    assert.ok(answer);
    assert.deepEqual([loadResponse(wire, answer).stored, loadResponse(wire, answer).packageId], [true, 'x']);
    const [name] = (await intake.waiting(9)).slice(-1);
    const kept = await intake.read('waiting', name ?? '');
    assert.ok(kept.kind === 'package');
    assert.equal(kept.header.content, 'frame');
    assert.deepEqual(Buffer.from(kept.body), wire.framed ? moved.subarray(4) : moved);
  }
});

test('T1: a framed message that can not be followed is kept whole too, and the connection goes on', async (t) => {
  const { door, intake } = await openThriftDoor(t);
  for (const wire of wires.filter(({ framed }) => framed)) {
    const call = loadCall(wire, thriftPackage('x'));
    call.fill(0xee, call.length - 30);
    const register = connectThrift(t, door.port, wire);
    await register.send(call);
    const answer = await register.answer();
    assert.ok(answer);
    assert.deepEqual([loadResponse(wire, answer).stored, loadResponse(wire, answer).packageId], [true, '']);
    assert.equal((await register.load(thriftPackage('y'))).stored, true);
  }
  const contents = await Promise.all((await intake.waiting(9)).map((name) => intake.readHeader('waiting', name)));
  assert.deepEqual(contents.map((header) => header?.content).sort(), ['archive', 'frame', 'frame']);
});

test('G: fifty registers with a package of 1 MiB each and a slow disk stay within the budget', async (t) => {
  // One that knows the size of a message before, one that does not.
  for (const wire of [wires[0], wires[3]]) {
    assert.ok(wire);
    let [writing, peak] = [0, 0];
    const budget = 8 << 20;
    const { door, stored } = await openThriftDoor(t, {
      intake: {
        async write(folder, name, chunks) {
          writing += chunks[1]?.byteLength ?? 0;
          peak = Math.max(peak, writing);
          await new Promise((resolve) => setTimeout(resolve, 2));
          await writeDurably(folder, name, chunks);
          writing -= chunks[1]?.byteLength ?? 0;
        },
      },
      door: { limits: { maxBytesInFlight: budget, maxMessageBytes: 4 << 20, turnMs: 1 } },
    });
    const registers = Array.from({ length: 50 }, () => connectThrift(t, door.port, wire));
    const answers = await Promise.all(
      registers.map((one, index) => one.load(thriftPackage(`${index}`, randomBytes(1 << 20)))),
    );
    for (const one of registers) one.close();
    assert.ok(answers.every((answer) => answer.stored));
    assert.equal(stored().length, 50);
    assert.ok(peak <= budget + (4 << 20), `${peak} bytes were being written at once (${wireName(wire)})`);
  }
});

test('a sender who holds memory that others wait for and does not go on is refused by name', async (t) => {
  // Who has sent 100,000 bytes is too slow after two seconds; the others are not, they wait for memory and for the disk.
  const limits = { maxBytesInFlight: 200_000, maxMessageBytes: 1 << 20, slowAfterMs: 2000, minBytesPerSecond: 50_000 };
  const hold = async (wire: (typeof wires)[number]) => {
    const { seen, letGo, intake } = heldDisk();
    const { door } = await openThriftDoor(t, { intake, door: { limits: { ...limits, turnMs: 1 } } });
    const [slow, quick, other] = [1, 2, 3].map(() => connectThrift(t, door.port, wire));
    assert.ok(slow && quick && other);
    await slow.send(loadCall(wire, thriftPackage('slow', randomBytes(500_000))).subarray(0, 100_000));
    const one = quick.load(thriftPackage('1', randomBytes(400_000)));
    await until(() => seen.writes === 1);
    const two = other.load(thriftPackage('2', randomBytes(400_000)));
    const told = await slow.answer();
    assert.ok(told, wireName(wire));
    assert.match(loadResponse(wire, told).description ?? '', /слишком медленно.*too slowly/);
    letGo();
    assert.deepEqual([(await one).stored, (await two).stored], [true, true], wireName(wire));
  };
  await Promise.all(wires.map(hold));
});

test('who does not read the answers is not read either', async (t) => {
  let handshakes = 0;
  const { door } = await openThriftDoor(t, {
    door: {
      limits: { maxSilenceMs: 300 },
      async admit() {
        handshakes += 1;
        return { ok: false, code: 'handshake.unknown_register', params: { registerId: 'x'.repeat(200) } };
      },
    },
  });
  const register = connectThrift(t, door.port, binary);
  const calls = Buffer.concat(Array.from({ length: 5000 }, () => handshakeCall(binary, 'r')));
  let sent = 0;
  void (async () => {
    for (; !register.socket.destroyed && sent < 200; sent += 1) await register.send(calls);
  })();
  await register.closed;
  assert.ok(handshakes > 0 && handshakes < 200 * 5000, `${handshakes} handshakes`);
  t.diagnostic(`${handshakes} calls were answered before the connection was ended`);
});

test('ten thousand connections: so many are served, the others turned away, and afterwards all is well', async (t) => {
  const { door, warnings } = await openThriftDoor(t, { door: { limits: { maxConnections: 50 } } });
  const held = Array.from({ length: 50 }, () => connectThrift(t, door.port, binary));
  for (const one of held) assert.equal((await one.handshake('r')).connectionAccepted, true);
  for (let wave = 0; wave < 20; wave += 1) {
    const crowd = Array.from({ length: 500 }, () => connectThrift(t, door.port, binary));
    for (const one of crowd) one.socket.resume();
    await Promise.all(crowd.map((one) => one.closed));
  }
  for (const one of held) assert.equal((await one.handshake('r')).connectionAccepted, true);
  assert.deepEqual(warnings, ['all 50 Thrift connections are in use; further ones are turned away']);
  for (const one of held) one.close();
  await Promise.all(held.map((one) => one.closed));
  const again = async () => {
    const { stored } = await connectThrift(t, door.port, binary).load(thriftPackage('a'));
    return stored;
  };
  for (let left = 100; ; left -= 1) {
    // The server hears of the closed connections a moment later.
    const isStored = await again().catch((cause: unknown) => (left > 0 ? undefined : Promise.reject(cause)));
    if (isStored) break;
  }
});
