/** «Путь» and «История» of a shift (S8): how its sales came, what changed in it; by mouse, by key, in both languages. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { ShiftRoute } from '../../contracts/web-api.ts';
import { until } from '../support/until.ts';
import { findings, looks } from './axe.ts';
import { BY_ITSELF, openStage, paths, type Stage, withBrowser } from './stage.ts';

const again = { shifts: [{ shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' }], author: 'Петрова' };

describe('the life of a shift', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await until('the shift is exported', async () => {
      const route = await stage.api.get<ShiftRoute>('/shops/5/registers/12/shifts/347@2026-03-14/route');
      return route.fileCount === 1;
    });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('«Путь» tells each step with its time, the packages and the files, each with a way on', async () => {
    const page = await stage.open(paths.shift);
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
    await page.getByRole('link', { name: 'Путь' }).click();
    const stages = page.getByRole('region', { name: 'Путь' }).getByRole('listitem');
    await stages.first().waitFor();
    assert.ok(page.url().endsWith('/shifts/347@2026-03-14/route'), page.url());
    const [opened, closed, received] = await stages.allInnerTexts();
    assert.match(opened ?? '', /Касса открыла смену\s+14\.03\.2026 08:54:\d\d/);
    assert.match(closed ?? '', /Касса закрыла смену\s+14\.03\.2026 21:45:\d\d\s+через 12 ч 5\d мин/);
    assert.match(received ?? '', /Последний пакет получен[\s\S]*1 пакет/);
    const packages = page.getByRole('table', { name: 'Пакеты и загрузки' });
    await packages.getByRole('row').filter({ hasText: 'новых' }).getByRole('link').first().waitFor();
    await page.getByRole('table', { name: 'Файлы для АСТУ' }).getByRole('link').first().click();
    await page.waitForURL(/\/exports\/E-\d+$/);
  });

  test('«История» tells what changed; what a person asks for comes by itself', async () => {
    const page = await stage.open(paths.shift);
    await page.getByRole('heading', { level: 1, name: 'Смена 347' }).waitFor();
    await page.keyboard.press('7');
    const grid = page.getByRole('grid', { name: 'История' });
    await grid.getByRole('row').filter({ hasText: 'Пришли продажи' }).waitFor();
    await grid.getByRole('row').filter({ hasText: 'Выгружена в файл' }).first().waitFor();
    await stage.api.send('POST', '/exports/again', again);
    await grid.getByRole('row').filter({ hasText: 'перевыгрузку: Петрова' }).waitFor(BY_ITSELF);
  });

  test('axe finds nothing serious, nothing is wider than the screen, in both languages and themes', async () => {
    for (const look of looks) {
      for (const tab of ['route', 'history']) {
        const page = await stage.open(`${paths.shift}/${tab}`, look);
        await page
          .getByRole(tab === 'route' ? 'table' : 'grid')
          .first()
          .waitFor();
        assert.deepEqual(await findings(page), []);
        const over = await page.evaluate(
          `[...document.querySelectorAll('.plain-box, .data-table-box, #content')].filter((box) => box.scrollWidth > box.clientWidth).length`,
        );
        assert.equal(over, 0, `${tab} ${JSON.stringify(look)}`);
        await page.close();
      }
    }
  });
});
