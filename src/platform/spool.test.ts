import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { openSpool, type Spool } from './spool.ts';

async function contentOf(spool: Spool): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of spool.read()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

for (const [where, maxMemoryBytes] of [
  ['in memory', 1_000_000],
  ['in memory and beyond', 1_000],
  ['in a file', 0],
] as const) {
  test(`a spool gives back what was written, as often as asked for, and no name is in its folder: ${where}`, async (t) => {
    const folder = temporaryFolder(t);
    const spool = openSpool(folder, maxMemoryBytes);
    assert.deepEqual(await contentOf(spool), Buffer.alloc(0));
    const pieces = [randomBytes(700), randomBytes(1), randomBytes(900), randomBytes(600_000)];
    for (const piece of pieces) await spool.write(piece);
    assert.deepEqual(readdirSync(folder), []);
    assert.ok((await contentOf(spool)).equals(Buffer.concat(pieces)));
    assert.ok((await contentOf(spool)).equals(Buffer.concat(pieces)));
    await spool.close();
    await spool.close();
    assert.deepEqual(readdirSync(folder), []);
  });
}

test('a spool whose folder is not there says so when it needs it, and not before', async (t) => {
  const spool = openSpool(join(temporaryFolder(t), 'gone'), 10);
  await spool.write(Buffer.from('0123456789'));
  await assert.rejects(spool.write(Buffer.from('x')), { code: 'ENOENT' });
  assert.equal((await contentOf(spool)).toString(), '0123456789');
  await spool.close();
});
