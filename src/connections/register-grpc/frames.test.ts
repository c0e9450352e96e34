import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createByteBudget } from './byte-budget.ts';
import { FrameFault, readFrames } from './frames.ts';

const maxBytes = 1000;

function frame(body: Uint8Array, packed = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt8(packed, 0);
  prefix.writeUInt32BE(body.byteLength, 1);
  return Buffer.concat([prefix, body]);
}

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.byteLength; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function readAll(source: AsyncIterator<Buffer>): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  for await (const one of readFrames(source, {
    budget: createByteBudget(100),
    maxBytes,
    signal: new AbortController().signal,
  })) {
    bodies.push(Buffer.from(one.bytes));
    one.release();
  }
  return bodies;
}

test('messages come out whole however the bytes are cut', async () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(bodies, sizes, async (all, cuts) => {
      const read = await readAll(cut(Buffer.concat(all.map((body) => frame(body))), cuts));
      assert.deepEqual(
        read,
        all.map((body) => Buffer.from(body)),
      );
    }),
  );
});

test('A4: a message that announces more than the limit is refused before its bytes are read', async () => {
  const huge = frame(Buffer.alloc(0));
  huge.writeUInt32BE(0xffffffff, 1);
  await assert.rejects(readAll(cut(huge, [5])), (cause) => {
    return cause instanceof FrameFault && cause.kind === 'too_large' && cause.size === 0xffffffff;
  });
});

test('a stream that ends inside a message is told from one that ends after it', async () => {
  const whole = frame(Buffer.from('content'));
  for (const length of [1, 4, 6, whole.length - 1]) {
    const source = cut(whole.subarray(0, length), [3]);
    await assert.rejects(readAll(source), (cause) => cause instanceof FrameFault && cause.kind === 'cut');
  }
  assert.equal((await readAll(cut(whole, [3]))).length, 1);
});

test('compressed messages are unpacked up to the limit', async () => {
  const good = Buffer.alloc(maxBytes, 'a');
  assert.deepEqual(await readAll(cut(frame(gzipSync(good), 1), [7])), [good]);
  const bomb = frame(gzipSync(Buffer.alloc(maxBytes + 1)), 1);
  await assert.rejects(readAll(cut(bomb, [7])), (cause) => cause instanceof FrameFault && cause.kind === 'too_large');
  const rubbish = frame(Buffer.from('no archive'), 1);
  await assert.rejects(readAll(cut(rubbish, [7])), (cause) => {
    return cause instanceof FrameFault && cause.kind === 'bad_compression';
  });
});

test('A1: nothing is read beyond a message until the caller comes back', async () => {
  let pulled = 0;
  async function* source() {
    for (const text of ['one', 'two', 'three']) {
      pulled += 1;
      yield frame(Buffer.from(text));
    }
  }
  const frames = readFrames(source(), {
    budget: createByteBudget(100),
    maxBytes,
    signal: new AbortController().signal,
  });
  for (const count of [1, 2, 3]) {
    assert.equal((await frames.next()).done, false);
    await new Promise(setImmediate);
    assert.equal(pulled, count);
  }
});

test('T1: a message that is here already is delivered although the stream has broken', async () => {
  async function* source() {
    yield Buffer.concat([frame(Buffer.from('one')), frame(Buffer.from('two'))]);
    throw new Error('connection lost');
  }
  const budget = createByteBudget(6);
  const broken = new AbortController();
  const frames = readFrames(source(), { budget, maxBytes, signal: broken.signal });
  const first = await frames.next();
  broken.abort(new Error('connection lost'));
  const second = frames.next();
  const other = await Promise.race([second, new Promise((resolve) => setImmediate(resolve, 'waits'))]);
  assert.notEqual(other, 'waits', 'the budget holds both');
  first.value?.release();
  assert.equal(Buffer.from((await second).value?.bytes ?? []).toString(), 'two');
  (await second).value?.release();
  await assert.rejects(frames.next(), /connection lost/);
  assert.equal(budget.used(), 0);
});
