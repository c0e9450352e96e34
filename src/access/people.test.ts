import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { byHand, from, goodPassword, openPeople } from '../../tests/support/people.ts';
import type { Statements } from '../platform/database/database.ts';
import type { Done } from './parts.ts';
import { createPasswords, passwordFault, TooManyLogins } from './passwords.ts';

const codeOf = (done: Done) => (done.ok ? 'ok' : done.code);
const nobody = { fullName: null, role: 'observer', extraRights: [], shops: 'all' } as const;

async function addShops(database: Statements, ...codes: string[]): Promise<void> {
  for (const code of codes)
    await database.run('INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, ?, ?)', [
      `id-${code}`,
      code,
      'Europe/Moscow',
      '2026-01-01T00:00:00.000Z',
    ]);
}

test('a new password is judged by its length and not by its kinds of characters', () => {
  const faults: [password: string, code: string | undefined][] = [
    ['одиннадцать', 'access.password_short'],
    ['двенадцатьбц', undefined],
    ['только строчные буквы', undefined],
    ['x'.repeat(201), 'access.password_long'],
    ['aaaaaaaaaaaaaaaa', 'access.password_simple'],
    ['Меня зовут АННА, а вас', 'access.password_name'],
  ];
  for (const [password, code] of faults) assert.equal(passwordFault(password, 'анна')?.code, code, password);
});

test('with no password kept none fits, and a flood of log-ins is turned away before it takes all memory', async () => {
  const passwords = createPasswords();
  const kept = await passwords.hash('Ёлка зелёная');
  assert.equal(
    await passwords.fits(kept, 'Ёлка зелёная'.normalize('NFD')),
    true,
    'however the keyboard composes letters',
  );
  assert.equal(await passwords.fits(kept, 'ёлка зелёная'), false);
  // What a name that nobody has is held against.
  assert.equal(await passwords.fits(null, 'nobody has this password'), false);
  const flood = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.fits(kept, 'x')));
  const away = flood.filter((one) => one.status === 'rejected' && one.reason instanceof TooManyLogins);
  assert.equal(away.length, 10);
});

