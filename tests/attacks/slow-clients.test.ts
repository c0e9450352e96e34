/**
 * Clients that hold a place and bring nothing, or take nothing: they lose it, and others are answered meanwhile. The ports of the
 * registers are attacked so in src/connections/register-grpc/crowd.test.ts and src/connections/register-thrift/bad-input.test.ts.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';
import { ask } from './hostile.ts';

const MOST = 20;

describe('clients that are slow on purpose', () => {
  let server: TestServer;
  let api: ApiClient;
  const open = new Set<Socket>();

  before(async () => {
    const env = { SMENA_HTTP_SLOWEST_MS: '1s', SMENA_HTTP_MAX_CONNECTIONS: String(MOST) };
    server = await startTestServer({ env });
    api = createApiClient(() => server.url);
    await api.addShop('5');
  });
  after(async () => {
    for (const socket of open) socket.destroy();
    await server[Symbol.asyncDispose]();
  });

  /** A connection, and everything that comes over it until it is closed. */
  async function dial(): Promise<{ socket: Socket; ended: Promise<string> }> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    open.add(socket);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
    });
    socket.on('error', () => undefined);
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
    await Promise.race([once(socket, 'connect'), ended]);
    return { socket, ended };
  }

  /** Sends a byte now and then until the other side has had enough; answers what it said. */
  async function drip(beginning: string): Promise<string> {
    const { socket, ended } = await dial();
    socket.write(beginning);
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over) {
      socket.write('x');
      await Promise.race([sleep(60), ended]);
    }
    return ended;
  }

  const isServed = async () => assert.equal((await ask(server.url, '/api/v1/shops')).status, 200);

  test('a heading and a body that come byte by byte are cut off by name, others are answered', async () => {
    const post =
      'POST /api/v1/shops HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{';
    const upload = post.replace('application/json', 'application/octet-stream').replace('/shops', '/files?shop=5');
    const slow = ['GET / HTTP/1.1\r\nHost: localhost\r\nx-slow: ', 'GET /', post, upload].map(drip);
    await isServed();
    for (const said of await Promise.all(slow)) assert.match(said, /^HTTP\/1\.1 408 [\s\S]*request\.timeout/);
    await isServed();
  });

  test('connections that say nothing fill the port, are told of, lose their places, and people come in again', async () => {
    const idle = await Promise.all(Array.from({ length: MOST * 2 }, dial));
    await Promise.all(idle.map(({ ended }) => ended));
    await isServed();
    await until('it is told', async () => (await api.log()).events.some(({ code }) => code === 'web.door_full'));
  });

  test('a reader that takes nothing of a large answer is let go', async () => {
    const bytes = Buffer.alloc(24 * 1024 * 1024, 'x');
    bytes.write('PK');
    // By the door of registers, which gives it the time that it needs.
    const register = connectRegister(server.grpcPort);
    const sent = await register.load([salesPackage({ id: 'large', saleFile: bytes })]);
    register.close();
    assert.equal(sent.response?.success, true, sent.error?.details);
    await until('it is sorted out', async () => (await api.status()).packages.waiting === 0);
    const [{ name } = assert.fail()] = (await api.packages()).packages;
    const files = () => readdirSync(`/proc/${server.process.pid}/fd`).length;
    const atRest = files();
    const readers: Socket[] = [];
    for (let reader = 0; reader < 5; reader += 1) {
      const { socket } = await dial();
      socket.pause();
      socket.write(`GET /api/v1/packages/${name}/content HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      readers.push(socket);
    }
    await until('they are there', () => files() >= atRest + readers.length);
    await isServed();
    await until('they have been let go', () => files() <= atRest);
    await isServed();
  });

  test('live streams take half of the port at most, and whoever asks for one more is told so', async () => {
    const stop = new AbortController();
    const stream = () => fetch(new URL('/api/v1/events', server.url), { signal: stop.signal });
    for (let number = 0; number < MOST / 2; number += 1) assert.equal((await stream()).status, 200);
    const refused = await ask(server.url, '/api/v1/events');
    assert.equal(refused.status, 503);
    assert.match(refused.body, /request\.too_many_streams/);
    await isServed();
    stop.abort();
    await until('there is room again', async () => {
      const again = new AbortController();
      const { status } = await fetch(new URL('/api/v1/events', server.url), { signal: again.signal });
      again.abort();
      return status === 200;
    });
  });
});
