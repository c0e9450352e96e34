import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { type KeptEntry, openKeyStore } from './key-store.ts';

const unexpected = (cause: string) => assert.fail(cause);
const entry = (key: string, group = 'a', value = ''): KeptEntry => ({ key, group, value });

test('what is put is found by another opener and after a restart; the last word holds', (t) => {
  const file = join(temporaryFolder(t), 'keys.db');
  const store = openKeyStore(file, unexpected);
  const other = openKeyStore(file, unexpected);
  store.put([entry('one', 'a', '1'), entry('two', 'b', '2')]);
  assert.deepEqual({ ...other.get('one') }, entry('one', 'a', '1'));
  other.put([entry('one', 'b', 'x')]);
  store.close();
  other.close();
  const again = openKeyStore(file, unexpected);
  t.after(() => again.close());
  assert.equal(again.get('one')?.value, 'x');
  assert.deepEqual([again.countOf('a'), again.countOf('b')], [0, 2]);
  again.remove(['one', 'nothing']);
  assert.equal(again.get('one'), undefined);
});

test('keys of a group are read page by page in order', (t) => {
  const store = openKeyStore(join(temporaryFolder(t), 'keys.db'), unexpected);
  t.after(() => store.close());
  store.put(['c', 'a', 'd', 'b'].map((key) => entry(key)));
  store.put([entry('aa', 'other')]);
  const first = store.ofGroup('a', '', 3).map(({ key }) => key);
  assert.deepEqual(first, ['a', 'b', 'c']);
  assert.deepEqual(
    store.ofGroup('a', 'c', 3).map(({ key }) => key),
    ['d'],
  );
});

test('a damaged file is set aside and told of, and the store works on', (t) => {
  const file = join(temporaryFolder(t), 'keys.db');
  writeFileSync(file, Buffer.alloc(8192, 7));
  const told: string[] = [];
  const store = openKeyStore(file, (cause) => told.push(cause));
  t.after(() => store.close());
  store.put([entry('one')]);
  assert.ok(store.get('one'));
  assert.equal(told.length, 1);
  assert.ok(existsSync(`${file}.damaged`));
});
