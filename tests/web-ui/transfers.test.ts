/** «Загрузки» and the page of one load (S10). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { RequestedTransfer, TransferList, TransferRow } from '../../contracts/web-api.ts';
import { toLocal } from '../../src/domain/local-time.ts';
import { timeToSecond } from '../../web/src/format/format.ts';
import { until } from '../support/until.ts';
import { FIRST_DAY, openAskedRegister } from './asked-register.ts';
import { BY_ITSELF, openStage, type Stage, sample, withBrowser } from './stage.ts';

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
  afterEach(() => stage.closePages());

  test('a load that runs is listed and counted in the menu by itself, and can be cancelled on its page', async (t) => {
    await openAskedRegister(t, stage, { registerCode: '21' });
    const page = await stage.open('/transfers');
    await page.getByText('Сейчас ничего не загружается.').waitFor();
    await page.getByText('обновлено сейчас').waitFor();
    const { transfer } = await ask(stage, '21');
    const { transferId } = transfer;
    const row = page.getByRole('grid', { name: 'Загрузки' }).getByRole('row').filter({ hasText: transferId });
    await row.waitFor(BY_ITSELF);
    await row.getByText('14.03.2026', { exact: true }).waitFor();
    const menu = page.getByRole('navigation', { name: 'Меню' });
    await menu.getByRole('link', { name: /Загрузки.*идёт: 1 загрузка/ }).waitFor(BY_ITSELF);

    await page.getByRole('grid', { name: 'Загрузки' }).locator('tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: `Загрузка ${transferId}` }).waitFor();
    const stages = page.getByRole('list', { name: `Стадии загрузки ${transferId}` });
    await stages.getByRole('listitem').filter({ hasText: 'касса приняла, сейчас' }).waitFor();
    await page.getByText('Петрова').waitFor();
    // §5: by the clock of the shop, which is said where it is not that of the person.
    const east = await stage.open(`/transfers/${transferId}`, { context: { timezoneId: 'Asia/Yekaterinburg' } });
    await east.getByRole('heading', { level: 2, name: 'Стадии, UTC+3' }).waitFor();
    const started = east.getByRole('term').filter({ hasText: 'Начата' }).locator('xpath=following-sibling::dd[1]');
    const { requestedAt } = transfer;
    assert.equal(
      await started.textContent(),
      `${timeToSecond('ru', toLocal(Date.parse(requestedAt), 'Europe/Moscow'))} UTC+3`,
    );
    await page.getByRole('button', { name: 'Отменить' }).click();
    await page.getByRole('banner').getByText('отменена').waitFor(BY_ITSELF);
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

  test('S10: a load shows its packages with size and hash, each document with its fate, and the bytes as they came', async () => {
    const text = sample.replace('"docSum":30', '"docSum":"тридцать"');
    await stage.api.loadFile('5', 'с ошибкой.json', Buffer.from(text));
    const { transfers } = await stage.api.get<TransferList>('/transfers?shop=5&register=12&cause=person&limit=1');
    const page = await stage.open(`/transfers/${transfers[0]?.transferId}`);
    await page.getByText('из файла').waitFor();
    assert.equal(await page.getByText('Попыток').count(), 0, 'nobody was asked, so there was no attempt');
    const packages = page.getByRole('table', { name: 'Пакеты' });
    const download = page.waitForEvent('download');
    await packages.getByRole('link', { name: 'с ошибкой.json' }).click();
    const stream = await (await download).createReadStream();
    let bytes = '';
    for await (const chunk of stream) bytes += String(chunk);
    assert.equal(bytes, text);

    const documents = page.getByRole('table', { name: 'Документы' });
    await documents.getByText('записан', { exact: true }).first().waitFor();
    const aside = documents.getByRole('row').filter({ hasText: 'отложен' });
    assert.match(
      (await aside.last().textContent()) ?? '',
      /Запись не разобрана: ошибка JSON/,
      'the reason names what is wrong',
    );
    await page.getByRole('checkbox', { name: 'только ошибки' }).check();
    await documents.getByText('записан', { exact: true }).first().waitFor({ state: 'detached' });
    assert.equal(await documents.getByRole('row').count(), 2, 'the heading and the one problem');
  });

  test('S6: the latest load failed: the page of the register says where, why and what to do, and asks again', async () => {
    await stage.api.addRegister('5', '32');
    const { transfer } = await ask(stage, '32');
    const failed = await ended(stage, transfer.transferId);
    const page = await stage.open('/shops/5/registers/32/sales');
    const panel = page.getByRole('region', { name: `Загрузка ${failed.transferId} не удалась` });
    await panel.getByText(/не удалась\. Ошибка на шаге «запрошена»: .*Задайте адрес/).waitFor();
    await panel.getByRole('button', { name: 'Скопировать для заявки' }).waitFor();
    const strip = page.getByRole('slider', { name: /Последние загрузки/ });
    await strip.focus();
    assert.match((await strip.getAttribute('aria-valuetext')) ?? '', new RegExp(`${failed.transferId}, .*: ошибка`));
    await panel.getByRole('button', { name: 'Повторить' }).click();
    const again = `T-${Number(failed.transferId.slice(2)) + 1}`;
    await page.getByRole('region', { name: `Загрузка ${again} не удалась` }).waitFor();
    await page.getByRole('link', { name: 'Лог загрузки' }).click();
    await page.getByRole('grid', { name: 'Лог' }).getByRole('link', { name: again, exact: true }).first().waitFor();
  });

  test('the list of all loads fits an office screen with the words of the states and whole periods', async () => {
    for (const language of ['ru', 'en'] as const) {
      const page = await stage.open('/transfers?state=failed', { language });
      const row = page.getByRole('grid').getByRole('row').nth(2);
      await row.waitFor();
      const cut =
        'document.querySelector(".data-table-box").scrollWidth - document.querySelector(".data-table-box").clientWidth';
      assert.ok(Number(await page.evaluate(cut)) <= 0, language);
      await row
        .getByText(language === 'ru' ? /^ошибка/ : /^failed/)
        .first()
        .waitFor();
    }
  });

  test('an address of a load that does not exist offers a way on', async () => {
    const page = await stage.open('/transfers/T-999999');
    await page.getByRole('alert').getByText('Загрузки T-999999 нет.').waitFor();
    await page.getByRole('link', { name: 'Открыть загрузки' }).click();
    await page.getByRole('heading', { level: 1, name: 'Загрузки' }).waitFor();
  });

  test('M10 M12: a week that a register began by itself is asked about before it is asked for again; declined, nothing starts', async () => {
    const ids = await stage.api.send<{ registerId: string; shopId: string }>('POST', '/shops/5/registers', {
      registerCode: '29',
    });
    const task = {
      ...{ messageEn: 'disk full', messageRu: 'нет места', status: 'STATUS_ERROR', callFromCS: false },
      ...{ fromDate: '2026-03-01T00:00:00', toDate: '2026-03-07T23:59:59', fromShiftNum: null, toShiftNum: null },
    };
    const path = `/CSrest/rest/sales/cashUnloadState/${ids.shopId}/${ids.registerId}`;
    const told = await fetch(`http://127.0.0.1:${stage.server.registerHttpPort}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(task),
    });
    assert.equal(told.status, 200);
    const transferId = (await told.json()) as string;
    const page = await stage.open(`/transfers/${transferId}`);
    const loads = async () => (await stage.api.get<TransferList>('/transfers?shop=5&register=29')).transfers;
    const again = page.getByRole('button', { name: 'Повторить' });
    await again.click();
    const dialog = page.getByRole('dialog', { name: /за 7 дней/ });
    await dialog.getByRole('button', { name: 'Не загружать' }).click();
    await page
      .getByRole('status')
      .getByText(/01\.03\.2026 – 07\.03\.2026/)
      .waitFor();
    assert.deepEqual([(await loads()).length, await dialog.count()], [1, 0]);
    await again.click();
    await dialog.getByRole('button', { name: 'Загрузить за 7 дней' }).click();
    await until('it is asked for', async () => (await loads()).length === 2 || undefined);
    const { range, author, cause } = (await loads())[0] ?? assert.fail();
    assert.deepEqual([range.kind, range.from, author, cause], ['dates', '2026-03-01T00:00:00', null, 'person']);
  });
});
