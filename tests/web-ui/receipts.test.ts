/** «Поиск чека» and «Путь чека» in the browser (S12). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { findings } from './axe.ts';
import { loadOtherShift, openStage, paths, type Stage, withBrowser } from './stage.ts';

describe('search of a receipt', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await loadOtherShift(stage, 346, '2026-03-13');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('a number is found without a shop and a period; the row leads to the receipt, whose route goes from the register to the ERP', async () => {
    const page = await stage.open('/receipts');
    await page.getByText('Показаны последние 7 дней.').waitFor();
    await page.getByRole('textbox', { name: 'Номер' }).fill('5001');
    await page.keyboard.press('Enter');
    await page.getByText('Найдено: 1 документ', { exact: true }).waitFor();
    assert.match(page.url(), /\/receipts\?number=5001$/);
    await page.getByRole('grid').getByRole('link', { name: '5001' }).click();
    await page.getByRole('heading', { level: 1, name: 'Продажа 5001' }).waitFor();
    const steps = page.getByRole('region', { name: 'Путь чека' }).getByRole('listitem');
    const texts = (await steps.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.equal(texts.length, 6);
    assert.match(texts[0] ?? '', /^Касса закрыла чек 14\.03\.2026 09:03:40 по часам магазина$/);
    assert.match(texts[1] ?? '', /^Получен сервером \d\d\.\d\d\.\d{4} .*$/);
    assert.match(texts[3] ?? '', /^Вошёл в файл для АСТУ .*sale\d+_347_\d+\.json$/);
    assert.match(texts[5] ?? '', /^АСТУ подтвердила ещё нет$/);
  });

  test('a sum typed as people write it, with a shop; what is no sum is told at once and nothing is asked', async () => {
    const page = await stage.open('/receipts?shop=5');
    await page.getByText('Найдено: 10 документов', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'Сумма', exact: true }).fill('сорок');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.getByRole('alert').getByText('Сумма не понята').waitFor();
    await page.getByRole('textbox', { name: 'Сумма', exact: true }).fill('215,81');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.getByText('Найдено: 2 документа', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('Найдено: 2 документа', { exact: true }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Сумма', exact: true }).inputValue(), '215,81');
    await page.getByRole('button', { name: 'Сбросить', exact: true }).click();
    await page.getByText('Найдено: 10 документов', { exact: true }).waitFor();
  });

  test('a department of the report leads to its receipts', async () => {
    const page = await stage.open(`${paths.shift}/departments`);
    await page.getByRole('grid').getByRole('link', { name: '2', exact: true }).click();
    await page.getByText('Найдено: 1 документ', { exact: true }).waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'Отдел' }).inputValue(), '2');
  });

  test('axe finds nothing serious', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const page = await stage.open('/receipts?shop=5', { theme });
      await page.getByRole('grid').waitFor();
      assert.deepEqual(await findings(page), []);
      await page.close();
    }
  });
});
