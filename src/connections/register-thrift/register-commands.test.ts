import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import {
  load_result as LoadResult,
  unload_result as UnloadResult,
} from '../../../contracts/generated/CashCommunicationService.cjs';
import { identity, receiverFor, registerFor } from '../../../tests/support/registers.ts';
import { messageText } from '../../messages/messages.ts';
import { startCommandService } from '../../simulator/command-service.ts';
import { applicationException, EXCEPTION, encodeMessage, exceptionType, REPLY } from './codec.ts';
import { scanMessage } from './message-scan.ts';
import { type CommandOutcome, createRegisterCommands, type UnloadRequest } from './register-commands.ts';

const request: UnloadRequest = {
  registerId: identity.registerId,
  registerCode: identity.registerCode,
  shopId: identity.shopId,
  fromDate: '2026-01-01T00:00:00',
  toDate: '2026-01-02T00:00:00',
};
const wire = { protocol: 'binary', framed: false } as const;

/** A register as the simulator has it, with sales of a day and its command service. */
async function simulated(t: TestContext) {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address, sendOn: { receipt: false, shift: false } });
  await register.openShift();
  await register.sellMany(3);
  const service = await startCommandService({ register, port: 0 });
  t.after(() => service.stop());
  return { register, service, receiver };
}

/** A register that does with its connections what it is told; `calls` are the bytes of whole calls. */
async function fake(t: TestContext, serve: (socket: Socket, call: Buffer) => void) {
  const sockets = new Set<Socket>();
  const calls: Buffer[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const scan = scanMessage('binary');
    const parts: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => {
      scan.push(chunk);
      parts.push(chunk);
      if (!scan.isWhole()) return;
      calls.push(Buffer.concat(parts));
      serve(socket, Buffer.concat(parts));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port }, sockets, calls };
}

const reply = (success: number) =>
  encodeMessage(wire, { name: 'unload', type: REPLY, sequence: 1 }, new UnloadResult({ success }));

function causeOf(outcome: CommandOutcome): string {
  return outcome.kind === 'unreachable' ? outcome.cause : outcome.kind;
}

test('M14: a register is asked for its sales of a period and queues them', async (t) => {
  const { register, service, receiver } = await simulated(t);
  const commands = createRegisterCommands();
  assert.deepEqual(await commands.unload(service, request), { kind: 'accepted' });
  assert.equal((await register.condition()).queued, 1);
  assert.deepEqual(service.settings(), {}, 'nothing is changed that was not given');
  assert.deepEqual(await commands.unload(service, request), { kind: 'accepted' }, 'queued already');
  assert.equal(await register.work(), 'sent');
  const [message] = receiver.received;
  assert.deepEqual([message?.dateTimeBegin, message?.dateTimeEnd], ['2026-01-01T00:00:00.0', '2026-01-02T00:00:00.0']);
});

test('M15: only the settings that are given travel with a command', async (t) => {
  const { service } = await simulated(t);
  const commands = createRegisterCommands();
  const settings = { grpcHost: '10.0.0.5', grpcPort: 10_001, protocolVersion: '4', asksFirst: false };
  assert.deepEqual(await commands.unload(service, { ...request, settings }), { kind: 'accepted' });
  assert.deepEqual(await commands.load(service, { settings: { brokerHost: 'b', brokerPort: 5672 } }), {
    kind: 'accepted',
  });
  assert.deepEqual(service.settings(), {
    grpcHostCS: '10.0.0.5',
    grpcPortCS: 10_001,
    protocolVersion: '4',
    unloadSalesRequestThroughCS: false,
    qpidHostCS: 'b',
    qpidPortCS: 5672,
  });
});

test('the id of the register travels as its code, or the code where a register wants that', async (t) => {
  const { target, calls } = await fake(t, (socket) => socket.end(reply(0)));
  for (const cashCode of ['id', 'code'] as const) {
    assert.equal((await createRegisterCommands({ cashCode }).unload(target, request)).kind, 'accepted');
  }
  const codes = [identity.registerId, identity.registerCode].map((code) =>
    Buffer.from(`\0\0\0${String.fromCharCode(code.length)}${code}`),
  );
  assert.deepEqual(
    calls.map((call) => codes.map((code) => call.includes(code))),
    [
      [true, false],
      [false, true],
    ],
  );
});

test('a call looks on the wire exactly as the register expects it', async (t) => {
  const { target, calls } = await fake(t, (socket) => socket.end(reply(0)));
  const settings = { protocolVersion: '3' };
  await createRegisterCommands().unload(target, { ...request, registerId: 'R', shopId: 'S', script: 'x', settings });
  const text = (number: number, value: string) =>
    `0b00${number.toString(16).padStart(2, '0')}${value.length.toString(16).padStart(8, '0')}${Buffer.from(value).toString('hex')}`;
  const [from, to] = [text(2, '2026-01-01T00:00:00.0'), text(3, '2026-01-02T00:00:00.0')];
  const head = `80010001${'00000006'}${Buffer.from('unload').toString('hex')}00000001`;
  const body = `${text(1, 'x')}${from}${to}${text(4, 'S')}${text(5, 'R')}0c0006${text(14, '3')}0000`;
  assert.equal(calls[0]?.toString('hex'), head + body);
});

test('a time that is none is refused before anybody is asked', async () => {
  const target = { host: '127.0.0.1', port: 9 };
  await assert.rejects(createRegisterCommands().unload(target, { ...request, toDate: 'вчера' }), RangeError);
});

