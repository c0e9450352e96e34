import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import { SalesPackage } from '../../../contracts/generated/register-sales.ts';
import { pretendFree } from '../../../tests/support/disk.ts';
import { connectRegister, salesPackage } from '../../../tests/support/grpc-register.ts';
import { openRawLoad, prefix, type RawLoad } from '../../../tests/support/raw-load.ts';
import { openDoor, pack, until } from '../../../tests/support/register-door.ts';
import { silentLogger } from '../../platform/logger.ts';

const MEGABYTE = 1 << 20;

/** A register that announces 16 MiB, sends the beginning and then nothing. */
function fallSilent(t: TestContext, port: number, sent: number): RawLoad {
  const load = openRawLoad(port);
  t.after(() => load.close());
  load.write(Buffer.concat([prefix(16 * MEGABYTE), Buffer.alloc(sent, 'x')]));
  return load;
}

/** Waits until so many streams wait for the rest of a message. */
function announced(sizes: number[], count: number): Promise<void> {
  return until(() => sizes.length === count);
}

async function openCrowd(t: TestContext, limits: Record<string, number>) {
  const sizes: number[] = [];
  const opened = await openDoor(t, {
    door: {
      limits: { turnMs: 1, stopGraceMs: 20, ...limits },
      async reserve(bytes) {
        sizes.push(bytes);
        return { kind: 'space', bytes, release: () => undefined };
      },
    },
  });
  return { ...opened, sizes };
}

test('registers that announce much and fall silent, or send a byte now and then, hold nobody up', async (t) => {
  const { door, register, sizes } = await openCrowd(t, { maxBytesInFlight: 64 * 1024 });
  const silent = [0, 1, 40_000, 60_000, 300_000].map((sent) => fallSilent(t, door.port, sent));
  await announced(sizes, silent.length);
  const drip = setInterval(() => silent[4]?.write(Buffer.from('x')), 1);
  t.after(() => clearInterval(drip));
  for (const id of ['a', 'b', 'c']) assert.equal((await register.load([pack(id)])).response?.success, true);
  const large = await register.load([salesPackage({ id: 'large', saleFile: randomBytes(3 * MEGABYTE) })]);
  assert.equal(large.response?.success, true);
});

test('several large messages at once all get through, beside small ones', async (t) => {
  const { door, stored } = await openCrowd(t, { maxBytesInFlight: MEGABYTE, maxMessageBytes: 5 * MEGABYTE });
  const registers = Array.from({ length: 10 }, () => connectRegister(door.port));
  t.after(() => {
    for (const one of registers) one.close();
  });
  const outcomes = await Promise.all(
    registers.map((one, index) =>
      one.load([salesPackage({ id: `large ${index}`, saleFile: randomBytes(4 * MEGABYTE) }), pack(`small ${index}`)]),
    ),
  );
  for (const { response } of outcomes) assert.equal(response?.success, true);
  assert.equal(stored().length, 20);
});

test('a register that holds memory others wait for and is too slow is ended with a clear text', async (t) => {
  // Whoever is waited for when another waits is too slow by these limits; what fits into one piece is never waited for.
  const slow = { slowAfterMs: 0, minBytesPerSecond: Number.MAX_SAFE_INTEGER };
  const { door, register, sizes } = await openCrowd(t, { maxBytesInFlight: 1000, ...slow });
  const silent = fallSilent(t, door.port, 5000);
  await announced(sizes, 1);
  const { response } = await register.load([pack('a', 'x'.repeat(2000))]);
  assert.deepEqual(response?.requestId, ['a']);
  const { status: code, text } = await silent.ended;
  assert.equal(code, status.DEADLINE_EXCEEDED);
  assert.match(text, /слишком медленно.* \/ The package comes too slowly/);
});

