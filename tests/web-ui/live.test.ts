/** What comes in while somebody looks: every page that shows it fetches it by itself. */
import { after, afterEach, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { until } from '../support/until.ts';
import { BY_ITSELF, openStage, paths, type Stage, withBrowser } from './stage.ts';

const shiftRow = (page: Page, number: number) =>
  page
    .getByRole('grid', { name: 'Сверка продаж' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: String(number) }) });

/** An open shift with receipts of 10 roubles each. */
function openShift(numbers: number[]): string {
  return salesFile({
    shifts: [shiftInfo({ shift: 400, timeBeg: '2026-03-20T08:00:00', sumGain: amount(`${numbers.length * 10}.00`) })],
    documents: numbers.map((number, at) =>
      receipt(number, '10.00', {
        shift: 400,
        timeBeg: `2026-03-20T09:0${at}:00`,
        timeEnd: `2026-03-20T09:0${at}:30`,
      }),
    ),
  });
}

describe('an open shift', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({ load: false });
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  test('a receipt that joins an exported open shift shows in the list, on the shift and among its receipts', async () => {
    const key = '400@2026-03-20';
    const load = (numbers: number[]) =>
      stage.api.loadFile('5', `open${numbers.length}.json`, Buffer.from(openShift(numbers)));
    await load([4001]);
    await until('the open shift is exported', async () => {
      const { shift } = await stage.api.shift('5', '12', key);
      return shift.export.state === 'exported';
    });
    const list = await stage.open(paths.reconciliation);
    const shift = await stage.open(`/shops/5/registers/12/shifts/${key}`);
    const receipts = await stage.open(`/shops/5/registers/12/shifts/${key}/receipts`);
    await shiftRow(list, 400).getByText('10,00').first().waitFor();
    await shift.locator('[data-figure="saleSum"]').getByText('10,00').first().waitFor();
    await receipts.getByText('Документов: 1,').waitFor();
    for (const page of [list, shift, receipts]) await page.getByText('обновлено сейчас').waitFor();

    await load([4001, 4002]);
    await Promise.all([
      shiftRow(list, 400).getByText('20,00').first().waitFor(BY_ITSELF),
      shift.locator('[data-figure="saleSum"]').getByText('20,00').first().waitFor(BY_ITSELF),
      receipts.getByText('Документов: 2,').waitFor(BY_ITSELF),
    ]);
  });
});
