import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import {
  Handshake,
  HandshakeResponse,
  SalesPackage,
  SalesResponse,
} from '../../../contracts/generated/register-sales.ts';
import { grpcPython, grpcPythonAvailable } from '../../../tests/support/grpc-c-client.ts';
import { salesPackage } from '../../../tests/support/grpc-register.ts';
import type { IncomingPackage, Refusal } from '../../pipeline/intake/intake.ts';
import { silentLogger } from '../../platform/logger.ts';
import { startRegisterGrpc } from './register-grpc.ts';

/** Sends what it is given (hex) and prints what comes back: the response in hex, or the status and its text. */
const program = `
import sys, grpc
port, handshake, *messages = sys.argv[1:]
raw = lambda data: data
with grpc.insecure_channel('127.0.0.1:' + port) as channel:
    greet = channel.unary_unary('/HandshakeRequest/handshake', request_serializer=raw, response_deserializer=raw)
    print(greet(bytes.fromhex(handshake), timeout=20).hex())
    load = channel.stream_unary('/load_sale.Sales/load', request_serializer=raw, response_deserializer=raw)
    try:
        print(load((bytes.fromhex(m) if m[0] != '*' else bytes(int(m[1:])) for m in messages), timeout=20).hex())
    except grpc.RpcError as error:
        print(error.code().name, error.details())
`;

async function talk(t: { after(end: () => Promise<void>): void }, answer: 'stored' | Refusal, messages: string[]) {
  const received: IncomingPackage[] = [];
  const door = await startRegisterGrpc({
    host: '127.0.0.1',
    port: 0,
    limits: { maxMessageBytes: 1 << 20 },
    async receive(incoming) {
      received.push({ ...incoming, body: Buffer.from(incoming.body) });
      return answer === 'stored' ? { kind: 'stored', name: 'x', sha256: 'x' } : answer;
    },
    reserve: async (bytes) => ({ kind: 'space', bytes, release: () => undefined }),
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: () => undefined,
    logger: silentLogger,
  });
  t.after(() => door.stop());
  const greeting = Buffer.from(Handshake.encode({ cashId: 'касса' }).finish()).toString('hex');
  const { stdout } = await promisify(execFile)(grpcPython, ['-c', program, `${door.port}`, greeting, ...messages]);
  const [greeted = '', loaded = ''] = stdout.trim().split('\n');
  return { received, greeting: HandshakeResponse.decode(Buffer.from(greeted, 'hex')), loaded };
}

function hex(id: string, saleFile: Buffer): string {
  return Buffer.from(SalesPackage.encode(salesPackage({ id, saleFile })).finish()).toString('hex');
}

test('A7: the C library of gRPC, as in registers, gets its packages through', {
  skip: !grpcPythonAvailable,
}, async (t) => {
  const { greeting, loaded, received } = await talk(t, 'stored', [
    hex('a', Buffer.from('one')),
    hex('b', Buffer.alloc(30_000, 'x')),
  ]);
  assert.deepEqual([greeting.connectionAccepted, greeting.compabilityVersions], [true, [1]]);
  assert.deepEqual(SalesResponse.decode(Buffer.from(loaded, 'hex')).requestId, ['a', 'b']);
  assert.deepEqual(
    received.map(({ body }) => body.byteLength),
    [3, 30_000],
  );
});

test('the C library of gRPC sees status and text of a refusal', { skip: !grpcPythonAvailable }, async (t) => {
  const refusal = { kind: 'refused', code: 'load.disk_full', params: { free: 3, needed: 512 } } as const;
  const { loaded, received } = await talk(t, refusal, [hex('a', Buffer.from('one')), hex('b', Buffer.from('two'))]);
  assert.match(loaded, /^RESOURCE_EXHAUSTED На сервере мало места на диске: свободно 3 МБ.* \/ The disk/);
  assert.equal(received.length, 1);
});

test('A4: the C library of gRPC sees that a message is too large', { skip: !grpcPythonAvailable }, async (t) => {
  const { loaded } = await talk(t, 'stored', [hex('a', Buffer.from('one')), `*${4 << 20}`]);
  assert.match(loaded, /^RESOURCE_EXHAUSTED Пакет больше предела 1 МБ/);
});
