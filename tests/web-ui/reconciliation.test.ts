/** «Сверка продаж» of a register in the browser (S7; M19–M21, M46, M47, M50). */
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { receipt, salesFile } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { blockExports, loadOtherShift, loadSample, openStage, paths, type Stage, withBrowser } from './stage.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Сверка продаж' });
const shiftRow = (page: Page, number: number) =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: String(number) }) });

/** One more receipt of the shift of the sample. */
const lateReceipt = salesFile({ shifts: [], documents: [receipt(5010, '12.00', { timeEnd: '2026-03-14T16:00:00' })] });

describe('M19 M20: sales reconciliation of a register', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await loadOtherShift(stage, 346, '2026-03-13');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('AC7: has the columns of the mission in their order', async () => {
    const page = await stage.open(paths.reconciliation);
    await grid(page).waitFor();
    const headings = await grid(page).getByRole('columnheader').allInnerTexts();
    const names = headings.map((text) => text.replace(/\s+/g, ' ').trim());
    assert.deepEqual(
      names.filter((name) =>
        /^(Смена|АСТУ|Открыта|Закрыта|Чеков|Продажи, ₽|Выручка, ₽|В ящике, ₽|Возвраты, ₽)$/.test(name),
      ),
      ['Смена', 'АСТУ', 'Открыта', 'Закрыта', 'Чеков', 'Продажи, ₽', 'Выручка, ₽', 'В ящике, ₽', 'Возвраты, ₽'],
    );
    const lower = names.filter((name) => name.includes(': '));
    assert.deepEqual(lower, [
      'Продажи, ₽: Наличные',
      'Продажи, ₽: Безнал',
      'Выручка, ₽: Наличные',
      'Выручка, ₽: Безнал',
      'Возвраты, ₽: Наличные',
      'Возвраты, ₽: Безнал',
    ]);
  });

  test('shows the sums of the shift, computed ones as such, and the totals of the server', async () => {
    const page = await stage.open(paths.reconciliation);
    await shiftRow(page, 347).waitFor();
    const cells = await shiftRow(page, 347).getByRole('gridcell').allInnerTexts();
    assert.deepEqual(
      // What stands to the right of them is there where the screen has room.
      cells.slice(1, 12).map((text) => text.replaceAll('\u00a0', ' ')),
      [
        'выгружена',
        '14.03.2026 08:54',
        '14.03.2026 21:45',
        '3',
        '≈ 145,81',
        '≈ 100,00',
        '≈ 100,81',
        '≈ 100,00',
        '≈ 600,81',
        '≈ 45,00',
        '≈ 0,00',
      ],
    );
    const totals = await grid(page).getByRole('row').last().innerText();
    assert.match(totals.replaceAll('\u00a0', ' '), /Итого по 2 сменам\s+6\s+291,62\s+200,00\s+201,62\s+200,00/);
  });

  test('AC7: fits an office screen with the menu collapsed, without sideways scrolling', async () => {
    const page = await stage.open(paths.reconciliation, { width: 1366, height: 768 });
    await grid(page).waitFor();
    const width = await grid(page).evaluate((table) => {
      const box = table.parentElement;
      return { table: box.scrollWidth, box: box.clientWidth, page: box.ownerDocument.documentElement.scrollWidth };
    });
    assert.ok(width.table <= width.box, `${width.table} > ${width.box}`);
    assert.ok(width.page <= 1366);
    await page.getByRole('button', { name: 'Развернуть меню' }).waitFor();
  });

  test('an address without a period gets the last 30 days, and offers the last shift when they are empty', async () => {
    const page = await stage.open('/shops/5/registers/12');
    await page.getByText('За период смен нет.').waitFor();
    const { searchParams, pathname } = new URL(page.url());
    assert.equal(pathname, '/shops/5/registers/12/reconciliation');
    const days =
      (Date.parse(searchParams.get('to') ?? '') - Date.parse(searchParams.get('from') ?? '')) / 86_400_000 + 1;
    assert.equal(days, 30);
    await page.getByText('Последняя смена 14.03.2026.').waitFor();
    await page.getByRole('link', { name: 'Показать' }).click();
    await shiftRow(page, 347).waitFor();
  });

  test('quick filters count, filter and stand in the address', async () => {
    const page = await stage.open(paths.reconciliation);
    const filters = page.getByRole('navigation', { name: 'Отбор' });
    await filters.getByRole('link', { name: 'Все 2' }).waitFor();
    await filters.getByRole('link', { name: 'Расхождения 0' }).click();
    await page.getByText('Расхождений нет').waitFor();
    assert.match(page.url(), /state=differing/);
    await page.getByRole('link', { name: 'Сбросить отбор' }).click();
    await shiftRow(page, 347).waitFor();
    assert.equal(await filters.getByRole('link', { name: 'Все 2' }).getAttribute('aria-current'), 'true');
    await page.goBack();
    await page.getByText('Расхождений нет').waitFor();
    await page.reload();
    await page.getByText('Расхождений нет').waitFor();
  });

  test('the opening date is a link to the shift; Enter on the row leads there too', async () => {
    const page = await stage.open(paths.reconciliation);
    await shiftRow(page, 347).getByRole('link', { name: '14.03.2026 08:54' }).click();
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
    await page.goBack();
    await shiftRow(page, 346).click();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Смена 346' }).waitFor();
  });

  test('a period is typed as people type it', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('textbox', { name: 'С', exact: true }).fill('13.3.26');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'По', exact: true }).fill('13032026');
    await page.keyboard.press('Enter');
    await page.getByText('1 день').waitFor();
    await shiftRow(page, 346).waitFor();
    await shiftRow(page, 347).waitFor({ state: 'detached' });
    assert.match(page.url(), /from=2026-03-13&to=2026-03-13/);
    await page.getByRole('textbox', { name: 'По', exact: true }).fill('когда-то');
    await page.keyboard.press('Enter');
    await page.getByText('Дата не понята').waitFor();
  });

  test('a period never ends in the future, however it was typed', async () => {
    const page = await stage.open(paths.reconciliation);
    const [from, to] = ['С', 'По'].map((name) => page.getByRole('textbox', { name, exact: true }));
    await to?.fill('01.01.2999');
    await page.keyboard.press('Enter');
    const note = page.getByText(/Период не может кончаться в будущем: последний день – \d\d\.\d\d\.\d{4}\./);
    await note.waitFor();
    assert.equal(pathOf(page), paths.reconciliation);
    await to?.press('Escape');
    await from?.fill('01.01.2999');
    await page.keyboard.press('Enter');
    await note.waitFor();
    assert.equal(pathOf(page), paths.reconciliation);
  });

  test('the choice of periods gives the focus back to its button, the first time as well', async () => {
    const page = await stage.open(paths.reconciliation);
    const button = page.getByRole('button', { name: 'Выбрать период' });
    await button.focus();
    for (const time of ['first', 'second']) {
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Прошлый месяц' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Прошлый месяц' }).waitFor({ state: 'detached' });
      await until(`the focus comes back, ${time}`, () =>
        button.evaluate((element) => element === element.ownerDocument.activeElement),
      );
    }
  });

  test('leaving writes nothing into the address of the page that comes', async () => {
    const shift = '/shops/5/registers/12/shifts/347@2026-03-14';
    const inMenu = (page: Page, name: string) =>
      page.getByRole('navigation', { name: 'Меню' }).getByRole('link', { name });
    const tab = (page: Page, name: string) =>
      page.getByRole('navigation', { name: 'Вкладки страницы' }).getByRole('link', { name });
    const ways: [string, (page: Page) => Promise<void>, heading: string, address: string][] = [
      [
        'the link of a row',
        (page) => shiftRow(page, 347).getByRole('link').click(),
        'Смена 347',
        `${shift}/departments`,
      ],
      ['Enter', (page) => shiftRow(page, 347).press('Enter'), 'Смена 347', shift],
      ['the menu', (page) => inMenu(page, 'Лог').click(), 'Лог', '/log'],
      ['a tab', (page) => tab(page, 'Лог').click(), 'Лог', '/shops/5/registers/12/log'],
      ['the path', (page) => page.getByRole('link', { name: 'Магазин 5' }).click(), 'Магазин 5', '/shops/5'],
    ];
    const page = await stage.open(paths.reconciliation);
    for (const [way, go, heading, address] of ways) {
      await page.goto(stage.url(paths.reconciliation));
      await shiftRow(page, 347).waitFor();
      await go(page);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await page.getByRole('grid').or(page.getByRole('table')).first().waitFor();
      assert.equal(pathOf(page), address, way);
      await page.goBack();
      await shiftRow(page, 347).waitFor();
      assert.equal(pathOf(page), paths.reconciliation, `back from ${way}`);
    }
  });

  test('a period is chosen from presets and moved by its own length', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('button', { name: 'Предыдущий период' }).click();
    await until('the period moves', () => page.url().includes('from=2026-01-29&to=2026-02-28'));
    await page.getByRole('button', { name: 'Выбрать период' }).click();
    await page.getByRole('button', { name: 'Сегодня', exact: true }).click();
    await page.getByText('1 день').waitFor();
  });
});

