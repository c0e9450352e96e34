/** «Загрузки» and the page of one load (S10). */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { RequestedTransfer, TransferRow } from '../../contracts/web-api.ts';
import { until } from '../support/until.ts';
import { FIRST_DAY, openAskedRegister } from './asked-register.ts';
import { openStage, type Stage, withBrowser } from './stage.ts';

const day = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: `${FIRST_DAY}T23:59:59` };

function ask(stage: Stage, registerCode: string): Promise<RequestedTransfer> {
  return stage.api.send('POST', '/transfers', { shopCode: '5', registerCode, range: day, author: 'Петрова' });
}

async function ended(stage: Stage, transferId: string): Promise<TransferRow> {
  return until(`${transferId} has ended`, async () => {
    const transfer = await stage.api.get<TransferRow>(`/transfers/${transferId}`);
    return transfer.endedAt === null ? undefined : transfer;
  });
}

describe('transfers', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());

  test('a load that runs is listed and counted in the menu within 3 s, and can be cancelled on its page', async (t) => {
    await openAskedRegister(t, stage, { registerCode: '21' });
    const page = await stage.open('/transfers');
    await page.getByText('Сейчас ничего не загружается.').waitFor();
    await page.getByText('обновлено сейчас').waitFor();
    const { transfer } = await ask(stage, '21');
    const { transferId } = transfer;
    const row = page.getByRole('grid', { name: 'Загрузки' }).getByRole('row').filter({ hasText: transferId });
    await row.waitFor({ timeout: 3_000 });
    await row.getByText('14.03.2026', { exact: true }).waitFor();
    const menu = page.getByRole('navigation', { name: 'Меню' });
    await menu.getByRole('link', { name: /Загрузки.*идёт: 1 загрузка/ }).waitFor({ timeout: 3_000 });

    await page.getByRole('grid', { name: 'Загрузки' }).locator('tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Загрузка ${transferId}` }).waitFor();
    const stages = page.getByRole('list', { name: `Стадии загрузки ${transferId}` });
    await stages.getByRole('listitem').filter({ hasText: 'касса приняла, сейчас' }).waitFor();
    await page.getByText('Петрова').waitFor();
    await page.getByRole('button', { name: 'Отменить' }).click();
    await page.getByRole('banner').getByText('отменена').waitFor({ timeout: 3_000 });
    assert.equal((await ended(stage, transferId)).state, 'cancelled');
  });

  test('a load that failed says where, why and what to do; it is copied without names and asked for again', async () => {
    const { transfer } = await ask(stage, '12');
    const failed = await ended(stage, transfer.transferId);
    assert.equal(failed.state, 'failed');
    const context = await stage.context();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    await page.goto(stage.url('/transfers?state=failed'));
    const row = page.getByRole('grid', { name: 'Загрузки' }).getByRole('row').filter({ hasText: failed.transferId });
    await row.getByText('ошибка, шаг «запрошена»').waitFor();
    await page.getByRole('link', { name: /не удалось за 7 дней: 1 загрузка/ }).waitFor();
    await row.getByRole('link', { name: failed.transferId }).click();
    await page
      .getByRole('main')
      .getByText(/Ошибка на шаге «запрошена»: .*Адрес службы команд кассы не задан/)
      .waitFor();
    await page.getByRole('button', { name: 'Скопировать для заявки' }).click();
    await page.getByRole('main').getByText('Скопировано').waitFor();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    assert.match(copied, new RegExp(`^Загрузка ${failed.transferId}: ошибка`));
    assert.match(copied, /state=failed ended_in=requested code=\S+ attempts=\d/);
    assert.doesNotMatch(copied, /Петрова|₽/);

    await page.getByRole('button', { name: 'Повторить' }).click();
    const again = `T-${Number(failed.transferId.slice(2)) + 1}`;
    await page.getByRole('heading', { level: 1, name: `Загрузка ${again}` }).waitFor();
    await page.getByRole('link', { name: 'Касса 12' }).click();
    await page.getByRole('heading', { level: 1, name: 'Продажи' }).waitFor();
    await page.getByRole('link', { name: 'С ошибками 2', exact: true }).waitFor();
  });

  test('the stages of a finished load stand with their times, and its shifts are one click away', async (t) => {
    const { register, asked, send } = await openAskedRegister(t, stage, { registerCode: '22' });
    await register.openShift();
    await register.sellMany(3);
    await register.closeShift();
    const { transfer } = await ask(stage, '22');
    await until('the register is asked', asked);
    await send();
    const done = await ended(stage, transfer.transferId);
    assert.equal(done.state, 'done');
    const page = await stage.open(`/transfers/${done.transferId}`);
    const stages = page.getByRole('list', { name: `Стадии загрузки ${done.transferId}` }).getByRole('listitem');
    const written = stages.filter({ hasText: 'записана' });
    assert.match((await written.textContent()) ?? '', /\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d/);
    await stages.filter({ hasText: 'сверена, пройдена' }).waitFor();
    await page.getByRole('link', { name: 'Показать смены' }).click();
    await page.getByRole('grid', { name: 'Сверка продаж' }).getByRole('rowheader').first().waitFor();

    await page.goto(stage.url(`/transfers/${done.transferId}`));
    await page.getByRole('link', { name: 'Лог загрузки' }).click();
    await page.getByRole('grid', { name: 'Лог' }).getByText(`Загрузка ${done.transferId} завершена.`).waitFor();
  });

  test('an address of a load that does not exist offers a way on', async () => {
    const page = await stage.open('/transfers/T-999999');
    await page.getByRole('alert').getByText('Загрузки T-999999 нет.').waitFor();
    await page.getByRole('link', { name: 'Открыть загрузки' }).click();
    await page.getByRole('heading', { level: 1, name: 'Загрузки' }).waitFor();
  });
});
