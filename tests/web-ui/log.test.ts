/** «Лог» of the server, of a shop and of a register (S14): exact filters, histogram, record, repeats, live tail. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { EventList, RegisterList } from '../../contracts/web-api.ts';
import { addWallClock, toLocal } from '../../src/domain/local-time.ts';
import { until } from '../support/until.ts';
import { BY_ITSELF, openStage, type Stage, withBrowser } from './stage.ts';

const REQUESTS = 40;

/** The hour of the first time in a line: `14.03.2026 21:05:14,312`. */
const hourOf = (line: string) => Number(/\d{4} (\d\d):/.exec(line)?.[1]);

describe('the log', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.api.addShop('6');
    await stage.api.addRegister('6', '1');
    for (let number = 1; number <= REQUESTS; number += 1) await ask(number);
    await until('all have failed', async () => {
      const { counts } = await stage.api.get<{ counts: { failed: number } }>('/transfers');
      return counts.failed === REQUESTS || undefined;
    });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  /** The first of them is T-2: the sample was loaded by hand before. Nobody knows where the register listens, so all fail. */
  function ask(number: number): Promise<unknown> {
    const day = new Date(Date.UTC(2026, 0, number)).toISOString().slice(0, 10);
    const range = { kind: 'dates', from: `${day}T00:00:00`, to: `${day}T23:59:59` };
    return stage.api.send('POST', '/transfers', { shopCode: '5', registerCode: '12', range, author: 'Петрова' });
  }

  test('M13: «Лог загрузки» of T-4 shows T-4 and not T-40, and the filter is dropped with a click', async () => {
    const page = await stage.open('/transfers/T-4');
    await page.getByRole('link', { name: 'Лог загрузки' }).click();
    const log = page.getByRole('grid', { name: 'Лог' });
    await log.getByRole('link', { name: 'T-4', exact: true }).first().waitFor();
    assert.equal(await log.getByRole('link', { name: /^T-4\d$/ }).count(), 0);
    assert.match(page.url(), /log\?transfer=T-4$/);
    await page.getByRole('button', { name: /вся загрузка T-4/ }).click();
    await log.getByRole('link', { name: 'T-40', exact: true }).first().waitFor();
  });

  test('S10: in the list of loads neither a number nor a state is cut', async () => {
    const page = await stage.open('/transfers?state=failed');
    const loads = page.getByRole('grid', { name: 'Загрузки' });
    const row = loads.getByRole('row').filter({ hasText: 'T-41' });
    for (const text of ['T-41', 'ошибка, шаг «запрошена»']) {
      const cell = row.locator('th, td').filter({ hasText: text });
      await cell.waitFor();
      await page.evaluate('document.fonts.ready.then(() => undefined)');
      const { scrollWidth, clientWidth } = await cell.evaluate(({ scrollWidth, clientWidth }) => ({
        scrollWidth,
        clientWidth,
      }));
      assert.ok(scrollWidth <= clientWidth, `${text} is cut: ${scrollWidth} of ${clientWidth} px`);
    }
  });

  test("S14 §5: the log stands by the clock of its server, with a switch to one's own; a period is of the same clock", async () => {
    const east = { context: { timezoneId: 'Asia/Yekaterinburg' } };
    const page = await stage.open('/log?state=error', east);
    await page.getByRole('columnheader', { name: 'Время, UTC+3' }).waitFor();
    const clock = page.getByRole('combobox', { name: 'Время' });
    const first = page.getByRole('grid', { name: 'Лог' }).locator('tbody tr').first();
    const ofServer = (await first.textContent()) ?? '';
    await clock.selectOption('моё, UTC+5');
    await page.waitForURL(/clock=mine/);
    await page.getByRole('columnheader', { name: 'Время', exact: true }).waitFor();
    const mine = (await first.textContent()) ?? '';
    assert.equal((hourOf(ofServer) + 2) % 24, hourOf(mine), `${ofServer} / ${mine}`);

    const { shop } = await stage.api.get<RegisterList>('/shops/5/registers');
    assert.equal(shop.timeZone, 'Europe/Moscow');
    const { events } = await stage.api.get<EventList>('/log?level=error&limit=1');
    // The minute of the newest error by the clock of the shop: only that clock finds it, whoever opens the link.
    const minute = toLocal(Date.parse(events[0]?.at ?? ''), shop.timeZone).slice(0, 16);
    const next = addWallClock(`${minute}:00`, 60_000).slice(0, 16);
    const ofShop = await stage.open(`/shops/5/log?state=error&from=${minute}&to=${next}`, east);
    await ofShop.getByRole('columnheader', { name: 'Время, UTC+3' }).waitFor();
    await ofShop
      .getByRole('grid', { name: 'Лог' })
      .getByRole('link', { name: /^T-\d+$/ })
      .first()
      .waitFor();
  });

  test('filters by level, code and person stand in the address and survive F5; «Сбросить отбор» drops them', async () => {
    const page = await stage.open('/log?state=error');
    const log = page.getByRole('grid', { name: 'Лог' });
    await log.getByRole('row').nth(1).waitFor();
    for (const [by, value] of [
      ['Вызвано', 'петр'],
      ['Код', 'transfer.failed'],
    ] as const) {
      await page.keyboard.press('KeyF');
      const dialog = page.getByRole('dialog', { name: 'Добавить отбор' });
      await dialog.getByLabel('Отбирать по').selectOption(by);
      await dialog.getByLabel('Значение').fill(value);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: `${by}: ${value} убрать отбор` }).waitFor();
    }
    await page.getByText(`${REQUESTS} событий`, { exact: true }).waitFor();
    await page.reload();
    await page.getByText(`${REQUESTS} событий`, { exact: true }).waitFor();
    assert.match(page.url(), /state=error.*who=.*code=transfer\.failed/);
    await log.getByRole('row').filter({ hasText: 'Петрова' }).first().waitFor();
    await page.getByRole('button', { name: 'Сохранить отбор' }).click();
    await page.getByRole('textbox', { name: 'Название отбора' }).fill('Неудачи Петровой');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Сбросить отбор' }).click();
    await page.waitForURL((url) => url.search === '');
    await page.getByRole('combobox', { name: 'Мои отборы' }).selectOption('Неудачи Петровой');
    await page.getByText(`${REQUESTS} событий`, { exact: true }).waitFor();
  });

  test('the histogram counts, is read by keyboard, and gives its piece for the period; CSV holds the same rows', async () => {
    const page = await stage.open('/log?state=error');
    const part = page.getByRole('region', { name: 'События по времени' });
    await part.getByText(new RegExp(`из них ошибок ${REQUESTS}`)).waitFor();
    const slider = part.getByRole('slider', { name: 'События по времени' });
    await slider.focus();
    let text = '';
    for (let step = 0; step < 96 && !/ошибок [1-9]/.test(text); step += 1) {
      text = (await slider.getAttribute('aria-valuetext')) ?? '';
      if (!/ошибок [1-9]/.test(text)) await page.keyboard.press('ArrowLeft');
    }
    assert.match(text, /ошибок [1-9]/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/from=\d{4}-\d\d-\d\dT\d\d%3A\d\d&to=/);
    await page.getByRole('grid', { name: 'Лог' }).getByRole('row').filter({ hasText: 'ошибка' }).first().waitFor();
    await part.getByRole('button', { name: 'Таблица' }).click();
    await part.getByRole('table', { name: 'События по времени' }).waitFor();

    await page.getByRole('button', { name: 'За всё время' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Скачать CSV' }).click();
    const stream = await (await download).createReadStream();
    let csv = '';
    for await (const chunk of stream) csv += String(chunk);
    assert.equal(csv.trimEnd().split('\r\n').length, REQUESTS + 1);
  });

  test('Enter opens the full record with what belongs to it and its raw values; Esc closes it', async () => {
    const page = await stage.open('/log?transfer=T-4');
    const row = page.getByRole('grid', { name: 'Лог' }).locator('tbody tr[tabindex="0"]');
    await row.focus();
    await page.keyboard.press('Enter');
    const record = page.getByRole('dialog', { name: /Запись лога \d+/ });
    await record.getByRole('link', { name: 'вся загрузка T-4' }).waitFor();
    await record
      .getByRole('link', { name: 'Касса 12', exact: false })
      .or(record.getByRole('link', { name: /касса 12/ }))
      .first()
      .waitFor();
    await record.getByText('Значения записи').click();
    await record.getByText(/"transferId": 4/).waitFor();
    await page.keyboard.press('Escape');
    await record.waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.searchParams.has('event'));
  });

  test('the tab «Лог» of a shop holds its registers and nothing of another shop', async () => {
    const page = await stage.open('/shops/5');
    await page.getByRole('navigation', { name: 'Вкладки страницы' }).getByRole('link', { name: 'Лог' }).click();
    const log = page.getByRole('grid', { name: 'Лог' });
    await log.getByRole('row').filter({ hasText: 'касса 12' }).first().waitFor();
    assert.equal(await log.getByRole('row').filter({ hasText: 'Магазин 6' }).count(), 0);
    await page.goto(stage.url('/shops/6/log'));
    await page.getByRole('heading', { level: 1, name: 'Лог' }).waitFor();
    await log.waitFor();
    assert.equal(await log.getByRole('row').filter({ hasText: 'касса 12' }).count(), 0);
  });

  test('S14: while «следить» is on, new entries come in at the top under the pointer, and wait once it is scrolled', async () => {
    const page = await stage.open('/log?follow=1');
    const log = page.getByRole('grid', { name: 'Лог' });
    await log.getByRole('row').nth(3).hover();
    await page.getByText('обновлено сейчас').waitFor();
    await ask(REQUESTS + 1);
    const id = `T-${REQUESTS + 2}`;
    await log.getByRole('link', { name: id, exact: true }).first().waitFor(BY_ITSELF);
    await page.mouse.wheel(0, 400);
    // Asked from here: the pages forbid the code that would wait within them.
    await until('the log is scrolled', () => page.evaluate('document.querySelector(".data-table-box").scrollTop > 0'));
    await ask(REQUESTS + 2);
    await page.getByRole('button', { name: /Показать новые: \d/ }).waitFor(BY_ITSELF);
    assert.equal(await log.getByRole('link', { name: `T-${REQUESTS + 3}`, exact: true }).count(), 0);
    await page.getByRole('button', { name: /Показать новые/ }).click();
    await page.evaluate('document.querySelector(".data-table-box").scrollTo(0, 0)');
    await log
      .getByRole('link', { name: `T-${REQUESTS + 3}`, exact: true })
      .first()
      .waitFor();
  });

  test('a count of three digits stands beside its icon in the narrow menu, never over it', async () => {
    for (let number = 100; number < 165; number += 1) await ask(number);
    await until('more than 99 have failed', async () => {
      const { counts } = await stage.api.get<{ counts: { failed: number } }>('/transfers');
      return counts.failed > 99 || undefined;
    });
    const page = await stage.open('/log');
    const link = page
      .getByRole('navigation', { name: 'Меню' })
      .getByRole('link', { name: /не удалось за 7 дней: 1\d\d/ });
    // With the font of another program the count is wider; fonts are fetched when something is drawn.
    await link.waitFor();
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    const icon = await link.locator('svg').boundingBox();
    const number = link.getByText('99+', { exact: true });
    const count = await number.boundingBox();
    const whole = await link.boundingBox();
    assert.ok(icon !== null && count !== null && whole !== null);
    assert.ok(count.x >= icon.x + icon.width, 'it begins where the icon ends');
    assert.ok(count.x + count.width <= whole.x + whole.width + 0.5, 'it ends with the link');
  });
});
