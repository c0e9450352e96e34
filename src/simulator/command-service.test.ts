import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { receiverFor, registerFor } from '../../tests/support/registers.ts';
import type { CommandService } from './command-service.ts';
import { startCommandService } from './command-service.ts';
import type { SimulatedRegister } from './register.ts';

const PERIOD = { from: '2026-01-01T00:00:00.0', to: '2026-01-02T00:00:00.0' };

async function serviceFor(t: TestContext): Promise<{ service: CommandService; register: SimulatedRegister }> {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, {
    serverAddress: receiver.address,
    sendOn: { receipt: false, shift: false },
    settings: { unloadSalesRequestThroughCS: true },
  });
  await register.openShift();
  await register.sellMany(3);
  const service = await startCommandService({ register, port: 0 });
  t.after(() => service.stop());
  return { service, register };
}

/** Sends bytes in the given pieces and collects so many bytes of answers. */
async function exchange(service: CommandService, pieces: Buffer[], length: number): Promise<Buffer> {
  const socket = connect(service.port, service.host);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  let answer = Buffer.alloc(0);
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer = Buffer.concat([answer, chunk]);
    if (answer.length >= length) break;
  }
  return answer;
}

function text(value: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(value));
  return Buffer.concat([length, Buffer.from(value)]);
}

function field(type: number, number: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 0, number]), value]);
}

const STOP = Buffer.from([0]);

function unloadCall(cashCode: string): Buffer {
  const settings = Buffer.concat([
    field(11, 12, text('10.0.0.5')),
    field(8, 13, Buffer.from([0, 0, 0x27, 0x11])),
    field(11, 14, text('4')),
    field(2, 15, Buffer.from([0])),
    field(13, 99, Buffer.from([11, 8, 0, 0, 0, 1, 0, 0, 0, 1, 0x78, 0, 0, 0, 7])),
    STOP,
  ]);
  return Buffer.concat([
    Buffer.from([0x80, 1, 0, 1]),
    text('unload'),
    Buffer.from([0, 0, 0, 9]),
    field(11, 1, text('script')),
    field(11, 2, text(PERIOD.from)),
    field(11, 3, text(PERIOD.to)),
    field(11, 4, text('_shop_12_0000000b')),
    field(11, 5, text(cashCode)),
    field(12, 6, settings),
    STOP,
  ]);
}

function reply(name: string, sequence: number, result: number): Buffer {
  const head = Buffer.concat([Buffer.from([0x80, 1, 0, 2]), text(name), Buffer.from([0, 0, 0, sequence])]);
  return Buffer.concat([head, field(8, 0, Buffer.from([0, 0, 0, result])), STOP]);
}

test('a call queues the sales of the period, and its settings are kept', async (t) => {
  const { service, register } = await serviceFor(t);
  const expected = reply('unload', 9, 0);
  assert.deepEqual(await exchange(service, [unloadCall('3')], expected.length), expected);
  assert.equal((await register.condition()).queued, 1);
  assert.deepEqual(service.settings(), {
    grpcHostCS: '10.0.0.5',
    grpcPortCS: 10_001,
    protocolVersion: '4',
    unloadSalesRequestThroughCS: false,
  });
  assert.equal(register.settings.unloadSalesRequestThroughCS, false, 'the register keeps to what the server set');
  assert.equal(await register.work(), 'sent');
});

test('a call in pieces and two calls in one piece are both understood', async (t) => {
  const { service, register } = await serviceFor(t);
  const call = unloadCall(register.registerId);
  const pieces = Array.from({ length: Math.ceil(call.length / 7) }, (_, k) => call.subarray(k * 7, k * 7 + 7));
  const one = reply('unload', 9, 0);
  assert.deepEqual(await exchange(service, pieces, one.length), one);
  const two = Buffer.concat([one, one]);
  assert.deepEqual(await exchange(service, [Buffer.concat([call, call])], two.length), two);
  assert.equal((await register.condition()).queued, 1, 'an identical request is queued once');
});

test('the older form of a message is understood too', async (t) => {
  const { service } = await serviceFor(t);
  const load = Buffer.concat([
    text('load'),
    Buffer.from([1]),
    Buffer.from([0, 0, 0, 2]),
    field(11, 1, text('x')),
    STOP,
  ]);
  const expected = reply('load', 2, 0);
  assert.deepEqual(await exchange(service, [load], expected.length), expected);
});

test('a call for another register is refused, an unknown method is named, rubbish ends the connection', async (t) => {
  const { service, register } = await serviceFor(t);
  const refused = reply('unload', 9, 3);
  assert.deepEqual(await exchange(service, [unloadCall('4')], refused.length), refused);
  const execute = Buffer.concat([Buffer.from([0x80, 1, 0, 1]), text('execute'), Buffer.from([0, 0, 0, 1]), STOP]);
  const answer = await exchange(service, [execute], 20);
  assert.equal(answer[3], 3);
  assert.ok(answer.includes("Invalid method name: 'execute'"));
  assert.equal((await exchange(service, [Buffer.from([0x90, 0, 0, 0, 1, 2])], 1)).length, 0);
  assert.equal((await register.condition()).queued, 0);
});
