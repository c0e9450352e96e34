/** «Сверка продаж» of a shop (S4) and of the network (S9): days, what keeps them from being closed, deciding on many at once. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { CaseList, NetworkDays } from '../../contracts/web-api.ts';
import { toLocal } from '../../src/domain/local-time.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { findings } from './axe.ts';
import { blockExports, loadOtherShift, openStage, type Stage, withBrowser } from './stage.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();
const PERIOD = 'from=2026-03-13&to=2026-03-16';

/** Cells of a row of the table of days, by the words its heading begins with. */
async function rowOf(page: Page, name: string): Promise<string[]> {
  const row = page.getByRole('table', { name: 'Сверка продаж' }).getByRole('row').filter({ hasText: name }).first();
  await row.waitFor();
  return (await row.locator('th, td').allInnerTexts()).map(plain);
}

/** Kopecks of a cell. */
const kopecks = (text: string | undefined) =>
  Number((text ?? '').replace(/\s/g, '').replace(',', '').replace('\u2212', '-'));

describe('days', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ env: { SMENA_REARM_FIRST_PAUSE_MS: '400 ms', SMENA_REARM_GAP_DAYS: '1' } });
    const { api } = stage;
    await loadOtherShift(stage, 346, '2026-03-14', '13');
    // Register 13 says 500.00 more than it sold, on the 15th.
    const shift = {
      cashCode: '13',
      shift: 350,
      timeBeg: '2026-03-15T08:00:00',
      timeEnd: '2026-03-15T20:00:00',
      sumGain: amount('600.00'),
    };
    const sold = receipt(9001, '100.00', {
      cashCode: '13',
      shift: 350,
      timeBeg: '2026-03-15T09:00:00',
      timeEnd: '2026-03-15T09:01:00',
    });
    await api.loadFile('5', 'odd.json', Buffer.from(salesFile({ shifts: [shiftInfo(shift)], documents: [sold] })));
    // Register 12 goes on a day later, so it sold nothing on the 15th.
    const later = {
      shift: 351,
      timeBeg: '2026-03-16T08:00:00',
      timeEnd: '2026-03-16T20:00:00',
      sumGain: amount('70.00'),
    };
    const next = receipt(5004, '70.00', {
      shift: 351,
      checknum: 5004,
      timeBeg: '2026-03-16T09:00:00',
      timeEnd: '2026-03-16T09:01:00',
    });
    await api.loadFile('5', 'later.json', Buffer.from(salesFile({ shifts: [shiftInfo(later)], documents: [next] })));
    await until('all is examined and exported', async () => {
      const { shops } = await api.get<NetworkDays>(`/reconciliation/days?${PERIOD}`);
      const states = shops[0]?.cells.map(({ state, notExported }) => `${state} ${notExported}`).join(', ');
      return states === 'unknown 0, closed 0, differs 0, waiting 0';
    });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M24 M25 AC11: a shop has a row for each date; it opens into registers and shifts that add up to the kopeck', async () => {
    const page = await stage.open('/shops/5');
    await page.getByRole('link', { name: 'Сверка продаж' }).last().click();
    await page.getByText('День смены – дата её открытия на кассе, с 00:00 по времени магазина.').waitFor();
    await page.goto(stage.url(`/shops/5/reconciliation?${PERIOD}`));
    const day = await rowOf(page, '14.03.2026');
    // Two registers with the shift of the sample each: documents, sales, revenue, drawer, returns, shifts.
    assert.deepEqual(day, [
      '14.03.2026, сб',
      '10',
      '291,62',
      '200,00',
      '201,62',
      '200,00',
      '0,00',
      '1 201,62',
      '90,00',
      '0,00',
      '2 / 2',
      'закрыт',
    ]);
    assert.match((await rowOf(page, '15.03.2026')).at(-1) ?? '', /расхождение 500,00/);
    assert.equal((await rowOf(page, '16.03.2026')).at(-1), 'ждёт касс: 13');
    assert.deepEqual(await findings(page), []);
    // The keyboard alone: the row opens, its registers open.
    const button = page.getByRole('button', { name: /^14\.03\.2026/ });
    await button.focus();
    await page.keyboard.press('ArrowRight');
    const register = page.getByRole('button', { name: 'Касса 12' });
    await register.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^смена 347/ }).waitFor();
    const [first, second, shift] = [
      await rowOf(page, 'Касса 12'),
      await rowOf(page, 'Касса 13'),
      await rowOf(page, 'смена 347'),
    ];
    for (let at = 1; at <= 9; at += 1) {
      assert.equal(kopecks(first[at]) + kopecks(second[at]), kopecks(day[at]), `column ${at}`);
      assert.equal(kopecks(shift[at]), kopecks(first[at]), `column ${at} of the shift`);
    }
    assert.match(shift.at(-1) ?? '', /сходится чеки 5001–5003/);
    assert.match(page.url(), /day=2026-03-14/);
    assert.deepEqual(await findings(page), []);
    await page.reload();
    await page.getByRole('link', { name: /^смена 347/ }).waitFor();
  });

  test('S9: one screen answers whether yesterday can be closed, and leads to what is in the way', async () => {
    const page = await stage.open('/shops');
    await page.getByRole('link', { name: /^Сверка продаж/ }).click();
    await page.goto(stage.url(`/reconciliation?${PERIOD}`));
    const matrix = page.getByRole('table', { name: 'По магазинам и дням' });
    await matrix.waitFor();
    const heads = (await matrix.getByRole('columnheader').allInnerTexts()).map(plain);
    assert.deepEqual(heads, [
      'Магазин',
      '13.03.2026 пт Нет данных',
      '14.03.2026 сб День закрыт',
      '15.03.2026 вс 1 магазин мешает',
      '16.03.2026 пн 1 магазин мешает',
    ]);
    const cells = matrix.getByRole('row').nth(1).getByRole('cell');
    const shown = (await cells.locator('.matrix-link > span:not(.unseen)').allInnerTexts()).map(plain);
    assert.deepEqual(shown, ['—', '', '500,00', 'касс: 1']);
    for (const look of [{}, { theme: 'dark', language: 'en' }] as const) {
      const other = await stage.open(`/reconciliation?${PERIOD}`, look);
      await other.getByRole('table').waitFor();
      assert.deepEqual(await findings(other), []);
      await other.close();
    }
    await matrix.getByRole('link', { name: /15\.03\.2026: 1 расхождение на 500,00/ }).click();
    await page.getByRole('button', { name: 'Касса 13' }).waitFor();
    assert.match(page.url(), /\/shops\/5\/reconciliation\?.*day=2026-03-15/);
  });

  test('S9 D3: many differences are marked, seen and accepted at once; the menu counts the open ones, all without reload', async () => {
    const page = await stage.open('/reconciliation/cases');
    const menu = page.getByRole('navigation', { name: 'Меню' }).getByRole('link', { name: /^Сверка продаж/ });
    const { counts } = await stage.api.get<CaseList>('/cases');
    await menu.getByText(String(counts.open), { exact: true }).waitFor();
    const table = page.getByRole('table', { name: 'Расхождения' });
    const row = table.getByRole('row').filter({ hasText: 'C3. Выручка' });
    assert.match(
      plain(await row.innerText()),
      /D-\d+ появилось 5\/13 350@2026-03-15 C3\. Выручка: касса сообщила 600,00, по чекам 100,00, разница \+500,00 \+500,00/,
    );
    const accept = page.getByRole('button', { name: /^Принять: \d+…$/ });
    assert.equal(await accept.isDisabled(), true, 'nothing is marked');
    await page.getByRole('checkbox', { name: 'Отметить все показанные' }).check();
    await page.getByRole('button', { name: `Вижу: ${counts.open}` }).click();
    await row.getByText('увидено', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Отметить все показанные' }).check();
    assert.deepEqual(await findings(page), []);
    await accept.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Причина').fill('Тренировка кассира');
    await dialog.getByLabel('Ваше имя').fill('Петрова');
    await dialog.getByRole('button', { name: `Принять ${counts.open}` }).click();
    await page.getByText('Обе суммы остались рядом').waitFor();
    await page.getByText(/^Расхождений нет: проверено \d+/).waitFor();
    await menu.getByText(String(counts.open), { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: /^Принятые/ }).click();
    await table
      .getByText(/Причина: Тренировка кассира/)
      .first()
      .waitFor();
    await page.goto(stage.url(`/reconciliation?${PERIOD}`));
    await page.getByRole('columnheader', { name: /15\.03\.2026.*Закрыт с замечаниями/ }).waitFor();
  });

  test('S9: what the ERP lacks and what is not compared stand there too', async () => {
    const unblock = await blockExports(stage, '5/sale14');
    const yesterday = toLocal(systemClock.now() - 86_400_000, 'Europe/Moscow').slice(0, 10);
    const times = { timeBeg: `${yesterday}T08:00:00`, timeEnd: `${yesterday}T20:00:00` };
    const silent = shiftInfo({ cashCode: '14', shift: 360, ...times, sumGain: undefined });
    const sold = receipt(1, '10.00', { cashCode: '14', shift: 360, ...times });
    await stage.api.loadFile('5', 'silent.json', Buffer.from(salesFile({ shifts: [silent], documents: [sold] })));
    const page = await stage.open('/reconciliation/unchecked');
    const table = page.getByRole('table', { name: 'Не сверены' });
    const row = table.getByRole('row').filter({ hasText: `360@${yesterday}` });
    // First it has not been looked at.
    await row.getByText('касса этого не сообщила').waitFor();
    assert.match(plain(await row.innerText()), /^5\/14 360@.* касса этого не сообщила$/);
    await loadOtherSilent(stage);
    await page.getByText('Раньше не сверено: 1 смена.').waitFor();
    await page.getByRole('link', { name: 'Показать все' }).click();
    await table.getByRole('row').filter({ hasText: '361@2024-03-14' }).waitFor();
    await page.getByRole('link', { name: 'Только за последние 62 дня' }).click();
    await row.waitFor();
    assert.deepEqual(await findings(page), []);
    await page.goto(stage.url(`/shops/5/reconciliation?from=${yesterday}&to=${yesterday}`));
    await page.locator('.days-blue').first().waitFor();
    assert.match(plain(await page.locator('.days-blue').first().innerText()), /0 \/ 1/);
    assert.deepEqual(await findings(page), []);
    await unblock();
  });
});

/** A shift of long ago whose register reported nothing. */
async function loadOtherSilent(stage: Stage): Promise<void> {
  const times = { timeBeg: '2024-03-14T08:00:00', timeEnd: '2024-03-14T20:00:00' };
  const silent = shiftInfo({ cashCode: '14', shift: 361, ...times, sumGain: undefined });
  const sold = receipt(2, '10.00', { cashCode: '14', shift: 361, ...times });
  await stage.api.loadFile('5', 'long-ago.json', Buffer.from(salesFile({ shifts: [silent], documents: [sold] })));
}
