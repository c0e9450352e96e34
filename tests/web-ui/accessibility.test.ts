/** axe on every page, in both themes and languages, at rest and with a dialog, a popover and an error on the screen. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { receipt, salesFile } from '../support/sales.ts';
import { openAskedRegister } from './asked-register.ts';
import { findings, looks } from './axe.ts';
import { blockExports, loadOtherShift, openStage, paths, type Stage, withBrowser } from './stage.ts';

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  const content = page.getByRole('main');
  const parts = [
    content.getByRole('grid'),
    content.getByRole('table'),
    content.getByRole('region'),
    content.getByRole('alert'),
    content.getByRole('link'),
  ];
  await parts
    .reduce((all, part) => all.or(part))
    .first()
    .waitFor();
  await page.evaluate('document.fonts.ready.then(() => undefined)');
}

const blue = paths.reconciliation.replace('/12/', '/13/');
const blueShift = '/shops/5/registers/13/shifts/348@2026-03-15';

describe('axe', withBrowser, () => {
  let stage: Stage;
  const ends: (() => unknown)[] = [];
  before(async () => {
    stage = await openStage({ mapCards: false });
    // A blue shift with a red mark is on the screens as well.
    await stage.api.addRegister('5', '13');
    await blockExports(stage, '5/sale13');
    await loadOtherShift(stage, 348, '2026-03-15', '13');
    const broken = receipt(4001, '10.00', { shift: 347, docSum: 'ten' });
    await stage.api.loadFile('5', 'broken.json', Buffer.from(salesFile({ shifts: [], documents: [broken] })));
  });
  before(async () => {
    // A load that runs, because its register was asked and does not send, and one that failed.
    const t = { after: (end: () => unknown) => void ends.push(end) } as Parameters<typeof openAskedRegister>[0];
    await openAskedRegister(t, stage, { registerCode: '21', protocolVersion: 3 });
    const range = { kind: 'dates', from: '2026-03-14T00:00:00', to: '2026-03-14T23:59:59' };
    for (const registerCode of ['21', '12'])
      await stage.api.send('POST', '/transfers', { shopCode: '5', registerCode, range });
  });
  afterEach(() => stage.closePages());
  after(async () => {
    await stage[Symbol.asyncDispose]();
    for (const end of ends) await end();
  });

  for (const look of looks) {
    test(`finds nothing serious on any page: ${look.theme}, ${look.language}`, async () => {
      const page = await stage.open('/shops', look);
      for (const path of [...Object.values(paths), blue, blueShift, '/nowhere', '/receipts/none', '/shops/77']) {
        await page.goto(stage.url(path));
        await settled(page);
        assert.deepEqual(await findings(page), [], path);
      }
    });

    test(`finds nothing serious with a load that runs, failed, is asked about, declined: ${look.theme}, ${look.language}`, async () => {
      const page = await stage.open('/transfers?state=failed', look);
      await page.getByRole('grid').locator('tbody tr[tabindex="0"]').focus();
      assert.deepEqual(await findings(page), [], 'a list of failed loads');
      await page.keyboard.press('Enter');
      await page.getByRole('main').getByRole('list').waitFor();
      assert.deepEqual(await findings(page), [], 'a load that failed');
      await page.goto(stage.url(paths.sales.replace('/12/', '/21/')));
      await page.getByRole('main').getByRole('list').first().waitFor();
      assert.deepEqual(await findings(page), [], 'a load that runs');
      await page
        .getByRole('button', { name: look.language === 'ru' ? 'Загрузить за 14 дней' : 'Load 14 days' })
        .click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the question of a week');
      await page.keyboard.press('Escape');
      await page
        .getByRole('button', { name: look.language === 'ru' ? 'Изменить период' : 'Change the period' })
        .waitFor();
      assert.deepEqual(await findings(page), [], 'the notice of a refusal');
    });

    test(`finds nothing serious with a row in focus, a dialog, a calendar: ${look.theme}, ${look.language}`, async () => {
      const page = await stage.open(paths.reconciliation, look);
      await settled(page);
      await page.getByRole('grid').locator('tbody tr[tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      assert.deepEqual(await findings(page), [], 'a row in focus');
      await page.getByRole('columnheader').getByRole('button').last().focus();
      await page.keyboard.press('KeyI');
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'what a figure means');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await findings(page), [], 'the keys');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: look.language === 'ru' ? 'Выбрать период' : 'Choose a period' }).click();
      await page.getByRole('button', { name: look.language === 'ru' ? 'Прошлый месяц' : 'Last month' }).waitFor();
      assert.deepEqual(await findings(page), [], 'the calendar');
      await page.goto(stage.url(paths.setAside));
      await page.getByRole('grid').locator('tbody tr[tabindex="0"]').focus();
      await page.getByRole('region').getByText('"ten"').waitFor();
      assert.deepEqual(await findings(page), [], 'what was set aside, in full');
    });
  }
});
