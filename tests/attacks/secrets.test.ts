/**
 * Secrets stay where they belong: whatever is set, typed or issued is in nothing that the server prints, logs, answers to others, writes to
 * its tables or lays into its data folder; on typical ways and on those that fail.
 */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { SAMPLE } from '../support/sales-file-text.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { ask, everythingBelow } from './hostile.ts';

const SET = {
  SMENA_PUSH_SECRET: 'push-secret-6f1c0a52',
  SMENA_QUEUE_PASSWORD: 'queue-password-6f1c0a52',
  SMENA_PROVIDER_CLIENT_SECRET: 'provider-secret-6f1c0a52',
};
const PASSWORD = 'first password 6f1c0a52';
const OTHER_PASSWORD = 'second password 6f1c0a52';
const WRONG_PASSWORD = 'mistyped password 6f1c0a52';

type Answer = { status: number; text: string; cookie: string | null };

test('passwords, keys, links, codes and the secrets of the configuration are told nowhere', async (t) => {
  const dataFolder = temporaryFolder(t);
  // Takes nothing that is pushed, so that failures are told.
  const receiver = createServer((_request, response) => response.writeHead(500).end());
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  t.after(() => receiver.close());
  const { port } = receiver.address() as AddressInfo;
  let printed = '';
  const server = await startTestServer({
    dataFolder,
    env: {
      ...SET,
      SMENA_HTTP_ACCESS: 'required',
      SMENA_PUSH_URL: `http://127.0.0.1:${port}/in`,
      SMENA_QUEUE_HOST: '127.0.0.1',
      SMENA_QUEUE_PORT: '1',
      SMENA_QUEUE_USER: 'queue-user',
      SMENA_PROVIDER_ISSUER: 'http://127.0.0.1:1',
      SMENA_PROVIDER_CLIENT_ID: 'smena',
      SMENA_PROVIDER_ROLES: 'admins=administrator',
    },
    onSpawn: ({ stdout }) =>
      stdout?.on('data', (text) => {
        printed += String(text);
      }),
  });
  t.after(() => server.kill());
  let cookie = '';
  async function send(
    method: string,
    path: string,
    body?: object | string,
    more: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(new URL(`/api/v1${path}`, server.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        'x-smena-page': '1',
        ...(cookie === '' ? {} : { cookie }),
        ...more,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const [given = null] = response.headers.getSetCookie();
    return { status: response.status, text: await response.text(), cookie: given?.split(';')[0] ?? null };
  }
  const enter = (answer: Answer) => {
    assert.equal(answer.status, 200, answer.text);
    cookie = answer.cookie ?? assert.fail('no cookie');
    return cookie.split('=')[1] ?? '';
  };

  // The first link is printed for whoever starts the server; it is good once.
  const link = await until('the link is printed', () => /login#link=(\S+)/.exec(printed + server.log())?.[1]);
  const first = enter(await send('POST', '/session/link', { token: link, login: 'admin', password: PASSWORD }));
  const issued = JSON.parse((await send('POST', '/keys', { name: 'nightly', rights: ['see'], shops: 'all' })).text) as {
    token: string;
  };
  assert.ok(issued.token.length > 20);
  const person = await send('POST', '/people', { login: 'petrova', role: 'accountant', shops: 'all' });
  const theirLink = /login#link=([^"\s]+)/.exec(person.text)?.[1] ?? assert.fail(person.text);
  const factor = JSON.parse((await send('POST', '/session/second-factor', { password: PASSWORD })).text) as {
    secret: string;
  };
  const code = new TOTP({ secret: Secret.fromBase32(factor.secret) }).generate();
  const on = await send('PUT', '/session/second-factor', { code });
  const recovery = (JSON.parse(on.text) as { recoveryCodes: string[] }).recoveryCodes;
  assert.equal(recovery.length, 10, on.text);

  // What goes wrong.
  const stranger = { cookie: '' };
  for (const [method, path, body] of [
    ['POST', '/session', { login: 'admin', password: WRONG_PASSWORD }],
    ['POST', '/session', `{"login":"admin","password":"${WRONG_PASSWORD}"`],
    ['POST', '/session', { login: WRONG_PASSWORD, password: WRONG_PASSWORD, pass: WRONG_PASSWORD }],
    ['POST', '/session/code', { code: '000000' }],
    ['POST', '/session/link', { token: link, login: 'again', password: WRONG_PASSWORD }],
    ['POST', '/session/link/check', { token: theirLink }],
    ['PUT', '/session/password', { password: WRONG_PASSWORD, newPassword: OTHER_PASSWORD }],
  ] as const)
    await send(method, path, body, stranger);
  for (const path of ['/shops', '/shops/404', '/nowhere', '/settings', '/people', '/session/provider?back=/'])
    await send('GET', path, undefined, { authorization: `Bearer ${issued.token}` });
  await send('GET', '/shops', undefined, { authorization: `Bearer ${issued.token}x` });
  await ask(server.url, '/api/v1/%ff', { headers: { authorization: `Bearer ${issued.token}` } });

  // What goes right.
  const changed = await send('PUT', '/session/password', { password: PASSWORD, newPassword: OTHER_PASSWORD });
  assert.ok(changed.status < 300, changed.text);
  const load = await send('POST', '/files?shop=5&create=true', SAMPLE, {
    'content-type': 'application/octet-stream',
    'x-file-name': 'a.json',
  });
  assert.equal(load.status, 200, load.text);
  await until('the push has failed', async () =>
    (await send('GET', '/log?limit=1000')).text.includes('erp.push_failed'),
  );
  assert.equal((await send('DELETE', '/session')).status < 300, true);
  const entered = await send('POST', '/session', { login: 'admin', password: OTHER_PASSWORD });
  cookie = entered.cookie ?? '';
  const again = await send('POST', '/session/code', { code: recovery[0] ?? '' });
  const second = enter(again.cookie === null ? { ...again, cookie: entered.cookie } : again);

  const secrets = {
    ...SET,
    PASSWORD,
    OTHER_PASSWORD,
    WRONG_PASSWORD,
    key: issued.token,
    first,
    second,
    link,
    theirLink,
    totp: factor.secret,
    ...Object.fromEntries(recovery.map((one, index) => [`recovery ${index}`, one])),
  };
  const told: Record<string, string> = {};
  for (const path of [
    '/settings',
    '/log?limit=1000',
    '/log/download',
    '/audit?limit=1000',
    '/audit/file',
    '/people',
    '/keys',
    '/session',
    '/session/profile',
    '/erp/targets',
    '/status',
  ])
    told[path] = (await send('GET', path)).text;
  assert.match(told['/settings'] ?? '', /\*\*\*/);
  assert.equal(await server.stop(), 0);

  told['printed'] = printed.replaceAll(link, '');
  told['its log'] = server.log().replaceAll(link, '');
  const database = new DatabaseSync(join(dataFolder, 'smena.db'));
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all() as { name: string }[];
  for (const { name } of tables)
    told[`table ${name}`] = JSON.stringify(
      database
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) => ({ ...row })),
      (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value),
    );
  database.close();
  for (const name of ['smena.db', 'smena.db-wal', 'smena.db-shm']) rmSync(join(dataFolder, name), { force: true });
  for (const path of everythingBelow(dataFolder).keys())
    try {
      told[path] = readFileSync(join(dataFolder, path), 'latin1');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EISDIR') throw cause;
    }
  // The one place that must have it, to know the codes of the person.
  assert.ok(told['table person']?.includes(factor.secret));
  told['table person'] = told['table person']?.replaceAll(factor.secret, '') ?? '';
  for (const [where, text] of Object.entries(told))
    for (const [name, secret] of Object.entries(secrets)) {
      const forms = [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        JSON.stringify(secret).slice(1, -1),
      ];
      for (const form of forms) assert.ok(!text.includes(form), `${name} stands in ${where}`);
    }
  assert.ok(tables.length > 40 && Object.keys(told).length > 60, `${Object.keys(told).length} places`);
});

test('the password of a database that does not answer is in no line and no answer', async () => {
  const password = 'database-password-6f1c0a52';
  await using server = await startTestServer({
    env: { SMENA_DATABASE_URL: `postgres://smena:${password}@127.0.0.1:1/smena` },
  });
  for (const path of ['/api/v1/status', '/api/v1/shops', '/api/v1/settings', '/api/v1/log'])
    assert.doesNotMatch((await ask(server.url, path)).body, new RegExp(password));
  assert.match(server.log(), /the database is away/);
  assert.doesNotMatch(server.log(), new RegExp(password));
});
