import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatMoney } from './formats.ts';
import { catalogue, messageText } from './messages.ts';
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

  test('tells no word of a register, in whatever form its amounts are', () => {
    for (const said of ['-100', '10.125', '1e5', '"sum":5.5', '› 77 ‹', '5.5\n7'])
      assert.equal(textWithoutSums(`Стоит ‹${said}›. Чеков 3.`), 'Стоит ‹—›. Чеков 3.');
    assert.deepEqual(withoutSums({ raw: '{"docSum":100.5}', list: [{ raw: '' }] }), {
      raw: null,
      list: [{ raw: null }],
    });
  });

  test('every text with a value or a difference as a register wrote it marks it as such', () => {
    const said = { value: '-100', difference: 'docSum: 215.8 → 216' };
    let found = 0;
    for (const language of ['ru', 'en'] as const)
      for (const [code, text] of Object.entries(catalogue[language])) {
        if (!/\{(value|difference)\}/.test(text) || OF_OURS.test(code)) continue;
        const told = textWithoutSums(messageText(language, code, said));
        assert.doesNotMatch(told, /100|215|216/, code);
        found += 1;
      }
    assert.ok(found > 30, `${found} texts`);
  });
});

/** Values of our own: words of the catalogue, settings, numbers of a description. */
const OF_OURS = /^(case_values\.\w+|case_sentence\.agrees|setting\.value|description\.no_value)$/;
