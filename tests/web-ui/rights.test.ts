/** Acceptance 38 on the pages: the menu, the buttons and the lists are those of whoever is logged in; what is missing is said in words. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Role } from '../../src/domain/access.ts';
import { logIn, sessionOf } from '../access/people.ts';
import { FOREIGN, openTwoShops, type TwoShops } from '../access/two-shops.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { browserFlags, browserPath, LIMIT_MS, march, withBrowser } from './stage.ts';

const [engine] = databasesUnderTest;
assert.ok(engine !== undefined);
const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url));

describe('the pages of somebody with some rights', withBrowser, () => {
  let stage: TwoShops;
  let browser: Browser;
  before(async () => {
    stage = await openTwoShops(engine, true, { webFolder });
    browser = await chromium.launch({ executablePath: browserPath ?? '', args: browserFlags });
  });
  after(async () => {
    await browser.close();
    await stage[Symbol.asyncDispose]();
  });

  /** A browser in which somebody is logged in; every request that the server refuses is noted. */
  async function enter(login: string, role: Role, shops: 'all' | string[]): Promise<{ page: Page; refused: string[] }> {
    await logIn(stage.database, stage.web, { login, role, shops });
    const context = await browser.newContext({ locale: 'ru-RU', baseURL: stage.web.api.url });
    await context.addCookies([
      { name: `smena_session_${stage.web.api.port}`, value: sessionOf(login), url: stage.web.api.url },
    ]);
    context.setDefaultTimeout(LIMIT_MS);
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('response', (response) => {
      if ([401, 403].includes(response.status())) refused.push(`${response.status()} ${response.url()}`);
    });
    return { page, refused };
  }

  const menuOf = async (page: Page) => {
    const menu = page.getByRole('navigation', { name: 'Меню' });
    await menu.getByRole('link', { name: /Магазины/ }).waitFor();
    return (await menu.getByRole('listitem').allInnerTexts()).map((text) => text.split('\n')[0]?.trim());
  };

  test('AC38: a manager sees the own shop, what a manager may do, and nothing that would be refused', async () => {
    const { page, refused } = await enter('manager', 'manager', ['5']);
    await page.goto('/shops');
    await page.getByText('Свой').first().waitFor();
    assert.equal(await page.getByText('Чужой').count(), 0);
    const menu = await menuOf(page);
    assert.ok(menu.includes('Отчёты') && menu.includes('Поиск чека'), menu.join());
    assert.ok(!menu.includes('Настройки') && !menu.includes('Хранение'), menu.join());
    await page.goto('/shops/5/registers/12/sales');
    await page
      .getByRole('button', { name: /^Загрузить/ })
      .first()
      .waitFor();
    await page.goto(`/shops/5/registers/12/reconciliation?${march}`);
    await page.getByRole('button', { name: 'Перевыгрузить' }).waitFor();
    await page.getByText('300,30').first().waitFor();
    await page.goto('/reconciliation/cases');
    await page.getByRole('button', { name: /^Вижу/ }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Принять/ }).count(), 0);
    await page.goto('/shops/5/registers/12/sales?load=dates&from=2026-01-01&to=2026-03-13');
    await page.getByText('Вы запрашиваете не больше чем 31 день').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Загрузить за 72 дня' }).isDisabled());
    await page.goto('/transfers/schedule');
    await page.getByRole('button', { name: 'Запустить сейчас' }).first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Новое расписание' }).count(), 0);
    assert.deepEqual(refused, []);
    await page.goto(`/shops/${FOREIGN}`);
    await page
      .getByText(/Нет права «Видеть состояние.*в магазине 70707\. Ваши магазины: 5\. Попросите администратора/)
      .waitFor();
    await page.goto('/storage');
    await page.getByText(/Нет права «Видеть хранение и план подрезки» \(trim-plan\).*администратор/).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Повторить' }).count(), 0);
  });

  test('an observer sees counts with a dash for every sum, and no button that changes anything', async () => {
    const { page, refused } = await enter('observer', 'observer', 'all');
    await page.goto('/shops');
    await page.getByText('Чужой').first().waitFor();
    const menu = await menuOf(page);
    assert.ok(!menu.includes('Отчёты') && !menu.includes('Поиск чека') && !menu.includes('Настройки'), menu.join());
    await page.goto(`/shops/5/registers/12/reconciliation?${march}`);
    await page.getByText('347').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Перевыгрузить' }).count(), 0);
    assert.equal(await page.getByText('300,30').count(), 0);
    assert.ok((await page.getByText('—').count()) > 0);
    await page.goto('/shops/5/registers/12/shifts/347@2026-03-14');
    await page
      .getByRole('link', { name: 'Путь' })
      .or(page.getByRole('link', { name: /Как пришла|Путь/ }))
      .first()
      .waitFor();
    assert.doesNotMatch((await page.locator('main').innerText()) ?? '', /\d,\d{2}/);
    await page.goto('/shops/5/registers/12/sales');
    await page.getByText('T-1').first().waitFor();
    assert.equal(await page.getByRole('button', { name: /^Загрузить/ }).count(), 0);
    assert.deepEqual(refused, []);
    await page.goto('/receipts');
    await page
      .getByText(/Нет права «Видеть суммы, чеки и отчёты» \(see-money\)/)
      .first()
      .waitFor();
  });
});
