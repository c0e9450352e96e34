import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
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

function ask(client: Client, method: string, request: Buffer): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(`/grpc.health.v1.Health/${method}`, raw, raw, request, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

test('the libraries of health and reflection are loaded by the first call', async (t) => {
  const loaded = () =>
    Object.keys(createRequire(import.meta.url).cache).some((name) => /grpc-health-check|@grpc.reflection/.test(name));
  const { client } = await open(t);
  assert.equal(loaded(), false);
  await ask(client, 'Check', Buffer.alloc(0));
  assert.equal(loaded(), true);
});

test('the standard health service says that the door serves, also in its list', async (t) => {
  const { client } = await open(t);
  assert.deepEqual(await ask(client, 'Check', Buffer.alloc(0)), Buffer.from([0x08, 0x01]), 'status SERVING');
  assert.match((await ask(client, 'List', Buffer.alloc(0)))?.toString('hex') ?? '', /0801/);
});

test('a service that is not known, and bytes that are no question, are answered with an error, and the door goes on', async (t) => {
  const { client } = await open(t);
  const unknown = Buffer.from([0x0a, 0x01, 0x78]);
  await assert.rejects(ask(client, 'Check', unknown), ({ code }: ServiceError) => code === status.NOT_FOUND);
  const broken = Buffer.from([0x0f]);
  await assert.rejects(ask(client, 'Check', broken), ({ code }: ServiceError) => code === status.INTERNAL);
  const call = client.makeBidiStreamRequest('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo', raw, raw);
  const failed = new Promise<ServiceError>((resolve) => call.once('error', (cause) => resolve(cause as ServiceError)));
  call.on('data', () => undefined);
  call.write(broken);
  assert.equal((await failed).code, status.INTERNAL);
  assert.deepEqual(await ask(client, 'Check', Buffer.alloc(0)), Buffer.from([0x08, 0x01]));
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
