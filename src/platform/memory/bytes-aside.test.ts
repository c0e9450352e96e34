import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { putAside } from './bytes-aside.ts';

/** Bytes of which no two neighbouring stretches are alike. */
const bytes = Buffer.alloc(1_000_000);
for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 2_654_435_761) >>> 0, at);

it('gives back what was put aside, piece by piece, over again and in one piece, and leaves no name behind', (t) => {
  const folder = temporaryFolder(t);
  const aside = putAside(folder, bytes);
  assert.deepEqual(readdirSync(folder), []);
  for (const step of [1_000, 250_000, 300_001])
    for (let start = 0; start < bytes.length; start += step) {
      const end = Math.min(start + step, bytes.length);
      assert.ok(aside.slice(start, end).equals(bytes.subarray(start, end)), `${start}-${end}`);
    }
  assert.ok(aside.slice(0, bytes.length).equals(bytes));
  assert.equal(aside.slice(500, 500).length, 0);
  assert.throws(() => aside.slice(bytes.length - 5, bytes.length + 5), /shorter/);
  aside.close();
  assert.throws(() => aside.slice(0, 10), { code: 'EBADF' });
});

it('tells that a folder does not take it', (t) => {
  assert.throws(() => putAside(join(temporaryFolder(t), 'gone'), bytes), { code: 'ENOENT' });
});
