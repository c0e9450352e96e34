import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkOf } from './figures.ts';

const sums = ['saleSum', 'saleCash', 'saleNoncash', 'saleOther', 'refundSum', 'refundCash', 'refundNoncash'];
const more = ['revenue', 'revenueCash', 'revenueNoncash', 'drawerSum'];

test('a shift of which no sum was reported is not checked, whatever was counted', () => {
  const none = [...sums, ...more];
  assert.equal(checkOf({ computed: [...none, 'saleCount', 'refundCount'], differs: [] }).result, 'not_checked');
  assert.equal(checkOf({ computed: none, differs: [] }).result, 'not_checked');
});

test('a check says how many figures it could compare', () => {
  assert.deepEqual(checkOf({ computed: sums, differs: [] }), { result: 'matches', checked: 6, all: 13 });
  assert.deepEqual(checkOf({ computed: sums, differs: ['revenue'] }), { result: 'differs', checked: 6, all: 13 });
  assert.deepEqual(checkOf({ computed: [], differs: [] }), { result: 'matches', checked: 13, all: 13 });
});
