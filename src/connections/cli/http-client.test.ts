import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { SmenaClient } from './client.ts';
import { pathOf } from './http-call.ts';
import { createHttpClient } from './http-client.ts';

/** Runs the work against a real server that answers with the listener. */
async function withServer(listener: RequestListener, work: (client: SmenaClient) => Promise<void>): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await work(
      createHttpClient(
        { address: new URL(`http://127.0.0.1:${port}`), token: null },
        new AbortController().signal,
        false,
      ),
    );
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

test('codes are put into a route as single parts of the path', () => {
  assert.equal(pathOf('/a/:shopCode/b/:x', { shopCode: '12', x: '../3/347@1' }), '/a/12/b/..%2F3%2F347%401');
  assert.throws(() => pathOf('/a/:shopCode', {}));
});

test('a file that a server calls by a way out of the folder is known by the last part of it', async () => {
  const named: RequestListener = (_, response) =>
    response.writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''..%2F..%2F.bashrc" }).end('file');
  await withServer(named, async (client) => {
    const file = await client.reportFile('goods', {
      by: 'day',
      state: 'all',
      format: 'csv',
      dialect: 'people',
      lang: 'ru',
    });
    assert.ok(file.ok);
    assert.equal(file.value.fileName, '.bashrc');
  });
});

test('an answer in the shape of the contract is taken', async () => {
  const list = { shops: [], next: null, asOf: '2026-03-14T10:00:00.000Z' };
  await withServer(json(200, list), async (client) => {
    assert.deepEqual(await client.shops(), { ok: true, value: list });
  });
});

test('a refusal keeps its code and both texts', async () => {
  const body = { code: 'not_found.shop', message: { ru: 'Магазина нет.', en: 'No shop.' } };
  await withServer(json(404, body), async (client) => {
    assert.deepEqual(await client.registers('99'), { ok: false, ...body });
  });
});

for (const [title, listener] of [
  ['another shape', json(200, { shops: 'none' })],
  ['no JSON', (_, response) => response.end('<html>')],
  ['an error that is not ours', json(502, { error: 'bad gateway' })],
] satisfies [string, RequestListener][]) {
  test(`an answer with ${title} is refused by name`, async () => {
    await withServer(listener, async (client) => {
      const answer = await client.shops();
      assert.ok(!answer.ok);
      assert.equal(answer.code, 'server.strange');
    });
  });
}

test('a server that wants a login is no mystery', async () => {
  await withServer(json(401, {}), async (client) => {
    const answer = await client.status();
    assert.ok(!answer.ok);
    assert.equal(answer.code, 'access.denied');
  });
});

test('nobody there: unreachable, with the address and the cause', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const client = createHttpClient(
    { address: new URL(`http://127.0.0.1:${port}`), token: null },
    new AbortController().signal,
    false,
  );
  const answer = await client.status();
  assert.ok(!answer.ok);
  assert.equal(answer.code, 'server.unreachable');
  assert.match(answer.message.en, new RegExp(`127\\.0\\.0\\.1:${port}.*ECONNREFUSED`));
});

test('an interrupted call ends at once and says so', async () => {
  const interrupting = new AbortController();
  const server = createServer(() => interrupting.abort());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createHttpClient(
    { address: new URL(`http://127.0.0.1:${port}`), token: null },
    interrupting.signal,
    false,
  );
  const answer = await client.status();
  assert.ok(!answer.ok);
  assert.equal(answer.code, 'interrupted');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a file goes as bytes with its name percent-encoded', async () => {
  let seen: { request: IncomingMessage; body: Buffer } | undefined;
  const listener: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen = { request, body: Buffer.concat(parts) };
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  };
  await withServer(listener, async (client) => {
    await client.loadFile({ shopCode: '12', createShop: false }, 'смена 1.json', new Uint8Array([0, 255, 10]));
  });
  assert.equal(seen?.request.method, 'POST');
  assert.equal(seen?.request.url, '/api/v1/files?shop=12');
  assert.equal(seen?.request.headers['x-file-name'], encodeURIComponent('смена 1.json'));
  assert.equal(seen?.request.headers['content-type'], 'application/octet-stream');
  assert.deepEqual([...(seen?.body ?? [])], [0, 255, 10]);
});
