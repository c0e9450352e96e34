/** S9 «назначить»: differences are given to people on «Расхождения», by mouse and by keyboard, and found again by «Мои». */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { CaseList } from '../../contracts/web-api.ts';
import { smena } from '../command-line/run.ts';
import { goodPassword } from '../support/people.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { findings, looks } from './axe.ts';
import { openStage, type PageOptions, type Stage, withBrowser } from './stage.ts';

/** A shift that reports 500.00 more than its receipts give: its sales, its cash and its revenue differ. */
const odd = Buffer.from(
  salesFile({
    shifts: [
      shiftInfo({
        shift: 1175,
        timeBeg: '2026-03-20T08:00:00',
        timeEnd: '2026-03-20T22:00:00',
        sumSale: amount('1500.00'),
        sumrefund: amount('0.00'),
        sumGain: amount('1500.00'),
        sumDrawer: amount('1000.00'),
      }),
    ],
    documents: [
      receipt(117, '1000.00', { shift: 1175, timeBeg: '2026-03-20T09:17:00', timeEnd: '2026-03-20T09:17:30' }),
    ],
  }),
);

async function bringOdd(stage: Stage): Promise<CaseList['cases']> {
  await stage.api.loadFile('5', 'odd.json', odd);
  return until('the sums differ', async () => {
    const { cases } = await stage.api.get<CaseList>('/cases');
    return cases.length > 0 && cases;
  });
}

const PAGE = '/reconciliation/cases';
const rowOf = (page: Page, caseId: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: caseId, exact: true }) });

describe('assigning differences where people log in', withBrowser, () => {
  let stage: Stage;
  let first = '';
  before(async () => {
    stage = await openStage({ env: { SMENA_HTTP_ACCESS: 'required' } });
    await stage.api.addShop('7');
    await person('anna', '--role', 'accountant', '--name', 'Анна Петрова');
    await person('boris', '--role', 'manager', '--shops', '7');
    first = (await bringOdd(stage))[0]?.caseId ?? assert.fail('no difference');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  /** A person with the good password, who has not logged in. */
  async function person(login: string, ...more: string[]): Promise<void> {
    const added = await smena(['user', 'add', login, ...more, '--data', stage.server.dataFolder]);
    assert.equal(added.code, 0, added.err);
    const response = await fetch(stage.url('/api/v1/session/link'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: added.out.trim().split('#link=')[1], password: goodPassword }),
    });
    assert.equal(response.status, 200, await response.text());
  }

  async function openAsAnna(path: string, options?: PageOptions): Promise<Page> {
    const page = await stage.open(`/login?back=${encodeURIComponent(path)}`, options);
    const english = options?.language === 'en';
    await page.getByLabel(english ? 'Log-in name' : 'Имя для входа').fill('anna');
    await page.getByLabel(english ? 'Password' : 'Пароль', { exact: true }).fill(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('table').waitFor();
    return page;
  }

  test('S9: by keyboard alone a difference becomes mine, is found by «Мои», and nobody has it after it is taken off', async () => {
    const page = await openAsAnna(PAGE);
    await rowOf(page, first).getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Назначить: 1…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Кому назначить 1 расхождение?' });
    const choice = dialog.getByLabel('Кому', { exact: true });
    await choice.waitFor();
    // Whoever asks stands first, and whoever lacks the shop cannot be chosen.
    assert.deepEqual(await choice.locator('option').allInnerTexts(), [
      'мне: Анна Петрова (anna)',
      'boris – недоступны магазины: 5',
    ]);
    assert.ok(await choice.locator('option', { hasText: 'boris' }).isDisabled());
    await dialog.locator('select:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Ничего не назначено: вы закрыли вопрос.').waitFor();
    await page.getByRole('button', { name: 'Назначить: 1…' }).focus();
    await page.keyboard.press('Enter');
    await dialog.locator('select:focus').waitFor();
    await page.keyboard.press('Tab');
    await dialog.getByRole('button', { name: 'Назначить 1' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('Назначено: 1 расхождение, Анна Петрова (anna).').waitFor();
    const row = rowOf(page, first);
    await row.getByText('Анна Петрова', { exact: true }).waitFor();
    await row.getByText('появилось', { exact: true }).waitFor();
    await page.getByText('Мои 1', { exact: true }).click();
    await until('the others are gone', async () => (await page.getByRole('rowheader').count()) === 1);
    assert.equal(new URL(page.url()).search, '?assigned=mine');
    await page.reload();
    await row.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Снять назначение: 1' }).click();
    await page.getByText('Назначение снято: 1 расхождение.').waitFor();
    await page.getByText('По этому отбору расхождений нет.').waitFor();
    await page.getByText(/^Не назначены \d+$/).click();
    await row.getByText('появилось', { exact: true }).waitFor();
  });

  for (const look of looks)
    test(`S9: several are assigned at once, readable in ${look.language} and ${look.theme}`, async () => {
      const english = look.language === 'en';
      const page = await openAsAnna(PAGE, look);
      await page
        .getByRole('checkbox', { name: english ? 'Mark all that are shown' : 'Отметить все показанные' })
        .check();
      assert.deepEqual(await findings(page), []);
      await page.getByRole('button', { name: english ? /^Assign: \d+…$/ : /^Назначить: \d+…$/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox').waitFor();
      assert.deepEqual(await findings(page), []);
      await dialog.getByRole('button', { name: english ? /^Assign \d+$/ : /^Назначить \d+$/ }).click();
      await page
        .getByText(english ? /^(Assigned|Not changed)/ : /^(Назначено:|Без изменений)/)
        .first()
        .waitFor();
      const { cases } = await stage.api.get<CaseList>('/cases?assignee=anna');
      assert.equal(cases.length, (await stage.api.get<CaseList>('/cases')).cases.length);
    });
});

describe('assigning differences where nobody logs in', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await bringOdd(stage);
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('S9: a name is written, is lacking at once when it is empty, and stands on the page of the shift', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/1175@2026-03-20');
    await page.getByRole('button', { name: 'Назначить…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('На сервере не входят по имени').waitFor();
    await dialog.getByRole('button', { name: /^Назначить \d+$/ }).click();
    await dialog.getByText('Напишите имя.').waitFor();
    assert.deepEqual(await findings(page), []);
    await dialog.getByLabel('Кому', { exact: true }).fill('Петрова');
    await dialog.getByLabel('Ваше имя').fill('Иванов');
    await page.keyboard.press('Enter');
    await page.getByText(/^Назначено: \d+ расхождени[ея], Петрова\.$/).waitFor();
    await page
      .getByRole('region', { name: 'Проверки' })
      .getByText(/Назначено: Петрова\. Кто назначил: Иванов,/)
      .first()
      .waitFor();
    // «Мои» are those of the name that this browser remembers.
    await page.goto(stage.url(PAGE));
    await page.getByText('Мои 0', { exact: true }).click();
    await page.getByText('По этому отбору расхождений нет.').waitFor();
    await page.goto(stage.url(`${PAGE}?assignee=Петрова`));
    await page.getByRole('button', { name: 'назначено: Петрова' }).click();
    await until('the filter is off', async () => new URL(page.url()).search === '');
  });
});
