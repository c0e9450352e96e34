/** Log-in by OpenID Connect against a real provider on this machine: the way there and back, and what it must not believe. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { providerRoutes, routes, type SessionState } from '../../../contracts/web-api.ts';
import { type BrowserSession, createBrowserSession } from '../../../tests/support/browser-session.ts';
import { databasesUnderTest, type OpenedDatabase } from '../../../tests/support/databases.ts';
import { type ProviderUnderTest, providerSettings, startProvider } from '../../../tests/support/identity-provider.ts';
import { byHand } from '../../../tests/support/people.ts';
import { openWebApi, type WebApiUnderTest } from '../../../tests/support/web-api.ts';
import { type ProviderSettings, personOf } from './identity-provider.ts';

type Stage = AsyncDisposable & {
  web: WebApiUnderTest;
  /** Who sits before the provider, and what it says of them. */
  account: ProviderUnderTest['account'];
  provider: ProviderUnderTest;
  /** Follows a browser there and back; answers where it ends up, or where it would go on at `stop`. */
  travel(browser: BrowserSession, from: string, stop?: string): Promise<string>;
};

async function openStage(opened: OpenedDatabase, settings: Partial<ProviderSettings> = {}): Promise<Stage> {
  const provider = await startProvider();
  const { issuer } = provider;
  const web = await openWebApi(opened.database, {
    access: 'required',
    provider: { issuer, ...providerSettings, ...settings },
  });
  provider.open(`http://localhost:${web.api.port}/`);
  const jar = new Map<string, string>();

  /** One step of a browser at the provider, which has cookies of its own. */
  async function stepThere(address: string): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  }

  return {
    web,
    provider,
    account: provider.account,
    async travel(browser, from, stop) {
      jar.clear();
      let address = new URL(from, web.api.url).href;
      for (let steps = 0; steps < 20; steps += 1) {
        const { origin, pathname, search } = new URL(address);
        const atHome = origin !== issuer;
        if (atHome && (!pathname.startsWith('/api/') || pathname === stop)) return `${pathname}${search}`;
        const response = atHome ? await browser.send('GET', `${pathname}${search}`) : await stepThere(address);
        const next = response.headers.get('location');
        if (next === null) assert.fail(`${address} answered ${response.status}: ${await response.text()}`);
        address = new URL(next, address).href;
      }
      return assert.fail('it leads in a circle');
    },
    async [Symbol.asyncDispose]() {
      await web[Symbol.asyncDispose]();
      await provider[Symbol.asyncDispose]();
    },
  };
}

const begin = (back: string) => `${providerRoutes.begin}?back=${encodeURIComponent(back)}`;
const stateOf = async (browser: BrowserSession) => (await browser.json<SessionState>('GET', routes.session)).body;