for (const engine of databasesUnderTest) {
  describe(`people (${engine.name})`, () => {
    test('have a role and shops, and what is refused leaves nothing', async () => {
      await using opened = await engine.open();
      await addShops(opened.database, '5', '7', '12');
      const { administration, identify, entrance } = openPeople(opened.database);
      const refused = async (person: object) =>
        codeOf(await administration.addPerson(byHand, { ...nobody, login: 'x', ...person }));
      assert.equal(await refused({ shops: ['5', '99'] }), 'not_found.shop');
      assert.equal(await refused({ login: 'a b' }), 'access.login_form');
      assert.equal(await refused({ role: 'manager' }), 'access.manager_shops');
      assert.equal(await refused({ extraRights: ['trim'] }), 'access.extra_right');
      assert.deepEqual(await administration.people(), []);
      const wanted = {
        login: 'Olga',
        fullName: 'Ольга',
        role: 'manager',
        extraRights: [],
        shops: ['7', '12'],
      } as const;
      const added = await administration.addPerson(byHand, wanted);
      assert.ok(added.ok);
      assert.equal(codeOf(await administration.addPerson(byHand, { ...wanted, login: 'OLGA' })), 'exists.person');
      const [olga] = await administration.people();
      assert.deepEqual([olga?.login, olga?.shops, olga?.hasPassword], ['olga', ['12', '7'], false]);
      const use = { token: added.value.link, login: null, fullName: null, password: goodPassword };
      const entered = await entrance.enterByLink(use, from);
      assert.ok(entered.ok);
      const { principal } = await identify({ session: entered.value.token, key: null, address: null });
      assert.deepEqual([...principal.rights], ['see', 'see-money', 'load', 'export']);
      assert.deepEqual(principal.shops, ['12', '7']);
      assert.deepEqual(principal.limits, { loadDays: 31, exportShifts: 1 });
    });

    test('support and observers see money only when an administrator lets them; another role does not inherit that', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { administration } = people;
      await people.addPerson('igor', 'support');
      const sees = async () => {
        const { token } = await people.logIn('igor');
        return (await people.identify({ session: token, key: null, address: null })).principal.rights.has('see-money');
      };
      assert.equal(await sees(), false);
      await administration.changePerson(byHand, 'igor', { extraRights: ['see-money'] });
      assert.equal(await sees(), true);
      await administration.changePerson(byHand, 'igor', { role: 'observer' });
      assert.equal(await sees(), false);
    });

    test('the last administrator stays one', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { administration } = people;
      await people.addPerson('anna', 'administrator');
      const change = async (wanted: object) => codeOf(await administration.changePerson(byHand, 'anna', wanted));
      assert.equal(await change({ disabled: true }), 'access.last_administrator');
      assert.equal(await change({ role: 'support' }), 'access.last_administrator');
      await people.addPerson('boris', 'administrator');
      const both = await Promise.all(
        ['anna', 'boris'].map((login) => administration.changePerson(byHand, login, { disabled: true })),
      );
      assert.deepEqual(both.map(codeOf).sort(), ['access.last_administrator', 'ok']);
      assert.equal(codeOf(await administration.changePerson(byHand, 'nobody', {})), 'not_found.person');
    });

    test('a new link lets a person choose a password; the old link, the old password and the sessions are good no more', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { administration, entrance } = people;
      await people.addPerson('anna');
      const { token } = await people.logIn('anna');
      const [older, newer] = [
        await administration.passwordLink(byHand, 'anna'),
        await administration.passwordLink(byHand, 'anna'),
      ];
      assert.ok(older.ok && newer.ok);
      const use = { login: null, fullName: null, password: 'совсем другая фраза' };
      assert.equal(codeOf(await entrance.enterByLink({ ...use, token: older.value }, from)), 'access.link_unknown');
      assert.ok((await entrance.enterByLink({ ...use, token: newer.value }, from)).ok);
      assert.equal(
        (await people.identify({ session: token, key: null, address: null })).refusal?.code,
        'access.not_logged_in',
      );
      assert.equal(codeOf(await entrance.logIn({ login: 'anna', password: goodPassword }, from)), 'access.wrong_login');
      await administration.changePerson(byHand, 'anna', { disabled: true });
      assert.equal(codeOf(await administration.passwordLink(byHand, 'anna')), 'access.person_is_disabled');
    });
  });

  describe(`keys (${engine.name})`, () => {
    test('are shown once, have rights, shops and an end, and are revoked', async () => {
      await using opened = await engine.open();
      await addShops(opened.database, '5');
      const people = openPeople(opened.database);
      const { administration, identify } = people;
      const wanted = {
        name: 'Склад',
        rights: ['see', 'export'],
        shops: ['5'],
        endsAt: '2026-03-15T12:00:00.000Z',
      } as const;
      const issued = await administration.issueKey(byHand, wanted);
      assert.ok(issued.ok);
      const { token, keyId } = issued.value;
      assert.match(token, /^smena_[\w-]{43}$/);
      assert.ok(!JSON.stringify(await opened.database.all('SELECT * FROM access_key')).includes(token));
      const { principal } = await identify({ session: null, key: token, address: null });
      assert.deepEqual(
        [principal.actor.name, [...principal.rights], principal.shops],
        ['Склад', ['see', 'export'], ['5']],
      );
      const refused = async (key: object) => codeOf(await administration.issueKey(byHand, { ...wanted, ...key }));
      assert.equal(await refused({}), 'exists.key');
      assert.equal(await refused({ name: 'Б', endsAt: '2026-03-14T12:00:00.000Z' }), 'access.key_past');
      assert.equal(await refused({ name: 'Б', shops: ['99'] }), 'not_found.shop');
      people.pass(86_400_000);
      assert.equal((await administration.keys())[0]?.state, 'ended');
      assert.equal((await identify({ session: null, key: token, address: null })).refusal?.code, 'access.key_ended');
      const next = await administration.issueKey(byHand, { ...wanted, endsAt: null });
      assert.ok(next.ok, 'the name of a key that has ended is free');
      assert.ok((await administration.revokeKey(byHand, next.value.keyId)).ok);
      const gone = await identify({ session: null, key: next.value.token, address: null });
      assert.deepEqual([gone.refusal?.code, gone.refusal?.params], ['access.key_revoked', { name: 'Склад' }]);
      assert.equal(codeOf(await administration.revokeKey(byHand, 99)), 'not_found.key');
      const listed = await administration.keys();
      assert.deepEqual(
        listed.map((key) => [key.keyId, key.state, key.revokedBy]),
        [
          [next.value.keyId, 'revoked', 'root'],
          [keyId, 'ended', null],
        ],
      );
    });
  });
}
