import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withLargeBytes } from './collect.ts';

const MEGABYTE = 2 ** 20;

it('holds one large thing at a time, whatever becomes of it, and lets small ones pass', async () => {
  const said: string[] = [];
  let end: () => void = () => undefined;
  const first = withLargeBytes(10 * MEGABYTE, async () => {
    said.push('first begins');
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    said.push('first ends');
    throw new Error('no file');
  });
  const second = withLargeBytes(10 * MEGABYTE, async () => {
    said.push('second');
    return 2;
  });
  await withLargeBytes(MEGABYTE, async () => void said.push('small'));
  end();
  await assert.rejects(first, /no file/);
  assert.equal(await second, 2);
  assert.deepEqual(said, ['small', 'first begins', 'first ends', 'second']);
});
