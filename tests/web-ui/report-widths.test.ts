/** Every report on an office screen: its table never scrolls sideways, no number, code or word of it is cut. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { reportNames, reportRows } from '../../contracts/web-api.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { loadOtherShift, openStage, type Stage, withBrowser } from './stage.ts';

/** A day of a busy chain: six figures before the comma in every sum, a shift that changed after its export. */
const SUM = '234567.89';
const PERIOD = 'from=2026-03-10&to=2026-03-16';

async function loadLargeShift(stage: Stage, shift: number, date: string, registerCode: string): Promise<void> {
  const at = (time: string) => ({
    shift,
    cashCode: registerCode,
    timeBeg: `${date}T${time}`,
    timeEnd: `${date}T${time}`,
  });
  const documents = [
    receipt(shift * 10, SUM, at('09:00:00')),
    receipt(shift * 10 + 1, SUM, { ...at('09:05:00'), docType: 2 }),
    receipt(shift * 10 + 2, SUM, { ...at('09:10:00'), docType: 7 }),
  ];
  const cashcode = { shift, cashCode: registerCode, timeBeg: `${date}T08:00:00`, sumGain: amount(SUM) };
  const text = salesFile({ shifts: [shiftInfo(cashcode)], documents });
  await stage.api.loadFile('5', `large_${registerCode}_${shift}.json`, Buffer.from(text));
}

describe('reports on an office screen', withBrowser, () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
    await stage.api.addRegister('5', '13');
    await loadLargeShift(stage, 410, '2026-03-13', '12');
    await loadLargeShift(stage, 411, '2026-03-12', '12');
    await loadOtherShift(stage, 346, '2026-03-13', '13');
  });
  after(() => stage[Symbol.asyncDispose]());
  afterEach(() => stage.closePages());

  const addressesOf = (): string[] =>
    reportNames.flatMap((name) =>
      name === 'sales' ? reportRows.map((by) => `/reports/sales?${PERIOD}&by=${by}`) : [`/reports/${name}?${PERIOD}`],
    );

  // The open menu leaves the least room; with the narrow one only the room for more columns differs.
  for (const [menu, languages] of [
    ['open', ['ru', 'en']],
    ['narrow', ['ru']],
  ] as const) {
    for (const language of languages) {
      test(`1366 px, menu ${menu}, ${language}: no report scrolls sideways and none of its words is cut`, async () => {
        const page = await stage.open('/shops', { language });
        await page.evaluate(`localStorage['smena.menu'] = '${menu}'`);
        for (const path of addressesOf()) {
          await page.goto(stage.url(path));
          await page.getByRole('grid').locator('tbody tr[data-index]').first().waitFor();
          await page.evaluate('document.fonts.ready.then(() => undefined)');
          const seen = await page.getByRole('grid').evaluate((table) => {
            const box = table.parentElement;
            const cells = [...table.querySelectorAll('th, td')];
            const cut = cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent);
            return { table: box.scrollWidth, box: box.clientWidth, cut };
          });
          assert.ok(seen.table <= seen.box, `${path}: ${seen.table} > ${seen.box}`);
          assert.deepEqual(seen.cut, [], path);
        }
      });
    }
  }
});
