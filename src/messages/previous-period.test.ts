import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ComparedReport, previousPeriodText } from './previous-period.ts';
import { keyText } from './screen-texts.ts';

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
const columns = [
  { key: 'cashier', kind: 'code', group: null },
  { key: 'refundSum', kind: 'money', group: null },
  { key: 'revenueCash', kind: 'money', group: 'revenue' },
  { key: 'receipts', kind: 'count', group: null },
];
const report: ComparedReport = {
  columns,
  totals: { refundSum: '0.00', revenueCash: '1500.50', receipts: 3 },
  previous: {
    from: '2026-03-11',
    to: '2026-03-12',
    totals: { refundSum: '45.00', revenueCash: '1000.00', receipts: 2 },
  },
};

test('the totals of money of the period before, each with the change since, in both languages', () => {
  assert.equal(
    plain(previousPeriodText('ru', report, keyText)),
    'Прошлый период: 11.03.2026 – 12.03.2026: Возвраты, ₽ 45,00 (−45,00) · Выручка, ₽: Наличные 1 000,00 (+500,50)',
  );
  assert.equal(
    previousPeriodText('en', report, keyText),
    'Period before: 11 Mar 2026 – 12 Mar 2026: Returns, ₽ 45.00 (−45.00) · Revenue, ₽: Cash 1,000.00 (+500.50)',
  );
});

test('only the period where the rows have a column for it, nothing where nothing is compared', () => {
  const withColumn = [...columns, { key: 'previous', kind: 'money', group: null }];
  assert.equal(
    previousPeriodText('ru', { ...report, columns: withColumn }, keyText),
    'Прошлый период: 11.03.2026 – 12.03.2026',
  );
  assert.equal(previousPeriodText('ru', { ...report, previous: null }, keyText), null);
});
