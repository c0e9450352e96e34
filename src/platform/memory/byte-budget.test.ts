import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ByteBudgetOptions, createByteBudget, type Share } from './byte-budget.ts';

const settled = () => new Promise(setImmediate);
const never = () => assert.fail('nobody is slow here');

/** A budget of ten bytes and a hundred beyond them. */
function open(change: Partial<ByteBudgetOptions> = {}) {
  const budget = createByteBudget({ limit: 10, beyond: 100, turnMs: 50, ...change });
  const granted: string[] = [];
  return {
    budget,
    granted,
    /** Takes bytes for a message and notes its name when they are granted. */
    async take(share: Share, bytes: number, name: string) {
      await share.take(bytes);
      granted.push(name);
    },
  };
}

async function drain(shares: Share[]): Promise<void> {
  for (const share of shares) share.release();
  await settled();
}

test('who announces much and sends nothing takes nothing from the others', async () => {
  const { budget } = open();
  const silent = budget.open(1000, never);
  const small = budget.open(9, never);
  await small.take(9);
  assert.equal(budget.used(), 9);
  await drain([silent, small]);
  assert.equal(budget.used(), 0);
});

test('the oldest of those that wait goes on beyond the limit, and one at a time', async () => {
  const { budget, granted, take } = open({ turnMs: 1 });
  const [first, second, third] = [budget.open(30, never), budget.open(30, never), budget.open(30, never)];
  await take(third, 10, 'third');
  const waits = [take(second, 5, 'second'), take(first, 5, 'first')];
  await settled();
  assert.deepEqual(granted, ['third', 'second'], 'who asked first had the turn');
  await take(second, 25, 'second');
  second.complete();
  // A message that is whole keeps its turn until it is on the disk, however long that takes.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(granted, ['third', 'second', 'second']);
  second.release();
  await Promise.all(waits);
  assert.deepEqual(granted.slice(3), ['first']);
  await drain([first, third]);
  assert.equal(budget.used(), 0);
});

test('who has gone beyond and falls silent holds the next up for a turn only', async () => {
  const { budget, granted, take } = open({ turnMs: 1 });
  const [silent, small] = [budget.open(90, never), budget.open(11, never)];
  await take(silent, 20, 'silent');
  await take(small, 11, 'small');
  assert.deepEqual(granted, ['silent', 'small']);
  await drain([silent, small]);
});

test('with room again the oldest is served first, even when a younger one would fit', async () => {
  const { budget, granted, take } = open();
  const holder = budget.open(6, never);
  await holder.take(6);
  const leader = budget.open(20, never);
  await leader.take(20);
  const [large, small] = [budget.open(8, never), budget.open(1, never)];
  const waits = [take(large, 8, 'large'), take(small, 1, 'small')];
  await settled();
  assert.deepEqual(granted, []);
  holder.release();
  await Promise.all(waits);
  assert.deepEqual(granted, ['large', 'small']);
  await drain([leader, large, small]);
  assert.equal(budget.used(), 0);
});

test('nobody goes beyond the limit when those that are there could not be completed any more', async () => {
  const { budget, granted, take } = open({ limit: 0, beyond: 100, turnMs: 1 });
  const [one, two] = [budget.open(100, never), budget.open(100, never)];
  await one.take(60);
  const waits = take(two, 41, 'two');
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(granted, [], 'the first needs forty more');
  await one.take(40);
  one.release();
  await waits;
  await drain([two]);
  assert.equal(budget.used(), 0);
});

test('who is slow while others wait is told once; who was kept waiting itself is not slow', async () => {
  let now = 0;
  const slow: string[] = [];
  const { budget, take, granted } = open({ turnMs: 1, now: () => now, slowAfterMs: 30_000, minBytesPerSecond: 4096 });
  const [idle, empty, kept] = ['idle', 'empty', 'kept'].map((name) => budget.open(200, () => slow.push(name)));
  assert.ok(idle && empty && kept);
  await idle.take(10);
  const { promise: nothing, resolve: letGo } = Promise.withResolvers<void>();
  const fetches = [idle.fetch(nothing), empty.fetch(nothing)];
  now = 29_999;
  const blocking = budget.open(100, never);
  await blocking.take(100);
  const waits = take(kept, 5, 'kept');
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(slow, []);
  now = 30_000;
  while (slow.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  assert.deepEqual(slow, ['idle'], 'the empty one holds nothing');
  now = 1_000_000;
  letGo();
  await Promise.all(fetches);
  assert.deepEqual(granted, []);
  idle.release();
  await waits;
  await drain([empty, kept, blocking]);
  assert.deepEqual(slow, ['idle']);
});

test('a sender that brings a byte now and then is slow by all its time together', async () => {
  let now = 0;
  const slow: string[] = [];
  const { budget, take } = open({ turnMs: 1, now: () => now });
  const [drip, other] = [budget.open(100, () => slow.push('drip')), budget.open(20, never)];
  for (let byte = 0; byte < 12; byte += 1) {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const fetched = drip.fetch(arrived);
    now += 3_000;
    arrive();
    await fetched;
    await drip.take(1);
  }
  const fetched = drip.fetch(new Promise<void>((resolve) => setTimeout(resolve, 20)));
  await take(other, 20, 'other');
  await fetched;
  assert.deepEqual(slow, ['drip']);
  await drain([drip, other]);
});

test('whatever comes in whatever order, every message is completed and the bounds hold', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(30), fc.integer({ min: 1, max: 20 }), async (all, limit, piece) => {
      const budget = createByteBudget({ limit, beyond: 60, turnMs: 0 });
      await Promise.all(
        all.map(async (size, index) => {
          const share = budget.open(size, never);
          for (let rest = size; rest > 0; rest -= piece) {
            // Some senders let the others wait.
            for (let turn = 0; turn < index % 4; turn += 1) await share.fetch(settled());
            await share.take(Math.min(piece, rest));
            assert.ok(budget.used() <= limit + 60, `${budget.used()} bytes`);
          }
          share.complete();
          await settled();
          share.release();
        }),
      );
      assert.equal(budget.used(), 0);
    }),
    { numRuns: 60 },
  );
});

test('a compressed message that grows beyond everything passes alone and gives back what it gave up', async () => {
  const { budget, granted, take } = open({ limit: 10, beyond: 20, turnMs: 1 });
  const [packed, small] = [budget.open(45, never), budget.open(10, never)];
  await small.take(10);
  await packed.take(20);
  await packed.take(25);
  const other = budget.open(5, never);
  const waits = take(other, 5, 'other');
  await settled();
  assert.deepEqual(granted, []);
  packed.giveBack(40);
  packed.complete();
  assert.equal(budget.used(), 15);
  packed.release();
  await waits;
  await drain([small, other]);
  assert.equal(budget.used(), 0);
});
