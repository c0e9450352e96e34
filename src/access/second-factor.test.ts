import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { byHand, from, goodPassword, openPeople, type PeopleUnderTest } from '../../tests/support/people.ts';
import type { Outcome } from './parts.ts';
import { totpStep } from './totp.ts';

const STEP = 30_000;
const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.code);

/** What the telephone shows. */
function codeAt(secret: string, ms: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ms });
}

/** A person who has set up a second factor; answers the secret and the recovery codes. */
async function withFactor(people: PeopleUnderTest, login: string) {
  await people.addPerson(login);
  const session = await people.sessionOf((await people.logIn(login)).token);
  const begun = await people.entrance.beginFactor(session);
  assert.ok(begun.ok);
  const { secret, uri } = begun.value;
  const confirmed = await people.entrance.confirmFactor(session, codeAt(secret, people.clock.now()), from);
  assert.ok(confirmed.ok, JSON.stringify(confirmed));
  return { secret, uri, recoveryCodes: confirmed.value.recoveryCodes };
}

test('codes are those of RFC 6238', () => {
  // Appendix B, SHA-1; the last six of its eight digits.
  const secret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32;
  for (const [seconds, code] of [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [20_000_000_000, '353130'],
  ] as const) {
    assert.equal(totpStep(secret, code, seconds * 1000), Math.floor(seconds / 30), code);
    assert.equal(totpStep(secret, code, (seconds + 30) * 1000), Math.floor(seconds / 30), 'a step late');
    assert.equal(totpStep(secret, code, (seconds + 90) * 1000), null, 'three steps late');
  }
  assert.equal(totpStep(secret, '28708', 59_000), null);
});

for (const engine of databasesUnderTest) {
  describe(`the second factor (${engine.name})`, () => {
    test('is set up by a code and asked for from then on; no code is taken twice', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { secret, uri } = await withFactor(people, 'anna');
      assert.match(uri, /^otpauth:\/\/totp\/Smena:anna\?issuer=Smena&secret=[A-Z2-7]{32}&/);
      const waiting = await people.logIn('anna');
      assert.equal(waiting.stage, 'code');
      const before = await people.identify({ session: waiting.token, key: null, address: null });
      assert.equal(before.refusal?.code, 'access.second_factor');
      assert.equal(before.principal.rights.size, 0, 'half a log-in may do nothing');
      const session = await people.sessionOf(waiting.token);
      const seen = codeAt(secret, people.clock.now());
      assert.equal(
        codeOf(await people.entrance.showFactor(session, seen, from)),
        'access.wrong_code',
        'the one that set it up',
      );
      people.pass(STEP);
      const shown = await people.entrance.showFactor(session, codeAt(secret, people.clock.now()), from);
      assert.ok(shown.ok, JSON.stringify(shown));
      assert.notEqual(shown.value.token, waiting.token);
      assert.equal((await people.identify({ session: shown.value.token, key: null, address: null })).refusal, null);
      const old = await people.identify({ session: waiting.token, key: null, address: null });
      assert.equal(old.refusal?.code, 'access.not_logged_in');
      const again = await people.sessionOf((await people.logIn('anna')).token);
      const replay = codeAt(secret, people.clock.now());
      assert.equal(codeOf(await people.entrance.showFactor(again, replay, from)), 'access.wrong_code');
    });

    test('guessing it pauses the person, though the password is right each time', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      await withFactor(people, 'anna');
      const answers: string[] = [];
      for (let tries = 1; tries <= 6; tries += 1) {
        const entered = await people.entrance.logIn({ login: 'anna', password: goodPassword }, from);
        if (!entered.ok) answers.push(entered.code);
        else
          answers.push(
            codeOf(await people.entrance.showFactor(await people.sessionOf(entered.value.token), '000000', from)),
          );
      }
      assert.deepEqual(answers.slice(0, 4), Array(4).fill('access.wrong_code'));
      assert.ok(answers.slice(4).includes('access.paused'), String(answers));
    });

    test('a recovery code is good once, in any writing, and only its hash is kept', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { recoveryCodes } = await withFactor(people, 'anna');
      assert.equal(new Set(recoveryCodes).size, 10);
      const [code = ''] = recoveryCodes;
      assert.match(code, /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
      assert.ok(!JSON.stringify(await opened.database.all('SELECT * FROM recovery_code')).includes(code));
      const show = async (shown: string) =>
        codeOf(
          await people.entrance.showFactor(await people.sessionOf((await people.logIn('anna')).token), shown, from),
        );
      people.told();
      assert.equal(await show(code.toLowerCase().replaceAll('-', ' ')), 'ok');
      assert.deepEqual(people.told(), ['access.recovery_used', 'access.logged_in']);
      assert.equal(await show(code), 'access.wrong_code');
      assert.equal((await people.entrance.profile('anna'))?.recoveryCodesLeft, 9);
    });

    test('can be demanded of a role: whoever has none sets it up before anything else', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      await people.addPerson('anna');
      await people.administration.demandSecondFactor(byHand, 'accountant', true);
      const entered = await people.logIn('anna');
      assert.equal(entered.stage, 'enrol');
      const session = await people.sessionOf(entered.token);
      const begun = await people.entrance.beginFactor(session);
      assert.ok(begun.ok);
      assert.equal(codeOf(await people.entrance.confirmFactor(session, '000000', from)), 'access.wrong_code');
      const code = codeAt(begun.value.secret, people.clock.now());
      const done = await people.entrance.confirmFactor(session, code, from);
      assert.ok(done.ok && done.value.entered !== null);
      assert.equal(done.value.entered.stage, 'open');
      const open = await people.sessionOf(done.value.entered.token);
      assert.equal(
        codeOf((await people.entrance.dropFactor(open, goodPassword, from)) as Outcome<null>),
        'access.factor_needed',
      );
      await people.addPerson('boris', 'observer');
      assert.equal((await people.logIn('boris')).stage, 'open', 'other roles go on as before');
      const rules = await people.administration.roleRules();
      assert.deepEqual(
        rules.map(({ role, secondFactor }) => [role, secondFactor]),
        [
          ['administrator', false],
          ['support', false],
          ['accountant', true],
          ['manager', false],
          ['observer', false],
        ],
      );
    });

    test('is given up by the password, and taken away by an administrator when the telephone is lost', async () => {
      await using opened = await engine.open();
      const people = openPeople(opened.database);
      const { secret } = await withFactor(people, 'anna');
      people.pass(STEP);
      const waiting = await people.sessionOf((await people.logIn('anna')).token);
      const entered = await people.entrance.showFactor(waiting, codeAt(secret, people.clock.now()), from);
      assert.ok(entered.ok);
      const session = await people.sessionOf(entered.value.token);
      assert.equal(codeOf(await people.entrance.beginFactor(session)), 'access.factor_there');
      assert.equal(
        codeOf((await people.entrance.dropFactor(session, 'не тот пароль', from)) as Outcome<null>),
        'access.wrong_login',
      );
      assert.deepEqual(
        await people.entrance.newRecoveryCodes(session, goodPassword, from).then((one) => one.ok && one.value.length),
        10,
      );
      assert.ok((await people.entrance.dropFactor(session, goodPassword, from)).ok);
      assert.equal((await people.logIn('anna')).stage, 'open');
      await withFactor(people, 'boris');
      assert.equal((await people.logIn('boris')).stage, 'code');
      assert.ok((await people.administration.resetFactor(byHand, 'boris')).ok);
      assert.equal((await people.logIn('boris')).stage, 'open');
    });
  });
}
