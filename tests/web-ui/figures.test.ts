/** What the figures of a shift say: parts that add up, how far they were checked, what they mean, money of no class. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { loadOtherShift, openStage, paths, type Stage, withBrowser } from './stage.ts';

const TIE_OUT = 'Касса сообщила и посчитано по чекам';
const plain = (text: string) => text.replaceAll('\u00a0', ' ').trim();

/** Name, reported, counted and difference by the name of the line in the contract; the other sources stand between. */
async function figures(page: Page): Promise<Map<string, string[]>> {
  const rows = page.getByRole('region', { name: TIE_OUT }).locator('tr[data-figure]');
  await rows.first().waitFor();
  const all = await rows.evaluateAll((elements) =>
    elements.map((row) => {
      const [name, reported, counted, ...others] = [...row.children].map((cell) => cell.innerText);
      return [row.dataset.figure ?? '', name, reported, counted, others.at(-1)];
    }),
  );
  return new Map(all.map(([name = '', ...cells]) => [name, cells.map(plain)]));
}

/** Shift 400: cash, non-cash, other money in a sale and a return; the register reports all but the parts called other. */
const mixed = salesFile({
  shifts: [
    shiftInfo({
      shift: 400,
      timeBeg: '2026-03-20T08:00:00',
      timeEnd: '2026-03-20T22:00:00',
      sumSale: amount('600.00'),
      sumsalecash: amount('100.00'),
      sumsalenoncash: amount('200.00'),
      sumsaleother: amount('300.00'),
      sumrefund: amount('90.00'),
      sumrefundcash: amount('40.00'),
      sumrefundnoncash: amount('0.00'),
      sumGain: amount('510.00'),
      sumgaincash: amount('60.00'),
      sumgainnoncash: amount('250.00'),
    }),
  ],
  documents: [
    receipt(4001, '600.00', {
      shift: 400,
      timeBeg: '2026-03-20T09:00:00',
      timeEnd: '2026-03-20T09:01:00',
      payments: [
        [70, 1, '100.00'],
        [70, 4, '200.00'],
        [70, 6, '300.00'],
      ],
    }),
    receipt(4002, '90.00', {
      shift: 400,
      docType: 2,
      timeBeg: '2026-03-20T10:00:00',
      timeEnd: '2026-03-20T10:01:00',
      payments: [
        [74, 1, '40.00'],
        [74, 6, '50.00'],
      ],
    }),
  ],
});

/** Shift 401: nothing is reported but its number and times; 402: open time unknown. */
const silent = salesFile({
  shifts: [
    shiftInfo({ shift: 401, timeBeg: '2026-03-21T08:00:00', timeEnd: '2026-03-21T22:00:00', sumGain: undefined }),
  ],
  documents: [receipt(4011, '10.00', { shift: 401, timeBeg: '2026-03-21T09:00:00', timeEnd: '2026-03-21T09:01:00' })],
});
const undated = salesFile({
  shifts: [shiftInfo({ shift: 402, timeBeg: null, timeEnd: '2026-03-22T22:00:00', sumGain: amount('10.00') })],
  documents: [receipt(4021, '10.00', { shift: 402, timeBeg: '2026-03-22T09:00:00', timeEnd: '2026-03-22T09:01:00' })],
});

