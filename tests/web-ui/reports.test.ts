/** Reports in the browser (S7 → S8 «Отчёт по отделам», S13): totals that are the shift's, definitions, address, printing. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ReportTable } from '../../contracts/web-api.ts';
import { findings, looks } from './axe.ts';
import { loadOtherShift, openStage, paths, type Stage, withBrowser } from './stage.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').trim();

/** Cells of the rows of the report, the totals last. */
async function rows(page: Page, report: string): Promise<string[][]> {
  const grid = page.getByRole('grid', { name: report });
  await grid.getByRole('row').filter({ hasText: 'Итого' }).waitFor();
  const read = await grid.getByRole('row').all();
  const cells = await Promise.all(read.map((row) => row.locator('th[scope="row"], td').allInnerTexts()));
  return cells.map((row) => row.map(plain)).filter((row) => row.length > 0);
}

describe('reports', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await loadOtherShift(stage, 346, '2026-03-13');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M49, M50, M51, AC10: the open date of a shift leads to its department report, whose total is the shift and says so', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('link', { name: '14.03.2026 08:54' }).click();
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
    assert.ok(page.url().endsWith('/shifts/347@2026-03-14/departments'), page.url());
    await page.getByText('= смене: 200,81', { exact: true }).waitFor();
    await page.getByText('Режим загрузки: sales.loadMode = db').waitFor();
    assert.deepEqual(await rows(page, 'Отчёт по отделам'), [
      ['1', '2', '3', '2', '224,80', '8,99', '215,81', '45,00', '170,81', '15,53', '70,81', '100,00', '0,00', '85,1'],
      ['2', '1', '1', '1', '30,00', '0,00', '30,00', '0,00', '30,00', '5,00', '30,00', '0,00', '0,00', '14,9'],
      [
        'Итого',
        '3',
        '4',
        '3',
        '254,80',
        '8,99',
        '245,81',
        '45,00',
        '200,81',
        '20,53',
        '100,81',
        '100,00',
        '0,00',
        '100,0',
      ],
    ]);
    const fits = await page.evaluate(`document.querySelector('.data-table-box').dataset.overflows`);
    assert.equal(fits, 'false', 'all columns fit 1366 pixels');
  });

  test('AC23: every figure of a report is explained by one key, and the allocation of payments is told', async () => {
    const page = await stage.open(`${paths.shift}/departments`);
    await page.getByText('= смене: 200,81', { exact: true }).waitFor();
    await page.keyboard.press('i');
    const dialog = page.getByRole('dialog', { name: 'Что значат показатели' });
    await dialog.getByRole('region', { name: 'Из выручки, ₽ (Наличные)' }).getByText('остаток округления').waitFor();
    assert.equal(await dialog.getByRole('region').count(), 13);
  });

  test('payments and cash movements of the shift are tabs of it', async () => {
    const page = await stage.open(`${paths.shift}/payments`);
    assert.deepEqual(await rows(page, 'По видам оплат'), [
      ['1', '—', 'наличные', '2', '145,81', '1', '45,00', '100,81', '50,2'],
      ['4', '—', 'безнал', '1', '100,00', '0', '0,00', '100,00', '49,8'],
      ['Итого', '245,81', '', '45,00', '200,81', '100,0'],
    ]);
    await page.getByRole('link', { name: 'Движение денег' }).click();
    assert.deepEqual(await rows(page, 'Движение денежных средств'), [
      ['14.03.2026 21:40', '5004', 'изъятие', '—', '2 500,00', '—', 'Инкассация', '7001'],
      ['14.03.2026 08:55', '5000', 'внесение', '3 000,00', '—', '—', '—', '7001'],
      ['Итого', '3 000,00', '2 500,00', '0,00', '', ''],
    ]);
  });

  test('the address is the report: place, period and rows survive F5, another report keeps them', async () => {
    const page = await stage.open('/reports/sales?shop=5&from=2026-03-13&to=2026-03-14&by=register');
    const sales = await rows(page, 'Отчёт о продажах');
    assert.deepEqual(sales[0]?.slice(0, 4), ['5', '12', '—', '6']);
    await page.reload();
    assert.deepEqual(await rows(page, 'Отчёт о продажах'), sales);
    await page.getByRole('combobox', { name: 'Отчёты' }).selectOption('По кассирам');
    await page.getByRole('heading', { level: 1, name: 'По кассирам' }).waitFor();
    assert.match(page.url(), /\/reports\/cashiers\?shop=5&from=2026-03-13&to=2026-03-14/);
    await page.getByText('Прошлый период: 11.03.2026 – 12.03.2026').waitFor();
    await page.getByText('= сменам: 401,62', { exact: true }).waitFor();
    await page.goto(stage.url('/reports/refunds?shop=5&from=2026-03-15&to=2026-03-15'));
    await page
      .getByText('Прошлый период: 14.03.2026 – 14.03.2026: Возвраты, ₽ 45,00 (−45,00) · Аннулировано, ₽ 0,00 (0)')
      .waitFor();
  });

  test('AC21, AC24: a day without a shift of a register is not complete, and the report names the register and its time', async () => {
    const page = await stage.open('/reports/departments?from=2026-03-20&to=2026-03-20');
    await page.getByText('Итоги неполные: Нет смен от 1 кассы: 5/12').waitFor();
    await page.getByText(/^Данные по состоянию на \d\d\.\d\d\.\d{4} \d\d:\d\d/).waitFor();
    await page.getByText('За этот период ничего нет.').waitFor();
  });

  test('on paper: a heading block, all rows, the total and lines to sign', async () => {
    const page = await stage.open(`${paths.shift}/departments`);
    await page.getByText('= смене: 200,81', { exact: true }).waitFor();
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    const sheet = page.locator('.print-sheet');
    const text =
      plain(await sheet.innerText({ timeout: 5_000 }).catch(() => '')) || plain((await sheet.textContent()) ?? '');
    for (const part of ['Отчёт по отделам', 'Магазин 5, Касса 12, Смена 347', '200,81', 'Составил', 'Проверил'])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  test('on paper the period before stands as on the page', async () => {
    const page = await stage.open('/reports/refunds?shop=5&from=2026-03-15&to=2026-03-15');
    const line = 'Прошлый период: 14.03.2026 – 14.03.2026: Возвраты, ₽ 45,00 (−45,00) · Аннулировано, ₽ 0,00 (0)';
    await page.getByText(line).waitFor();
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    const text = plain((await page.locator('.print-sheet').textContent()) ?? '');
    assert.ok(text.includes(line), text);
  });

  test('a picture says its answer in a sentence; arrows choose a value, Enter opens the list behind it', async () => {
    const page = await stage.open('/reports/sales?shop=5&from=2026-03-10&to=2026-03-16');
    const chart = page.getByRole('figure', { name: 'Выручка по дням, ₽' });
    await chart.getByText('Больше всего выручки 13.03.2026: 200,81 ₽.').waitFor();
    await chart.getByRole('link', { name: '13.03.2026: 200,81' }).focus();
    await page.keyboard.press('ArrowRight');
    await chart.locator('.chart-value').getByText('14.03.2026: 200,81').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Выручка по кассовым сменам' }).waitFor();
    assert.match(page.url(), /shifts\?shop=5&from=2026-03-14&to=2026-03-14/);
    await page.goto(stage.url('/reports/hours?from=2026-03-13&to=2026-03-14'));
    await page.getByRole('img', { name: 'пт 09:00: 215,81' }).waitFor();
    await page.goto(stage.url(`${paths.shift}/cash`));
    await page.getByRole('img', { name: 'Стало: 600,81' }).waitFor();
  });

  test('a long report is read page by page; sales that come in between are in its rows and in its total', async () => {
    await loadOtherShift(stage, 345, '2026-03-12');
    const page = await (await stage.context()).newPage();
    const asked: string[] = [];
    await page.route('**/api/v1/reports/shifts?*', async (route) => {
      const url = route.request().url();
      asked.push(new URL(url).searchParams.get('after') ?? 'first');
      // Pages as short as the report; the third shift of the period comes while the second page is on its way.
      if (asked.length === 2) await loadOtherShift(stage, 344, '2026-03-11');
      await route.continue({ url: url.replace(/limit=\d+/, asked.length <= 2 ? 'limit=1' : 'limit=2') });
    });
    await page.goto(stage.url('/reports/shifts?from=2026-03-11&to=2026-03-14'));
    await page
      .getByText('Всего: 4 строки')
      .or(page.getByText('4 строки', { exact: true }))
      .first()
      .waitFor();
    const read = await rows(page, 'Выручка по кассовым сменам');
    assert.deepEqual(read.map(([shop, register, shift]) => [shop, register, shift].join(' ').trim()).slice(0, -1), [
      '5 12 347',
      '5 12 346',
      '5 12 345',
      '5 12 344',
    ]);
    const answer = await stage.api.get<ReportTable>('/reports/shifts?from=2026-03-11&to=2026-03-14');
    const total = String(answer.totals['revenue'])
      .replace('.', ',')
      .replace(/(\d)(?=(\d{3})+,)/g, '$1 ');
    assert.ok(read.at(-1)?.includes(total), `${total} in ${read.at(-1)}`);
    // The first page and the one behind it; the list anew because the figures had moved, and what is behind that. The check of the shift
    // that came may move them once more, before the page is read or after: each time the list is read anew from its first page.
    const order = asked.map((after) => (after === 'first' ? after : 'behind'));
    const turns = order.filter((one, at) => one !== order[at - 1]).join(' ');
    assert.match(turns, /^first behind first behind( first behind)*$/);
  });

  test('axe finds nothing serious in the reports, in both themes and languages', async () => {
    for (const look of looks) {
      const page = await stage.open(`${paths.shift}/departments`, look);
      await page.getByRole('grid').waitFor();
      assert.deepEqual(await findings(page), []);
      for (const name of ['sales', 'hours', 'payments']) {
        await page.goto(stage.url(`/reports/${name}?from=2026-03-13&to=2026-03-14`));
        await page.getByRole('grid').waitFor();
        await page.getByRole('figure').waitFor();
        assert.deepEqual(await findings(page), []);
      }
      await page.close();
    }
  });
});
