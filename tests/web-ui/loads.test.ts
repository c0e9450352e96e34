/** «Продажи» of a register: what it says of loading, the load form, the question of a week, the log (S6, S14). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { TransferList } from '../../contracts/web-api.ts';
import { until } from '../support/until.ts';
import { FIRST_DAY, openAskedRegister, openStreamRegister } from './asked-register.ts';
import { BY_ITSELF, openStage, type Stage, withBrowser } from './stage.ts';

const salesOf = (registerCode: string, query = '') => `/shops/5/registers/${registerCode}/sales${query}`;

function fact(page: Page, name: string) {
  const facts = page.getByRole('region', { name: 'Состояние загрузки' });
  return facts.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd[1]');
}

const dialogOf = (page: Page, days: string) =>
  page.getByRole('dialog', { name: `Загрузить продажи за ${days}?`, exact: true });

async function transfers(stage: Stage): Promise<TransferList['transfers']> {
  return (await stage.api.get<TransferList>('/transfers')).transfers;
}

describe('sales of a register', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('M6: last load, last sale and load status change by themselves after the register sells and loads', async (t) => {
    const { register, asked, send } = await openAskedRegister(t, stage, {
      registerCode: '21',
      sendOn: { receipt: true, shift: true },
    });
    const page = await stage.open(salesOf('21'));
    await fact(page, 'Последняя загрузка').getByText('ещё не было').waitFor();
    await fact(page, 'Последняя продажа').getByText('ещё не было').waitFor();
    await fact(page, 'Статус загрузки').getByText('Ожидание').waitFor();
    await page.getByText('обновлено сейчас').waitFor();

    await register.openShift();
    await register.sellMany(1);
    await send();
    await Promise.all([
      fact(page, 'Последняя загрузка').getByText('с назад').waitFor(BY_ITSELF),
      fact(page, 'Последняя продажа').getByText('14.03.2026').waitFor(BY_ITSELF),
    ]);

    // §5: by the clock of the shop, which is said where it is not that of the person.
    const east = await stage.open(salesOf('21'), { context: { timezoneId: 'Asia/Yekaterinburg' } });
    await fact(east, 'Последняя загрузка').getByText('UTC+3').waitFor();
    await fact(east, 'Последняя продажа').getByText('UTC+3').waitFor();
    await east.getByRole('columnheader', { name: 'Начата, UTC+3' }).waitFor();
    const moscow = await stage.open(salesOf('21'), { context: { timezoneId: 'Europe/Moscow' } });
    await fact(moscow, 'Последняя загрузка').getByText('с назад').waitFor();
    assert.equal(await moscow.getByRole('main').getByText(/UTC/).count(), 0);
    const clocks = [east, moscow].map(async (one) =>
      /\d\d:\d\d:\d\d/.exec((await fact(one, 'Последняя загрузка').textContent()) ?? ''),
    );
    const [inEast, inMoscow] = await Promise.all(clocks);
    assert.equal(inEast?.[0], inMoscow?.[0]);

    await page.getByRole('button', { name: 'Загрузить новые данные' }).click();
    await page
      .getByRole('main')
      .getByText(/Загрузка T-\d+ запущена: касса 21, новые данные\./)
      .waitFor(BY_ITSELF);
    await fact(page, 'Статус загрузки')
      .getByText(/Идёт T-\d+/)
      .waitFor(BY_ITSELF);
    const running = page.getByRole('region', { name: 'Идут загрузки' });
    await running
      .getByRole('list', { name: /Стадии загрузки/ })
      .getByText('касса приняла, сейчас')
      .waitFor();
    await until('the register is asked', asked);
  });

  test('M4 M5 M11 M13: a period is loaded with its stages, N3 tells the end, and the log has it all with links', async (t) => {
    const { register, asked, send } = await openAskedRegister(t, stage, { registerCode: '22' });
    await register.openShift();
    await register.sellMany(3);
    await register.closeShift();
    const page = await stage.open(salesOf('22', `?load=dates&from=${FIRST_DAY}&to=${FIRST_DAY}`));
    await page.getByText('На сервере за этот период ничего нет.').waitFor();
    await page.getByRole('button', { name: 'Загрузить за 1 день' }).click();
    await until('the register is asked', asked);
    await page.getByRole('button', { name: 'Загрузить за 1 день' }).click();
    await page
      .getByRole('main')
      .getByText(/Такая загрузка уже идёт: T-\d+\./)
      .waitFor();
    await send();
    const number = await until('the load is done', async () => {
      const found = (await transfers(stage)).find((row) => row.registerCode === '22' && row.state === 'done');
      return found?.transferId;
    });
    await page.getByRole('main').getByText(`Загрузка ${number} завершена: 1 смена`).waitFor(BY_ITSELF);
    const row = page.getByRole('grid', { name: 'История загрузок' }).getByRole('row').filter({ hasText: number });
    await row.getByText('завершена').waitFor();
    await fact(page, 'Статус загрузки').getByText('Ожидание').waitFor(BY_ITSELF);
    await page.getByText('На сервере за этот период: 1 смена').waitFor();

    await page.getByRole('navigation', { name: 'Вкладки страницы' }).getByRole('link', { name: 'Лог' }).click();
    const log = page.getByRole('grid', { name: 'Лог' });
    for (const words of [
      'Запрошены продажи кассы 22',
      'касса приняла запрос',
      'пакет принят на диск',
      'записана, новых',
    ])
      await log.getByRole('row').filter({ hasText: words }).getByRole('link', { name: number }).waitFor();
    await log
      .getByRole('row')
      .filter({ hasText: `Загрузка ${number} завершена.` })
      .getByRole('link', { name: number })
      .click();
    await page.getByRole('heading', { level: 1, name: `Загрузка ${number}` }).waitFor();
  });

  test('M10 M11: seven days are asked about, six start at once, a change of clocks does not count', async () => {
    const shop = { shopCode: '9', name: 'Berlin', timeZone: 'Europe/Berlin' };
    await stage.api.send('POST', '/shops', shop);
    await stage.api.addRegister('9', '1');
    // The clocks go back on 26 October 2025.
    const path = (from: string, to: string) => `/shops/9/registers/1/sales?load=dates&from=${from}&to=${to}`;
    const page = await stage.open(path('2025-10-21', '2025-10-27'));
    await page.getByText('Неделя или больше: перед запуском потребуется подтверждение.').waitFor();
    await page.getByRole('button', { name: 'Загрузить за 7 дней' }).click();
    const dialog = dialogOf(page, '7 дней');
    await dialog.getByText('Магазин 9, касса 1: 21.10.2025 – 27.10.2025.').waitFor();
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Не загружать');
    const before = (await transfers(stage)).length;
    await dialog.getByRole('button', { name: 'Загрузить за 7 дней' }).click();
    await page
      .getByRole('main')
      .getByText(/касса 1, 7 дней\.|Загрузка T-\d+ не удалась/)
      .waitFor();
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await transfers(stage)).length, before + 1);

    // What is typed counts as it is left, also by a click on the button.
    await page.goto(stage.url(path('2025-10-21', '2025-10-27')));
    await page.getByRole('textbox', { name: 'С', exact: true }).fill('22.10.2025');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Загрузить за 6 дней' }).waitFor();
    assert.match(page.url(), /from=2025-10-22&to=2025-10-27/);
    await page.getByRole('button', { name: 'Загрузить за 6 дней' }).click();
    await until('six days are asked for', async () => (await transfers(stage)).length === before + 2 || undefined);
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.equal(await page.getByText('Неделя или больше').count(), 0);
    const [six, seven] = await transfers(stage);
    assert.deepEqual(
      [seven?.range.from, seven?.range.to, six?.range.from],
      ['2025-10-21T00:00:00', '2025-10-27T23:59:59', '2025-10-22T00:00:00'],
    );
  });

  const refusals: [string, (page: Page) => Promise<void>][] = [
    ['the button', (page) => page.getByRole('button', { name: 'Не загружать' }).click()],
    ['Esc', (page) => page.keyboard.press('Escape')],
    ['a click outside', (page) => page.mouse.click(5, 5)],
  ];
  for (const [at, [how, refuse]] of refusals.entries())
    test(`M12: declining by ${how} starts nothing, shows the notice and writes it to the log`, async (t) => {
      const registerCode = String(31 + at);
      const { asked } = await openAskedRegister(t, stage, { registerCode });
      const page = await stage.open(salesOf(registerCode, '?load=dates&from=2025-11-01&to=2025-11-08'));
      await page.getByRole('button', { name: 'Загрузить за 8 дней' }).click();
      const dialog = dialogOf(page, '8 дней');
      await dialog.waitFor();
      await refuse(page);
      await dialog.waitFor({ state: 'detached' });
      const notice = 'Загрузка не запущена: вы отказались от загрузки за период 01.11.2025 – 08.11.2025.';
      await page.getByRole('main').getByText(notice).waitFor();
      await page.getByRole('button', { name: 'Изменить период' }).click();
      assert.equal(await page.evaluate('document.activeElement.value'), '01.11.2025');

      await page.goto(stage.url(`/shops/5/registers/${registerCode}/log`));
      const refusal = page.getByRole('grid', { name: 'Лог' }).getByRole('row').filter({ hasText: 'transfer.declined' });
      await refusal.getByText(/за период 01\.11\.2025 .* 08\.11\.2025 .*не запущена: от неё отказались/).waitFor();
      await refusal.getByText('человек', { exact: true }).waitFor();
      const { events } = await stage.api.log(`shop=5&register=${registerCode}`);
      assert.equal(events.filter((event) => event.code === 'transfer.declined').length, 1);
      assert.equal(await asked(), false);
      assert.deepEqual(
        (await transfers(stage)).filter((row) => row.registerCode === registerCode),
        [],
      );
    });

  test('N11: a register of protocol 3 is not asked by shift numbers, and the form says why', async (t) => {
    await openAskedRegister(t, stage, { registerCode: '41', protocolVersion: 3 });
    const page = await stage.open(salesOf('41', '?load=shifts&from=1&to=2'));
    await page.getByText('Протокол 3 (thrift) умеет загружать только по датам.').waitFor();
    assert.equal(await page.getByRole('radio', { name: 'по номерам смен' }).isDisabled(), true);
    assert.equal(await page.getByRole('radio', { name: 'за период' }).isChecked(), true);
  });

  test('M4: a register behind NAT is loaded by shift numbers, and the page says why it cannot be asked without a stream', async (t) => {
    const { register, stream } = await openStreamRegister(t, stage, '43');
    await register.openShift(343);
    await register.sellMany(2);
    await register.closeShift();
    const page = await stage.open(salesOf('43', '?load=shifts&from=340&to=347'));
    const load = page.getByRole('button', { name: 'Загрузить 8 смен' });
    await load.waitFor();
    assert.doesNotMatch(await fact(page, 'Статус загрузки').innerText(), /спросить/);
    await load.click();
    await until('the register has the command', async () => (await register.condition()).queued > 0 || undefined);
    await until('it has sent', async () => (await register.work()) === 'sent' || undefined);
    await page.getByRole('grid').getByText('завершена').first().waitFor();
    assert.deepEqual(
      (await stage.api.shifts('5', '43')).shifts.map((shift) => shift.shiftNumber),
      [343],
    );
    await stream.stop();
    await fact(page, 'Статус загрузки').getByText('спросить нельзя').waitFor();
    await page.getByText(/По номерам смен – только у кассы, которая держит поток команд/).waitFor();
    assert.equal(await page.getByRole('radio', { name: 'по номерам смен' }).isDisabled(), true);
  });

  test('keys: L takes the form under any layout, the address keeps it, and nothing scrolls sideways', async (t) => {
    await openStreamRegister(t, stage, '42');
    const page = await stage.open('/shops/5/registers/42/reconciliation');
    await page.getByRole('grid', { name: 'Сверка продаж' }).waitFor();
    await page.keyboard.press('KeyL');
    await page.getByRole('radio', { name: 'новые данные' }).waitFor();
    await page.keyboard.press('KeyL');
    assert.equal(await page.evaluate('document.activeElement.type'), 'radio');
    await page.getByRole('radio', { name: 'по номерам смен' }).check();
    await page.getByRole('textbox', { name: 'Смены с' }).fill('340');
    await page.getByRole('textbox', { name: 'по', exact: true }).fill('347');
    await page.getByRole('button', { name: 'Загрузить 8 смен' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Загрузить 8 смен' }).waitFor();
    assert.match(page.url(), /load=shifts&from=340&to=347/);
    const wide = 'document.documentElement.scrollWidth - innerWidth';
    assert.ok(Number(await page.evaluate(wide)) <= 0);
    const main = 'document.querySelector("main").scrollWidth - document.querySelector("main").clientWidth';
    assert.ok(Number(await page.evaluate(main)) <= 0);
  });
});