describe('figures of a shift', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.api.send('PUT', '/payment-types', { paymentTypeCode: 6, paymentClass: 'other' });
    await loadOtherShift(stage, 346, '2026-03-13');
    for (const [number, text] of [
      ['400', mixed],
      ['401', silent],
      ['402', undated],
    ] as const)
      await stage.api.loadFile('5', `shift${number}.json`, Buffer.from(text));
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('other money stands under returns and revenue too, so that every group adds up', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/400@2026-03-20');
    const lines = await figures(page);
    assert.deepEqual(lines.get('saleOther'), ['прочие', '300,00', '300,00', '0']);
    assert.deepEqual(lines.get('refundOther'), ['прочие', '50,00', '50,00', '0']);
    assert.deepEqual(lines.get('revenueOther'), ['прочие', '200,00', '250,00', '−50,00']);
    assert.equal(lines.has('saleUnmapped'), false);
    // The remainder follows from what differs already and is not told as a difference of its own.
    const marked = page.getByRole('region', { name: TIE_OUT }).locator('.figure-differs');
    assert.equal(await marked.count(), 1);
  });

  test('«прочие» are columns of the list when there is such money and room for them', async () => {
    const page = await stage.open(paths.reconciliation, { width: 1366 });
    const heading = page.getByRole('columnheader', { name: 'Продажи, ₽: Прочие' });
    await heading.waitFor();
    const cells = await row(page, 400).getByRole('gridcell').allInnerTexts();
    assert.deepEqual(
      cells.slice(-10).map((text) => plain(text.split('\n')[0] ?? '')),
      ['100,00', '200,00', '300,00', '60,00', '250,00', '200,00', '≈ 60,00', '40,00', '0,00', '50,00'],
    );
    await page.setViewportSize({ width: 1000, height: 768 });
    await heading.waitFor({ state: 'detached' });
    await row(page, 400).focus();
    await page.getByText('Продажи, ₽: Прочие 300,00').waitFor();
  });

  test('a difference has its mark directly beside the figure', async () => {
    const page = await stage.open(paths.reconciliation);
    const cell = row(page, 400).locator('.cell-differs');
    await cell.waitFor();
    const gap = await cell.evaluate((element) => {
      const mark = element.querySelector('svg').getBoundingClientRect();
      const figure = element.querySelector('.status-mark > span').getBoundingClientRect();
      const box = element.getBoundingClientRect();
      return { apart: figure.left - mark.right, inside: mark.left - box.left, rest: box.right - figure.right };
    });
    assert.ok(gap.apart >= 0 && gap.apart <= 6, `${gap.apart} px between mark and figure`);
    assert.ok(gap.inside >= 0, 'the mark stands inside its cell');
    assert.ok(gap.rest >= 0 && gap.rest <= 12, 'the figure stands at the right edge');
  });

  test('a shift of which no sum was reported is not checked, one of which some were says how many', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/401@2026-03-21');
    await page.getByText('не сверена', { exact: true }).waitFor();
    assert.equal(await page.getByText('сходится', { exact: true }).count(), 0);
    await page.goto(stage.url(paths.shift));
    await page.getByText('сходится', { exact: true }).waitFor();
    await page.getByText('сверено 1 из 13', { exact: true }).waitFor();
    await page.goto(
      stage.url(`${paths.reconciliation.replace('2026-03-31', '2026-03-21').replace('2026-03-01', '2026-03-21')}`),
    );
    await row(page, 401).focus();
    await page.getByText('Не сверена: касса не сообщила ни одной суммы.').waitFor();
  });

  test('an empty list of differences counts what could not be checked', async () => {
    const days = (from: string, to: string) =>
      `/shops/5/registers/12/reconciliation?from=${from}&to=${to}&state=differing`;
    const page = await stage.open(days('2026-03-13', '2026-03-14'));
    await page.getByText('Расхождений нет: 2 смены сверены.').waitFor();
    await page.goto(stage.url(days('2026-03-21', '2026-03-21')));
    await page.getByText('Не сверено: 1 смена. Касса не сообщила по ним сумм').waitFor();
    await page.goto(stage.url(days('2026-03-21', '2026-03-22')));
    await page.getByText('Среди сверенных расхождений нет: 1 смена сверена, не сверено 1').waitFor();
  });

  test('a shift without an opening date stands at its day and keeps a link', async () => {
    const page = await stage.open(paths.reconciliation);
    const link = row(page, 402).getByRole('link', { name: 'без даты открытия' });
    await link.waitFor();
    const numbers = await page.getByRole('grid').locator('tbody').getByRole('rowheader').allInnerTexts();
    assert.deepEqual(
      numbers.map((text) => Number.parseInt(text, 10)),
      [402, 401, 400, 347, 346],
    );
    await link.click();
    await page.getByRole('heading', { level: 1, name: 'Смена 402' }).waitFor();
  });

  test('AC23: `i` and ⓘ say what a figure means, from where it is and what is left out', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('columnheader', { name: 'В ящике' }).getByRole('button').focus();
    await page.keyboard.press('KeyI');
    const one = page.getByRole('dialog', { name: 'Что значит «В денежном ящике»' });
    for (const text of ['Как считается', 'Откуда', 'Не входит']) await one.getByText(text, { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await one.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Что значат показатели' }).click();
    const all = page.getByRole('dialog', { name: 'Что значат показатели' });
    await all.getByRole('heading', { name: 'Возвраты (безнал)' }).waitFor();
    await page.keyboard.press('Escape');

    await page.goto(stage.url(paths.shift));
    await page.getByRole('region', { name: TIE_OUT }).getByRole('button', { name: 'Выручка', exact: true }).focus();
    await page.keyboard.press('KeyI');
    await page.getByRole('dialog', { name: 'Что значит «Выручка»' }).getByText('Продажи минус возвраты.').waitFor();
  });

  test('hours, departments and payments: what did not happen is zero, the headings stay in sight', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/400@2026-03-20');
    const table = page.locator('.class-totals');
    await table.waitFor();
    const texts = await table.locator('tbody td.number').allInnerTexts();
    assert.ok(texts.length > 0 && texts.every((text) => text.trim() !== ''));
    assert.equal(
      await table.locator('thead').evaluate((head) => head.ownerDocument.defaultView.getComputedStyle(head).position),
      'sticky',
    );
  });

  test('on a phone the difference of the tie-out is seen without scrolling', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/400@2026-03-20', { width: 390, height: 844 });
    const heading = page.getByRole('region', { name: TIE_OUT }).getByRole('columnheader', { name: 'Разница' });
    await heading.waitFor();
    const right = await heading.evaluate((element) => element.getBoundingClientRect().right);
    assert.ok(right <= 390 - 16 + 1, `the column ends at ${right}`);
  });
});

