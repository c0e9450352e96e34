import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { connect as connectHttp2, type Settings } from 'node:http2';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { credentials, status } from '@grpc/grpc-js';
import {
  Command,
  CommandState,
  Heard,
  Hello,
  RegisterCommandsClient,
  Report,
  ReportAnswer,
} from '../../../contracts/generated/register-command-stream.ts';
import { grpcPython, grpcPythonAvailable } from '../../../tests/support/grpc-c-client.ts';
import { prefix } from '../../../tests/support/raw-load.ts';
import { openDoor, until } from '../../../tests/support/register-door.ts';
import { startTcpProxy } from '../../../tests/support/tcp-proxy.ts';
import type { KnownRegister } from '../../pipeline/registers/registers.ts';
import type { RegisterReport } from '../../pipeline/transfers/transfers.ts';
import { systemClock } from '../../platform/clock.ts';
import { silentLogger } from '../../platform/logger.ts';
import { type CommandStreamLimits, createCommandStreams } from './command-streams.ts';
import type { RegisterGrpcLimits } from './register-grpc.ts';

function registerOf(registerId: string): KnownRegister {
  const codes = { shopId: '_shop_12_0a', shopCode: '12', registerCode: registerId };
  const proof = { certificateName: null, certificateRequired: false, tokenRequired: false };
  return { ...codes, ...proof, registerId, timeZone: 'Europe/Moscow', protocolVersion: 4, inService: true };
}

const hello = (registerId: string): Hello => ({
  registerId,
  shopId: '',
  registerCode: '',
  shopCode: '',
  softwareVersion: '4.6.120',
});

const DAY = { kind: 'dates', from: '2026-03-14T00:00:00', to: '2026-03-14T23:59:59' } as const;

/** A door that takes the stream of every register. */
async function openStreams(
  t: TestContext,
  limits: { streams?: Partial<CommandStreamLimits>; door?: Partial<RegisterGrpcLimits> } = {},
) {
  const heard: RegisterReport[] = [];
  const reported = { answer: async (): Promise<'heard' | 'unknown' | 'dead'> => 'heard' };
  const streams = createCommandStreams({
    limits: limits.streams ?? {},
    clock: systemClock,
    admit: ({ registerId }) => ({ ok: true, register: registerOf(registerId) }),
    settingsOf: () => ({}),
    onOpened: () => undefined,
    onClosed: () => undefined,
    touch: () => undefined,
    hear(report) {
      heard.push(report);
      return reported.answer();
    },
    events: () => undefined,
    logger: silentLogger,
  });
  const { door } = await openDoor(t, { door: { streams, limits: limits.door ?? {} } });
  const clients: RegisterCommandsClient[] = [];
  t.after(() => {
    for (const client of clients) client.close();
  });
  function connect(port = door.port): RegisterCommandsClient {
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    const client = new RegisterCommandsClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    clients.push(client);
    return client;
  }
  return { door, streams, heard, reported, connect };
}

/** Opens a stream and notes what comes. */
function hold(client: RegisterCommandsClient, registerId: string) {
  const call = client.open(hello(registerId));
  const commands: Command[] = [];
  const ends: { code: number; details: string }[] = [];
  call.on('data', (command: Command) => commands.push(command));
  call.on('error', () => undefined);
  call.on('status', (end) => ends.push(end));
  return { call, commands, ends };
}

/** The same without a library, so that the connection does what a test wants. */
function openRaw(t: TestContext, port: number, settings: Settings = {}): void {
  const session = connectHttp2(`http://127.0.0.1:${port}`, { settings });
  t.after(() => session.destroy());
  const path = '/smena.register.commands.v1.RegisterCommands/open';
  const call = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  for (const one of [session, call]) one.on('error', () => undefined);
  const body = Buffer.from(Hello.encode(hello('3')).finish());
  call.end(Buffer.concat([prefix(body.length), body]));
}

