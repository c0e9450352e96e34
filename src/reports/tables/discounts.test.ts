import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { reportStage } from '../../../tests/support/report-stage.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { keyText } from '../../messages/screen-texts.ts';

const TYPES = ['percent', 'happy hour', 'summ', 'price', 'bonus'];

for (const engine of databasesUnderTest)
  it(`discounts are told by kind, whatever a register calls a percentage, on ${engine.name}`, async () => {
    await using here = await reportStage(engine);
    const documents = TYPES.map((type, index) => {
      const discount = `${2 ** index}.00`;
      const sale = receipt(index + 1, '100.00', { lines: [{ sum: '100.00', discount }] });
      return JSON.parse(JSON.stringify(sale).replace('"discType":"percent"', `"discType":"${type}"`));
    });
    await here.bring('5', salesFile({ shifts: [shiftInfo()], documents }));
    const { rows, totals } = await here.read('discounts');
    const told = rows.map(({ cells: { discountType, lines, discount } }) => [discountType, lines, discount]);
    // Bonus points are no discount of a kind, and yet what the position gave off.
    assert.deepEqual(told, [
      ['price', 1, '8.00'],
      ['summ', 1, '4.00'],
      ['percent', 2, '3.00'],
      [null, null, '16.00'],
    ]);
    assert.equal(totals['discount'], '31.00');
    const words = told.slice(0, 3).map(([kind]) => keyText('ru', `word.${kind}`));
    assert.deepEqual(words, ['ценой', 'суммой', 'процентом']);
  });
