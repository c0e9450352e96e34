/** S4 «Взаимодействие с АСТУ», S7 «Перевыгрузить», S11 «Выгрузка в АСТУ»: what people see of the exchange and do with it. */
import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExportFileList, SalesRequestList } from '../../contracts/web-api.ts';
import { until } from '../support/until.ts';
import { findings } from './axe.ts';
import {
  blockExports,
  loadOtherShift,
  loadSample,
  march,
  openStage,
  type Stage,
  sample,
  withBrowser,
} from './stage.ts';

const env = {
  SMENA_EXPORTS_LOOK_INTERVAL_MS: '100 ms',
  SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms',
  SMENA_EXPORTS_NOT_TAKEN_AFTER_MS: '2 s',
};
const RECONCILIATION = `/shops/5/registers/12/reconciliation?${march}`;

const files = (stage: Stage, query = '') => stage.api.get<ExportFileList>(`/erp/files${query}`);
const published = (stage: Stage, n: number) =>
  until(`${n} files are published`, async () => {
    const list = (await files(stage)).files.filter(({ fileId }) => fileId !== null);
    return list.length === n && list;
  });
const failedShifts = (stage: Stage, n: number) =>
  until(`${n} exports have failed`, async () => (await files(stage)).counts.failed === n);

/** The shift of the sample as 350 of 17 March, still open. */
function loadOpenShift(stage: Stage) {
  const text = sample
    .replaceAll('"shift":347', '"shift":350')
    .replaceAll('2026-03-14', '2026-03-17')
    .replace('"timeEnd":"2026-03-17T21:45:00"', '"timeEnd":null')
    .replace(/"docNum":(\d+)/g, (_, number: string) => `"docNum":${Number(number) + 90_000}`)
    .replaceAll('6f1c0a52-', '9f1c0a52-');
  return stage.api.loadFile('5', 'open.json', Buffer.from(text));
}

