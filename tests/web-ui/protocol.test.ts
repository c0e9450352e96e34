/** «Описание протокола»: a captured message is mapped, the table imported, the message loaded, the way back (S16). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { FrameList, IssuedRegister } from '../../contracts/web-api.ts';
import { packSalesFile } from '../../src/formats/sales-package/pack-sales-file.ts';
import { connectRegister } from '../support/grpc-register.ts';
import { until } from '../support/until.ts';
import { findings, looks } from './axe.ts';
import { BY_ITSELF, openStage, type Stage, sample, withBrowser } from './stage.ts';

/** A message whose archive stands under 4 and whose kind under 10. */
async function foreignMessage({ registerId, shopId }: IssuedRegister, id: string): Promise<Buffer> {
  const parts: [number, Buffer][] = [
    [1, Buffer.from(id)],
    [2, Buffer.from(registerId)],
    [3, Buffer.from(shopId)],
    [4, await packSalesFile(sample, `sales_${id}.json`)],
  ];
  return Buffer.concat(
    parts.flatMap(([number, bytes]) => [Buffer.from([number * 8 + 2, ...lengthOf(bytes.byteLength)]), bytes]),
  );
}

function lengthOf(length: number): number[] {
  return length < 0x80 ? [length] : [(length % 0x80) | 0x80, ...lengthOf(Math.floor(length / 0x80))];
}

describe('protocol description', withBrowser, () => {
  let stage: Stage;
  let register: IssuedRegister;
  before(async () => {
    stage = await openStage({ load: false });
    const list = await stage.api.get<{ registers: IssuedRegister[] }>('/shops/5/registers');
    const { shopId } = await stage.api
      .get<{ shops: IssuedRegister[] }>('/shops')
      .then(({ shops }) => shops[0] ?? assert.fail());
    register = { ...(list.registers[0] ?? assert.fail()), shopId };
    await capture('task-1');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  async function capture(id: string): Promise<void> {
    const door = connectRegister(stage.server.grpcPort);
    const load = door.openLoad();
    await load.send(await foreignMessage(register, id));
    load.end();
    await load.outcome;
    door.close();
    await until('it is captured', async () => (await stage.api.get<FrameList>('/frames')).total === 1 || undefined);
  }

  const table = (page: Page) => page.getByRole('textbox', { name: 'Или таблица номеров, по строке на поле' });
  const check = (page: Page) => page.getByRole('button', { name: 'Проверить таблицу…' });

  for (const { theme, language } of looks)
    test(`axe with a captured message open, and no sideways scrolling: ${theme}, ${language}`, async () => {
      const page = await stage.open('/settings/protocol', { theme, language });
      await page
        .getByRole('button', { expanded: false })
        .filter({ hasText: /layout not known|строение не известно/ })
        .click();
      await page.getByRole('cell', { name: 'ZIP' }).waitFor();
      assert.deepEqual(await findings(page), []);
      assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth')) <= 0);
      await page.goto(stage.url('/settings/protocol?state=commands'));
      await page.getByRole('rowheader', { name: 'SyncConfigInfo.protocolVersion' }).waitFor();
      assert.deepEqual(await findings(page), [], 'commands');
    });

  test('registers §14: refused by name; mapped, previewed, kept; then replaced: the message is loaded, and there is a way back', async () => {
    const page = await stage.open('/settings');
    await page.getByRole('link', { name: 'Описание протокола' }).click();
    await page.getByText('Действует описание из поставки.').waitFor();
    await table(page).fill('SalesPackage.saleFile 3');
    await check(page).click();
    await page.getByRole('alert').getByText('Номер 3 в SalesPackage указан дважды: shopId, saleFile.').waitFor();

    await table(page).fill('');
    await page.getByRole('button', { name: /строение не известно/ }).click();
    await page.getByRole('combobox', { name: 'Поле с номером 4' }).selectOption('SalesPackage.saleFile');
    assert.equal(await table(page).inputValue(), 'SalesPackage.saleFile 4\n');
    await table(page).fill('SalesPackage.saleFile 4\nSalesPackage.typeOfSales 10\n');
    await check(page).click();
    const dialog = page.getByRole('dialog', { name: 'Изменить 2 номера полей?' });
    await dialog.getByText('SalesPackage.saleFile 10 bytes → 4 bytes').waitFor();
    assert.deepEqual(await findings(page), [], 'the question');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Оставить прежнее');
    await page.keyboard.press('Escape');
    await page.getByRole('status').getByText('Описание не заменено').waitFor();
    assert.equal((await stage.api.get<FrameList>('/frames')).total, 1);

    await check(page).click();
    await dialog.getByRole('button', { name: 'Заменить описание' }).click();
    await page.getByRole('status').getByText('Описание действует со следующего вызова кассы.').waitFor();
    await page.getByText('Действует загруженное описание.').waitFor();
    await page.getByText('Таких сообщений нет').waitFor(BY_ITSELF);
    await until(
      'the shift is loaded',
      async () => (await stage.api.shifts('5', '12')).shifts.length === 1 || undefined,
    );

    await page.getByRole('button', { name: 'Вернуть описание из поставки…' }).click();
    await dialog.getByRole('button', { name: 'Заменить описание' }).click();
    await page.getByText('Действует описание из поставки.').waitFor();
    await page.getByRole('button', { name: 'Вернуть запись 1' }).waitFor();
  });
});
