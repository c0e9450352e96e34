/** People and keys from the command line, at the machine of the server and over the network; exit code 4 for those who may not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyList, PersonList, Problem, SessionState } from '../../contracts/web-api.ts';
import { goodPassword } from '../support/people.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { lines, serve, smena } from './run.ts';

const required = { SMENA_HTTP_ACCESS: 'required' };

/** Uses a one-time link as the page does; answers who is in then. */
async function enter(url: string, link: string, more: object): Promise<SessionState & Problem> {
  const token = link.split('#link=')[1];
  const response = await fetch(new URL('/api/v1/session/link', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, password: goodPassword, ...more }),
  });
  return (await response.json()) as SessionState & Problem;
}

test('a server prints a link for the first administrator at each start until there is one, and none on an open server', async (t) => {
  const data = temporaryFolder(t);
  const first = await serve(t, data, required);
  const printed = (await first.stop()).out;
  const link = /http:\/\/localhost:\d+\/login#link=\S{43}/.exec(printed)?.[0] ?? assert.fail(printed);
  const second = await serve(t, data, required);
  const refused = await enter(second.url, link, { login: 'anna' });
  assert.equal(refused.code, 'access.link_unknown', 'a new start makes a new link');
  const made = await smena(['user', 'first-link', '--data', data, '--lang', 'en']);
  assert.equal(made.code, 0, made.err);
  assert.equal((await enter(second.url, made.out.trim(), { login: 'anna' })).role, 'administrator');
  const late = await smena(['user', 'first-link', '--data', data]);
  assert.deepEqual([late.code, late.out], [1, '']);
  assert.match(late.err, /Администратор уже есть/);
  await second.stop();
  for (const env of [required, {}]) {
    const again = await serve(t, data, env);
    assert.doesNotMatch((await again.stop()).out, /#link=/);
  }
});

test('people and keys are looked after while the server runs; who has no key is told so by exit code 4', async (t) => {
  const data = temporaryFolder(t);
  const server = await serve(t, data, required);
  const here = ['--data', data];
  const stranger = await smena(['status', '--server', server.url]);
  assert.equal(stranger.code, 4, stranger.err);
  assert.match(stranger.err, /требует вход/);
  const tried = await smena(['user', 'add', 'Petrova', '--role', 'accountant', '--dry-run', ...here]);
  assert.equal(tried.code, 0, tried.err);
  const none = await smena(['user', 'list', ...here]);
  assert.deepEqual([none.code, none.out], [0, ''], none.err);
  const added = await smena(['user', 'add', 'Petrova', '--role', 'accountant', '--name', 'Анна Петрова', ...here]);
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /^http:\/\/localhost:\d+\/login#link=\S{43}\n$/);
  assert.equal((await enter(server.url, added.out.trim(), {})).role, 'accountant');
  const listed = JSON.parse((await smena(['user', 'list', '--json', ...here])).out) as PersonList;
  assert.deepEqual(
    listed.people.map(({ login, fullName, role, shops }) => [login, fullName, role, shops]),
    [['petrova', 'Анна Петрова', 'accountant', 'all']],
  );
  const issued = await smena(['key', 'issue', 'Склад', '--rights', 'see,people', '--until', '2099-12-31', ...here]);
  assert.equal(issued.code, 0, issued.err);
  assert.match(issued.out, /^smena_\S{43}\n$/);
  const asKey = (path: string) =>
    fetch(new URL(`/api/v1${path}`, server.url), { headers: { authorization: `Bearer ${issued.out.trim()}` } });
  assert.equal((await asKey('/status')).status, 200);
  assert.equal((await asKey('/people')).status, 200);
  const there = await smena(['user', 'list', '--plain', '--server', server.url], {
    env: { SMENA_TOKEN: issued.out.trim() },
  });
  assert.match(there.out, /^petrova\tАнна Петрова\taccountant\tall\tgood\t/, there.err);
  const changed = await smena([
    'user',
    'set',
    'petrova',
    '--role',
    'support',
    '--rights',
    'see-money',
    '--plain',
    ...here,
  ]);
  assert.equal(changed.code, 0, changed.err);
  assert.match(changed.out, /^petrova\tАнна Петрова\tsupport\+see-money\tall\tgood\tno\t/m);
  const off = await smena(['user', 'disable', 'petrova', ...here]);
  assert.match(off.out, /отключён/);
  assert.equal((await smena(['user', 'reset', 'petrova', ...here])).code, 1);
  assert.equal((await smena(['user', 'enable', 'petrova', ...here])).code, 0);
  assert.match((await smena(['user', 'reset', 'petrova', '--second-factor', ...here])).out, /#link=/);
  assert.match(
    (await smena(['user', 'role', 'support', '--require-second-factor', 'yes', '--plain', ...here])).out,
    /^support\t1\tyes\t/m,
  );
  const revoked = await smena(['key', 'revoke', '1', '--json', ...here]);
  assert.equal((JSON.parse(revoked.out) as KeyList).keys[0]?.state, 'revoked', revoked.err);
  const refused = (await (await asKey('/status')).json()) as Problem;
  assert.equal(refused.code, 'access.key_revoked');
});

test('what is wrong with a line about people or keys is said before anything is done', async (t) => {
  const data = temporaryFolder(t);
  const cases: [line: string, code: number, says: RegExp][] = [
    ['user add petrova', 2, /administrator, support, accountant, manager, observer/],
    ['user add petrova --role boss', 2, /administrator/],
    ['user set petrova', 2, /--role/],
    ['user role boss --require-second-factor yes', 2, /observer/],
    ['key issue x', 2, /see-money/],
    ['key issue x --rights fly', 2, /«fly»/],
    ['key revoke first', 2, /K-3/],
    ['user list', 3, /smena\.db/],
    ['user add petrova --role manager', 1, /магазин/],
    ['user disable petrova', 3, /petrova/],
    ['user first-link --server http://127.0.0.1:9', 2, /--data/],
    ['user list --server http://127.0.0.1:9', 8, /127\.0\.0\.1:9/],
  ];
  for (const [line, code, says] of cases) {
    const words = line.split(' ');
    const ended = await smena([...words, ...(words.includes('--server') ? [] : ['--data', data])]);
    assert.equal(ended.code, code, `${line}: ${ended.err}`);
    assert.match(ended.err, says, line);
  }
  assert.equal(lines((await smena(['help', 'user'])).out).length, 9);
});
