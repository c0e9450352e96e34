import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOf } from './own-rights.ts';

test('a right holds in the own shops, for the network only with all of them, and before anything is known not at all', () => {
  const local = mayOf({ rights: ['see', 'load'], shops: ['5'] });
  assert.deepEqual(
    [local('load'), local('load', { shopCode: '5' }), local('load', { shopCode: '7' }), local('load', 'network')],
    [true, true, false, false],
  );
  assert.equal(local('export'), false);
  const all = mayOf({ rights: ['load'], shops: 'all' });
  assert.deepEqual([all('load', 'network'), all('load', { shopCode: '7' }), all('see')], [true, true, false]);
  assert.equal(mayOf(undefined)('see'), false);
});
