/** «Смена» and «Чек» in the browser (S8, S12): reported beside counted, the drawer, the documents, the raw text. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { loadOtherShift, openStage, paths, type Stage, sample, withBrowser } from './stage.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ').trim();

/** Cells of a line of a small table: its name first. */
async function line(page: Page, region: string, name: string): Promise<string[]> {
  const row = page
    .getByRole('region', { name: region })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
  await row.first().waitFor();
  return (await row.first().locator('th, td').allInnerTexts()).map(plain);
}

describe('M46: page of a shift', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await loadOtherShift(stage, 346, '2026-03-13');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('figures of the sample stand beside each other, and equal ones make no noise', async () => {
    const page = await stage.open(paths.shift);
    const tieOut = 'Касса сообщила и посчитано по чекам';
    await page.getByText('выгружена', { exact: true }).waitFor();
    // Reported, counted, fiscal counters, exported, accepted by the ERP, difference.
    const expected = [
      ['Продажи', '—', '245,81', '—', '245,81', '—', '—'],
      ['Возвраты', '—', '45,00', '45,00', '45,00', '—', '—'],
      ['Выручка', '200,81', '200,81', '200,81', '200,81', '—', '0'],
      ['В денежном ящике', '—', '600,81', '600,81', '—', '—', '—'],
      ['Чеков продажи', '—', '2', '—', '2', '—', '—'],
    ];
    for (const cells of expected) assert.deepEqual(await line(page, tieOut, cells[0] ?? ''), cells);
    await page.getByText('сходится', { exact: true }).waitFor();
    await page.getByText('закрыта', { exact: true }).waitFor();
    assert.equal(await page.getByText('расхождение').count(), 0);
  });

  test('the drawer is an equation that comes out', async () => {
    const page = await stage.open(`${paths.shift.replace('347@2026-03-14', '346@2026-03-13')}`);
    const drawer = 'Денежный ящик, ₽';
    assert.deepEqual(await line(page, drawer, 'Было (предыдущей смены нет)'), [
      '',
      'Было (предыдущей смены нет)',
      '0,00',
    ]);
    assert.deepEqual(await line(page, drawer, 'внесено'), ['+', 'внесено', '3 000,00']);
    assert.deepEqual(await line(page, drawer, 'продажи наличными'), ['+', 'продажи наличными', '145,81']);
    assert.deepEqual(await line(page, drawer, 'возвраты наличными'), ['\u2212', 'возвраты наличными', '45,00']);
    assert.deepEqual(await line(page, drawer, 'изъято'), ['\u2212', 'изъято', '2 500,00']);
    assert.deepEqual(await line(page, drawer, 'Должно быть'), ['=', 'Должно быть', '600,81']);
  });

  test('counters of the fiscal device and the totals of hours and departments are there', async () => {
    const page = await stage.open(paths.shift);
    const fiscal = 'Счётчики фискальных регистраторов, ₽';
    for (const counter of [
      ['На начало', '1 000 000,00'],
      ['На конец', '1 000 245,81'],
      ['Возвраты', '45,00'],
      ['Наличные на конец', '600,81'],
    ])
      assert.deepEqual(await line(page, fiscal, counter[0] ?? ''), counter);
    const device = page.getByRole('region', { name: fiscal }).getByRole('columnheader').nth(1);
    assert.equal(await device.innerText(), '0000000000012345');
    const totals = page.getByRole('region', { name: 'Отделы, часы и оплаты, ₽' }).getByRole('row');
    const last = plain(await totals.last().innerText()).split(/\s*\t\s*/);
    assert.deepEqual(last, ['Итого', '145,81', '45,00', '100,00', '0,00', '245,81', '45,00', '200,81']);
  });

  test('arrows lead to the shift before and after', async () => {
    const page = await stage.open(paths.shift);
    await page.getByRole('button', { name: 'Предыдущая смена', exact: true }).waitFor();
    await page.getByText('сходится', { exact: true }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('heading', { level: 1, name: 'Смена 346' }).waitFor();
    await page.getByText('сходится', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Следующая смена' }).click();
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
  });

  test('all documents of the shift are listed in words and can be searched', async () => {
    const page = await stage.open(paths.shift);
    await page.getByRole('link', { name: 'Чеки' }).click();
    const grid = page.getByRole('grid', { name: 'Чеки' });
    await page.getByText('Документов: 5, чеков продажи и возврата: 3').waitFor();
    for (const kind of ['Внесение', 'Возврат по чеку', 'Изъятие'])
      await grid.getByRole('gridcell', { name: kind, exact: true }).waitFor();
    assert.equal(await grid.getByRole('gridcell', { name: 'Продажа', exact: true }).count(), 2);
    await grid.getByText('сторно: 1').waitFor();
    await page.getByRole('searchbox', { name: 'Поиск в таблице' }).fill('215,81');
    await page.getByText('Найдено: 1 из 5').waitFor();
    await page.getByRole('searchbox', { name: 'Поиск в таблице' }).press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Продажа 5001' }).waitFor();
  });
});

describe('page of a document', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('a receipt has its lines, payments and facts', async () => {
    const page = await stage.open(paths.receipt);
    const positions = page.getByRole('region', { name: 'Позиции' });
    const milk = plain(await positions.getByRole('row').filter({ hasText: 'Молоко 3,2% 1 л' }).innerText());
    assert.match(
      milk,
      /^1\s+Молоко 3,2% 1 л\s+100200 · 4600000000015\s+1\s+2\s+89,90\s+179,80\s+8,99\s+15,53\s+170,81$/,
    );
    assert.match(plain(await positions.getByRole('row').last().innerText()), /^Итого\s+215,81$/);
    const payments = page.getByRole('region', { name: 'Оплаты' }).getByRole('row');
    const lines = (await payments.allInnerTexts()).slice(1).map((text) => plain(text).split(/\s*\t\s*/));
    assert.deepEqual(lines, [
      ['оплата', '4', 'безнал', '100,00'],
      ['оплата', '1 · Наличные', 'наличные', '200,00'],
      ['сдача', '1 · Наличные', 'наличные', '84,19'],
    ]);
    await page.getByText('10231').waitFor();
    await page.getByRole('complementary', { name: 'Сведения' }).getByRole('link', { name: '347' }).click();
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
  });

  test('a voided line stays readable and says so; it is not in the total', async () => {
    const page = await stage.open('/receipts/6f1c0a52-0003-4c1e-9d55-000000005003');
    const voided = page.getByRole('row').filter({ hasText: 'Шоколад' });
    await voided.getByText('сторно').waitFor();
    assert.match(
      plain(await page.getByRole('region', { name: 'Позиции' }).getByRole('row').last().innerText()),
      /^Итого\s+30,00$/,
    );
  });

  test('a return leads to its sale', async () => {
    const page = await stage.open('/receipts/6f1c0a52-0002-4c1e-9d55-000000005002');
    await page.getByRole('heading', { level: 1, name: 'Возврат по чеку 5002' }).waitFor();
    await page.getByText('Брак').waitFor();
    await page.getByRole('link', { name: '6f1c0a52-0001-4c1e-9d55-000000005001' }).click();
    await page.getByRole('heading', { level: 1, name: 'Продажа 5001' }).waitFor();
  });

  test('the raw text is what the register sent, digit by digit', async () => {
    const page = await stage.open(paths.raw);
    const shown = await page.getByRole('region', { name: 'Документ, как он был получен' }).last().innerText();
    const sent = sample.split('\n').find((text) => text.includes('"docNum":5001')) ?? '';
    assert.equal(shown.replace(/\n */g, '').replaceAll('": ', '":'), sent);
    assert.match(shown, /"quant": 2\.000,/);
    assert.match(shown, /"price": 89\.90,/);
  });

  test('a document that is not there is answered in the words of the server', async () => {
    const page = await stage.open('/receipts/no-such-document');
    const answer = page.getByRole('alert');
    await answer.getByText('Документа no-such-document нет. Проверьте номер.').waitFor();
    await answer.getByText('not_found.document').waitFor();
    assert.equal(await answer.getByRole('button').count(), 0);
    await answer.getByRole('link', { name: 'Открыть магазины' }).click();
    await page.getByRole('heading', { level: 1, name: 'Магазины' }).waitFor();
  });

  test('places that are not there say so once and lead on', async () => {
    const context = await stage.context();
    // What changed a moment ago is asked for again as well: without a stream only the refusals count.
    await context.addInitScript(
      'delete globalThis.SharedWorker; globalThis.EventSource = class extends EventTarget { close() {} };',
    );
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('response', (response) => response.status() === 404 && asked.push(new URL(response.url()).pathname));
    const cases: [address: string, link: string, target: string][] = [
      ['/shops/77', 'Открыть магазины', '/shops'],
      ['/shops/5/registers/99/reconciliation?from=2026-03-01&to=2026-03-31', 'Открыть магазин 5', '/shops/5'],
      [
        '/shops/5/registers/12/shifts/999@2026-03-14',
        'Открыть сверку кассы 12',
        '/shops/5/registers/12/reconciliation',
      ],
      [
        '/shops/5/registers/12/shifts/999@2026-03-14/receipts',
        'Открыть сверку кассы 12',
        '/shops/5/registers/12/reconciliation',
      ],
    ];
    for (const [address, link, target] of cases) {
      asked.length = 0;
      await page.goto(stage.url(address));
      const way = page.getByRole('alert').getByRole('link', { name: link });
      await way.waitFor();
      assert.equal(await way.getAttribute('href'), target);
      await page.waitForTimeout(1_200);
      assert.equal(new Set(asked).size, asked.length, `asked again: ${asked.join(' ')}`);
    }
  });
});

describe('money without a class', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ mapCards: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('is warned of in the list, on the shift and on the receipt', async () => {
    const page = await stage.open(paths.reconciliation);
    await page.getByRole('rowheader', { name: /347.*Вид оплаты 4 не отнесён/ }).waitFor();
    await page.goto(stage.url(paths.shift));
    await page
      .getByText('Вид оплаты 4 не отнесён к наличным или безналу: эти деньги не вошли ни в одну из колонок.')
      .waitFor();
    await page.getByRole('columnheader', { name: 'Без класса' }).waitFor();
    await page.goto(stage.url(paths.receipt));
    await page.getByRole('cell', { name: 'класс не задан' }).waitFor();
  });
});
