/** S17 «Хранение»: what lies where, a dry run, deletion with a typed word, decisions, archives. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ArchiveList, PackageList, StorageState, TransferList, TrimPlan } from '../../contracts/web-api.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { dayFile } from '../support/trim-stage.ts';
import { until } from '../support/until.ts';
import { findings, looks } from './axe.ts';
import { openStage, withBrowser } from './stage.ts';

test(
  'M33 S17: what lies where is told; a dry run changes nothing; trimming asks for a typed word, Esc leaves everything',
  withBrowser,
  async (t) => {
    const root = temporaryFolder(t);
    const dicts = join(root, 'dicts');
    mkdirSync(dicts);
    writeFileSync(join(dicts, 'goods.aif'), 'goods');
    const env = { SMENA_DICTIONARIES_LOCAL_DIRECTORY: dicts, SMENA_DICTIONARIES_ROOT: root };
    await using stage = await openStage({ env });
    const { api, server } = stage;
    await until('it has measured', async () => (await api.get<StorageState>('/storage')).places.length === 12);
    const processed = () => readdirSync(join(server.dataFolder, 'queue', 'processed'));
    const page = await stage.open('/storage');
    const places = page.getByRole('table', { name: 'Что где лежит' });
    await places.getByRole('row', { name: /^Записанные пакеты/ }).waitFor();
    assert.equal(await places.getByRole('row').count(), 13);
    await page.getByText(/^Измерено \d\d\.\d\d\.\d{4} \d\d:\d\d; сервер меряет раз в час\.$/).waitFor();
    const box = page.locator('.plain-box').first();
    assert.ok(await box.evaluate((element) => element.scrollWidth <= element.clientWidth), 'no path makes it scroll');
    const beyond = () => page.evaluate('document.documentElement.scrollHeight - innerHeight');
    assert.ok(Number(await beyond()) <= 0, 'the list scrolls and the page does not, with nothing but emptiness below');

    await page.getByRole('button', { name: 'Пробный прогон: файлы' }).click();
    await page.getByText('Пробный прогон, ничего не изменено:').waitFor();
    await page.getByText(/будет упаковано 1 пакет/).waitFor();
    assert.equal(processed().length, 1);

    // The keyboard alone: the question begins on what does no harm.
    await page.getByRole('button', { name: 'Подрезать файлы…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Подрезать файлы?' });
    await dialog.waitFor();
    assert.equal(await page.locator(':focus').textContent(), 'Не удалять');
    await page.keyboard.press('Escape');
    await page.getByText('Ничего не удалено.').waitFor();
    assert.equal(processed().length, 1);

    await page.getByRole('button', { name: 'Подрезать файлы…' }).click();
    await dialog.getByLabel(/Чтобы удалить, напишите/).fill('удалить');
    await dialog.getByRole('button', { name: 'Подрезать файлы' }).click();
    await dialog.getByRole('alert').waitFor();
    assert.equal(processed().length, 1);
    await dialog.getByLabel(/Чтобы удалить, напишите/).fill('УДАЛИТЬ');
    await page.keyboard.press('Enter');
    await page.getByText('Сделано:').waitFor();
    await page
      .getByText(/упаковано 1 пакет → file-/)
      .first()
      .waitFor();
    assert.equal(processed().length, 0);
    await page.getByRole('table', { name: 'Архивы файлов' }).getByText('цел').waitFor();
    await page.getByRole('region', { name: 'Последние запуски' }).getByText('готово').waitFor();

    await page.getByRole('button', { name: 'Проверить архивы' }).click();
    await page.getByText('Проверено архивов: 1').first().waitFor();

    // What was packed comes back: first is told which packages, and how many are loaded already.
    const giving = page.getByRole('group', { name: 'Вернуть пакеты из архивов' });
    await giving.getByRole('button', { name: 'Что вернётся' }).click();
    await giving.getByText(/вернётся 1 пакет из архивов file-.*уже записаны в базу: 1/).waitFor();
    await giving.getByText('Имена пакетов: первые 1').click();
    await giving.getByText(/\.sales$/).waitFor();
    await giving.getByRole('button', { name: 'Вернуть пакеты…' }).focus();
    await page.keyboard.press('Enter');
    const returning = page.getByRole('dialog', { name: 'Вернуть пакеты из архивов?' });
    await returning.waitFor();
    assert.equal(await page.locator(':focus').textContent(), 'Не возвращать');
    assert.deepEqual(await findings(page), []);
    await page.keyboard.press('Escape');
    await giving.getByText('Ничего не возвращено.').waitFor();
    await giving.getByRole('button', { name: 'Вернуть пакеты…' }).click();
    await returning.getByLabel('Чтобы вернуть, напишите ВЕРНУТЬ').fill('ВЕРНУТЬ');
    await page.keyboard.press('Enter');
    await giving.getByText(/возвращено в очередь 1 пакет, уже были записаны: 1/).waitFor();
    await until('it is loaded once more', async () => processed().length === 1);

    await page.getByRole('button', { name: 'Очистить справочники…' }).click();
    const question = page.getByRole('dialog', { name: 'Очистить папку справочников?' });
    await question.getByText(/будет удалено: файлов 1/).waitFor();
    await question.getByLabel(/Чтобы удалить, напишите/).fill('УДАЛИТЬ');
    await question.getByRole('button', { name: 'Очистить справочники' }).click();
    await page
      .getByText(/удалено: файлов 1/)
      .first()
      .waitFor();
    assert.ok(existsSync(dicts) && readdirSync(dicts).length === 0);
  },
);

test(
  'M39 S17: packages that never reached the database are decided with a reason and sent again; the list of packages says where they are',
  withBrowser,
  async () => {
    await using stage = await openStage({});
    const { api } = stage;
    await until('it has measured', async () => (await api.get<StorageState>('/storage')).places.length === 12);
    await api.loadFile('5', 'broken.json', Buffer.from('no sales file'));
    await api.send('POST', '/storage/runs', { task: 'files', word: 'DELETE' });
    const [bad] = (await api.get<PackageList>('/packages?state=broken')).packages;
    const page = await stage.open('/storage', { language: 'en', theme: 'dark' });
    const table = page.getByRole('table', { name: 'Not loaded into the database' });
    await table.getByRole('checkbox').last().check();
    await page.getByRole('button', { name: 'Dealt with: 1' }).click();
    const dialog = page.getByRole('dialog', { name: 'Mark 1 package as dealt with?' });
    await dialog.getByRole('button', { name: 'Dealt with: 1' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.locator('textarea').fill('Not our file');
    await dialog.getByRole('button', { name: 'Dealt with: 1' }).click();
    await page.getByText('Done: 1 package').waitFor();
    await table.getByText('Not our file').waitFor();
    assert.equal((await api.get<StorageState>('/storage')).undecided.broken, 0);
    const row = (await api.get<PackageList>('/packages?state=broken')).packages[0];
    assert.match(row?.archive?.name ?? '', /^file-/);

    await table.getByRole('checkbox').last().check();
    await page.getByRole('button', { name: 'Load once more: 1' }).click();
    await until('it was looked at again', async () => {
      const again = (await api.get<PackageList>('/packages?state=broken')).packages[0];
      return again?.name === bad?.name && again?.archive === null && again?.attempts === 2;
    });
    assert.equal((await api.get<StorageState>('/storage')).undecided.broken, 1);
  },
);

test(
  'M45 S17: documents in the database, what of them would go and what must stay and why, and how many lie in archives',
  withBrowser,
  async () => {
    await using stage = await openStage({ env: { SMENA_TRIM_AFTER_DAYS: '30' } });
    const { api } = stage;
    await api.addShop('77');
    await api.loadFile('77', 'day.json', Buffer.from(dayFile(1)));
    await api.loadFile('77', 'odd.json', Buffer.from(dayFile(2, 3, { shift: { sumSale: 999 } })));
    await until('the days are judged', async () => {
      const plan = await api.get<TrimPlan>('/trim/plan?shop=77');
      return plan.days === 1 && plan.blocked[0]?.reasons[0]?.code === 'trim_obstacle.open_case';
    });
    const page = await stage.open('/storage', { language: 'en', theme: 'light' });
    const section = page.getByRole('region', { name: 'Documents in the database' });
    await section.getByText('The database holds documents from').waitFor();
    await section.getByRole('button', { name: 'Dry run of trimming' }).click();
    await section.getByText(/Days that would go: \d+/).waitFor();
    await section.getByText('77/12/302@2026-03-02: There is an open difference.').waitFor();
    assert.deepEqual(await findings(page), []);
    const stateOf77 = async () => (await api.get<ArchiveList>('/archives?shop=77')).archives[0]?.state;

    // The keyboard alone: the question begins on what does no harm.
    await section.getByRole('button', { name: 'Trim documents…' }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: 'Trim documents?' });
    await question.getByText('77/12/302@2026-03-02: There is an open difference.').waitFor();
    assert.equal(await page.locator(':focus').textContent(), 'Do not delete');
    await page.keyboard.press('Escape');
    await section.getByText('Nothing was deleted.').waitFor();
    assert.equal(await stateOf77(), undefined);

    await section.getByRole('button', { name: 'Trim documents…' }).click();
    await question.getByLabel(/To delete, write/).fill('DELETE');
    await page.keyboard.press('Enter');
    const runs = section.getByRole('table', { name: 'Documents trimmed and brought back' });
    const trimmed = runs.getByRole('row').filter({ hasText: /Trimming.*on demand/ });
    await trimmed.getByText('done').waitFor();
    assert.equal(await stateOf77(), 'removed');
    await section.getByText(/^The database holds documents .* Days in archives: \d+, documents: \d+\.$/).waitFor();
    assert.deepEqual(await findings(page), []);

    // A receipt of that day is read out of its archive, and so are the documents of the load that brought it.
    const receiptPage = await stage.open('/receipts/2026-03-01-000001', { language: 'en' });
    await receiptPage.getByText(/lies in the archive 77\/2026\/77-2026-03-01\.ndjson\.gz/).waitFor();
    const fromArchive = receiptPage.getByRole('region', { name: 'From the archive: Sale 1' });
    await fromArchive.getByText('tea').first().waitFor();
    await receiptPage.getByRole('link', { name: 'Open the storage' }).waitFor();
    assert.deepEqual(await findings(receiptPage), []);
    const loads = (await api.get<TransferList>('/transfers?shop=77&state=all')).transfers;
    const first = loads.at(-1)?.transferId ?? '';
    await receiptPage.goto(new URL(`/transfers/${first}`, receiptPage.url()).href);
    await receiptPage.getByText(/^Documents of trimmed days lie in archives: 77\/2026/).waitFor();
    await receiptPage.getByRole('button', { name: 'Show the documents from the archive' }).click();
    const archived = receiptPage.getByRole('table', { name: 'From archives: documents 4' });
    await archived.getByRole('link', { name: 'Sale 1' }).waitFor();
    assert.equal(await archived.getByRole('row').count(), 5);
    assert.deepEqual(await findings(receiptPage), []);
    await receiptPage.close();

    // A day comes back: first is told what lies there.
    const restore = section.getByRole('group', { name: 'Bring back from archives' });
    await restore.getByLabel('Shop').selectOption('77');
    await restore.getByLabel('From').fill('01.03.2026');
    await restore.getByLabel('To').fill('31.03.2026');
    await page.keyboard.press('Enter');
    await restore.getByRole('button', { name: 'What is in the archives' }).click();
    await restore.getByText(/^In the archives: days 1, documents 4,/).waitFor();
    await restore.getByRole('button', { name: 'Bring back into the database' }).click();
    await runs.getByRole('row').filter({ hasText: 'Bringing back' }).getByText('done').waitFor();
    assert.equal(await stateOf77(), 'restored');
  },
);

for (const look of looks) {
  test(
    `axe finds nothing serious on the storage with rows, a result, a question: ${look.theme}, ${look.language}`,
    withBrowser,
    async () => {
      await using stage = await openStage({});
      const { api } = stage;
      await until('it has measured', async () => (await api.get<StorageState>('/storage')).places.length === 12);
      await api.loadFile('5', 'broken.json', Buffer.from('no sales file'));
      await api.send('POST', '/storage/runs', { task: 'files', word: 'DELETE' });
      const page = await stage.open('/storage', look);
      const undecided = page.locator('[aria-labelledby="storage-undecided"]');
      await page.locator('[aria-labelledby="storage-archives"] table').waitFor();
      assert.deepEqual(await findings(page), [], 'at rest');
      await undecided.getByRole('checkbox').last().check();
      await page.getByRole('button', { name: look.language === 'ru' ? 'Подрезать файлы…' : 'Trim files…' }).click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the question');
      await page.getByRole('dialog').getByRole('button').nth(1).click();
      await page.getByRole('dialog').getByRole('alert').waitFor();
      assert.deepEqual(await findings(page), [], 'a wrong word');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: look.language === 'ru' ? 'Разобрано: 1' : 'Dealt with: 1' }).click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the reason');
    },
  );
}
