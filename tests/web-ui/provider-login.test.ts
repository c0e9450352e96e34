/** «Вход» through an outside provider (OpenID Connect) in a browser: the provider is another site, and the way there and back is the real one. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { AuditList, EventList } from '../../contracts/web-api.ts';
import { type ProviderUnderTest, providerSettings, startProvider } from '../support/identity-provider.ts';
import { findings, looks } from './axe.ts';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

describe('the log-in through an outside provider', withBrowser, () => {
  let provider: ProviderUnderTest;
  let stage: Stage;
  before(async () => {
    // By this name the provider is another site than the server, whose cookies of the session come from its own pages only.
    provider = await startProvider('127.0.0.1');
    stage = await openStage({
      env: {
        SMENA_HTTP_ACCESS: 'required',
        SMENA_PROVIDER_ISSUER: provider.issuer,
        SMENA_PROVIDER_CLIENT_ID: providerSettings.clientId,
        SMENA_PROVIDER_CLIENT_SECRET: providerSettings.clientSecret,
        SMENA_PROVIDER_NAME: 'Вход сети',
        SMENA_PROVIDER_ROLES: 'finance=accountant,shops=manager',
        SMENA_PROVIDER_SHOPS_CLAIM: providerSettings.shopsClaim,
      },
    });
    provider.open(stage.url('/'));
  });
  after(async () => {
    await stage[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    provider.refuses = false;
    provider.account.id = 'u-1';
    provider.account.claims = {
      preferred_username: 'Petrova',
      name: 'Анна Петрова',
      groups: ['finance'],
      shops: ['all'],
    };
  });
  afterEach(() => stage.closePages());

  const button = { ru: 'Войти через Вход сети', en: 'Log in by Вход сети' } as const;

  async function press(page: Page, language: 'ru' | 'en'): Promise<void> {
    await page.getByRole('link', { name: button[language], exact: true }).click();
  }

  test('the button leads through the provider and back to where somebody wanted to go, logged in with the role of their group', async () => {
    const page = await stage.open(paths.reconciliation);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await press(page, 'ru');
    await page.getByRole('grid').waitFor();
    const { pathname, search, origin } = new URL(page.url());
    assert.equal(`${pathname}${search}`, paths.reconciliation);
    assert.equal(origin, new URL(stage.url('/')).origin);
    assert.ok(asked.includes(new URL(provider.issuer).origin), 'the browser was at the provider');
    await page.getByRole('link', { name: 'Профиль: Анна Петрова' }).click();
    await page.getByText('бухгалтер').first().waitFor();
    await page.getByText('внешний вход').first().waitFor();
    // The session holds after the page is opened anew, and ends by the button.
    await page.reload();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByRole('link', { name: button.ru, exact: true }).waitFor();
  });

  test('in English, too', async () => {
    const page = await stage.open(paths.shops, { language: 'en' });
    await press(page, 'en');
    await page.getByRole('link', { name: 'Profile: Анна Петрова' }).waitFor();
  });

  test('a refused log-in says in words what is wrong, in both languages, and leaves nobody logged in', async () => {
    const cases: [string, () => void, string, string][] = [
      [
        'no role',
        () => (claims().groups = ['everybody']),
        'Ни одна ваша группа не даёт роли.',
        'None of your groups gives a role.',
      ],
      [
        'a manager of the whole network',
        () => (claims().groups = ['shops']),
        'Директору магазина внешний вход должен назвать магазины, а не всю сеть.',
        'The external log-in must name the shops of a shop manager, not the whole network.',
      ],
      [
        'a shop that is not here',
        () => (claims().shops = ['404']),
        'Внешний вход назвал магазин, которого здесь нет.',
        'The external log-in named a shop that is not here.',
      ],
      [
        'a name that does not fit',
        () => (claims().preferred_username = 'Анна Петрова'),
        'Имя, которое сообщает внешний вход, здесь не годится.',
        'The name that the external log-in gives does not fit here.',
      ],
      [
        'the name of somebody else',
        () => (claims().preferred_username = 'Petrova'),
        'Ваше имя занято другим пользователем.',
        'Your name belongs to another user here.',
      ],
      [
        'refused by the provider',
        () => (provider.refuses = true),
        'Внешний вход вас не впустил, или вход там отменён.',
        'The external log-in did not let you in, or it was cancelled there.',
      ],
    ];
    provider.account.id = 'u-2';
    claims().preferred_username = 'Sidorova';
    const good = structuredClone(provider.account.claims);
    for (const language of ['ru', 'en'] as const)
      for (const [name, spoil, ru, en] of cases) {
        provider.refuses = false;
        provider.account.claims = structuredClone(good);
        spoil();
        const page = await stage.open(paths.shops, { language });
        await press(page, language);
        await page
          .getByRole('alert')
          .getByText(language === 'ru' ? ru : en)
          .waitFor();
        assert.equal(new URL(page.url()).pathname, '/login', name);
        await page.goto(stage.url(paths.shops));
        await page.getByRole('link', { name: button[language], exact: true }).waitFor();
      }
    function claims() {
      return provider.account.claims;
    }
    // An administrator finds out why, in the log and in the trail of who did what.
    const { events } = await stage.api.get<EventList>('/log?code=access.login_refused');
    assert.equal(events.length, 2 * cases.length);
    assert.ok(events.some(({ text }) => /^Вход не выполнен: Sidorova, с адреса .*групп/.test(text.ru)));
    const { entries } = await stage.api.get<AuditList>('/audit?verb=log-in');
    const refused = entries.filter(({ result }) => result === 'refused');
    assert.equal(refused.length, 2 * cases.length);
  });

  test('a text that somebody writes into the address is not shown, and the page with a refusal can be used by everybody', async () => {
    for (const look of looks) {
      const page = await stage.open('/login?state=Позвоните%20нам', look);
      await page.getByRole('alert').waitFor();
      assert.equal(await page.getByText('Позвоните').count(), 0);
      assert.deepEqual(await findings(page), []);
    }
  });
});
