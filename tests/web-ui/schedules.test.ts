/** «Расписание» (S10, M2): when registers are asked by themselves, what came of it, and groups of shops. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { ScheduleList } from '../../contracts/web-api.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { createApiClient } from '../support/api-client.ts';
import { migrations } from '../support/databases.ts';
import { startTestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { BY_ITSELF, openStage, type Stage, withBrowser } from './stage.ts';

const card = (page: Page, name: RegExp) => page.getByRole('article', { name });

/** Gives the register of shop 5 an address at which nobody listens. */
async function giveAddress({ server }: Stage): Promise<void> {
  const answer = await fetch(new URL('/api/v1/shops/5/registers/12', server.url), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commandHost: '127.0.0.1', commandPort: 9 }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

describe('schedules', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M2: a schedule of a shop is added, runs, pauses, goes on, changes and is removed, all live', async () => {
    const page = await stage.open('/transfers');
    await page.getByRole('link', { name: 'Расписание', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Расписание загрузки' }).waitFor();
    await page.getByText('Расписаний нет').waitFor();
    await page.getByText(/действует самое узкое/).waitFor();

    await page.getByRole('button', { name: 'Новое расписание' }).click();
    const form = page.getByRole('dialog', { name: 'Новое расписание' });
    // Blue means «not in the ERP» only, also where the browser paints (§2).
    const paint = await form
      .getByRole('radio')
      .first()
      .evaluate((box) => box.ownerDocument.defaultView?.getComputedStyle(box).accentColor);
    assert.equal(paint, 'rgb(91, 63, 196)');
    await form.getByLabel('магазин', { exact: true }).check();
    await form.getByLabel('Каждые, минут').fill('0');
    await form.getByRole('button', { name: 'Завести расписание' }).click();
    await form.getByRole('alert').getByText('Выберите, кого спрашивать.').waitFor();
    await form.getByRole('alert').getByText('Промежуток – от 1 до 1440 минут.').waitFor();
    await form.getByLabel('Магазин', { exact: true }).selectOption('5');
    await form.getByLabel('Каждые, минут').fill('30');
    await form.getByLabel('С', { exact: true }).fill('0');
    await form.getByLabel('До', { exact: true }).fill('2359');
    await page.keyboard.press('Enter');
    const shop = card(page, /Магазин 5/);
    await shop.getByText('каждые 30 минут, с 00:00 до 23:59').waitFor(BY_ITSELF);
    await shop.getByText('Ещё не запускалось', { exact: true }).waitFor();
    await shop.getByText('1 касса, 1 магазин').waitFor();
    await shop.getByText(/^\d\d\.\d\d\.\d{4} \d\d:(00|30), Europe\/Moscow$/).waitFor();
    const { schedules } = await stage.api.get<ScheduleList>('/schedules');
    const { scheduleId } = schedules[0] ?? assert.fail('nothing was added');

    // Somebody else runs it: the page hears of it.
    await stage.api.send('POST', `/schedules/${scheduleId}/run`, { author: 'Иванов' });
    await shop.getByText('вручную, Иванов').waitFor(BY_ITSELF);
    await shop.getByText('не всех касс можно спросить').waitFor(BY_ITSELF);
    await shop.getByText('запрошено: 0 касс · нельзя спросить, нет ни адреса, ни потока команд: 1').waitFor();
    await shop.getByRole('button', { name: 'Запустить сейчас' }).click();
    await page.getByText(/Магазин 5: спрашивать некого, пути нет к 1 кассе\. Задайте им адрес/).waitFor();
    // Nobody listens at this address, so the load waits until it is called off.
    await giveAddress(stage);
    await stage.api.send('POST', `/schedules/${scheduleId}/run`, { author: 'Иванов' });
    await shop.getByText('запрошено: 1 касса · идёт: 1').waitFor(BY_ITSELF);
    await stage.api.send('POST', '/transfers/T-1/cancel', {});
    await shop.getByText('не все кассы загрузились').waitFor(BY_ITSELF);
    await shop.getByText('запрошено: 1 касса · не удалось: 1').waitFor();

    await shop.getByRole('button', { name: 'Пауза' }).click();
    await shop.getByText(/^приостановлено \d\d\.\d\d\.\d{4}/).waitFor(BY_ITSELF);
    await shop.getByText('не назначен').waitFor();
    await shop.getByRole('button', { name: 'Запустить сейчас' }).click();
    await page.getByText('Магазин 5: запрошено 1 касса, уже загружались 0.').waitFor();
    await shop.getByRole('button', { name: 'Продолжить' }).click();
    await page.getByText('Магазин 5: расписание продолжено со следующего времени').first().waitFor();

    await shop.getByRole('button', { name: 'История запусков' }).click();
    const history = shop.getByRole('list', { name: 'История запусков' });
    await until('all runs are told', async () => (await history.getByRole('listitem').count()) === 4 || undefined);
    await history.getByRole('link', { name: 'Показать загрузки' }).last().click();
    await page.getByRole('link', { name: /Загрузки запуска \d+ по расписанию/ }).waitFor();
    const grid = page.getByRole('grid', { name: 'Загрузки' });
    await grid.getByRole('link', { name: 'T-1' }).waitFor();
    assert.equal(await grid.getByRole('rowheader').count(), 1, 'only the loads of that run');
    await page.goBack();

    await shop.getByRole('button', { name: 'Изменить' }).click();
    const change = page.getByRole('dialog', { name: /^Изменить расписание «Магазин 5, каждые 30 минут/ });
    await change.getByLabel('в заданное время').check();
    await change.getByLabel(/Время через запятую/).fill('21:00, 9:00');
    await change.getByRole('button', { name: 'Сохранить' }).click();
    await shop.getByText('ежедневно в 09:00, 21:00').waitFor(BY_ITSELF);

    await shop.getByRole('button', { name: 'Удалить' }).click();
    const question = page.getByRole('dialog', { name: /^Удалить расписание «Магазин 5/ });
    await question.getByRole('button', { name: 'Не удалять' }).waitFor();
    await page.keyboard.press('Escape');
    await shop.waitFor();
    await shop.getByRole('button', { name: 'Удалить' }).click();
    await question.getByRole('button', { name: 'Удалить', exact: true }).click();
    await page.getByText('Расписаний нет').waitFor(BY_ITSELF);
  });

  test('a group of shops is made, has a schedule that a narrower one overrides, and is removed after it', async () => {
    await stage.api.addShop('6');
    const page = await stage.open('/transfers/schedule');
    await page.getByRole('button', { name: 'Новая группа' }).click();
    const form = page.getByRole('dialog', { name: 'Новая группа магазинов' });
    await form.getByLabel('Код').fill('сев ер');
    await form.getByRole('button', { name: 'Сохранить группу' }).click();
    await form
      .getByRole('alert')
      .getByText(/Код состоит из букв/)
      .waitFor();
    await form.getByLabel('Код').fill('север');
    await form.getByLabel('Название').fill('Север');
    await form.getByRole('checkbox', { name: 'Магазин 5' }).check();
    await form.getByRole('button', { name: 'Сохранить группу' }).click();
    const groups = page.getByRole('list', { name: 'Группы магазинов' });
    await groups.getByText('1 магазин: 5').waitFor(BY_ITSELF);

    await page.getByRole('button', { name: 'Новое расписание' }).click();
    const dialog = page.getByRole('dialog', { name: 'Новое расписание' });
    await dialog.getByLabel('группа магазинов').check();
    await dialog.getByLabel('Группа', { exact: true }).selectOption('север');
    await dialog.getByRole('button', { name: 'Завести расписание' }).click();
    const group = card(page, /Группа север · Север/);
    await group.getByText('1 касса, 1 магазин').waitFor(BY_ITSELF);

    const rule = { kind: 'daily', times: ['10:00'] };
    await stage.api.send('POST', '/schedules', { shopCode: '5', registerCode: '12', rule });
    await card(page, /Магазин 5, Касса 12/).waitFor(BY_ITSELF);
    await group.getByText('ни одной кассы').waitFor(BY_ITSELF);
    await group.getByText(/Расписание никого не спрашивает/).waitFor();

    await groups.getByRole('button', { name: 'Удалить' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Удалить', exact: true }).click();
    await page
      .getByRole('alert')
      .getByText(/Группа север не удалена: о ней расписание/)
      .waitFor();
  });

  test('slots that the server slept through are shown as caught up, with the cause and how many there were', async (t) => {
    const dataFolder = temporaryFolder(t);
    {
      await using server = await startTestServer({ dataFolder });
      const api = createApiClient(() => server.url);
      await api.addShop('7');
      await api.addRegister('7', '1');
      await api.send('POST', '/schedules', { shopCode: '7', rule: { kind: 'daily', times: ['00:00', '12:00'] } });
    }
    // As if it had been stopped two days ago.
    const database = openDatabase<Tables>({ engine: 'sqlite', file: join(dataFolder, 'smena.db') }, migrations, 1);
    const before = new Date(Date.now() - 2 * 86_400_000).toISOString();
    for (const table of ['schedule SET since_utc', 'shop SET created_utc'])
      await database.run(`UPDATE ${table} = ?`, [before]);
    await database.close();
    await using woken = await openStage({ dataFolder, load: false });
    const page = await woken.open('/transfers/schedule');
    const shop = card(page, /Магазин 7/);
    await shop
      .getByText(/наверстан .*: сервер не работал или база была недоступна, до него пропущено: 3 запуска/)
      .waitFor(BY_ITSELF);
    const log = (await woken.api.log()).events.map(({ code }) => code);
    assert.ok(log.includes('schedule.caught_up'));
  });

  test('nothing scrolls sideways on an office screen or a phone, in both languages', async () => {
    for (const [language, width] of [
      ['ru', 1366],
      ['en', 1366],
      ['ru', 390],
    ] as const) {
      const page = await stage.open('/transfers/schedule', { language, width });
      await page.getByRole('article').first().waitFor();
      const overflow = await page.getByRole('main').evaluate((main) => main.scrollWidth - main.clientWidth);
      assert.equal(overflow, 0, `${language} ${width}`);
    }
  });
});
