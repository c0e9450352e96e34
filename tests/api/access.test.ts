/** P20: who gets in. The pages are for this machine alone until somebody says otherwise, and no account waits to be guessed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routes, type SessionState } from '../../contracts/web-api.ts';
import { settingKeys, settings } from '../../src/config.ts';
import { startTestServer } from '../support/server.ts';
import { rawRequest } from '../support/web-api.ts';

const doors = ['/', '/api/v1/status', '/api/v1/openapi.json', '/api/v1/events', '/shops/5'];

test('P20: pages and API listen on this machine and answer local names only', async () => {
  await using server = await startTestServer();
  const { hostname, port: written } = new URL(server.url);
  const port = Number(written);
  assert.equal(hostname, 'localhost');
  for (const path of doors) {
    for (const host of ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`, '192.168.1.5']) {
      const { status, body } = await rawRequest(port, path, { headers: { host } });
      assert.ok(status >= 400, `${path} answered ${status} to ${host}`);
      assert.doesNotMatch(body, /<script|"version"/);
    }
  }
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, 'localhost', `[::1]:${port}`]) {
    const { status } = await rawRequest(port, '/api/v1/status', { headers: { host } });
    assert.equal(status, 200, host);
  }
  const strange = await rawRequest(port, '/api/v1/shops', {
    method: 'POST',
    headers: { host: `localhost:${port}`, origin: 'http://evil.example', 'content-type': 'application/json' },
    body: '{"shopCode":"5"}',
  });
  assert.equal(strange.status, 403, strange.body);
});

test('P20: there is no account with a password that everybody knows', async () => {
  for (const key of settingKeys.filter((name) => settings[name].secret))
    assert.equal(settings[key].byDefault, null, key);
  await using server = await startTestServer();
  const status = await fetch(new URL('/api/v1/status', server.url), {
    headers: { authorization: `Basic ${btoa('admin:admin')}` },
  });
  assert.equal(status.headers.get('www-authenticate'), null);
  assert.equal(status.headers.get('set-cookie'), null);
  await using asking = await startTestServer({ env: { SMENA_HTTP_ACCESS: 'required' } });
  const state = (await (await fetch(new URL(routes.session, asking.url))).json()) as SessionState;
  assert.deepEqual([state.kind, state.firstAdministrator], ['nobody', true]);
  for (const [login, password] of [
    ['admin', 'admin'],
    ['admin', ''],
    ['root', 'root'],
    ['smena', 'smena'],
  ]) {
    const body = JSON.stringify({ login, password });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(new URL(routes.session, asking.url), { method: 'POST', headers, body });
    assert.ok(answer.status === 401 || answer.status === 400, `${login}: ${answer.status}`);
    assert.equal(answer.headers.get('set-cookie'), null);
  }
});
