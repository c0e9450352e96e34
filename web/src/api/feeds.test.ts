import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendPage, type Feed, joinPage, mergeChanged, mergeNewest } from './feeds.ts';

type Row = { id: number; state?: string };
const idOf = (row: Row) => String(row.id);
const feed = (ids: number[], next: number | null): Feed<Row, number> => ({ rows: ids.map((id) => ({ id })), next });
const ids = (list: Feed<Row, number>) => list.rows.map(idOf).join(' ');

test('new rows come before those that were read, and the pages behind stay', () => {
  const merged = mergeNewest(feed([6, 5, 4, 3, 2, 1], null), feed([8, 7, 6], 6), idOf);
  assert.equal(ids(merged), '8 7 6 5 4 3 2 1');
  assert.equal(merged.next, null);
});

test('a row that changed is shown as it is now', () => {
  const fresh = { rows: [{ id: 2, state: 'processed' }, { id: 1 }], next: 1 };
  const merged = mergeNewest({ rows: [{ id: 2, state: 'waiting' }, { id: 1 }, { id: 0 }], next: null }, fresh, idOf);
  assert.equal(merged.rows[0]?.state, 'processed');
  assert.equal(ids(merged), '2 1 0');
});

test('when more has come than a page holds, nothing in between is passed over in silence', () => {
  const merged = mergeNewest(feed([3, 2, 1], null), feed([9, 8, 7], 7), idOf);
  assert.equal(ids(merged), '9 8 7');
  assert.equal(merged.next, 7);
});

test('what came or changed is put into the list, and what does not stay leaves it', () => {
  const known = { rows: [{ id: 3, state: 'waiting' }, { id: 2, state: 'error' }, { id: 1 }], next: 1 };
  const merged = mergeChanged(
    known,
    [{ id: 4 }, { id: 2, state: 'processed' }],
    idOf,
    ({ state }) => state !== 'waiting',
  );
  assert.deepEqual(merged, { rows: [{ id: 4 }, { id: 2, state: 'processed' }, { id: 1 }], next: 1 });
});

test('the page behind is put after the known ones, each row once', () => {
  const merged = appendPage(feed([5, 4, 3], 3), feed([3, 2, 1], null), idOf);
  assert.equal(ids(merged), '5 4 3 2 1');
  assert.equal(merged.next, null);
});

test('a page behind that took its time is put to what has come meanwhile; a list that began anew keeps its end', () => {
  const join = joinPage(feed([5, 4, 3], 3), feed([2, 1], null), idOf);
  const grown = join(feed([6, 5, 4, 3], 3));
  assert.deepEqual([ids(grown), grown.next], ['6 5 4 3 2 1', null]);
  const anew = feed([9, 8, 7], 7);
  assert.equal(join(anew), anew);
});
