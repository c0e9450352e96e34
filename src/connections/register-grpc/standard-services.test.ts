import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, credentials } from '@grpc/grpc-js';
import { silentLogger } from '../../platform/logger.ts';
import { startRegisterGrpc } from './register-grpc.ts';

const raw = (bytes: Buffer) => bytes;

async function open(t: { after(end: () => Promise<void>): void }) {
  const door = await startRegisterGrpc({
    host: '127.0.0.1',
    port: 0,
    limits: { stopGraceMs: 50 },
    receive: () => Promise.reject(new Error('not asked')),
    reserve: async (bytes) => ({ kind: 'space', bytes, release: () => undefined }),
    refusal: async () => undefined,
    admit: async () => ({ ok: true }),
    events: () => undefined,
    logger: silentLogger,
  });
  const client = new Client(`127.0.0.1:${door.port}`, credentials.createInsecure());
  t.after(async () => {
    client.close();
    await door.stop();
  });
  return { client, door };
}

test('the standard health service says that the door serves', async (t) => {
  const { client } = await open(t);
  const answer = await new Promise<Buffer | undefined>((resolve, reject) => {
    client.makeUnaryRequest('/grpc.health.v1.Health/Check', raw, raw, Buffer.alloc(0), (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
  assert.deepEqual(answer, Buffer.from([0x08, 0x01]), 'status SERVING');
});

test('reflection lists our services', async (t) => {
  const { client } = await open(t);
  const call = client.makeBidiStreamRequest('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', raw, raw);
  // list_services is field 7, any text.
  call.write(Buffer.from([0x3a, 0x01, 0x2a]));
  const answer = await new Promise<Buffer>((resolve, reject) => {
    call.once('data', resolve);
    call.once('error', reject);
  });
  call.end();
  call.resume();
  assert.match(answer.toString('latin1'), /smena\.register\.v1\.Sales/);
  assert.match(answer.toString('latin1'), /smena\.register\.v1\.HandshakeRequest/);
});

test('someone who watches the health does not keep the server from stopping', async (t) => {
  const { client, door } = await open(t);
  const watch = client.makeServerStreamRequest('/grpc.health.v1.Health/Watch', raw, raw, Buffer.alloc(0));
  const seen: number[] = [];
  watch.on('data', (bytes: Buffer) => seen.push(bytes.at(1) ?? 0));
  const ended = new Promise((resolve) => watch.once('error', resolve));
  await new Promise((resolve) => watch.once('data', resolve));
  await door.stop();
  await ended;
  assert.deepEqual(seen, [1, 2], 'serving, then not serving');
});
