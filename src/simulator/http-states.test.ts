import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { contentOf, folderFor, receiverFor, registerFor } from '../../tests/support/registers.ts';
import { createHttpStates } from './http-states.ts';

type Call = { method: string; path: string; status: unknown };

/** A server that answers as told and writes down what was called. */
async function webFor(t: TestContext, answer: { status: number }): Promise<{ baseUrl: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const sent = body === '' ? {} : (JSON.parse(body) as { status?: string });
      calls.push({ method: request.method ?? '', path: request.url ?? '', status: sent.status });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end('"st-1"');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

test('a register tells every step of a transfer on the paths of registers', async (t) => {
  const answer = { status: 200 };
  const web = await webFor(t, answer);
  const receiver = await receiverFor(t);
  const failures: unknown[] = [];
  const register = await registerFor(t, {
    serverAddress: receiver.address,
    states: createHttpStates(web),
    sendOn: { receipt: false, shift: false },
    onFailure: (cause) => failures.push(cause),
  });
  await register.openShift();
  await register.sellReceipt();
  await register.unload({ shifts: { from: 1, to: 1 } });
  assert.equal(await register.work(), 'sent');
  const state = '/CSrest/rest/sales/cashUnloadState';
  const legacy = `/cashstatus/rest/statussale/${register.registerId}`;
  assert.deepEqual(web.calls, [
    { method: 'POST', path: `${state}/${register.shopId}/${register.registerId}`, status: 'STATUS_DURING' },
    { method: 'PUT', path: `${state}/st-1`, status: 'STATUS_DURING' },
    { method: 'GET', path: `${legacy}/20/starting`, status: undefined },
    { method: 'PUT', path: `${state}/st-1`, status: 'STATUS_DURING' },
    { method: 'PUT', path: `${state}/st-1`, status: 'STATUS_DURING' },
    { method: 'GET', path: `${legacy}/20/put%20into%20the%20folder%20for%20sending`, status: undefined },
    { method: 'PUT', path: `${state}/st-1`, status: 'STATUS_READY' },
    { method: 'GET', path: `${legacy}/0/message%20sent`, status: undefined },
  ]);
  assert.equal(receiver.received[0]?.cashUnloadState, 'st-1');

  answer.status = 201;
  await register.unload({ shifts: { from: 1, to: 1 } });
  assert.match(String(failures[0]), /status 201/, 'only 200 is success');
  assert.equal(await register.work(), 'sent', 'states that cannot be told do not stop the sales');
  await assert.rejects(createHttpStates(web).kick('r/1'), /kick: status 201/);
  assert.equal(web.calls.at(-1)?.path, '/CSrest/rest/sales/unload/cashid/r%2F1/kick');
});

test('set to ask for a request, a register kicks the server instead of sending, and sends what it is then asked for', async (t) => {
  const answer = { status: 503 };
  const web = await webFor(t, answer);
  const receiver = await receiverFor(t);
  const failures: unknown[] = [];
  const folder = await folderFor(t);
  const options = {
    folder,
    serverAddress: receiver.address,
    states: createHttpStates(web),
    settings: { unloadSalesRequestThroughCS: true },
    onFailure: (cause: unknown) => failures.push(cause),
  };
  const register = await registerFor(t, options);
  const kicks = () => web.calls.filter(({ path }) => path.endsWith('/kick')).length;
  await register.openShift();
  await register.sellMany(3);
  assert.equal(await register.work(), 'idle');
  assert.match(String(failures[0]), /kick: status 503/, 'a server that cannot be asked stops nothing');
  answer.status = 200;
  assert.equal(await register.work(), 'idle');
  assert.equal(await register.work(), 'idle', 'once asked, it is not asked again');
  assert.deepEqual(
    [kicks(), web.calls.at(-1), receiver.handshakes.length],
    [2, { method: 'PUT', path: `/CSrest/rest/sales/unload/cashid/${register.registerId}/kick`, status: undefined }, 0],
  );
  assert.equal((await register.condition()).queued, 0, 'nothing is packed for sales nobody asked for');

  await register.unload({ shifts: { from: 1, to: 1 } });
  assert.equal(await register.work(), 'sent');
  const [message] = receiver.received;
  assert.ok(message !== undefined && receiver.received.length === 1);
  assert.equal((await contentOf(message)).documents.length, register.expected()[0]?.documents.length);

  await register.sellReceipt();
  await register.close();
  const again = await registerFor(t, options);
  assert.equal(await again.work(), 'idle', 'after a restart no sale goes by itself either');
  again.settings.unloadSalesRequestThroughCS = false;
  await again.sellReceipt();
  assert.equal(await again.work(), 'sent');
});