function report(client: RegisterCommandsClient, message: Partial<Report>): Promise<ReportAnswer> {
  const whole = { registerId: '3', commandId: 'T-1', state: CommandState.ACCEPTED, textRu: '', textEn: '', ...message };
  return new Promise((resolve, reject) => {
    client.report(whole, (error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

test('a command goes out with its settings, and the report of the register is its answer', async (t) => {
  const { streams, heard, connect } = await openStreams(t);
  const client = connect();
  assert.equal(streams.presence('3'), null);
  assert.deepEqual(await streams.ask('3', 'T-1', {}, DAY), { kind: 'closed' });
  const { commands } = hold(client, '3');
  await until(() => streams.presence('3') !== null);
  assert.equal(streams.presence('3')?.softwareVersion, '4.6.120');
  const answer = streams.ask('3', 'T-1', { protocolVersion: '4' }, DAY);
  await until(() => commands.length === 1);
  assert.deepEqual(commands[0]?.period, { from: DAY.from, to: DAY.to });
  assert.equal(commands[0]?.settings?.protocolVersion, '4');
  assert.equal(commands[0]?.settings?.grpcHost, undefined, 'what is not set is not changed');
  const said = { textEn: 'queued', state: CommandState.ACCEPTED };
  assert.deepEqual(await report(client, said), { heard: Heard.NOTED });
  assert.equal((await answer).kind, 'reported');
  assert.deepEqual(heard, [
    { registerId: '3', transferId: 'T-1', state: 'accepted', messageRu: null, messageEn: 'queued' },
  ]);
});

test('a report of what nobody asked for is answered as unknown, one without a name is refused', async (t) => {
  const { streams, reported, connect } = await openStreams(t, { streams: { answerMs: 50 } });
  const client = connect();
  const { commands } = hold(client, '3');
  await until(() => streams.presence('3') !== null);
  assert.deepEqual(await report(client, { commandId: 'S-77' }), { heard: Heard.UNKNOWN });
  reported.answer = async () => 'unknown';
  const answer = streams.ask('3', 'T-1', {}, DAY);
  await until(() => commands.length === 1);
  assert.deepEqual(await report(client, {}), { heard: Heard.UNKNOWN });
  assert.deepEqual(await answer, { kind: 'silent' }, 'somebody else said it');
  reported.answer = async () => 'dead';
  assert.deepEqual(await report(client, {}), { heard: Heard.LATE });
  reported.answer = () => Promise.reject(new Error('the database is away'));
  await assert.rejects(report(client, {}), { code: status.UNAVAILABLE });
  await assert.rejects(report(client, { commandId: '' }), { code: status.INVALID_ARGUMENT });
  await assert.rejects(report(client, { commandId: 'x'.repeat(1_000) }), { code: status.INVALID_ARGUMENT });
});

test('a line that breaks answers whoever waits at once, and the register is as away as it is', async (t) => {
  const { streams, connect } = await openStreams(t);
  const { call, commands } = hold(connect(), '3');
  await until(() => streams.presence('3') !== null);
  const answer = streams.ask('3', 'T-1', {}, DAY);
  await until(() => commands.length === 1);
  call.cancel();
  assert.deepEqual(await answer, { kind: 'cut' });
  assert.equal(streams.presence('3'), null);
});

test('a dead line is noticed by its silence, though nobody has closed it', async (t) => {
  const { door, streams } = await openStreams(t, { door: { keepaliveMs: 50, keepaliveAnswerMs: 50 } });
  await using wire = await startTcpProxy({ host: '127.0.0.1', port: door.port });
  openRaw(t, wire.port);
  await until(() => streams.presence('3') !== null);
  wire.freeze();
  await until(() => streams.presence('3') === null);
});

test('a register that reads nothing gets no heap of commands: what has not left yet keeps the next one back', async (t) => {
  const { door, streams } = await openStreams(t, { streams: { answerMs: 20 } });
  openRaw(t, door.port, { initialWindowSize: 0 });
  await until(() => streams.presence('3') !== null);
  const answers: string[] = [];
  for (let number = 1; number <= 50; number += 1) answers.push((await streams.ask('3', `T-${number}`, {}, DAY)).kind);
  assert.deepEqual(answers.slice(0, 2), ['silent', 'silent']);
  assert.deepEqual(new Set(answers.slice(2)), new Set(['busy']));
});

test('more streams than there may be are refused by name; a register that has one may open it anew', async (t) => {
  const { streams, connect } = await openStreams(t, { streams: { maxStreams: 2 } });
  hold(connect(), '1');
  const second = hold(connect(), '2');
  await until(() => streams.presence('1') !== null && streams.presence('2') !== null);
  const third = hold(connect(), '3');
  await until(() => third.ends.length === 1);
  assert.equal(third.ends[0]?.code, status.RESOURCE_EXHAUSTED);
  assert.match(third.ends[0]?.details ?? '', /Потоков команд уже 2.* \/ There are 2/);
  hold(connect(), '2');
  await until(() => second.ends.length === 1);
  assert.equal(second.ends[0]?.code, status.ABORTED);
  assert.notEqual(streams.presence('2'), null);
});

test('a server that stops ends the streams and says so, and does not wait for them', async (t) => {
  const { door, streams, connect } = await openStreams(t);
  const { ends } = hold(connect(), '3');
  await until(() => streams.presence('3') !== null);
  await door.stop();
  await until(() => ends.length === 1);
  assert.equal(ends[0]?.code, status.UNAVAILABLE);
});

/** Holds a stream with the C library of gRPC: prints the first command in hex, reports (hex), prints the answer and the end. */
const program = `
import sys, grpc
port, hello, report = sys.argv[1:]
raw = lambda data: data
path = '/smena.register.commands.v1.RegisterCommands/'
with grpc.insecure_channel('127.0.0.1:' + port, [('grpc.keepalive_time_ms', 20000)]) as channel:
    opened = channel.unary_stream(path + 'open', request_serializer=raw, response_deserializer=raw)
    say = channel.unary_unary(path + 'report', request_serializer=raw, response_deserializer=raw)
    try:
        for command in opened(bytes.fromhex(hello)):
            print(command.hex(), flush=True)
            print(say(bytes.fromhex(report), timeout=20).hex(), flush=True)
    except grpc.RpcError as error:
        print(error.code().name, error.details(), dict(error.trailing_metadata())['smena-reason'])
`;

test('the C library of gRPC, as in registers, holds a stream, is asked and hears why it ends', {
  skip: !grpcPythonAvailable,
}, async (t) => {
  const { door, streams, heard } = await openStreams(t);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const said = { registerId: 'касса', commandId: 'T-7', state: CommandState.NOTHING, textRu: 'нет', textEn: '' };
  const args = [`${door.port}`, hex(Hello.encode(hello('касса')).finish()), hex(Report.encode(said).finish())];
  const running = promisify(execFile)(grpcPython, ['-c', program, ...args]);
  await until(() => streams.presence('касса') !== null);
  const answer = await streams.ask('касса', 'T-7', {}, { kind: 'shifts', from: 340, to: 347 });
  assert.equal(answer.kind, 'reported');
  assert.deepEqual([heard[0]?.state, heard[0]?.messageRu], ['nothing', 'нет']);
  await door.stop();
  const [command = '', answered = '', end = ''] = (await running).stdout.split('\n');
  const { commandId, shifts } = Command.decode(Buffer.from(command, 'hex'));
  assert.deepEqual([commandId, shifts], ['T-7', { from: 340, to: 347 }]);
  assert.equal(ReportAnswer.decode(Buffer.from(answered, 'hex')).heard, Heard.NOTED);
  assert.match(end, /^UNAVAILABLE Сервер останавливается.* \/ The server.* stream\.stopping$/);
});
