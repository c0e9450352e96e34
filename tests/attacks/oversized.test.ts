/**
 * Whatever is larger, deeper or more than it may be: refused by name and with the right status, at every input, and the server goes on.
 * The limits are those of the table «Limits of every input» in docs/operations.md. What goes through the zip is in tests/bad-input and
 * src/formats/sales-package, crowds of connections in tests/attacks/slow-clients.test.ts and src/platform/connection-limit.test.ts.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { status as grpcStatus } from '@grpc/grpc-js';
import type { SalesRequestList } from '../../contracts/web-api.ts';
import { root } from '../../scripts/root.ts';
import { smena } from '../command-line/run.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { connectRegister, salesPackage } from '../support/grpc-register.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { ask } from './hostile.ts';

const KIB = 1024;

describe('what is larger than it may be', () => {
  let server: TestServer;
  let api: ApiClient;
  let shift = 0;
  before(async () => {
    const env = { SMENA_PACKAGE_LIMITS_MAX_MESSAGE_BYTES: '256 KiB', SMENA_EXPORTS_LOOK_INTERVAL_MS: '100ms' };
    server = await startTestServer({ env });
    api = createApiClient(() => server.url);
    await api.addShop('5');
  });
  after(() => server[Symbol.asyncDispose]());

  const fileOf = (number: number) =>
    salesFile({
      shifts: [shiftInfo({ shift: number, timeEnd: '2026-03-14T21:00:00', sumGain: amount('10.00') })],
      documents: [receipt(number, '10.00', { shift: number })],
    });

  async function goesOn(): Promise<void> {
    shift += 1;
    assert.equal((await api.loadFile('5', 'good.json', Buffer.from(fileOf(shift)))).outcome, 'processed', server.log());
  }

  const json = { 'content-type': 'application/json' };
  const post = (path: string, body: string, headers: Record<string, string> = json) =>
    ask(server.url, `/api/v1${path}`, { method: 'POST', headers, body });

  test('headings, addresses and cookies of the web port', async () => {
    const long = 'x'.repeat(20 * KIB);
    for (const [path, headers] of [
      ['/api/v1/shops', { 'x-long': long }],
      ['/api/v1/shops', { cookie: `a=${long}` }],
      ['/api/v1/shops', { authorization: `Bearer ${long}` }],
      [`/api/v1/shops?after=${long}`, {}],
      [`/${long}`, {}],
    ] as const) {
      const answer = await ask(server.url, path, { headers });
      assert.ok([400, 414, 431].includes(answer.status), `${path.slice(0, 40)}: ${answer.status}`);
    }
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`x-${index}`, '1']));
    assert.ok([400, 431, 200].includes((await ask(server.url, '/api/v1/shops', { headers: many })).status));
    const parameters = Array.from({ length: 2_000 }, (_, index) => `a${index}=1`).join('&');
    assert.ok([400, 431].includes((await ask(server.url, `/api/v1/shops?${parameters}`)).status));
    assert.equal((await ask(server.url, `/api/v1/shops?${'limit=1&'.repeat(500)}`)).status, 400);
    const inPath = await ask(server.url, `/api/v1/shops/${'5'.repeat(300)}`);
    assert.ok([400, 404, 414].includes(inPath.status), `${inPath.status}`);
    await goesOn();
  });

  test('bodies of the API: JSON beyond 64 KiB, any depth, any number of rows, a length that lies', async () => {
    const tooLarge = await post('/shops', JSON.stringify({ shopCode: '7', name: 'x'.repeat(70 * KIB) }));
    assert.deepEqual(
      [tooLarge.status, (JSON.parse(tooLarge.body) as { code: string }).code],
      [413, 'request.too_large'],
    );
    for (const body of [
      '['.repeat(30_000),
      `${'['.repeat(15_000)}${']'.repeat(15_000)}`,
      `${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}`,
      `{"shopCode":"7","name":${'9'.repeat(60_000)}}`,
      '{"shopCode":"7","__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}',
    ])
      assert.equal((await post('/shops', body)).status, 400, body.slice(0, 40));
    const shifts = Array.from({ length: 1_500 }, (_, index) => ({
      shopCode: '5',
      registerCode: '12',
      shiftKey: `${index}@2026-03-14`,
    }));
    const many = await post('/exports/again', JSON.stringify({ shifts }));
    assert.ok([400, 413].includes(many.status), `${many.status}`);
    // Beyond its length nothing is read; short of it nothing is begun.
    const said = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        socket.write(
          'POST /api/v1/shops HTTP/1.1\r\nHost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99999999\r\n\r\n{',
        );
      });
      socket.setEncoding('utf8').on('data', (piece) => {
        text += piece;
        socket.destroy();
      });
      socket.on('error', () => undefined).on('close', () => resolve(text));
    });
    assert.match(said, /^HTTP\/1\.1 413 /);
    await goesOn();
  });

  test('files and packages beyond packageLimits.maxMessageBytes, at both doors', async () => {
    const octets = { 'content-type': 'application/octet-stream', 'x-file-name': 'a.json' };
    const file = await post('/files?shop=5', 'x'.repeat(300 * KIB), octets);
    assert.equal(file.status, 413, file.body);
    const named = await post('/files?shop=5', fileOf(900), { ...octets, 'x-file-name': 'n'.repeat(3_000) });
    assert.equal(named.status, 400, named.body);
    const register = connectRegister(server.grpcPort);
    const { error } = await register.load([salesPackage({ id: 'large', saleFile: Buffer.alloc(300 * KIB) })]);
    assert.equal(error?.code, grpcStatus.RESOURCE_EXHAUSTED);
    await assert.rejects(register.handshake('x'.repeat(70 * KIB)), { code: grpcStatus.RESOURCE_EXHAUSTED });
    register.close();
    await goesOn();
  });

  test('metadata of gRPC, and more calls on one connection than it may carry', async () => {
    for (const [names, size] of [
      [2_000, 10],
      [60, 16 * KIB],
    ] as const) {
      const register = connectRegister(server.grpcPort);
      for (let number = 0; number < names; number += 1) register.metadata.set(`x-${number}`, 'v'.repeat(size));
      const { error } = await register.load([salesPackage({ id: 'none', saleFile: Buffer.alloc(1) })]);
      assert.notEqual(error, undefined, `${names} names`);
      if (size < KIB) assert.equal(error?.code, grpcStatus.RESOURCE_EXHAUSTED);
      register.close();
    }
    const crowd = connectRegister(server.grpcPort);
    const loads = Array.from({ length: 150 }, () => crowd.openLoad());
    for (const load of loads) load.cancel();
    await Promise.all(loads.map(({ outcome }) => outcome));
    crowd.close();
    await goesOn();
  });

  test('the REST paths of registers: a body beyond 64 KiB, an address beyond its length', async () => {
    const door = `http://127.0.0.1:${server.registerHttpPort}/`;
    const state = '/CSrest/rest/sales/cashUnloadState/a/b';
    assert.equal((await ask(door, state, { method: 'POST', body: 'x'.repeat(70 * KIB) })).status, 413);
    const long = await ask(door, `/cashstatus/rest/statussale/${'r'.repeat(5_000)}/10/x`);
    assert.ok([400, 404, 414, 431].includes(long.status), `${long.status}`);
    const heading = await ask(door, state, { headers: { 'x-long': 'x'.repeat(20 * KIB) } });
    assert.ok([400, 431].includes(heading.status), `${heading.status}`);
    await goesOn();
  });

  test('sale.req of many megabytes is judged by its beginning', async () => {
    await until('the folder of the shop is there', async () => (await api.status()).packages.waiting === 0);
    const folder = join(server.exchangeFolder, '5', 'sale12');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'sale.req'), Buffer.alloc(20 * KIB * KIB, '#'));
    const [request] = await until('it is refused', async () => {
      const { requests } = await api.get<SalesRequestList>('/erp/requests?shop=5');
      return requests.length > 0 && requests;
    });
    assert.equal(request?.reason?.code, 'erp_request.not_a_request');
    assert.ok(JSON.stringify(request).length < 2_000);
    await goesOn();
  });

  test('files of the command line', async (t) => {
    const path = join(temporaryFolder(t), 'large.json');
    writeFileSync(path, Buffer.alloc(300 * KIB, 'x'));
    const { code, out } = await smena(['load-file', path, '--shop', '5', '--server', server.url]);
    assert.equal(code, 1);
    assert.match(out, /262144/);
    await goesOn();
  });

  test('the manual tells the limit of every input, in both languages', () => {
    for (const [name, title] of [
      ['operations.md', '### Limits of every input'],
      ['operations.ru.md', '### Пределы каждого входа'],
    ] as const) {
      const text = readFileSync(join(root, 'docs', name), 'utf8');
      const table = text.slice(text.indexOf(title)).split('\n\n')[2] ?? '';
      for (const limit of [
        '64 KiB',
        '16 KiB',
        '4 KiB',
        '`packageLimits.maxMessageBytes`',
        '`packageLimits.maxExpandedBytes`',
        '`packageLimits.maxEntries`',
        '`packageLimits.maxInFlightBytes`',
        '`registers.maxConnections`',
        '`http.maxConnections`',
        '`http.slowestMs`',
        '`http.requestsPerMinute`',
        '100',
        '366',
      ])
        assert.ok(table.includes(limit), `${name}: ${limit}`);
    }
  });
});
