import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createGrowingBytes } from './growing-bytes.ts';

test('whatever is appended comes out in one piece, and the memory follows what has come', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 8 });
  fc.assert(
    fc.property(pieces, fc.nat(1_000_000), (all, more) => {
      const whole = Buffer.concat(all);
      const grown = createGrowingBytes(whole.byteLength + more);
      for (const piece of all) grown.append(piece);
      assert.deepEqual(grown.bytes(), whole);
      const memory = grown.bytes().buffer.byteLength;
      assert.ok(memory <= Math.max(64 * 1024, 4 * whole.byteLength), `${memory} for ${whole.byteLength}`);
    }),
    { numRuns: 30 },
  );
});

test('memory that was freed is gone at once', () => {
  const grown = createGrowingBytes(1 << 20);
  grown.append(Buffer.alloc(1 << 20));
  const bytes = grown.bytes();
  grown.free();
  assert.equal(bytes.byteLength, 0);
});
