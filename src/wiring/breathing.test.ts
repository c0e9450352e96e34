import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createBreathing } from './breathing.ts';

function stage(busyFor: () => boolean) {
  const stopping = new AbortController();
  const time = { ms: 0 };
  const rests: number[] = [];
  const breathe = createBreathing({
    isBusy: busyFor,
    stopping: stopping.signal,
    now: () => time.ms,
    async pause(ms) {
      rests.push(ms);
      time.ms += ms;
    },
  });
  /** A piece of so many ms, then a breath; answers the rests it took. */
  const piece = async (ms: number, times?: number) => {
    time.ms += ms;
    await breathe(times);
    return rests.splice(0);
  };
  return { piece, stopping };
}

it('rests go by the work: none after little, as long as the work after more, never without end', async () => {
  const { piece } = stage(() => false);
  assert.deepEqual(await piece(1), []);
  assert.deepEqual(await piece(2), []);
  assert.deepEqual(await piece(2), [5], 'five ms since the last rest');
  assert.deepEqual(await piece(20), [20]);
  assert.deepEqual(await piece(3), []);
  assert.deepEqual(await piece(5_000), [100]);
});

it('work that is felt on the disk rests many times as long, after little of it too', async () => {
  const { piece } = stage(() => false);
  assert.deepEqual(await piece(2, 10), [20]);
  assert.deepEqual(await piece(50, 10), [100]);
});

it('while others wait even the smallest piece waits, until they have had their turn or for 200 ms', async () => {
  let waiting = 3;
  const some = stage(() => {
    waiting -= 1;
    return waiting > 0;
  });
  assert.deepEqual(await some.piece(0), [10]);
  const always = stage(() => true);
  const rests = await always.piece(0);
  assert.equal(
    rests.reduce((sum, ms) => sum + ms, 0),
    200,
  );
});

it('ends the work when the server stops', async () => {
  const { piece, stopping } = stage(() => false);
  stopping.abort();
  await assert.rejects(piece(1), /the server stops/);
});