describe('sales reconciliation while the data change', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M21, AC8: a shift the ERP lacks is blue with mark and words, loses all three when it is exported, and is blue again when it changes', async () => {
    const unblock = await blockExports(stage);
    const page = await stage.open(paths.reconciliation);
    await page.getByText('Продаж с этой кассы ещё не было.').waitFor();

    await loadSample(stage);
    const row = shiftRow(page, 347);
    await row.waitFor();
    await row.getByText('не выгружена').waitFor();
    const blue = await backgroundOf(row);
    assert.equal(blue, 'rgb(227, 238, 255)');

    await unblock();
    await row.getByText('выгружена', { exact: true }).waitFor({ timeout: 90_000 });
    assert.equal(await row.getByText('не выгружена').count(), 0);
    assert.notEqual(await backgroundOf(row), blue);

    // A receipt that comes late, while the folder of the shop is away, so that the state is there to be seen.
    const shop = join(stage.server.exchangeFolder, '5');
    await rename(shop, `${shop}-away`);
    const mend = await blockExports(stage);
    await stage.api.loadFile('5', 'late.json', Buffer.from(lateReceipt));
    await row.getByText(/изменена|ошибка/).waitFor();
    await until('it is blue again', async () => (await backgroundOf(row)) === blue);
    await mend();
    await rename(`${shop}-away`, shop);
    await stage.api.send('POST', '/shops/5/exports/run', {});
    await row.getByText('выгружена', { exact: true }).waitFor({ timeout: 90_000 });
    assert.notEqual(await backgroundOf(row), blue);
  });

  test('a new shift appears by itself; while the pointer is in the table it waits behind a button', async () => {
    const page = await stage.open(paths.reconciliation);
    await shiftRow(page, 347).waitFor();
    await loadOtherShift(stage, 348, '2026-03-15');
    await shiftRow(page, 348).waitFor();

    await shiftRow(page, 347).hover();
    const order = await numbers(page);
    await loadOtherShift(stage, 349, '2026-03-16');
    await page.getByRole('button', { name: 'Показать новые: 1' }).waitFor();
    assert.deepEqual(await numbers(page), order);
    await page.getByRole('button', { name: 'Показать новые: 1' }).hover();
    await loadOtherShift(stage, 351, '2026-03-18');
    await page.getByRole('button', { name: 'Показать новые: 2' }).click();
    await shiftRow(page, 349).waitFor();
    await shiftRow(page, 351).waitFor();
  });

  test('all tabs of one browser share one stream', async () => {
    const context = await stage.context();
    let streams = 0;
    context.on('request', (request) => {
      if (request.url().endsWith('/api/v1/events')) streams += 1;
    });
    const pages = await Promise.all(
      ['/shops', '/log', '/exports?state=all'].map(async (path) => {
        const page = await context.newPage();
        await page.goto(stage.url(path));
        return page;
      }),
    );
    for (const page of pages) await page.getByText('обновлено сейчас').waitFor();
    await loadOtherShift(stage, 350, '2026-03-17');
    await pages[1]
      ?.getByText(/Смена 350 кассы 12/)
      .first()
      .waitFor();
    await pages[2]?.getByRole('row').filter({ hasText: '350' }).waitFor();
    assert.ok(streams <= 1, `${streams} streams`);
    await context.close();
  });
});

function pathOf(page: Page): string {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

async function backgroundOf(row: ReturnType<typeof shiftRow>): Promise<string> {
  return row
    .getByRole('gridcell')
    .first()
    .evaluate((cell) => cell.ownerDocument.defaultView.getComputedStyle(cell).backgroundColor);
}

async function numbers(page: Page): Promise<string[]> {
  return grid(page).locator('tbody').getByRole('rowheader').allInnerTexts();
}
