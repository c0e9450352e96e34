/** «Вход», profile, «Пользователи», «Роли», «Ключи API» (S19, S16): by people, with their keyboard, in both languages and themes. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { smena } from '../command-line/run.ts';
import { goodPassword } from '../support/people.ts';
import { findings, looks } from './axe.ts';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

describe('people who log in', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ env: { SMENA_HTTP_ACCESS: 'required' } });
    await person('anna', 'administrator');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  async function command(...words: string[]): Promise<string> {
    const ended = await smena([...words, '--data', stage.server.dataFolder]);
    assert.equal(ended.code, 0, ended.err);
    return ended.out.trim();
  }

  /** The path of a one-time link; its host is that of a server with other ports. */
  const pathOf = (link: string) => link.slice(link.indexOf('/login'));

  /** A person with the good password. */
  async function person(login: string, role: string, ...more: string[]): Promise<void> {
    const token = (await command('user', 'add', login, '--role', role, ...more)).split('#link=')[1];
    const response = await fetch(stage.url('/api/v1/session/link'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, password: goodPassword }),
    });
    assert.equal(response.status, 200, await response.text());
  }

  async function typeIn(page: Page, login: string, password = goodPassword): Promise<void> {
    await page.getByLabel('Имя для входа').fill(login);
    await page.getByLabel('Пароль', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Войти', exact: true }).click();
  }

  test('nobody is sent to the log-in and comes back to where they were; a wrong password is told without saying what was wrong', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
    assert.equal(new URL(page.url()).pathname, '/login');
    await typeIn(page, 'anna', 'не тот пароль');
    await page.getByRole('alert').getByText('Имя или пароль не подходят').waitFor();
    await typeIn(page, 'anna');
    await page.getByRole('grid').waitFor();
    const { pathname, search } = new URL(page.url());
    assert.equal(`${pathname}${search}`, paths.reconciliation);
    await page.getByRole('link', { name: 'Профиль: anna' }).click();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
    await page.goto(stage.url(paths.shops));
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
  });

  test('an address of another site is no way back', async () => {
    const page = await stage.open('/login?back=//evil.example/');
    await typeIn(page, 'anna');
    await page.getByRole('grid').waitFor();
    assert.equal(new URL(page.url()).pathname, '/shops');
  });

  test('by keyboard alone: the name has the focus, Tab and Enter do the rest', async () => {
    const page = await stage.open('/login');
    await page.getByLabel('Имя для входа').waitFor();
    await page.keyboard.type('anna');
    await page.keyboard.press('Tab');
    await page.keyboard.type(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('grid').waitFor();
  });

  test('a one-time link lets a person choose a password; its token does not stay in the address; used again it says so', async () => {
    const link = pathOf(await command('user', 'add', 'olga', '--role', 'observer', '--name', 'Ольга Кузнецова'));
    const page = await stage.open(link);
    await page.getByText('Ваше имя для входа: olga.').waitFor();
    assert.equal(new URL(page.url()).hash, '');
    const type = async (one: string, two: string) => {
      await page.getByLabel('Новый пароль', { exact: true }).fill(one);
      await page.getByLabel('Новый пароль ещё раз').fill(two);
      await page.getByRole('button', { name: 'Сохранить пароль и войти' }).click();
    };
    await type(goodPassword, 'другая фраза');
    await page.getByRole('alert').getByText('Пароли не совпадают').waitFor();
    await type('короткий', 'короткий');
    await page.getByRole('alert').getByText('Пароль короткий').waitFor();
    await type(goodPassword, goodPassword);
    await page.getByRole('link', { name: 'Профиль: Ольга Кузнецова' }).waitFor();
    const again = await stage.open(link);
    await again.getByRole('alert').getByText('Ссылка уже использована').waitFor();
  });

  test('a second factor is set up in the profile by a picture that is drawn here, and asked for at the next log-in', async () => {
    await person('boris', 'accountant');
    const page = await stage.open('/login?back=/profile');
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(stage.url('/')).origin) foreign.push(request.url());
    });
    await typeIn(page, 'boris');
    await page.getByRole('button', { name: 'Настроить второй фактор' }).click();
    const dialog = page.getByRole('dialog', { name: 'Настроить второй фактор' });
    await dialog.getByRole('img', { name: 'Картинка для приложения' }).waitFor();
    const secret = (await dialog.locator('code').textContent()) ?? '';
    const codes = new TOTP({ secret: Secret.fromBase32(secret) });
    await dialog.getByRole('textbox', { name: 'Код' }).fill(codes.generate());
    await dialog.getByRole('button', { name: 'Включить второй фактор' }).click();
    const list = dialog.getByRole('list', { name: 'Запасные коды' });
    await list.waitFor();
    const recovery = await list.getByRole('listitem').allTextContents();
    assert.equal(recovery.length, 10);
    await dialog.getByRole('button', { name: 'Коды сохранены' }).click();
    await page.getByText('Запасных кодов осталось: 10.').waitFor();
    const other = await stage.open('/login');
    await typeIn(other, 'boris');
    await other.getByRole('heading', { name: 'Второй фактор' }).waitFor();
    await other.getByLabel('Код').fill('000000');
    await other.getByRole('button', { name: 'Войти', exact: true }).click();
    await other.getByRole('alert').getByText('Код не подходит').waitFor();
    await other.getByLabel('Код').fill(recovery[0] ?? '');
    await other.getByRole('button', { name: 'Войти', exact: true }).click();
    await other.getByRole('grid').waitFor();
    await page.reload();
    const rows = page.getByRole('table', { name: 'Сеансы' }).getByRole('row');
    await page.getByText('Запасных кодов осталось: 9.').waitFor();
    assert.equal(await rows.count(), 4);
    await page.getByRole('button', { name: 'Завершить другие сеансы' }).click();
    await rows.nth(2).waitFor({ state: 'detached' });
    await other.reload();
    await other.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
    assert.deepEqual(foreign, []);
  });

  test('an administrator adds people, gives them shops and takes them out again', async () => {
    const page = await stage.open('/login?back=/settings/people');
    await typeIn(page, 'anna');
    await page.getByRole('button', { name: 'Завести пользователя' }).click();
    const form = page.getByRole('dialog', { name: 'Завести пользователя' });
    await form.getByLabel('Имя для входа').fill('sidorov');
    await form.getByLabel('Роль').selectOption({ label: 'директор магазина' });
    await form.getByRole('button', { name: 'Завести', exact: true }).click();
    await form.getByRole('alert').getByText('Директор магазина видит свои магазины').waitFor();
    await form.getByLabel('выбранные магазины').check();
    await form.getByLabel(/^Магазин 5/).check();
    await form.getByRole('button', { name: 'Завести', exact: true }).click();
    const shown = page.getByRole('dialog', { name: 'Ссылка для sidorov' });
    const link = (await shown.locator('code').textContent()) ?? '';
    assert.match(link, /^http:\/\/localhost:\d+\/login#link=\S{43}$/);
    await shown.getByRole('button', { name: 'Готово' }).click();
    const row = page.getByRole('row', { name: /^sidorov/ });
    await row.getByText('пароль не выбран').waitFor();
    await row.getByText('магазины 5').waitFor();
    await row.getByRole('button', { name: 'Отключить: sidorov' }).click();
    await row.getByText('отключён').waitFor();
    await page.getByRole('button', { name: 'Отключить: anna' }).click();
    await page.getByRole('alert').getByText('последний администратор').waitFor();
  });

  test('«Кто что может» says it and demands a second factor of a role', async () => {
    const page = await stage.open('/login?back=/settings/roles');
    await typeIn(page, 'anna');
    const table = page.getByRole('table', { name: 'Кто что может' });
    const cells = table.getByRole('row', { name: /^Принимать расхождения/ }).getByRole('cell');
    await cells.first().waitFor();
    assert.deepEqual(await cells.allTextContents(), ['—нет', '—нет', '✓есть', '—нет', '—нет', 'по ключу']);
    const box = table.getByRole('checkbox', { name: 'Второй фактор обязателен: инженер поддержки' });
    await box.click();
    await table.locator('input:checked').waitFor();
    await person('igor', 'support');
    const other = await stage.open('/login');
    await typeIn(other, 'igor');
    await other.getByRole('heading', { level: 1, name: 'Нужен второй фактор' }).waitFor();
    await other.getByRole('img', { name: 'Картинка для приложения' }).waitFor();
  });

  test('a key is shown once and revoked after a question', async () => {
    const page = await stage.open('/login?back=/settings/keys');
    await typeIn(page, 'anna');
    await page.getByRole('button', { name: 'Выпустить ключ' }).click();
    const form = page.getByRole('dialog', { name: 'Выпустить ключ' });
    await form.getByLabel('Название').fill('Склад');
    await form.getByRole('button', { name: 'Выпустить', exact: true }).click();
    await form.getByRole('alert').getByText('Выберите хотя бы одно право').waitFor();
    await form.getByLabel('Видеть состояние, кассы, загрузки и лог').check();
    await form.getByRole('button', { name: 'Выпустить', exact: true }).click();
    const shown = page.getByRole('dialog', { name: 'Ключ «Склад»' });
    const token = (await shown.locator('code').textContent()) ?? '';
    const status = () => fetch(stage.url('/api/v1/status'), { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await status()).status, 200);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Отозвать: Склад' }).click();
    await page
      .getByRole('dialog', { name: 'Отозвать ключ «Склад»?' })
      .getByRole('button', { name: 'Отозвать' })
      .click();
    await page.getByRole('row', { name: /Склад/ }).getByText('отозван').waitFor();
    assert.equal((await status()).status, 401);
  });

  for (const look of looks)
    test(`axe finds nothing serious on the pages of people: ${look.theme}, ${look.language}`, async () => {
      const page = await stage.open('/login', look);
      await page.getByRole('textbox').first().waitFor();
      assert.deepEqual(await findings(page), [], 'the log-in');
      const [name, word] = look.language === 'ru' ? ['Имя для входа', 'Пароль'] : ['Log-in name', 'Password'];
      await page.getByLabel(name).fill('anna');
      await page.getByLabel(word, { exact: true }).fill(goodPassword);
      await page.keyboard.press('Enter');
      await page.getByRole('grid').waitFor();
      for (const path of ['/profile', '/settings/people', '/settings/roles', '/settings/keys']) {
        await page.goto(stage.url(path));
        await page.getByRole('main').getByRole('table').waitFor();
        assert.deepEqual(await findings(page), [], path);
        const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
        assert.equal(wide, false, `${path} scrolls sideways as a whole`);
      }
      await page.goto(stage.url('/settings/people'));
      await page.getByRole('main').getByRole('button').first().click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the form of a person');
    });
});

