/** What every answer says to a browser, also a refusal and one that no route has made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../support/databases.ts';
import { openWebApi } from '../support/web-api.ts';
import { ask } from './hostile.ts';

const GUARDS: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /^default-src 'self'; script-src 'self'; .*object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\), .*microphone=\(\)/,
};

const PATHS: [string, string, number][] = [
  ['GET', '/', 503],
  ['GET', '/assets/none.js', 404],
  ['GET', '/api/v1/openapi.json', 200],
  ['GET', '/api/v1/shops', 401],
  ['GET', '/api/v1/none', 404],
  ['GET', '/api/v1/%ff', 400],
  ['POST', '/api/v1/session', 400],
  ['DELETE', '/api/v1/log', 401],
  ['PUT', '/', 405],
];

test('every answer carries the guards of the pages; over https by the name for people browsers are told to stay there', async () => {
  const [engine = assert.fail()] = databasesUnderTest;
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database, { access: 'required', publicUrl: 'https://smena.example' });
  for (const [method, path, status] of PATHS)
    for (const host of ['smena.example', `localhost:${web.api.port}`]) {
      const headers = { host, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) };
      const answer = await ask(web.api.url, path, { method, headers });
      assert.equal(answer.status, status, `${method} ${path} ${answer.body}`);
      for (const [name, value] of Object.entries(GUARDS))
        assert.match(String(answer.headers[name]), value, `${path} ${name}`);
      if (path === '/api/v1/%ff') continue;
      const stays = answer.headers['strict-transport-security'];
      assert.equal(stays, host === 'smena.example' ? 'max-age=31536000' : undefined, `${path} ${host}`);
      if (path.startsWith('/api/')) assert.equal(answer.headers['cache-control'], 'no-store', path);
    }
});

test('over http nobody is told to stay with https', async () => {
  const [engine = assert.fail()] = databasesUnderTest;
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database, { publicUrl: 'http://smena.example' });
  const answer = await ask(web.api.url, '/api/v1/shops', { headers: { host: 'smena.example' } });
  assert.deepEqual([answer.status, answer.headers['strict-transport-security']], [200, undefined]);
});