describe('money of no class', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ mapCards: false });
    await stage.api.loadFile('5', 'shift400.json', Buffer.from(mixed));
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('has a line in the tie-out, so that the parts add up to the total', async () => {
    const page = await stage.open(paths.shift);
    const lines = await figures(page);
    assert.deepEqual(lines.get('saleUnmapped'), ['без класса', '—', '100,00', '—']);
    assert.deepEqual(lines.get('revenueUnmapped')?.slice(0, 3), ['без класса', '—', '100,00']);
  });

  test('several payment types are spoken of as several', async () => {
    const page = await stage.open('/shops/5/registers/12/shifts/400@2026-03-20');
    await page.getByText('Виды оплат 4, 6 не отнесены к наличным или безналу').waitFor();
  });

  test('a receipt with such a payment is marked beside its number, and says it in full under the table', async () => {
    const page = await stage.open(paths.receipts, { width: 1366 });
    const grid = page.getByRole('grid', { name: 'Чеки' });
    const marked: Locator = grid.getByRole('row').filter({ hasText: 'без класса' });
    await marked.waitFor();
    assert.equal(await marked.count(), 1);
    const place = await marked.locator('.status-mark').evaluate((mark) => {
      const cell = mark.closest('td').getBoundingClientRect();
      return {
        left: mark.getBoundingClientRect().left - cell.left,
        over: mark.getBoundingClientRect().right - cell.right,
      };
    });
    assert.ok(place.over <= 0, `the mark is cut by ${place.over} px`);
    await marked.focus();
    await page.getByText('оплата без класса: эти деньги не вошли').waitFor();
    const headings = await grid.getByRole('columnheader').allInnerTexts();
    assert.deepEqual(headings.slice(0, 3).map(plain), ['Чек', 'Отметки', 'Документ']);
  });

  test('cash has its name although nobody gave it one', async () => {
    const page = await stage.open(paths.receipt);
    await page.getByRole('cell', { name: '1 · Наличные' }).first().waitFor();
    await until(
      'the other type has only its number',
      async () => (await page.getByRole('cell', { name: '4', exact: true }).count()) === 1,
    );
  });
});

const row = (page: Page, number: number) =>
  page
    .getByRole('grid')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: String(number) }) });
