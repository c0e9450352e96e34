import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderTests } from './test-order.ts';

test('long files begin, tests of pages stand among the others, short parts end', () => {
  const tests = [
    'src/a.test.ts',
    'tests/api/a.test.ts',
    'tests/api/b.test.ts',
    'tests/asking/asking-again.test.ts',
    'tests/nothing-lost/crowd.test.ts',
    'tests/nothing-lost/kill.test.ts',
    'tests/web-ui/a.test.ts',
    'tests/web-ui/b.test.ts',
    'web/b.test.ts',
  ];
  assert.deepEqual(orderTests(tests), [
    'tests/nothing-lost/kill.test.ts',
    'tests/asking/asking-again.test.ts',
    'tests/web-ui/a.test.ts',
    'tests/nothing-lost/crowd.test.ts',
    'tests/api/a.test.ts',
    'tests/web-ui/b.test.ts',
    'tests/api/b.test.ts',
    'src/a.test.ts',
    'web/b.test.ts',
  ]);
  for (const some of [[], ['src/a.test.ts'], ['tests/web-ui/a.test.ts'], ['tests/api/a.test.ts']])
    assert.deepEqual(orderTests(some), some, 'nothing is lost where a kind is not there');
});