test('numbers of a register are told apart: queued, loading already, anything else', async (t) => {
  let success = 0;
  const { target } = await fake(t, (socket, call) => {
    const name = call.includes('unload') ? 'unload' : 'load';
    const result = name === 'load' ? new LoadResult({ success }) : new UnloadResult({ success });
    socket.end(encodeMessage(wire, { name, type: REPLY, sequence: 1 }, result));
  });
  const commands = createRegisterCommands();
  const outcomes: CommandOutcome[] = [];
  for (success of [0, 1, 30]) {
    outcomes.push(await commands.unload(target, request), await commands.load(target, {}));
  }
  assert.deepEqual(outcomes, [
    { kind: 'accepted' },
    { kind: 'accepted' },
    { kind: 'refused', code: 1 },
    { kind: 'accepted' },
    { kind: 'refused', code: 30 },
    { kind: 'busy', code: 30 },
  ]);
});

test('a register that is not there, or that is another one, is named in both languages', async (t) => {
  const { target } = await fake(t, () => undefined);
  const silent = await createRegisterCommands({ limits: { answerMs: 30 } }).unload(target, request);
  assert.ok(silent.kind === 'unreachable');
  assert.equal(silent.cause, 'ask.answer_timeout');
  assert.match(messageText('ru', silent.cause, silent.params), /не ответила за 0\.03 с/);
  assert.match(messageText('en', silent.cause, silent.params), /did not answer within 0\.03 s/);
  const commands = createRegisterCommands();
  const dead = await fake(t, (socket) => socket.destroy());
  assert.equal(causeOf(await commands.unload(dead.target, request)), 'ask.connection_lost');
  const nobody = await commands.unload({ host: '127.0.0.1', port: 1 }, request);
  assert.ok(nobody.kind === 'unreachable');
  assert.deepEqual([nobody.cause, nobody.params.detail], ['ask.no_connection', 'ECONNREFUSED']);
});

test('an answer cut at any byte is told as a broken connection, byte by byte it is understood', async (t) => {
  const whole = reply(0);
  let length = 0;
  const cut = await fake(t, (socket) => socket.end(whole.subarray(0, length)));
  const commands = createRegisterCommands();
  for (length = 0; length < whole.length; length += 1) {
    assert.equal(causeOf(await commands.unload(cut.target, request)), 'ask.connection_lost', `${length} bytes`);
  }
  const slow = await fake(t, async (socket) => {
    for (const byte of whole) {
      socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  assert.deepEqual(await commands.unload(slow.target, request), { kind: 'accepted' });
});

test('an answer that is wild, of another call, or none at all is refused without being kept', async (t) => {
  const head = reply(0).subarray(0, 18);
  const answers: [Buffer, string][] = [
    [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'ask.answer_unreadable'],
    [Buffer.concat([head, Buffer.from([11, 0, 0, 0x7f, 0xff, 0xff, 0xff])]), 'ask.answer_unreadable'],
    [Buffer.concat([head, Buffer.from([0])]), 'ask.answer_unreadable'],
    [
      encodeMessage(wire, { name: 'load', type: REPLY, sequence: 1 }, new LoadResult({ success: 0 })),
      'ask.answer_unreadable',
    ],
    [
      encodeMessage(
        wire,
        { name: 'unload', type: EXCEPTION, sequence: 1 },
        applicationException(exceptionType.unknownMethod, 'Invalid method name'),
      ),
      'ask.command_unknown',
    ],
  ];
  let answer = Buffer.alloc(0);
  const { target } = await fake(t, (socket) => socket.end(answer));
  const commands = createRegisterCommands({ limits: { maxAnswerBytes: 200 } });
  for (const [bytes, cause] of answers) {
    answer = Buffer.from(bytes);
    assert.equal(causeOf(await commands.unload(target, request)), cause, bytes.toString('hex'));
  }
});

test('so many calls at once over all registers; a dead register takes one place and holds nobody else up', async (t) => {
  let [open, peak] = [0, 0];
  const well = await fake(t, (socket) => {
    open += 1;
    peak = Math.max(peak, open);
    setImmediate(() => {
      open -= 1;
      socket.end(reply(0));
    });
  });
  const dead = await fake(t, () => undefined);
  const commands = createRegisterCommands({ limits: { maxCalls: 3 } });
  const giveUp = new AbortController();
  const hanging = commands.unload(dead.target, request, giveUp.signal);
  const calls = Array.from({ length: 20 }, () => commands.unload(well.target, request));
  assert.deepEqual(new Set((await Promise.all(calls)).map(causeOf)), new Set(['accepted']));
  assert.ok(peak <= 2, `${peak} at once beside the dead one`);
  giveUp.abort();
  assert.equal(causeOf(await hanging), 'ask.cancelled');
});

test('a cancelled call ends at once, whether it waits for its turn or for its answer', async (t) => {
  const { target, sockets } = await fake(t, () => undefined);
  const commands = createRegisterCommands({ limits: { maxCalls: 1 } });
  const stop = new AbortController();
  const calls = [commands.unload(target, request, stop.signal), commands.unload(target, request, stop.signal)];
  while (sockets.size === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  assert.deepEqual((await Promise.all(calls)).map(causeOf), ['ask.cancelled', 'ask.cancelled']);
  assert.equal(causeOf(await commands.unload(target, request, stop.signal)), 'ask.cancelled');
  assert.equal(sockets.size, 1);
});
