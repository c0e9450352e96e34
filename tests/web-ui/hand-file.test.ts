/** «из файла» of «Продажи» (S6): a file is shown before it is taken, and a broken one is not taken. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import type { PackageList, TransferList } from '../../contracts/web-api.ts';
import { until } from '../support/until.ts';
import { openStage, type Stage, sample, sampleName, withBrowser } from './stage.ts';

const address = '/shops/5/registers/12/sales?load=file';

async function choose(page: Page, name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  // By the keyboard alone.
  await page.getByRole('button', { name: 'Выбрать файл…' }).focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

describe('a file brought by hand', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  const packages = async () => (await stage.api.get<PackageList>('/packages')).packages.length;

  test('S6: it is read, checked and shown, taken only after «Загрузить», and told as a load of a person', async () => {
    const page = await stage.open(address);
    await choose(page, sampleName, sample);
    const preview = page.getByRole('region', { name: `Файл ${sampleName}` });
    await preview.getByText(/В файле 3.чека: продажи 245,81.₽, возвраты 45,00.₽\./).waitFor();
    await preview.getByText(/Новых документов 5 на 200,81.₽/).waitFor();
    const row = preview.getByRole('table', { name: 'Смены файла' }).getByRole('row').filter({ hasText: '347' });
    await row.getByText('новая', { exact: true }).waitFor();
    await row.getByText('200,81').waitFor();
    assert.equal(await packages(), 0, 'nothing is taken yet');

    await preview.getByRole('button', { name: 'Не загружать' }).click();
    await preview.waitFor({ state: 'detached' });
    assert.equal(await packages(), 0);

    await choose(page, sampleName, sample);
    await preview.getByRole('button', { name: 'Загрузить', exact: true }).click();
    await page
      .getByRole('main')
      .getByText(/загружен: 1.смена, новых документов 5/)
      .waitFor();
    const [transfer] = await until('the load is there', async () => {
      const { transfers } = await stage.api.get<TransferList>('/transfers?shop=5&register=12');
      return transfers.length > 0 ? transfers : undefined;
    });
    assert.deepEqual([transfer?.cause, transfer?.state, transfer?.documentsSum], ['person', 'done', '200.81']);
    const history = page.getByRole('grid', { name: 'История загрузок' });
    const line = history.getByRole('row').filter({ hasText: transfer?.transferId ?? '' });
    await line.getByText('из файла').waitFor();
    await line.getByText('200,81').waitFor();
    await page.getByRole('link', { name: 'Ручные' }).click();
    await line.waitFor();

    await choose(page, sampleName, sample);
    await preview.getByText('Всё, что есть в файле, уже загружено. Суммы не изменятся.').waitFor();
  });

  test('a broken file says why and offers no loading; a conflict is named before it is taken', async () => {
    const page = await stage.open(address);
    const before = await packages();
    await choose(page, 'письмо.json', 'это не файл продаж');
    const refused = page.getByRole('region', { name: 'Файл письмо.json' });
    await refused.getByText(/не разобран и не принят\. Пакет не ZIP-архив и не файл продаж/).waitFor();
    assert.equal(await refused.getByRole('button', { name: 'Загрузить', exact: true }).count(), 0);
    await refused.getByRole('button', { name: 'Закрыть' }).click();
    assert.equal(await packages(), before);

    await stage.api.loadFile('5', sampleName, Buffer.from(sample));
    await choose(page, 'другой.json', sample.replace('"docSum":30', '"docSum":31'));
    const other = page.getByRole('region', { name: 'Файл другой.json' });
    await other.getByText(/с расхождением 1/).waitFor();
    await other
      .getByRole('list', { name: 'На что обратить внимание' })
      .getByText(/Документ/)
      .waitFor();
    // The count of packages is what it was with the sample: the other file is only shown.
    assert.equal(await packages(), Math.max(before, 1));
  });
});
