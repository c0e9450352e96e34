/** Pages and API by https (M18): with the certificate of the built-in authority, renewed without a restart. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { smena } from '../command-line/run.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

type Asked = { path: string; ca: string; method?: string; headers?: Record<string, string>; body?: object };
type Answer = { status: number; headers: IncomingMessage['headers']; body: string; serial: string };

function ask(url: string, { path, ca, method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, ca, agent: false, headers: { ...headers, 'content-type': 'application/json' } };
    const asked = request(new URL(`/api/v1${path}`, url), options, async (response) => {
      const { serialNumber } = (response.socket as TLSSocket).getPeerCertificate();
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, serial: serialNumber });
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

test('M18: https by the built-in authority: cookies are for https alone, plaintext is turned away, a renewed certificate needs no restart', async (t) => {
  const data = temporaryFolder(t);
  const run = async (...words: string[]) => {
    const end = await smena([...words, '--data', data], { env: { SMENA_HTTP_TLS: 'on' } });
    assert.equal(end.code, 0, end.err);
    return end.out.trim();
  };
  await run('certificates', 'init', '--host', 'localhost');
  const ca = readFileSync(join(data, 'certificates', 'authority.certificate.pem'), 'utf8');
  await using server = await startTestServer({
    dataFolder: data,
    env: { SMENA_HTTP_ACCESS: 'required', SMENA_HTTP_TLS: 'on' },
  });
  assert.match(server.url, /^https:\/\/localhost:\d+\/$/);
  const link = await run('user', 'add', 'petrova', '--role', 'administrator');
  assert.match(link, /^https:\/\/localhost:8080\/login#link=/, 'as the settings of the command say');
  const body = { token: link.split('#link=')[1], password: 'a long enough password' };
  const entered = await ask(server.url, { path: '/session/link', ca, method: 'POST', body });
  assert.equal(entered.status, 200, entered.body);
  assert.match(String(entered.headers['set-cookie']), /; Secure/);
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
  const invited = await ask(server.url, {
    ...{ path: '/people', ca, method: 'POST', headers: { cookie, 'x-smena-page': '1' } },
    body: { login: 'olga', role: 'observer', shops: 'all' },
  });
  assert.equal(invited.status, 201, invited.body);
  assert.ok((JSON.parse(invited.body) as { link: string }).link.startsWith(`${server.url}login#link=`), invited.body);
  const status = () => ask(server.url, { path: '/status', ca, headers: { cookie } });
  const first = await status();
  assert.equal(first.status, 200, first.body);
  assert.match(String(first.headers['content-security-policy']), /default-src 'self'/);
  await assert.rejects(ask(server.url, { path: '/status', ca: '' }), /self.signed|unable to/i);
  const plain = await new Promise<number>((resolve) => {
    const { port } = new URL(server.url);
    plainRequest({ host: 'localhost', port, path: '/api/v1/status' }, (response) => resolve(response.statusCode ?? 0))
      .on('error', () => resolve(0))
      .end();
  });
  assert.notEqual(plain, 200);

  await run('certificates', 'init', '--host', 'localhost,127.0.0.1');
  await until('the new certificate is shown', async () => (await status()).serial !== first.serial);

  // Files that do not fit leave what holds, and are told.
  const renewed = (await status()).serial;
  writeFileSync(join(data, 'certificates', 'server.key.pem'), 'no key');
  await until('it is told', async () => {
    const log = await ask(server.url, { path: '/log?level=error', ca, headers: { cookie } });
    return log.body.includes('lines.web_keys_unusable');
  });
  assert.equal((await status()).serial, renewed);
});

test('https without any certificate ends the start with what is missing', async (t) => {
  const data = temporaryFolder(t);
  await assert.rejects(
    startTestServer({ dataFolder: data, env: { SMENA_HTTP_TLS: 'on' } }),
    /certificates.*http\.tls/s,
  );
});
