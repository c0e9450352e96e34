/** «Смена»: the checks as sentences, accepting a difference (D3), missing receipts among the others (S8, ux 19). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { CaseList, EventList, GapList } from '../../contracts/web-api.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { findings } from './axe.ts';
import { openStage, paths, type Stage, withBrowser } from './stage.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').trim();

/** The register says 500.00 more than its receipts give, and receipt 118 is missing. */
const shift = {
  shift: 1175,
  timeBeg: '2026-03-20T08:00:00',
  timeEnd: '2026-03-20T22:00:00',
  sumSale: amount('1500.00'),
  sumsalecash: amount('1500.00'),
  sumsalenoncash: amount('0.00'),
  sumsaleother: amount('0.00'),
  sumrefund: amount('0.00'),
  sumGain: amount('1500.00'),
  sumDrawer: amount('1000.00'),
};
const sold = [117, 119].map((number) =>
  receipt(number, '500.00', {
    shift: 1175,
    checknum: number,
    timeBeg: `2026-03-20T09:${number - 100}:00`,
    timeEnd: `2026-03-20T09:${number - 100}:30`,
  }),
);
const late = receipt(118, '500.00', {
  shift: 1175,
  checknum: 118,
  timeBeg: '2026-03-20T09:18:00',
  timeEnd: '2026-03-20T09:18:30',
});
const page1175 = '/shops/5/registers/12/shifts/1175@2026-03-20';

describe('differences of a shift', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ env: { SMENA_REARM_FIRST_PAUSE_MS: '400 ms', SMENA_REARM_GAP_DAYS: '1' } });
    await stage.api.loadFile('5', 'odd.json', Buffer.from(salesFile({ shifts: [shiftInfo(shift)], documents: sold })));
    await until('the hole and the sums are cases', async () => {
      const { cases } = await stage.api.get<CaseList>('/cases');
      return cases.length === 3 && cases;
    });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('C1–C7 stand as sentences; a difference of «Сверка продаж» leads to its line of the tie-out', async () => {
    const page = await stage.open(paths.reconciliation);
    const row = page
      .getByRole('grid')
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: /^1175/ }) });
    const cell = row.locator('.cell-differs').first();
    assert.match(
      plain((await cell.getAttribute('title')) ?? ''),
      /^Касса сообщила 1 500,00, по чекам 1 000,00, разница \+500,00$/,
    );
    await row.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Смена 1175' }).waitFor();
    assert.match(page.url(), /figure=saleCash|figure=saleSum/);
    await page.locator('tr[data-pointed="true"]').waitFor();
    const checks = page.getByRole('region', { name: 'Проверки' });
    await checks.getByText('нет 118', { exact: true }).waitFor();
    const sentences = (await checks.locator('.checks > li').allInnerTexts()).map(plain);
    assert.deepEqual(
      sentences.map((text) => text.slice(0, 2)),
      ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'],
    );
    assert.match(sentences[0] ?? '', /^C1 Продажи = наличные \+ безнал \+ прочие/);
    assert.match(sentences[2] ?? '', /Продажи: касса сообщила 1 500,00, по чекам 1 000,00, разница \+500,00\. D-\d+/);
    assert.match(sentences[4] ?? '', /нет 118/);
    assert.match(sentences[6] ?? '', /смена закрыта без фискальных данных/);
    await page.getByText('расхождение', { exact: true }).waitFor();
    assert.deepEqual(await findings(page), []);
  });

  test('C5 S8 AC19: a missing number stands among the receipts as a row of its own', async () => {
    const page = await stage.open(`${page1175}/receipts`);
    const grid = page.getByRole('grid', { name: 'Чеки' });
    await grid.getByRole('rowheader', { name: '— 118 —' }).waitFor();
    const headers = (await grid.getByRole('rowheader').allInnerTexts()).map(plain);
    assert.deepEqual(headers, ['117', '— 118 —', '119']);
    await grid.getByText('нет на сервере', { exact: false }).waitFor();
    const ruler = page.getByRole('figure', { name: 'Номера чеков 117–119: нет 1 номера.' });
    await ruler.getByRole('link', { name: /^нет 118/ }).focus();
    await ruler
      .locator('.chart-value')
      .getByText(/^нет 118/)
      .waitFor();
    await page.getByText('Документов: 2, чеков продажи и возврата: 2, нет на сервере: 1').waitFor();
    assert.deepEqual(await findings(page), []);
  });

  test('D3: a difference is accepted only with a reason; it stays beside the value, in the log, and the shift says so', async () => {
    const page = await stage.open(page1175);
    const open = page.getByRole('button', { name: 'Принять расхождение…' });
    await open.click();
    const dialog = page.getByRole('dialog', { name: 'Принять 3 расхождения?' });
    await page.keyboard.press('Escape');
    await page.getByText('Ничего не принято: вы закрыли вопрос.').waitFor();
    await open.click();
    await dialog.getByRole('button', { name: 'Принять 3' }).click();
    await dialog.getByText('Напишите причину').waitFor();
    assert.deepEqual(await findings(page), []);
    await dialog.getByLabel('Причина').fill('Пробили на соседней кассе');
    await dialog.getByRole('button', { name: 'Принять 3' }).click();
    await dialog.getByText('Напишите имя').waitFor();
    await dialog.getByLabel('Ваше имя').fill('Петрова');
    await page.keyboard.press('Enter');
    await page.getByText('Принято: 3 расхождения. Обе суммы остались рядом.').waitFor();
    await page.getByText('принято с расхождением', { exact: true }).waitFor();
    const checks = page.getByRole('region', { name: 'Проверки' });
    await checks
      .getByText(/Принято: Петрова, .* Причина: Пробили на соседней кассе/)
      .first()
      .waitFor();
    assert.equal(await open.count(), 0);
    const reported = page.getByRole('region', { name: 'Касса сообщила и посчитано по чекам' });
    assert.match(
      plain(await reported.locator('tr[data-figure="saleSum"]').innerText()),
      /1 500,00\s+1 000,00.*\+500,00/s,
    );
    const { events } = await stage.api.get<EventList>('/log?code=case.accepted');
    assert.equal(events.length, 3);
  });

  test('AC19: what comes later ends it without reload; the accepted one keeps its values', async () => {
    const page = await stage.open(`${page1175}/receipts`);
    const grid = page.getByRole('grid', { name: 'Чеки' });
    await grid.getByRole('rowheader', { name: '— 118 —' }).waitFor();
    await stage.api.loadFile('5', 'late.json', Buffer.from(salesFile({ shifts: [], documents: [late] })));
    await until(
      'the hole is filled',
      async () => (await stage.api.get<GapList>('/gaps?state=filled')).gaps.length === 1,
    );
    await grid.getByRole('rowheader', { name: '118', exact: true }).waitFor();
    await grid.getByRole('rowheader', { name: '— 118 —' }).waitFor({ state: 'detached' });
    assert.equal(await page.getByRole('figure', { name: /Номера чеков/ }).count(), 0);
    const { cases } = await stage.api.get<CaseList>('/cases?state=accepted');
    assert.deepEqual(cases.map(({ figure, values, endedAt }) => [figure, values.difference, endedAt !== null]).sort(), [
      ['receiptNumbers', 1, true],
      ['saleCash', '500.00', true],
      ['saleSum', '500.00', true],
    ]);
  });
});
