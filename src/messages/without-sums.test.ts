import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatMoney } from './formats.ts';
import { textWithoutSums, withoutSums } from './without-sums.ts';

describe('an answer for those who may not see money', () => {
  test('has no amount, whatever the amount is and wherever it stands', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('ru' as const, 'en' as const), (kopecks, language) => {
        const amount = formatMoney(language, kopecks);
        assert.equal(textWithoutSums(amount), '—');
        assert.equal(textWithoutSums(`Сумма ${amount}, чеков 3.`), 'Сумма —, чеков 3.');
        assert.equal(textWithoutSums(`разница ${amount}.`), 'разница —.');
        const plain = `${kopecks < 0 ? '-' : ''}${Math.trunc(Math.abs(kopecks) / 100)}.${String(Math.abs(kopecks) % 100).padStart(2, '0')}`;
        assert.deepEqual(withoutSums({ sum: plain, list: [{ revenue: plain }] }), {
          sum: null,
          list: [{ revenue: null }],
        });
      }),
    );
  });

  test('keeps counts, quantities, dates, times, versions and addresses', () => {
    for (const text of [
      '14.03.2026 08:54:30',
      '2026-03-14T20:00:00.12Z',
      'ПО кассы 4.6.52, адрес 10.0.0.12:9081',
      'чеков 1 234, количество 2.000',
      'sale20260314214500000_347_1.json',
      'T-88, смены 340..347',
    ])
      assert.equal(textWithoutSums(text), text);
    assert.deepEqual(withoutSums({ n: 12.34, at: null, flag: true }), { n: 12.34, at: null, flag: true });
  });
});
