import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QueryKey } from '../query-keys.ts';
import { createRefreshQueue } from './refresh-queue.ts';

function setUp(chance = 0.5) {
  let clock = 0;
  let waiting: { at: number; then: () => void } | null = null;
  const turns: { at: number; keys: QueryKey[] }[] = [];
  const queue = createRefreshQueue((keys) => turns.push({ at: clock, keys }), {
    now: () => clock,
    random: () => chance,
    wait(ms, then) {
      waiting = { at: clock + ms, then };
      return () => {
        waiting = null;
      };
    },
  });
  const runTo = (time: number) => {
    while (waiting !== null && waiting.at <= time) {
      const { at, then } = waiting as { at: number; then: () => void };
      waiting = null;
      clock = at;
      then();
    }
    clock = time;
  };
  return { queue, turns, runTo };
}

test('many hints in a second become one refresh with each key once', () => {
  const { queue, turns, runTo } = setUp();
  for (let i = 0; i < 50; i += 1) queue.add([['shops'], ['shift', '5', String(i % 2)]]);
  runTo(900);
  assert.equal(turns.length, 1);
  assert.deepEqual(turns[0]?.keys, [['shops'], ['shift', '5', '0'], ['shift', '5', '1']]);
});

test('the next refresh comes a second after the last, not earlier, and nothing is lost', () => {
  const { queue, turns, runTo } = setUp();
  queue.add([['log']]);
  runTo(200);
  queue.add([['exports']]);
  runTo(1_000);
  assert.equal(turns.length, 1);
  runTo(2_000);
  assert.equal(turns.length, 2);
  assert.ok((turns[1]?.at ?? 0) - (turns[0]?.at ?? 0) >= 1_000);
  assert.deepEqual(turns[1]?.keys, [['exports']]);
});

test('M6: a hint is fetched within 1.25 s, also when it comes right after a refresh and chance waits longest', () => {
  const { queue, turns, runTo } = setUp(1);
  queue.add([['log']]);
  runTo(251);
  queue.add([['exports']]);
  runTo(251 + 1_250);
  assert.deepEqual(
    turns.map(({ keys }) => keys),
    [[['log']], [['exports']]],
  );
});

test('while the page is frozen nothing is fetched; afterwards everything that gathered is', () => {
  const { queue, turns, runTo } = setUp();
  queue.hold(true);
  queue.add([['log']]);
  runTo(10_000);
  assert.equal(turns.length, 0);
  queue.hold(false);
  runTo(11_000);
  assert.deepEqual(turns[0]?.keys, [['log']]);
});
