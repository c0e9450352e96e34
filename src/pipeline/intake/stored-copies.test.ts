import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { realDisk, watchFlushes } from '../../../tests/support/disk.ts';
import { incoming, openIntake } from '../../../tests/support/intake.ts';

test('A3: a file that lost its last byte or got one more is no copy, in whatever folder', async (t) => {
  const { intake, folders } = await openIntake(t);
  const reason = { code: 'package.damaged', params: { cause: 'test' } } as const;
  for (const state of ['waiting', 'processed', 'error', 'broken'] as const) {
    for (const change of [-1, 1]) {
      const first = await intake.receive(incoming(`${state} ${change}`));
      assert.ok(first.kind === 'stored');
      if (state !== 'waiting') await intake.finish(first.name, 'waiting', state, reason);
      const path = join(folders[state], first.name);
      const bytes = readFileSync(path);
      writeFileSync(path, change < 0 ? bytes.subarray(0, -1) : Buffer.concat([bytes, Buffer.from('x')]));
      assert.equal((await intake.receive(incoming(`${state} ${change}`))).kind, 'stored', `${state} ${change}`);
      assert.equal((await intake.read('waiting', first.name)).kind, 'package');
      assert.equal((await intake.receive(incoming(`${state} ${change}`))).kind, 'repeated');
      for (const other of ['processed', 'error', 'broken'] as const) assert.deepEqual(readdirSync(folders[other]), []);
    }
  }
});

test('A3: a package that was found damaged on the disk is taken anew; one that is broken as it came is not', async (t) => {
  const { intake, folders } = await openIntake(t);
  const [rotten, bad] = [await intake.receive(incoming('rotten')), await intake.receive(incoming('bad'))];
  assert.ok(rotten.kind === 'stored' && bad.kind === 'stored');
  const path = join(folders.waiting, rotten.name);
  writeFileSync(path, readFileSync(path, 'utf8').replace('\nrotten', '\nr0tten'));
  const read = await intake.read('waiting', rotten.name);
  assert.ok(read.kind === 'damaged');
  await intake.finish(rotten.name, 'waiting', 'broken', read.reason);
  await intake.finish(bad.name, 'waiting', 'broken', { code: 'package.not_a_zip', params: {} });

  assert.equal((await intake.receive(incoming('bad'))).kind, 'repeated');
  assert.equal((await intake.receive(incoming('rotten'))).kind, 'stored');
  assert.equal((await intake.read('waiting', rotten.name)).kind, 'package');
  assert.deepEqual(readdirSync(folders.broken).sort(), [bad.name, `${bad.name}.reason.json`]);
});

test('P5: a package of error comes with the right shop id at last and takes the place of the one that was held', async (t) => {
  const { intake, folders } = await openIntake(t);
  const first = await intake.receive(incoming('content', { shopId: '_shop_wrong' }));
  assert.ok(first.kind === 'stored');
  const held = { code: 'register.shop_mismatch', params: { registerId: 'r', reported: 'a', expected: 'b' } } as const;
  await intake.finish(first.name, 'waiting', 'error', held);
  assert.equal((await intake.receive(incoming('content', { shopId: '_shop_wrong' }))).kind, 'repeated');
  assert.equal((await intake.receive(incoming('content', { shopId: '_shop_right' }))).kind, 'stored');
  assert.deepEqual(readdirSync(folders.error), []);
  assert.equal((await intake.readHeader('waiting', first.name))?.shopId, '_shop_right');
  assert.deepEqual(await intake.waiting(9), [first.name]);
});

test('T1: a file whose folder could not be flushed is refused, and is no copy until it was written again', async (t) => {
  const { intake, folders } = await openIntake(t);
  const flushed = watchFlushes(t, folders.waiting);
  const refused = await intake.receive(incoming('content'));
  assert.deepEqual(refused, { kind: 'refused', code: 'load.storage_failed', params: { cause: 'EIO' } });
  assert.equal((await intake.receive(incoming('content'))).kind, 'refused');
  realDisk();
  assert.deepEqual(flushed, []);
  assert.equal((await intake.receive(incoming('content'))).kind, 'stored');
  assert.equal((await intake.receive(incoming('content'))).kind, 'repeated');
  assert.equal(readdirSync(folders.waiting).length, 1);
});