for (const engine of databasesUnderTest) {
  describe(`the external log-in (${engine.name})`, () => {
    test('lets a person in with the role of their group, and follows the claims at the next log-in', async () => {
      await using opened = await engine.open();
      await using stage = await openStage(opened);
      const browser = createBrowserSession(stage.web);
      assert.equal((await stateOf(browser)).provider, 'Вход сети');
      assert.equal(await stage.travel(browser, begin('/log?level=error')), '/log?level=error');
      assert.match(browser.attributes, /SameSite=Strict$/);
      const state = await stateOf(browser);
      assert.deepEqual(
        [state.kind, state.name, state.fullName, state.role, state.shops],
        ['person', 'petrova', 'Анна Петрова', 'accountant', 'all'],
      );
      await opened.database.run('INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, ?, ?)', [
        'id-5',
        '5',
        'Europe/Moscow',
        '2026-01-01T00:00:00.000Z',
      ]);
      stage.account.claims = {
        ...stage.account.claims,
        preferred_username: 'ivanova',
        groups: ['shops'],
        shops: ['5'],
      };
      const again = createBrowserSession(stage.web);
      await stage.travel(again, begin('/'));
      const now = await stateOf(again);
      assert.deepEqual([now.name, now.role, now.shops], ['petrova', 'manager', ['5']], 'the subject says who it is');
      assert.equal((await stateOf(browser)).kind, 'nobody', 'sessions with the old role have ended');
    });

    test('refuses whom no group gives a role, whoever is disabled, and the name of somebody with a password', async () => {
      await using opened = await engine.open();
      await using stage = await openStage(opened);
      const come = () => stage.travel(createBrowserSession(stage.web), begin('/'));
      stage.account.claims = { ...stage.account.claims, groups: ['everybody'] };
      assert.equal(await come(), '/login?state=access.provider_no_role');
      stage.account.claims = { ...stage.account.claims, groups: ['finance'] };
      assert.equal(await come(), '/');
      await stage.web.access.administration.changePerson(byHand, 'petrova', { disabled: true });
      assert.equal(await come(), '/login?state=access.person_is_disabled');
      stage.account.id = 'u-2';
      assert.equal(await come(), '/login?state=access.provider_name_taken');
      assert.deepEqual((await stage.web.access.administration.people()).length, 1);
    });

    test('refuses what a role cannot have, shops that are not here, and whoever the provider refuses, and names the one that does not answer', async () => {
      await using opened = await engine.open();
      await using stage = await openStage(opened);
      const come = () => stage.travel(createBrowserSession(stage.web), begin('/'));
      stage.account.claims = { ...stage.account.claims, groups: ['shops'], shops: ['all'] };
      assert.equal(await come(), '/login?state=access.manager_shops', 'a manager of the whole network');
      stage.account.claims = { ...stage.account.claims, shops: ['404'] };
      assert.equal(await come(), '/login?state=not_found.shop');
      stage.account.claims = { ...stage.account.claims, preferred_username: 'Анна Петрова', groups: ['finance'] };
      assert.equal(await come(), '/login?state=access.login_form');
      stage.provider.refuses = true;
      assert.equal(await come(), '/login?state=access.provider_denied');
      assert.deepEqual(await stage.web.access.administration.people(), [], 'nothing is left of it');
      stage.provider.stop();
      await using away = await openStage(opened);
      away.provider.stop();
      assert.equal(await away.travel(createBrowserSession(away.web), begin('/')), '/login?state=access.provider_away');
    });

    test('keeps a right that was added for a person as long as their role stays', async () => {
      await using opened = await engine.open();
      await using stage = await openStage(opened, {
        roles: [
          ['finance', 'observer'],
          ['shops', 'support'],
        ],
      });
      const come = () => stage.travel(createBrowserSession(stage.web), begin('/'));
      assert.equal(await come(), '/');
      const added = { extraRights: ['see-money' as const] };
      await stage.web.access.administration.changePerson(byHand, 'petrova', added);
      const rightsNow = async () => (await stage.web.access.administration.people())[0]?.extraRights;
      stage.account.claims = { ...stage.account.claims, name: 'Анна Иванова' };
      assert.equal(await come(), '/');
      assert.deepEqual(await rightsNow(), ['see-money']);
      stage.account.claims = { ...stage.account.claims, groups: ['shops'] };
      assert.equal(await come(), '/');
      assert.deepEqual(await rightsNow(), []);
    });

    test('believes neither an answer that another browser asked for nor one that comes a second time', async () => {
      await using opened = await engine.open();
      await using stage = await openStage(opened);
      const [victim, attacker] = [createBrowserSession(stage.web), createBrowserSession(stage.web)];
      const sent = await attacker.send('GET', begin('/'));
      assert.equal(new URL(sent.headers.get('location') ?? '').searchParams.get('code_challenge_method'), 'S256');
      // The answer is good; whoever asked for it hands it to somebody else.
      const answer = await stage.travel(attacker, begin('/'), providerRoutes.answer);
      const open = async (browser: BrowserSession) => (await browser.send('GET', answer)).headers.get('location');
      assert.equal(await open(victim), '/login?state=access.provider_failed');
      assert.deepEqual([victim.cookies.size, (await stateOf(victim)).kind], [0, 'nobody']);
      const copy = new Map(attacker.cookies);
      assert.equal(await open(attacker), '/');
      assert.equal((await stateOf(attacker)).kind, 'person');
      for (const [name, value] of copy) attacker.cookies.set(name, value);
      assert.equal(await open(attacker), '/login?state=access.provider_failed', 'a second time');
    });
  });
}

test('a way back to another site leads to the first page', async () => {
  const [engine] = databasesUnderTest;
  assert.ok(engine !== undefined);
  await using opened = await engine.open();
  await using stage = await openStage(opened);
  for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example'])
    assert.equal(await stage.travel(createBrowserSession(stage.web), begin(back)), '/');
});

test('claims are lists, texts with commas or numbers; the first group of the settings decides', () => {
  const of = (claims: object) => personOf({ issuer: '', ...providerSettings }, { sub: 's', iss: 'i', ...claims });
  const both = of({ groups: 'shops, finance', shops: '12,14', name: 'Анна' });
  assert.ok(both.ok);
  assert.deepEqual([both.value.role, both.value.shops, both.value.login], ['accountant', ['12', '14'], 's']);
  const numbers = of({ groups: ['shops'], shops: [12], preferred_username: 'anna' });
  assert.ok(numbers.ok);
  assert.deepEqual([numbers.value.role, numbers.value.shops, numbers.value.login], ['manager', ['12'], 'anna']);
  assert.equal(of({ groups: ['Finance'] }).ok, false);
});
