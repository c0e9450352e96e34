import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { byHand, from, goodPassword, openPeople, sessionTimes } from '../../tests/support/people.ts';
import type { Outcome } from './parts.ts';

const MINUTE = 60_000;
const wrong = (login: string) => ({ login, password: 'это не тот пароль' });
const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.code);

for (const engine of databasesUnderTest) {
  describe(`logging in (${engine.name})`, () => {
    test('the first administrator comes by a link that is good once and for 24 hours, while there is none', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { entrance } = people;
      const old = await entrance.firstLink(byHand);
      const link = await entrance.firstLink(byHand);
      assert.ok(old.ok && link.ok);
      const use = { token: link.value, login: ' Анна.Петрова', fullName: 'Анна Петрова', password: goodPassword };
      assert.equal(codeOf(await entrance.readLink(old.value)), 'access.link_unknown', 'the newest is the good one');
      people.pass(24 * 60 * MINUTE - 1);
      assert.deepEqual(await entrance.readLink(link.value), { ok: true, value: { purpose: 'first', login: null } });
      assert.equal(codeOf(await entrance.enterByLink({ ...use, password: 'короткий' }, from)), 'access.password_short');
      assert.equal(codeOf(await entrance.enterByLink({ ...use, login: '-а' }, from)), 'access.login_form');
      const entered = await entrance.enterByLink(use, from);
      assert.ok(entered.ok, JSON.stringify(entered));
      assert.deepEqual([entered.value.login, entered.value.stage], ['анна.петрова', 'open']);
      assert.equal(codeOf(await entrance.enterByLink(use, from)), 'access.link_used');
      assert.equal(codeOf(await entrance.firstLink(byHand)), 'access.has_administrator');
      const { principal } = await people.identify({ session: entered.value.token, key: null, address: '::1' });
      assert.deepEqual(principal.actor, { kind: 'person', name: 'анна.петрова', address: '::1' });
      assert.ok(principal.rights.has('people') && !principal.rights.has('accept'));
      assert.deepEqual(people.told(), ['access.person_added', 'access.password_changed', 'access.logged_in']);
    });

    test('a link that is over is refused, and of two that use one at the same time one comes in', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const first = async () => {
        const link = await people.entrance.firstLink(byHand);
        assert.ok(link.ok);
        return { token: link.value, login: 'anna', fullName: null, password: goodPassword };
      };
      const late = await first();
      people.pass(24 * 60 * MINUTE);
      assert.equal(codeOf(await people.entrance.enterByLink(late, from)), 'access.link_ended');
      const use = await first();
      const both = await Promise.all([1, 2].map(() => people.entrance.enterByLink(use, from)));
      const [refused, entered] = both.map(codeOf).sort();
      assert.equal(entered, 'ok');
      // Whether it had read the link before the other one had used it up.
      assert.ok(refused === 'access.has_administrator' || refused === 'access.link_used', refused);
    });

    test('name and password let in; a wrong one, a disabled and an unknown person are refused in the same words', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { entrance, administration } = people;
      await people.addPerson('anna');
      await people.addPerson('boris');
      await administration.changePerson(byHand, 'boris', { disabled: true });
      people.told();
      const refused = [
        await entrance.logIn(wrong('anna'), from),
        await entrance.logIn({ login: 'boris', password: goodPassword }, from),
        await entrance.logIn({ login: 'nobody', password: goodPassword }, from),
      ];
      for (const one of refused) assert.deepEqual(one, { ok: false, code: 'access.wrong_login', params: {} });
      assert.deepEqual(
        people.notes.slice(-3).map(({ actor, params }) => [actor, params['reason']]),
        [
          [{ kind: 'anybody', name: 'anna', address: '10.0.0.7' }, '@access.because_password'],
          [{ kind: 'anybody', name: 'boris', address: '10.0.0.7' }, '@access.because_disabled'],
          [{ kind: 'anybody', name: 'nobody', address: '10.0.0.7' }, '@access.because_unknown'],
        ],
      );
      people.told();
      const { token, stage } = await people.logIn(' ANNA');
      assert.equal(stage, 'open');
      assert.deepEqual(people.told(), ['access.logged_in']);
      const kept = JSON.stringify(await opened.database.all('SELECT * FROM session'));
      assert.ok(kept.includes('anna') && !kept.includes(token), 'only the hash of the token is kept');
      const row = await opened.database.get<{ hash: string }>(
        `SELECT password_hash AS hash FROM person WHERE login = 'anna'`,
      );
      assert.match(row?.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });

    test('a refusal by what the provider says is told with its reason, and leaves nothing', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const provided = { issuer: 'https://login.example', subject: 'u-1', login: 'Anna', fullName: null } as const;
      const entered = await people.entrance.enterByProvider({ ...provided, role: 'manager', shops: ['404'] }, from);
      assert.deepEqual(entered, { ok: false, code: 'not_found.shop', params: { shopCode: '404' } });
      const [{ code, actor, params } = assert.fail('nothing was told')] = people.notes;
      assert.equal(code, 'access.login_refused');
      assert.deepEqual(actor, { kind: 'anybody', name: 'Anna', address: '10.0.0.7' });
      assert.deepEqual([params['reason'], params['shopCode']], ['@not_found.shop', '404']);
      assert.deepEqual(await opened.database.all('SELECT login FROM person'), []);
    });

    test('wrong log-ins make the next one wait, longer each time, also after a restart; a right one is forgiven', async () => {
      await using opened = await engine.open();
      const before = openPeople(opened.database);
      await before.addPerson('anna');
      for (let tries = 1; tries <= 4; tries += 1) await before.entrance.logIn(wrong('anna'), from);
      await before.logIn('anna');
      for (let tries = 1; tries <= 5; tries += 1)
        assert.equal(codeOf(await before.entrance.logIn(wrong('anna'), from)), 'access.wrong_login', `${tries}`);
      const people = openPeople(opened.database);
      const right = { login: 'anna', password: goodPassword };
      assert.deepEqual(await people.entrance.logIn(right, from), {
        ok: false,
        code: 'access.paused',
        params: { n: 10 },
      });
      assert.equal(codeOf(await people.entrance.logIn(right, { ...from, address: '10.0.0.8' })), 'access.paused');
      people.pass(10_000);
      assert.equal(codeOf(await people.entrance.logIn(wrong('anna'), from)), 'access.wrong_login');
      people.pass(19_999);
      assert.deepEqual(await people.entrance.logIn(right, from), {
        ok: false,
        code: 'access.paused',
        params: { n: 1 },
      });
      people.pass(1);
      await people.logIn('anna');
      assert.equal(codeOf(await people.entrance.logIn(wrong('anna'), from)), 'access.wrong_login');
    });

    test('many tries at the same time are as many tries, and names that nobody has are paused as well', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const all = await Promise.all(Array.from({ length: 12 }, () => people.entrance.logIn(wrong('nobody'), from)));
      assert.equal(all.filter((one) => codeOf(one) === 'access.wrong_login').length, 5);
      assert.equal(all.filter((one) => codeOf(one) === 'access.paused').length, 7);
    });

    test('one address that tries many names waits, another address does not', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      for (let name = 1; name <= 30; name += 1) await people.entrance.logIn(wrong(`name${name}`), from);
      assert.equal(codeOf(await people.entrance.logIn(wrong('name31'), from)), 'access.paused');
      const elsewhere = { ...from, address: '10.0.0.8' };
      assert.equal(codeOf(await people.entrance.logIn(wrong('name31'), elsewhere)), 'access.wrong_login');
    });

    test('a session ends after 12 hours, after 30 minutes without a sign of life, and by log-out', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      await people.addPerson('anna');
      const refusalOf = async (token: string) =>
        (await people.identify({ session: token, key: null, address: null })).refusal?.code ?? null;
      const idle = await people.logIn('anna');
      people.pass(sessionTimes.idleMs - 1);
      assert.equal(await refusalOf(idle.token), null);
      people.pass(1);
      assert.equal(await refusalOf(idle.token), 'access.session_ended');
      const busy = await people.logIn('anna');
      for (let past = 0; past + 20 * MINUTE < sessionTimes.sessionMs; past += 20 * MINUTE) {
        people.pass(20 * MINUTE);
        await people.entrance.extend(await people.sessionOf(busy.token));
      }
      assert.equal(await refusalOf(busy.token), null);
      const session = await people.sessionOf(busy.token);
      assert.equal(await people.entrance.extend(session), session.endsMs, 'never beyond its latest end');
      people.pass(20 * MINUTE);
      assert.equal(await refusalOf(busy.token), 'access.session_ended');
      const { token } = await people.logIn('anna');
      await people.entrance.logOut(await people.sessionOf(token), from);
      assert.equal(await refusalOf(token), 'access.not_logged_in');
    });

    test('another password, another role and being disabled end sessions; the one who changes the password stays', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { entrance, administration } = people;
      await people.addPerson('anna');
      const holds = async (token: string) =>
        (await people.identify({ session: token, key: null, address: null })).refusal === null;
      const one = await people.logIn('anna');
      const other = await people.logIn('anna');
      const next = 'совсем другая фраза';
      const change = async (password: string, newPassword: string) =>
        codeOf(await entrance.changePassword(await people.sessionOf(one.token), { password, newPassword }, from));
      assert.equal(await change('не тот пароль вовсе', next), 'access.wrong_login');
      assert.equal(await change(goodPassword, 'anna-anna-anna'), 'access.password_name');
      assert.deepEqual([await holds(one.token), await holds(other.token)], [true, true]);
      assert.equal(await change(goodPassword, next), 'ok');
      assert.deepEqual([await holds(one.token), await holds(other.token)], [true, false]);
      await administration.changePerson(byHand, 'anna', { fullName: 'Анна' });
      assert.equal(await holds(one.token), true, 'a name is no power');
      await administration.changePerson(byHand, 'anna', { role: 'observer' });
      assert.equal(await holds(one.token), false);
      const again = await entrance.logIn({ login: 'anna', password: next }, from);
      assert.ok(again.ok);
      await administration.changePerson(byHand, 'anna', { disabled: true });
      assert.equal(await holds(again.value.token), false);
    });

    test('a person sees their sessions and ends the others', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      await people.addPerson('anna');
      await people.addPerson('boris');
      people.pass(MINUTE);
      const boris = await people.logIn('boris');
      await people.logIn('anna');
      people.pass(MINUTE);
      const mine = await people.sessionOf((await people.logIn('anna')).token);
      const listed = await people.entrance.sessions(mine);
      assert.deepEqual(
        listed.map(({ own, enteredBy, address, agent }) => [own, enteredBy, address, agent]),
        [
          [true, 'password', '10.0.0.7', 'Firefox'],
          [false, 'password', '10.0.0.7', 'Firefox'],
          [false, 'link', '10.0.0.7', 'Firefox'],
        ],
      );
      assert.equal(await people.entrance.endOthers(mine, from), 2);
      assert.equal((await people.entrance.sessions(mine)).length, 1);
      assert.equal((await people.identify({ session: boris.token, key: null, address: null })).refusal, null);
    });
  });
}
