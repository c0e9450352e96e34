/**
 * The push as a receiver must take it: what docs/examples/verify-push.mjs takes is what Smena has signed, once, as it was, and lately.
 * Smena itself is called with keys and cursors, never with signatures: forged ones are refused.
 */
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createVerifier } from '../../docs/examples/verify-push.mjs';
import { createErpPush } from '../../src/connections/erp-push/erp-push.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { openWebApi, sampleFile } from '../support/web-api.ts';

const SECRET = 'key of the two of us';
const NOW_MS = Date.parse('2026-03-14T20:00:00Z');

type Sent = { headers: IncomingHttpHeaders; body: string };

/** What Smena sends over the line, signed at a time. */
async function sentAt(ms: number, body: string, secret = SECRET): Promise<Sent> {
  const { promise, resolve } = Promise.withResolvers<Sent>();
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const piece of request.setEncoding('utf8')) text += piece;
    response.end('ok');
    resolve({ headers: request.headers, body: text });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const send = createErpPush({ url: `http://127.0.0.1:${port}/in`, secret, clock: { now: () => ms } });
  assert.equal(await send({ body, delivery: 'batch' }), null);
  server.closeAllConnections();
  server.close();
  return promise;
}

const BODY = '{"shopCode":"5","revenue":"200.81"}\n{"shopCode":"5","name":"Чай"}\n';

test('what Smena sends is taken, also when it is sent again', async () => {
  const verify = createVerifier(SECRET, { nowMs: () => NOW_MS });
  const first = await sentAt(NOW_MS - 20_000, BODY);
  const again = await sentAt(NOW_MS, BODY);
  assert.equal(verify(first.headers, first.body), null);
  assert.equal(verify(again.headers, again.body), null);
});

test('what was heard on the line and is played again is refused, at once and later', async () => {
  let nowMs = NOW_MS;
  const verify = createVerifier(SECRET, { nowMs: () => nowMs });
  const heard = await sentAt(NOW_MS, BODY);
  assert.equal(verify(heard.headers, heard.body), null);
  assert.equal(verify(heard.headers, heard.body), 'came before');
  nowMs += 299_000;
  assert.equal(verify(heard.headers, heard.body), 'came before');
  nowMs += 2_000;
  assert.match(verify(heard.headers, heard.body) ?? '', /too long ago/);
});

test('a changed body, another time, another key, no signature and one of another form are refused', async () => {
  const { headers, body } = await sentAt(NOW_MS, BODY);
  const fresh = () => createVerifier(SECRET, { nowMs: () => NOW_MS });
  const signature = String(headers['x-smena-signature']);
  const cases: [IncomingHttpHeaders, string][] = [
    [headers, body.replace('200.81', '900.81')],
    [headers, `${body} `],
    [headers, ''],
    [{ ...headers, 'x-smena-timestamp': String(Number(headers['x-smena-timestamp']) + 1) }, body],
    // The border between time and body cannot be moved.
    [{ ...headers, 'x-smena-timestamp': String(headers['x-smena-timestamp']).slice(0, -1) }, `1.${body}`],
    [{ ...headers, 'x-smena-signature': undefined }, body],
    [{ ...headers, 'x-smena-signature': '' }, body],
    [{ ...headers, 'x-smena-signature': signature.replace('sha256', 'sha1') }, body],
    [{ ...headers, 'x-smena-signature': signature.slice(0, -2) }, body],
    [{ ...headers, 'x-smena-signature': `sha256=${'0'.repeat(64)}` }, body],
    [{ ...headers, 'x-smena-timestamp': 'NaN' }, body],
    [(await sentAt(NOW_MS, BODY, 'another key')).headers, body],
    [(await sentAt(NOW_MS + 400_000, BODY)).headers, body],
    [(await sentAt(NOW_MS - 400_000, BODY)).headers, body],
  ];
  for (const [index, [changed, text]] of cases.entries()) assert.notEqual(fresh()(changed, text), null, `${index}`);
  assert.equal(fresh()(headers, body), null);
  assert.throws(() => createVerifier(''), TypeError);
});

for (const engine of databasesUnderTest)
  test(`${engine.name}: Smena takes no cursor that it has not given, and a confirmation of a file that it has not written changes nothing`, async () => {
    await using opened = await engine.open();
    await using here = await openWebApi(opened.database);
    const send = (method: string, path: string, body: object) =>
      here.json<{ code?: string }>(`/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await send('POST', '/shops', { shopCode: '5' });
    await here.fetch('/api/v1/files?shop=5', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'a.json' },
      body: sampleFile,
    });
    for (const forged of [
      '1',
      'x',
      '../../etc',
      'smena-feed-1',
      ...['smena-feed--1', 'smena-feed-1e9', 'smena-feed-1;DROP TABLE shift', `smena-feed-${'9'.repeat(40)}`].map(
        (text) => Buffer.from(text).toString('base64url'),
      ),
    ]) {
      const read = await here.fetch(`/api/v1/erp/feed?cursor=${encodeURIComponent(forged)}`);
      assert.ok([400, 404, 422].includes(read.status), `${forged} ${read.status}`);
      const noted = await send('PUT', '/erp/targets/warehouse', { cursor: forged });
      assert.ok([400, 404, 422].includes(noted.status), `${forged} ${noted.status} ${JSON.stringify(noted.body)}`);
    }
    const confirmation = { shopCode: '5', fileName: 'sale1_347_1.json', receiptCount: 3, revenue: '200.81' };
    const unknown = await send('POST', '/erp/confirmations', { confirmations: [confirmation] });
    assert.ok([404, 422].includes(unknown.status), JSON.stringify(unknown));
    const rows = await opened.database.all('SELECT * FROM erp_confirmation');
    assert.deepEqual(rows, []);
  });
