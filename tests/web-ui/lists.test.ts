/** The long lists: packages, what was set aside, exports, the log; and that every table fits an office screen. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ExportFileList, SalesRequestList } from '../../contracts/web-api.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { blockExports, loadOtherShift, loadSample, openStage, paths, type Stage, withBrowser } from './stage.ts';

const rows = (page: Page) => page.getByRole('grid').locator('tbody tr[data-index]');
const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;

describe('what was set aside', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    const broken = receipt(4001, '10.00', { shift: 347, docSum: 'ten' });
    await stage.api.loadFile('5', 'broken.json', Buffer.from(salesFile({ shifts: [], documents: [broken] })));
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('is reached from the shop, with its reason, its place and its text', async () => {
    const page = await stage.open('/shops');
    await page.getByRole('row').filter({ hasText: 'Магазин 5' }).getByRole('link', { name: '1', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Отложенные документы' }).waitFor();
    assert.equal(pathOf(page), '/set-aside?shop=5');
    await page.getByText('Показано: 1, отложено всего: 1').waitFor();
    await rows(page).first().focus();
    await page.getByRole('region', { name: 'Документ, как он был получен' }).getByText('"ten"').waitFor();
    const cells = await rows(page).first().locator('th, td').allInnerTexts();
    assert.deepEqual(cells.slice(1, 4), ['5', '12', '347']);
  });

  test('leads to its package, and the tab of the packages leads back', async () => {
    const page = await stage.open('/set-aside');
    await rows(page).first().getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Пакеты' }).waitFor();
    await until('one package is left', async () => (await rows(page).count()) === 1);
    await page.getByRole('link', { name: 'Отложенные документы 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Отложенные документы' }).waitFor();
  });
});

describe('long lists', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    for (let day = 1; day <= 6; day += 1) await loadOtherShift(stage, 340 - day, `2026-03-0${day}`);
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  for (const [path, list, size] of [
    ['/log', 'log', 8],
    ['/packages', 'packages', 3],
  ] as const) {
    test(`${list}: more rows are read page by page and stay when new ones come`, async () => {
      const page = await (await stage.context()).newPage();
      await page.route(`**/api/v1/${list}?*`, (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/limit=\d+/, `limit=${size}`),
        }),
      );
      await page.goto(stage.url(path));
      // Entries of what was loaded before the page may still join.
      await until('the first page', async () => (await rows(page).count()) >= size);
      const more = page.getByRole('button', { name: 'Показать ещё' });
      await more.click();
      await until('the second page', async () => (await rows(page).count()) >= 2 * size);
      await page.mouse.move(0, 0);
      await page.getByRole('heading', { level: 1 }).focus();
      const day = list === 'log' ? 10 : 11;
      const known = await rows(page).count();
      await loadOtherShift(stage, 300 + day, `2026-03-${day}`);
      await until('a new row joins them', async () => (await rows(page).count()) > known);
      await more.waitFor();
    });
  }

  for (const [list, path] of [
    ['log', '/log'],
    ['packages', '/packages'],
  ] as const)
    test(`${list}: news that were asked for before a further page, and come after it, take nothing of it away`, async () => {
      const page = await stage.open('/shops');
      const news = `**/api/v1/${list}?*after=*`;
      let held = 0;
      let answer: () => void = () => undefined;
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      await page.route(`**/api/v1/${list}?*`, (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/limit=\d+/, 'limit=3'),
        }),
      );
      await page.route(news, async (route) => {
        held += 1;
        await answered;
        await route.continue();
      });
      await page.goto(stage.url(path));
      const more = page.getByRole('button', { name: 'Показать ещё' });
      await more.waitFor();
      const day = list === 'log' ? 12 : 13;
      await loadOtherShift(stage, 300 + day, `2026-03-${day}`);
      await until('news are asked for', () => held > 0);
      // Nothing else is asked for from now on.
      await page.getByRole('button', { name: 'Пауза', exact: true }).click();
      const first = await rows(page).count();
      await more.click();
      await until('the page behind is there', async () => (await rows(page).count()) > first);
      await page.mouse.move(0, 0);
      await page.getByRole('heading', { level: 1 }).focus();
      const [newest, oldest] = [await rows(page).first().innerText(), await rows(page).last().innerText()];
      answer();
      await until('the news join', async () => (await rows(page).first().innerText()) !== newest);
      assert.ok((await rows(page).allInnerTexts()).includes(oldest), oldest);
    });

  test('the whole log and all packages are searched, not only the rows that were read', async () => {
    for (const [path, words] of [
      ['/log', 'Смена 339'],
      ['/packages', 'sale_12_339.json'],
    ] as const) {
      const page = await (await stage.context()).newPage();
      await page.route('**/api/v1/*?*limit=*', (route) =>
        route.continue({
          url: route
            .request()
            .url()
            .replace(/limit=\d+/, 'limit=2'),
        }),
      );
      await page.goto(stage.url(path));
      await until('the first page', async () => (await rows(page).count()) === 2);
      assert.equal(await rows(page).filter({ hasText: words }).count(), 0);
      await page.getByRole('searchbox', { name: 'Поиск в таблице' }).fill(words);
      await rows(page).filter({ hasText: words }).first().waitFor();
      await page.context().close();
    }
  });

  test('only what is new is read again', async () => {
    for (const list of ['log', 'packages']) {
      const page = await (await stage.context()).newPage();
      const asked: string[] = [];
      page.on('request', (request) => request.url().includes(`/api/v1/${list}?`) && asked.push(request.url()));
      await page.goto(stage.url(`/${list}`));
      await rows(page).first().waitFor();
      await page.getByText('обновлено сейчас').waitFor();
      asked.length = 0;
      const number = list === 'log' ? 320 : 321;
      await loadOtherShift(stage, number, `2026-03-${number - 300}`);
      await until(`${list} is read again`, () => asked.length > 0);
      assert.ok(
        asked.every((url) => /[?&]after=/.test(url)),
        asked.join(' '),
      );
      await page.context().close();
    }
  });

  test('a file by hand is called by its name, with the shop it was brought for', async () => {
    const page = await stage.open('/packages?q=sale_12_339');
    await until('one package is left', async () => (await rows(page).count()) === 1);
    const cells = await rows(page).first().locator('th, td').allInnerTexts();
    assert.deepEqual(cells.slice(2, 5), ['5', '12', 'sale_12_339.json']);
  });

  test('are narrowed to a shop and a register, which stand in the address', async () => {
    const page = await stage.open('/log');
    await rows(page).first().waitFor();
    // F by its place on the keyboard, under any layout.
    await page.keyboard.press('KeyF');
    const dialog = page.getByRole('dialog', { name: 'Добавить отбор' });
    await dialog.getByLabel('Отбирать по').selectOption('Магазин');
    await dialog.getByLabel('Значение').selectOption('Магазин 5');
    await dialog.getByRole('button', { name: 'Отобрать' }).click();
    await until('the address says so', () => pathOf(page) === '/log?shop=5');
    await page.getByRole('button', { name: 'Добавить отбор' }).click();
    await dialog.getByLabel('Отбирать по').selectOption('Касса');
    await dialog.getByRole('button', { name: 'Отобрать' }).click();
    await until('the address says so', () => pathOf(page) === '/log?shop=5&register=12');
    await page.getByRole('link', { name: 'Ошибки 0' }).click();
    await page.getByText('Событий такой важности нет.').waitFor();
    assert.equal(pathOf(page), '/log?state=error&shop=5&register=12');
    await page.getByRole('button', { name: 'Касса 12 убрать отбор' }).click();
    assert.equal(pathOf(page), '/log?state=error&shop=5');
    await page.getByRole('button', { name: 'Магазин 5 убрать отбор' }).click();
    await until('a filter that is taken off leaves the address', () => pathOf(page) === '/log?state=error');
  });

  test('what could not be read again is said above the history of loads and the log, and covers neither', async () => {
    for (const [path, list, grid] of [
      ['/shops/5/registers/12/sales', 'transfers', 'История загрузок'],
      ['/log', 'log', 'Лог'],
    ] as const) {
      const page = await stage.open(path);
      await page.getByRole('grid', { name: grid }).waitFor();
      await page.route(`**/api/v1/${list}?*`, (route) => route.abort());
      await page.keyboard.press('KeyR');
      const failure = page.locator('.table-box').locator('xpath=preceding-sibling::*[@role="alert"]');
      await failure.waitFor();
      const [above, bar] = [await failure.boundingBox(), await page.locator('.table-box .table-bar').boundingBox()];
      assert.ok(above !== null && bar !== null && above.y + above.height <= bar.y, path);
    }
  });

  test('the log is sorted by time', async () => {
    const page = await stage.open('/log?sort=time');
    await rows(page).first().waitFor();
    const times = await rows(page).locator('.cell-time').allInnerTexts();
    const order = times.map((text) => text.replace(/^(\d\d)\.(\d\d)\.(\d{4})/, '$3-$2-$1'));
    assert.deepEqual(order, order.toSorted());
  });

  test('names of files are told in full below the table', async () => {
    const page = await stage.open('/exports?state=exported');
    await rows(page).first().focus();
    const file = await page.locator('.data-table-detail code').innerText();
    assert.match(file, /sale.*\.json/);
    await page.goto(stage.url('/packages'));
    await rows(page).first().focus();
    await page.locator('.data-table-detail code').waitFor();
  });
});

describe('every table fits an office screen', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
    await loadSample(stage);
    await until('its file is published', async () => {
      const { files } = await stage.api.get<ExportFileList>('/erp/files');
      return files[0]?.fileId === 'E-1';
    });
    const shift = { shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };
    const said = {
      ...shift,
      receiptCount: 3,
      revenue: '9999999.99',
      reference: 'Отчёт о розничных продажах 000000347',
    };
    await stage.api.send('POST', '/erp/confirmations', { confirmations: [said] });
    const register = join(stage.server.exchangeFolder, '5', 'sale12');
    writeFileSync(join(register, 'sale.req'), '###\n01.03.2026-31.03.2026');
    await until('the request is answered', async () => {
      const { requests } = await stage.api.get<SalesRequestList>('/erp/requests');
      return requests[0]?.state === 'answered';
    });
    rmSync(register, { recursive: true });
    await blockExports(stage, '5/sale12');
    await loadOtherShift(stage, 346, '2026-03-13');
    const sum = '1234567.89';
    const large = salesFile({
      shifts: [shiftInfo({ shift: 410, timeBeg: '2026-03-25T08:00:00', sumGain: amount(sum) })],
      documents: [receipt(4101, sum, { shift: 410, timeBeg: '2026-03-25T09:00:00', timeEnd: '2026-03-25T09:01:00' })],
    });
    await stage.api.loadFile('5', 'large.json', Buffer.from(large));
    const range = { kind: 'dates', from: '2026-03-01T08:00:00', to: '2026-03-25T20:00:00' };
    const asked = { shopCode: '5', registerCode: '12', range, confirmed: true, author: 'Константинопольская А. Б.' };
    await stage.api.send('POST', '/transfers', asked);
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  for (const menu of ['open', 'narrow'] as const) {
    for (const language of ['ru', 'en'] as const) {
      test(`1366 px, menu ${menu}, ${language}: no table scrolls sideways and no number is cut`, async () => {
        const page = await stage.open('/shops', { language, width: 1366 });
        await page.evaluate(`localStorage['smena.menu'] = '${menu}'`);
        const receipts = '/shops/5/registers/12/shifts/410@2026-03-25/receipts';
        for (const path of [
          '/packages',
          paths.reconciliation,
          '/shops',
          '/shops/5',
          '/exports',
          '/shops/5/erp',
          '/exports/files',
          '/exports/requests',
          '/exports/confirmations',
          '/exports/targets',
          paths.receipts,
          receipts,
          paths.transfers,
          paths.sales,
          paths.registerLog,
        ]) {
          await page.goto(stage.url(path));
          await rows(page).first().waitFor();
          await page.evaluate('document.fonts.ready.then(() => undefined)');
          const wide = await page.getByRole('grid').evaluate((table) => {
            const box = table.parentElement;
            const cut = [...table.querySelectorAll('td.cell-number, td.cell-time')].filter(
              (cell) => cell.scrollWidth > cell.clientWidth,
            );
            return { table: box.scrollWidth, box: box.clientWidth, cut: cut.map((cell) => cell.textContent) };
          });
          assert.ok(wide.table <= wide.box, `${path}: ${wide.table} > ${wide.box}`);
          assert.deepEqual(wide.cut, [], path);
        }
        if (menu === 'narrow') return;
        const cut = await page
          .locator('.menu-word')
          .evaluateAll((words) =>
            words.filter((word) => word.scrollWidth > word.clientWidth).map((word) => word.textContent),
          );
        assert.deepEqual(cut, []);
      });
    }
  }

  for (const language of ['ru', 'en'] as const) {
    test(`1920 px, ${language}: no word of a state is cut, and the times of files name the clock they are by`, async () => {
      const page = await stage.open('/shops', { language, width: 1920, height: 1080 });
      for (const path of ['/exports', '/shops/5/erp', '/exports/files', paths.reconciliation]) {
        await page.goto(stage.url(path));
        await rows(page).first().waitFor();
        await page.evaluate('document.fonts.ready.then(() => undefined)');
        const cut = await page
          .getByRole('grid')
          .locator('.status-mark')
          .evaluateAll((marks) =>
            marks.filter((mark) => mark.scrollWidth > mark.clientWidth).map((mark) => mark.textContent),
          );
        assert.deepEqual(cut, [], path);
      }
      await page.goto(stage.url('/shops/5/erp'));
      await page.getByRole('columnheader', { name: language === 'ru' ? 'Создан, UTC+3' : 'Created, UTC+3' }).waitFor();
    });
  }
});