describe('the end of a session', withBrowser, () => {
  test('is warned of two minutes before, «Продлить» goes on; whoever is taken out meanwhile is led to the log-in', async () => {
    await using stage = await openStage({
      load: false,
      env: { SMENA_HTTP_ACCESS: 'required', SMENA_ACCESS_IDLE_MS: '3 min' },
    });
    const added = await smena(['user', 'add', 'anna', '--role', 'observer', '--data', stage.server.dataFolder]);
    const page = await stage.open('/');
    await page.clock.install();
    await page.goto(stage.url(added.out.trim().slice(added.out.indexOf('/login'))));
    await page.getByLabel('Новый пароль', { exact: true }).fill(goodPassword);
    await page.getByLabel('Новый пароль ещё раз').fill(goodPassword);
    await page.getByRole('button', { name: 'Сохранить пароль и войти' }).click();
    await page.getByRole('link', { name: 'Профиль: anna' }).waitFor();
    // The clock of the server does not run ahead with that of the browser, so the page must not ask it anew.
    await page.route('**/api/v1/session', (route) => route.abort());
    const warning = page.getByRole('alert').getByText('Сеанс закончится через');
    await page.clock.fastForward(50_000);
    assert.equal(await warning.count(), 0);
    await page.clock.fastForward(12_000);
    await warning.waitFor();
    const extended = page.waitForResponse((response) => response.url().endsWith('/session/extend'));
    await page.getByRole('button', { name: 'Продлить' }).click();
    assert.equal((await extended).status(), 200);
    await warning.waitFor({ state: 'detached' });
    await page.unroute('**/api/v1/session');
    const disabled = await smena(['user', 'disable', 'anna', '--data', stage.server.dataFolder]);
    assert.equal(disabled.code, 0, disabled.err);
    await page.keyboard.press('KeyR');
    await page.getByRole('heading', { level: 1, name: 'Вход' }).waitFor();
    assert.equal(new URL(page.url()).search, '?back=%2Fshops');
  });
});

test('an open server says on every page that it is open', withBrowser, async () => {
  await using stage = await openStage({ load: false });
  const page = await stage.open('/log');
  const ribbon =
    'Сервер открыт без входа: каждый на этой машине может всё. Уберите http.access = open и заведите людей.';
  await page.getByText(ribbon, { exact: true }).waitFor();
  await page.goto(stage.url('/login'));
  await page.getByRole('grid').waitFor();
});
