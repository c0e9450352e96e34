import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createByteBudget } from '../../platform/memory/byte-budget.ts';
import { FrameFault, type FrameOptions, NoSpace, readFrames } from './frames.ts';

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

/** Options over a small budget; `promised` counts the disk space that was asked for and not given back. */
function open(change: Partial<FrameOptions> = {}) {
  const budget = createByteBudget({ limit: 100, beyond: maxBytes, turnMs: 1 });
  const counted = {
    promised: 0,
    giveBack(bytes: number) {
      counted.promised -= bytes;
    },
  };
  const options: FrameOptions = {
    budget,
    maxBytes,
    async reserve(bytes) {
      counted.promised += bytes;
      return { kind: 'space', bytes, release: () => counted.giveBack(bytes) };
    },
    onSlow: () => assert.fail('nobody is slow here'),
    ...change,
  };
  return { options, budget, promised: () => counted.promised };
}

type Read = { bytes: Buffer; isPacked: boolean };

/** All messages; whatever the ending, neither memory nor disk space may stay taken. */
async function readAll(source: AsyncIterator<Buffer>): Promise<Read[]> {
  const all = open();
  const read: Read[] = [];
  try {
    for await (const one of readFrames(source, all.options)) {
      read.push({ bytes: Buffer.from(one.bytes), isPacked: one.isPacked });
      one.release();
    }
  } finally {
    assert.deepEqual([all.budget.used(), all.promised()], [0, 0]);
  }
  return read;
}

test('messages come out whole however the bytes are cut', async () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  const sizes = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(bodies, sizes, async (all, cuts) => {
      const read = await readAll(cut(Buffer.concat(all.map((body) => frame(body))), cuts));
      assert.deepEqual(
        read,
        all.map((body) => ({ bytes: Buffer.from(body), isPacked: false })),
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
  for (const good of [Buffer.alloc(maxBytes, 'a'), randomBytes(900), Buffer.alloc(0)])
    for (const pack of [gzipSync, deflateSync])
      assert.deepEqual(await readAll(cut(frame(pack(good), 1), [7])), [{ bytes: good, isPacked: false }]);
});

test('T1: a message whose compression can not be undone within the limit is kept as it came, and the next one is read', async () => {
  const bombs = [gzipSync(Buffer.alloc(maxBytes + 1)), gzipSync(Buffer.alloc(1 << 24, 'x')).subarray(0, 900)];
  const broken = [Buffer.from('no archive'), gzipSync(randomBytes(500)).subarray(0, 400), Buffer.alloc(0)];
  for (const bytes of [...bombs, ...broken]) {
    const next = { bytes: Buffer.from('next'), isPacked: false };
    const read = await readAll(cut(Buffer.concat([frame(bytes, 1), frame(next.bytes)]), [7]));
    assert.deepEqual(read, [{ bytes, isPacked: true }, next]);
  }
});

test('A4: disk space is asked for when the size is known, before more of the message is read', async () => {
  let pulled = 0;
  async function* source() {
    for (const piece of [frame(Buffer.alloc(500)).subarray(0, 5), Buffer.alloc(500)]) {
      pulled += 1;
      yield piece;
    }
  }
  const asked: number[] = [];
  const { options, budget } = open({
    async reserve(bytes) {
      asked.push(bytes, pulled);
      return { kind: 'refused', code: 'load.disk_full', params: { free: 1, needed: 2 } };
    },
  });
  await assert.rejects(readFrames(source(), options).next(), (cause) => cause instanceof NoSpace);
  assert.deepEqual([asked, pulled, budget.used()], [[500, 1], 1, 0]);
});

test('memory is charged as the bytes come, and a message that is not whole gives it back in every ending', async () => {
  const all = open();
  const { promise: more, reject: breakOff } = Promise.withResolvers<void>();
  async function* source() {
    yield frame(Buffer.alloc(900)).subarray(0, 35);
    await more;
  }
  const frames = readFrames(source(), all.options);
  const first = frames.next();
  await new Promise(setImmediate);
  assert.deepEqual([all.budget.used(), all.promised()], [30, 900]);
  breakOff(new Error('connection lost'));
  await assert.rejects(first, /connection lost/);
  assert.deepEqual([all.budget.used(), all.promised()], [0, 0]);
});

test('several large messages at once all get through a small budget', async () => {
  const all = open();
  const bodies = Array.from({ length: 12 }, (_, index) => Buffer.alloc(maxBytes - index, index));
  const read = await Promise.all(
    bodies.map(async (body) => {
      const frames = readFrames(cut(frame(body), [13]), all.options);
      const { value } = await frames.next();
      assert.ok(all.budget.used() <= 100 + maxBytes);
      const bytes = Buffer.from(value?.bytes ?? []);
      value?.release();
      return bytes;
    }),
  );
  assert.deepEqual(read, bodies);
  assert.deepEqual([all.budget.used(), all.promised()], [0, 0]);
});

test('A1: nothing is read beyond a message until the caller comes back', async () => {
  let pulled = 0;
  async function* source() {
    for (const text of ['one', 'two', 'three']) {
      pulled += 1;
      yield frame(Buffer.from(text));
    }
  }
  const frames = readFrames(source(), open().options);
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
  const { options, budget } = open();
  const other = budget.open(999, () => undefined);
  await other.take(100);
  await other.take(899);
  const frames = readFrames(source(), options);
  const first = frames.next();
  assert.equal(await Promise.race([first, new Promise((resolve) => setImmediate(resolve, 'waits'))]), 'waits');
  other.release();
  (await first).value?.release();
  const second = frames.next();
  assert.equal(Buffer.from((await second).value?.bytes ?? []).toString(), 'two');
  (await second).value?.release();
  await assert.rejects(frames.next(), /connection lost/);
  assert.equal(budget.used(), 0);
});