test('a slow register that nobody waits for is left alone', async (t) => {
  const slow = { slowAfterMs: 0, minBytesPerSecond: Number.MAX_SAFE_INTEGER };
  const { door, register, sizes, stored } = await openCrowd(t, slow);
  const message = Buffer.from(SalesPackage.encode(pack('slow')).finish());
  const load = openRawLoad(door.port);
  t.after(() => load.close());
  load.write(Buffer.concat([prefix(message.byteLength), message.subarray(0, 20)]));
  await announced(sizes, 1);
  for (const id of ['a', 'b', 'c']) await register.load([pack(id)]);
  load.write(message.subarray(20));
  load.end();
  assert.equal((await load.ended).status, status.OK);
  assert.equal(stored().length, 4);
});

test('A4: a message that the disk has no room for is refused while the register still has it', async (t) => {
  pretendFree(t, 2 * MEGABYTE);
  const { door, register, events, stored } = await openDoor(t, { intake: { limits: { minFreeBytes: MEGABYTE } } });
  const load = openRawLoad(door.port);
  t.after(() => load.close());
  load.write(prefix(2 * MEGABYTE));
  const { status: code, text } = await load.ended;
  assert.equal(code, status.RESOURCE_EXHAUSTED);
  assert.match(text, /мало места на диске: свободно 2 МБ, нужно 4 МБ/);
  assert.deepEqual(
    events.map((event) => event.code),
    ['package.storage_refused'],
  );
  assert.deepEqual(stored(), []);
  assert.equal((await register.load([pack('small')])).response?.success, true);
});

test('A4: the space of a message that never came whole is free for the next one', async (t) => {
  pretendFree(t, 3 * MEGABYTE);
  const clock = { now: () => 1_773_468_000_000 };
  const { door, register } = await openDoor(t, { intake: { clock, limits: { minFreeBytes: MEGABYTE } } });
  const gone = openRawLoad(door.port);
  gone.write(prefix(MEGABYTE + MEGABYTE / 2));
  const large = salesPackage({ id: 'a', saleFile: randomBytes(MEGABYTE) });
  while ((await register.load([large])).error?.code !== status.RESOURCE_EXHAUSTED);
  gone.close();
  let outcome = await register.load([large]);
  while (outcome.error !== undefined) outcome = await register.load([large]);
  assert.deepEqual(outcome.response?.requestId, ['a']);
});

test('T1: a compressed message that can not be expanded is kept whole, told of, and the next one is taken', async (t) => {
  const { door, intake, events } = await openDoor(t);
  const message = Buffer.from(SalesPackage.encode(pack('next')).finish());
  const load = openRawLoad(door.port);
  t.after(() => load.close());
  const noise = Buffer.from('compressed by nobody');
  load.write(Buffer.concat([prefix(noise.byteLength, 1), noise, prefix(message.byteLength), message]));
  load.end();
  assert.equal((await load.ended).status, status.OK);
  const [name] = await intake.waiting(1);
  const kept = await intake.read('waiting', name ?? '');
  assert.ok(kept.kind === 'package');
  assert.deepEqual([kept.header.content, Buffer.from(kept.body)], ['frame', noise]);
  const told = events.find((event) => event.code === 'package.not_unpacked');
  assert.deepEqual(told?.params, { size: noise.byteLength });
  assert.equal((await intake.counts()).waiting, 2);
});

test('a stop does not wait for ever for a disk that hangs, and says what is left', async (t) => {
  const said: string[] = [];
  let writes = 0;
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  t.after(() => letGo());
  const { door, register } = await openDoor(t, {
    intake: {
      write() {
        writes += 1;
        return disk;
      },
    },
    door: {
      limits: { stopGraceMs: 5, stopDiskMs: 5 },
      logger: { ...silentLogger, error: (text) => said.push(text) },
    },
  });
  const load = register.load([pack('a')]);
  await until(() => writes === 1);
  await door.stop();
  assert.deepEqual(said, ['the disk has not taken the packages of 1 streams in 0 s; nothing was acknowledged']);
  assert.notEqual((await load).error, undefined);
});