test(
  'M28, M29, M30, AC12: «Выгрузить продажи» exports what the ERP lacks, says N4, and N5 when there is nothing; the page follows by itself',
  withBrowser,
  async () => {
    await using stage = await openStage({ env, load: false });
    const mend = await blockExports(stage);
    await loadSample(stage);
    await loadOtherShift(stage, 348, '2026-03-15');
    await failedShifts(stage, 2);
    const page = await stage.open('/shops/5/erp');
    await page.getByText('2 смены на 401,62 ₽', { exact: false }).waitFor();
    const queue = page.getByRole('grid', { name: 'Очередь файлов' });
    await queue.getByText('не записан', { exact: true }).first().waitFor();
    await page
      .getByText(/Папка обмена .*\/5 не принимает файл/)
      .first()
      .waitFor();
    assert.deepEqual(await findings(page), []);
    // Before the folder is mended: afterwards the server might be quicker than the hand.
    await page.getByRole('button', { name: 'Выгрузить продажи' }).click();
    await page.getByText('Обмен с АСТУ запущен: выгружается 2 смены на 401,62 ₽.').first().waitFor();
    await mend();
    await queue.getByText('ждёт АСТУ', { exact: true }).nth(1).waitFor();
    const [first] = await published(stage, 2);
    // What was tried in vain stays with the file that came of it.
    const { attempts = 0, reason } = first ?? {};
    assert.ok(attempts >= 2, `${attempts} attempts`);
    assert.match(reason?.ru ?? '', /Папка обмена/);
    const written = queue.getByRole('row').filter({ hasText: first?.fileName ?? '' });
    assert.match((await written.innerText()).replaceAll('\u00a0', ' '), new RegExp(`\\s${attempts}\\s`));
    await written.getByText(`Записан, попыток ${attempts}. До того: Папка обмена`, { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Выгрузить продажи' }).click();
    await page.getByText('Невыгруженных смен нет.').first().waitFor();
    assert.equal((await files(stage)).files.length, 2, 'nothing was sent twice');
    // The ERP takes a file: the row says so without a reload, and the head too.
    rmSync(join(stage.server.exchangeFolder, first?.path ?? ''));
    await queue.getByText('забран', { exact: true }).waitFor();
    await page
      .getByText(first?.fileId ?? '', { exact: true })
      .first()
      .waitFor();
    await page.getByText(/АСТУ не забирает файлы: старший лежит \d+ с, ждёт 1 файл\./).waitFor();
    await page.getByText(join(stage.server.exchangeFolder, '5'), { exact: true }).first().waitFor();
    const english = await stage.open('/shops/5/erp', { language: 'en', theme: 'dark' });
    await english.getByRole('button', { name: 'Export sales' }).waitFor();
    await english.getByText(/The ERP does not take files/).waitFor();
    assert.deepEqual(await findings(english), []);
  },
);

test(
  'M22, M23, AC9: shifts are marked, one open and one closed, D2 asks, both are exported; refused, nothing happens',
  withBrowser,
  async () => {
    await using stage = await openStage({ env });
    await loadOpenShift(stage);
    await published(stage, 2);
    const page = await stage.open(RECONCILIATION);
    const again = page.getByRole('button', { name: 'Перевыгрузить', exact: true });
    await page.getByRole('checkbox', { name: 'Отметить: 347' }).waitFor();
    assert.equal(await again.isDisabled(), true, 'in its place, and of no use without marks');
    await page.getByRole('checkbox', { name: 'Отметить: 347' }).click();
    await page.getByRole('checkbox', { name: 'Отметить: 350' }).click();
    await page.getByText('Отмечены все смены по отбору: 2 · выручка 401,62 ₽').first().waitFor();
    await again.click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Перевыгрузить 2 смены на 401,62 ₽?').waitFor();
    await dialog.getByText(/Открыто: 1 смена \(5\/12\/350@2026-03-17\)/).waitFor();
    assert.equal(await page.evaluate('document.activeElement?.textContent'), 'Не выгружать');
    assert.deepEqual(await findings(page), []);
    await page.keyboard.press('Escape');
    await page.getByText('Смены не перевыгружены: вы отказались.').first().waitFor();
    assert.equal((await files(stage)).files.length, 2);
    // By keyboard alone, with the marks that have stayed.
    await page.keyboard.press('KeyE');
    await dialog.getByRole('button', { name: 'Перевыгрузить 2' }).click();
    await page.getByText('Выгружено 2 из 2 смен.').first().waitFor();
    // The open shift keeps its one file, the closed one has another.
    await published(stage, 3);
    assert.equal(await page.locator('.data-table-marked').count(), 0);
  },
);

test(
  'M21, M22, AC9: a shift that cannot be exported stays blue with its reason, N6 names it; mended, it loses the blue without reload',
  withBrowser,
  async () => {
    await using stage = await openStage({ env, load: false });
    const mend = await blockExports(stage);
    await loadSample(stage);
    await loadOtherShift(stage, 348, '2026-03-15');
    await failedShifts(stage, 2);
    const page = await stage.open(RECONCILIATION);
    const row = page.getByRole('row', { name: /347/ });
    await row.waitFor();
    await page.getByRole('checkbox', { name: 'Отметить: 347' }).click();
    await page.getByRole('button', { name: 'Перевыгрузить', exact: true }).click();
    await page
      .getByText(/Выгружено 0 из 1 смены\. Смена 347 не выгружена: Папка обмена/)
      .first()
      .waitFor();
    assert.match((await row.getAttribute('class')) ?? '', /row-not-exported/);
    await mend();
    await page.getByRole('checkbox', { name: 'Отметить: 347' }).click();
    await page.getByRole('button', { name: 'Перевыгрузить', exact: true }).click();
    await page.getByText('Выгружено 1 из 1 смены.').first().waitFor();
    await until('the blue is gone', async () => !/row-not-exported/.test((await row.getAttribute('class')) ?? ''));
  },
);

test(
  'marks: Space, Shift+↓, Ctrl+A, Esc, a range by Shift; another filter drops them and says so (N7)',
  withBrowser,
  async () => {
    await using stage = await openStage({ env });
    for (const [number, day] of [
      [348, 15],
      [349, 16],
      [351, 18],
    ] as const)
      await loadOtherShift(stage, number, `2026-03-${day}`);
    await published(stage, 4);
    const page = await stage.open(RECONCILIATION);
    const rows = page.locator('tbody tr[data-index]');
    await rows.nth(3).waitFor();
    const marked = () => page.locator('tbody tr[aria-selected="true"]').count();
    await rows.nth(0).locator('td').last().click();
    await page.keyboard.press('Space');
    assert.equal(await marked(), 1);
    await page.keyboard.press('Shift+ArrowDown');
    assert.equal(await marked(), 2);
    await page.keyboard.press('Escape');
    assert.equal(await marked(), 0);
    await page.keyboard.press('Control+KeyA');
    assert.equal(await marked(), 4);
    await page.getByRole('button', { name: 'Снять отметки' }).click();
    assert.equal(await marked(), 0);
    await page.getByRole('checkbox', { name: 'Отметить: 351' }).click();
    await page.getByRole('checkbox', { name: 'Отметить: 348' }).click({ modifiers: ['Shift'] });
    assert.equal(await marked(), 3);
    await page.getByRole('link', { name: /^Открытые/ }).click();
    await page.getByText('Отметки сняты: изменился отбор.').first().waitFor();
    await page.getByRole('link', { name: /^Все/ }).click();
    await rows.nth(3).waitFor();
    assert.equal(await marked(), 0);
  },
);

test(
  'S11: what all shops lack, the queue, requests, confirmations and targets; the chart is read by keys; a file is looked at',
  withBrowser,
  async () => {
    await using stage = await openStage({ env });
    const { api } = stage;
    await published(stage, 1);
    await until('the hour is noted', async () => {
      const { points } = await api.get<{ points: { shifts: number | null }[] }>('/exports/backlog');
      return points.at(-1)?.shifts === 0;
    });
    const shift = { shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };
    await api.send('POST', '/erp/confirmations', { confirmations: [{ ...shift, receiptCount: 2, revenue: '190.81' }] });
    const folder = join(stage.server.exchangeFolder, '5', 'sale12');
    writeFileSync(join(folder, 'sale.req'), 'что-то не то');
    await until(
      'the bad request is refused',
      async () => (await api.get<SalesRequestList>('/erp/requests')).counts.refused === 1,
    );
    // The answer is written down first, and then the file is laid aside.
    await until('the bad request lies aside', async () => readdirSync(folder).includes('sale.req.error'));

    const page = await stage.open('/exports');
    await page.getByText('Все смены выгружены.').waitFor();
    await page.getByText('1 смена: у АСТУ другие чеки или сумма').waitFor();
    const chart = page.getByRole('slider', { name: 'Сколько смен не было в АСТУ за 7 дней' });
    await chart.focus();
    assert.match((await chart.getAttribute('aria-valuetext')) ?? '', /0 смен на 0,00/);
    await page.keyboard.press('ArrowLeft');
    assert.match((await chart.getAttribute('aria-valuetext')) ?? '', /сервер не смотрел/);
    await page.getByRole('button', { name: 'Таблица', exact: true }).click();
    await page.getByRole('table', { name: 'Сколько смен не было в АСТУ за 7 дней' }).waitFor();
    assert.deepEqual(await findings(page), []);

    await page.getByRole('link', { name: 'Запросы АСТУ' }).click();
    const requests = page.getByRole('grid', { name: 'Запросы АСТУ' });
    await requests.getByText('не выполнен', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Подтверждения' }).click();
    const said = page.getByRole('grid', { name: 'Подтверждения' }).getByRole('row', { name: /347/ });
    assert.match(((await said.textContent()) ?? '').replaceAll('\u00a0', ' '), /расхождение.*2190,813200,81−10,00/);
    await page.getByRole('link', { name: 'Получатели' }).click();
    await page.getByRole('grid', { name: 'Получатели' }).getByText('папка магазина 5').waitFor();
    assert.deepEqual(await findings(page), []);
    await page.getByRole('link', { name: 'Очередь файлов' }).click();
    await page.getByRole('grid', { name: 'Очередь файлов' }).getByRole('link', { name: 'E-1' }).click();
    await page.getByText('АСТУ примет файл: правила F1–F16 соблюдены').waitFor();
    const text = page.getByRole('table', { name: 'Текст файла' });
    await text.getByText('### sales data begin ###').waitFor();
    assert.equal(await text.getByText(/^запись \d/).count(), 8);
    await page.getByText(/АСТУ учла: чеков 2 на 190,81\s₽; в файле чеков 3 на 200,81\s₽/).waitFor();
    assert.deepEqual(await findings(page), []);
    for (const path of ['/exports/files', '/exports/E-1', '/exports/confirmations']) {
      const english = await stage.open(path, { language: 'en', theme: 'dark' });
      await english.getByRole('heading', { level: 1 }).waitFor();
      await english.getByText('E-1', { exact: false }).first().waitFor();
      assert.deepEqual(await findings(english), []);
    }
  },
);
