/** P20: how people and programs come in over HTTP. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import {
  type FactorSecret,
  type IssuedKey,
  type KeyList,
  type LinkAnswer,
  type PersonLink,
  type PersonList,
  type Problem,
  type ProfileState,
  type RecoveryCodes,
  type RoleList,
  routes,
  type SessionState,
} from '../../../contracts/web-api.ts';
import { type BrowserSession, createBrowserSession } from '../../../tests/support/browser-session.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { byHand, goodPassword } from '../../../tests/support/people.ts';
import { openWebApi, type WebApiUnderTest } from '../../../tests/support/web-api.ts';

/** The first administrator, logged in by the link that the server prints. */
async function asAdministrator(web: WebApiUnderTest): Promise<BrowserSession> {
  const link = await web.access.entrance.firstLink(byHand);
  assert.ok(link.ok);
  const browser = createBrowserSession(web);
  const use = { token: link.value, login: 'anna', fullName: 'Анна', password: goodPassword };
  const { status, body } = await browser.json<SessionState>('POST', routes.sessionLink, use);
  assert.equal(status, 200, JSON.stringify(body));
  return browser;
}

for (const engine of databasesUnderTest) {
  describe(`the way in over HTTP (${engine.name})`, () => {
    test('from nobody to the first administrator and out again', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database, { access: 'required' });
      const stranger = createBrowserSession(web);
      const before = (await stranger.json<SessionState>('GET', routes.session)).body;
      assert.deepEqual([before.kind, before.firstAdministrator, before.rights, before.shops], ['nobody', true, [], []]);
      const link = await web.access.entrance.firstLink(byHand);
      assert.ok(link.ok);
      const good = await stranger.json<LinkAnswer>('POST', routes.sessionLinkCheck, { token: link.value });
      assert.deepEqual(good.body, { purpose: 'first', login: null });
      const anna = await asAdministrator(web);
      assert.match(anna.attributes, /^Path=\/; HttpOnly; SameSite=Strict$/);
      const state = (await anna.json<SessionState>('GET', routes.session)).body;
      assert.deepEqual(
        [state.kind, state.name, state.fullName, state.role, state.firstAdministrator],
        ['person', 'anna', 'Анна', 'administrator', false],
      );
      assert.ok(state.rights.includes('people'));
      assert.equal(Date.parse(state.endsAt ?? '') - Date.parse(state.asOf), 43_200_000);
      assert.equal(Date.parse(state.idleEndsAt ?? '') - Date.parse(state.asOf), 1_800_000);
      assert.equal((await anna.send('GET', routes.status)).status, 200);
      const kept = [...anna.cookies];
      assert.equal((await anna.json<SessionState>('DELETE', routes.session)).body.kind, 'nobody');
      assert.equal(anna.cookies.size, 0);
      for (const [name, value] of kept) anna.cookies.set(name, value);
      assert.equal((await anna.send('GET', routes.status)).status, 401, 'the cookie is worth nothing any more');
    });

    test('a change by a cookie needs the header of our pages; one by a key does not', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database, { access: 'required' });
      const anna = await asAdministrator(web);
      const forged = await anna.send('POST', routes.shops, { shopCode: '5' }, {});
      assert.deepEqual([forged.status, ((await forged.json()) as Problem).code], [403, 'access.not_our_page']);
      const foreign = { 'x-smena-page': '1', 'sec-fetch-site': 'cross-site' };
      assert.equal((await anna.send('POST', routes.shops, { shopCode: '5' }, foreign)).status, 403);
      assert.equal((await anna.send('POST', routes.shops, { shopCode: '5' })).status, 201);
      const issued = await anna.json<IssuedKey>('POST', routes.keys, {
        name: 'Склад',
        rights: ['see', 'registers'],
        shops: 'all',
      });
      const authorization = `Bearer ${issued.body.token}`;
      const byKey = await web.json(routes.shops, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: '{"shopCode":"6"}',
      });
      assert.equal(byKey.status, 201);
      assert.equal(
        (await anna.json<KeyList>('DELETE', `${routes.keys}/${issued.body.keyId}`)).body.keys[0]?.state,
        'revoked',
      );
      const refused = await web.json<Problem>(routes.status, { headers: { authorization } });
      assert.deepEqual([refused.status, refused.body.code], [401, 'access.key_revoked']);
      assert.match(refused.body.message.ru, /«Склад»/);
    });

    test('a person is added, chooses a password by the link, and too many wrong ones are told to wait', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database, { access: 'required' });
      const anna = await asAdministrator(web);
      await anna.send('POST', routes.shops, { shopCode: '5' });
      const added = await anna.json<PersonLink>('POST', routes.people, {
        login: 'Olga',
        role: 'manager',
        shops: ['5'],
      });
      assert.equal(added.status, 201, JSON.stringify(added.body));
      const [, token = ''] = /^http:\/\/localhost:\d+\/login#link=(.+)$/.exec(added.body.link) ?? [];
      const olga = createBrowserSession(web);
      const short = await olga.json<Problem>('POST', routes.sessionLink, { token, password: 'короткий' });
      assert.deepEqual([short.status, short.body.code], [422, 'access.password_short']);
      const entered = await olga.json<SessionState>('POST', routes.sessionLink, { token, password: goodPassword });
      assert.deepEqual([entered.body.role, entered.body.shops, entered.body.name], ['manager', ['5'], 'olga']);
      const wrong = { login: 'olga', password: 'не тот пароль' };
      const answers: number[] = [];
      for (let tries = 1; tries <= 6; tries += 1) {
        const answer = await createBrowserSession(web).send('POST', routes.session, wrong);
        answers.push(answer.status);
        assert.equal(answer.headers.get('retry-after'), tries === 6 ? '10' : null);
        assert.equal(answer.headers.getSetCookie().length, 0);
      }
      assert.deepEqual(answers, [401, 401, 401, 401, 401, 429]);
      const disabled = await anna.json<PersonList>('PATCH', `${routes.people}/olga`, { disabled: true });
      assert.notEqual(disabled.body.people.find(({ login }) => login === 'olga')?.disabledAt, null);
      assert.equal((await olga.send('GET', routes.status)).status, 401);
      assert.equal((await anna.json<Problem>('PATCH', `${routes.people}/anna`, { disabled: true })).status, 409);
    });

    test('a second factor is set up, asked for, and demanded of a role', async () => {
      await using opened = await engine.open();
      let ms = Date.parse('2026-03-14T20:00:00Z');
      await using web = await openWebApi(opened.database, { access: 'required', clock: { now: () => ms } });
      const anna = await asAdministrator(web);
      const { secret } = (await anna.json<FactorSecret>('POST', routes.secondFactor)).body;
      const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
      assert.equal((await anna.json<Problem>('PUT', routes.secondFactor, { code: '000000' })).status, 401);
      const codes = (await anna.json<RecoveryCodes>('PUT', routes.secondFactor, { code: code() })).body.recoveryCodes;
      assert.equal(codes.length, 10);
      const again = createBrowserSession(web);
      const half = await again.json<SessionState>('POST', routes.session, { login: 'anna', password: goodPassword });
      assert.deepEqual([half.body.kind, half.body.waitsFor, half.body.rights], ['nobody', 'code', []]);
      assert.equal((await again.json<Problem>('GET', routes.status)).body.code, 'access.second_factor');
      assert.equal((await again.json<Problem>('POST', routes.secondFactor)).body.code, 'access.second_factor');
      ms += 30_000;
      assert.equal((await again.json<SessionState>('POST', routes.sessionCode, { code: code() })).body.kind, 'person');
      const mine = (await again.json<ProfileState>('GET', routes.profile)).body;
      assert.deepEqual(
        [mine.profile?.secondFactor, mine.profile?.recoveryCodesLeft, mine.sessions.length],
        [true, 10, 2],
      );
      assert.deepEqual((await again.json('DELETE', routes.otherSessions)).body, { ended: 1 });
      assert.equal((await anna.send('GET', routes.status)).status, 401);
      const roles = (await again.json<RoleList>('PATCH', `${routes.roles}/observer`, { secondFactor: true })).body
        .roles;
      assert.deepEqual(
        roles.filter(({ secondFactor }) => secondFactor).map(({ role }) => role),
        ['observer'],
      );
      await again.json('POST', routes.people, { login: 'boris', role: 'observer', shops: 'all' });
      const link = await again.json<PersonLink>('POST', `${routes.people}/boris/link`);
      const boris = createBrowserSession(web);
      const token = link.body.link.split('#link=')[1];
      const state = await boris.json<SessionState>('POST', routes.sessionLink, { token, password: goodPassword });
      assert.equal(state.body.waitsFor, 'enrol');
      const begun = (await boris.json<FactorSecret>('POST', routes.secondFactor)).body;
      const first = new TOTP({ secret: Secret.fromBase32(begun.secret) }).generate({ timestamp: ms });
      assert.equal((await boris.send('PUT', routes.secondFactor, { code: first })).status, 200);
      assert.equal((await boris.json<SessionState>('GET', routes.session)).body.role, 'observer');
      const reset = await again.json<PersonList>('DELETE', `${routes.people}/boris/second-factor`);
      assert.equal(reset.body.people.find(({ login }) => login === 'boris')?.secondFactor, false);
    });

    test('an open server knows no log-in and says so', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const browser = createBrowserSession(web);
      const state = (await browser.json<SessionState>('GET', routes.session)).body;
      assert.deepEqual([state.kind, state.name, state.shops, state.firstAdministrator], ['open', null, 'all', false]);
      const refused = await browser.json<Problem>('POST', routes.session, { login: 'anna', password: goodPassword });
      assert.deepEqual([refused.status, refused.body.code], [409, 'access.is_open']);
      assert.deepEqual((await browser.json<ProfileState>('GET', routes.profile)).body.profile, null);
    });
  });
}

test('behind a proxy the cookie travels by https only, and the address is that of the person', async () => {
  const [engine] = databasesUnderTest;
  assert.ok(engine !== undefined);
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database, {
    access: 'required',
    publicUrl: 'https://smena.example',
    proxies: ['127.0.0.1', '::1'],
  });
  const anna = await asAdministrator(web);
  assert.match(anna.attributes, /SameSite=Strict; Secure$/);
  const added = await anna.json<PersonLink>('POST', routes.people, { login: 'olga', role: 'observer', shops: 'all' });
  assert.match(added.body.link, /^https:\/\/smena\.example\/login#link=/);
  const headers = { 'x-forwarded-for': '203.0.113.9', 'content-type': 'application/json' };
  const body = JSON.stringify({ login: 'nobody', password: goodPassword });
  assert.equal((await web.fetch(routes.session, { method: 'POST', headers, body })).status, 401);
  const paused = await opened.database.all<{ subject: string }>(
    `SELECT subject FROM login_pause WHERE kind = 'address' AND failures > 0`,
  );
  assert.deepEqual(
    paused.map(({ subject }) => subject),
    ['203.0.113.9'],
  );
});
