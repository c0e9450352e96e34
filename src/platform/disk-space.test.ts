import assert from 'node:assert/strict';
import { statfsSync } from 'node:fs';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { watchDiskSpace } from './disk-space.ts';

test('bytes promised to one writer are not promised to another, and come back when they were not used', async (t) => {
  const folder = temporaryFolder(t);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const disk = watchDiskSpace({ folder, clock: { now: () => 0 }, minFreeBytes: free / 2 });
  const part = Math.floor(free * 0.3);
  const [first, second] = await Promise.all([disk.reserve(part), disk.reserve(part)]);
  assert.equal(first.ok, true);
  assert.equal(second.ok, false);
  if (second.ok || !first.ok) return;
  assert.equal(second.needed, part + free / 2);
  assert.ok(second.free < free * 0.8, 'the promise to the first is subtracted');
  first.release();
  first.release();
  const third = await disk.reserve(part);
  assert.equal(third.ok, true, 'the disk is looked at again before anybody is refused');
});

test('less free than must stay free refuses even an empty write', async (t) => {
  const disk = watchDiskSpace({
    folder: temporaryFolder(t),
    clock: { now: () => 0 },
    minFreeBytes: Number.MAX_SAFE_INTEGER,
  });
  assert.equal((await disk.reserve(0)).ok, false);
  assert.ok((await disk.free()) > 0);
});
