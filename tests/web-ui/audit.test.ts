/** S15 «Журнал действий»: who did what, old → new, the chain; by keyboard, in both languages and themes. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import { openUnderTest } from '../support/databases.ts';
import { findings, looks } from './axe.ts';
import { openStage, type Stage, withBrowser } from './stage.ts';

describe('the audit trail', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.api.send('PATCH', '/shops/5/registers/12', { inService: false, author: 'Петрова' });
    await stage.api.send('POST', '/transfers/declined', {
      ...{ shopCode: '5', registerCode: '12', from: '2026-03-01T00:00:00', to: '2026-03-14T23:59:59' },
      author: 'Петрова',
    });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('S15: the menu leads to it, a line opens by keyboard to old → new, and filters stand in the address', async () => {
    const page = await stage.open('/shops');
    await page.getByRole('link', { name: 'Журнал действий' }).click();
    const trail = page.getByRole('grid', { name: 'Журнал действий' });
    const row = trail.getByRole('row').filter({ hasText: 'inService: true → false' });
    await row.waitFor();
    for (const text of ['Петрова', 'изменение', 'касса 5/12', 'сделано'])
      await row.getByText(text, { exact: true }).waitFor();
    await trail.getByRole('row').filter({ hasText: 'отказ' }).filter({ hasText: 'отказано' }).waitFor();

    await row.getByRole('rowheader').click();
    await page.keyboard.press('Enter');
    const entry = page.getByRole('dialog', { name: /^Запись \d+$/ });
    const change = entry
      .getByRole('table', { name: 'Что изменилось' })
      .getByRole('row')
      .filter({ hasText: 'inService' });
    await change.waitFor();
    assert.deepEqual(await change.getByRole('cell').allTextContents(), ['true', 'false']);
    await entry.getByText('без входа').waitFor();
    await page.keyboard.press('Escape');
    await entry.waitFor({ state: 'detached' });

    await page.keyboard.press('KeyF');
    const filter = page.getByRole('dialog', { name: 'Добавить отбор' });
    await filter.getByLabel('Отбирать по').selectOption({ label: 'Действие' });
    await filter.getByLabel('Значение').selectOption({ label: 'отказ' });
    await filter.getByRole('button', { name: 'Отобрать' }).click();
    await page.waitForURL(/verb=decline/);
    await row.waitFor({ state: 'detached' });
    const file = page.getByRole('link', { name: 'Скачать CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), file.click()]);
    const text = await readFile(await download.path(), 'utf8');
    assert.match(text, /^\uFEFFНомер;Время, UTC;/);
    assert.match(text, /;Петрова;[^\n]*;отказ;касса;5\/12;5;/);
    assert.equal(text.trimEnd().split('\r\n').length, 2);
  });

  for (const look of looks)
    test(`S15: the chain is checked on the page, and axe finds nothing serious: ${look.theme}, ${look.language}`, async () => {
      const page = await stage.open('/audit', look);
      const [verify, whole] =
        look.language === 'ru'
          ? (['Проверить цепочку', /^Цепочка цела: записи 1–\d+, прочитано \d+\.$/] as const)
          : (['Check the chain', /^The chain is whole: entries 1–\d+, read \d+\.$/] as const);
      await page.getByRole('grid').getByRole('row').nth(2).waitFor();
      await page.getByRole('button', { name: verify }).click();
      await page.getByRole('status').getByText(whole).waitFor();
      assert.deepEqual(await findings(page), []);
      await page.getByRole('grid').getByRole('rowheader').first().dblclick();
      await page.getByRole('dialog').getByRole('table').or(page.getByRole('dialog').locator('dl')).first().waitFor();
      assert.deepEqual(await findings(page), []);
    });

  test('S15: a broken chain is told with its first bad number', async () => {
    const database = openUnderTest({ engine: 'sqlite', file: join(stage.server.dataFolder, 'smena.db') });
    await database.run('DROP TRIGGER audit_entry_unchanged');
    await database.run(`UPDATE audit_entry SET actor_name = 'ivanov' WHERE number = 2`);
    await database.close();
    const page = await stage.open('/audit');
    await page.getByRole('button', { name: 'Проверить цепочку' }).click();
    await page.getByText(/Цепочка нарушена: содержимое записи 2 не то, что было записано/).waitFor();
  });
});
