import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { folderFor, receiverFor } from '../../tests/support/registers.ts';
import type { Fleet } from './fleet.ts';
import { createFleet, defaultIds } from './fleet.ts';
import { isReceipt } from './model.ts';
import { createShopClock } from './shop-clock.ts';

/** A machine whose time passes only while all the actors sleep: then it is the time of the earliest to wake. */
function createMachine(stop: AbortController, untilMs: number, actors: number) {
  let now = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  function passWhenAllSleep(): void {
    if (sleepers.size < actors) return;
    const [next] = [...sleepers].sort((a, b) => a.at - b.at);
    now = Math.max(now, next?.at ?? now);
    if (now > untilMs) stop.abort();
    next?.wake();
  }
  return {
    machineMs: () => now,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleeper = { at: now + ms, wake };
        function wake(): void {
          sleepers.delete(sleeper);
          resolve();
        }
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        passWhenAllSleep();
      }),
  };
}

async function tradedFleet(t: TestContext, serverAddress: string): Promise<Fleet> {
  const stop = new AbortController();
  // A seller and a sender for each of three registers.
  const machine = createMachine(stop, 40 * 60_000, 6);
  const fleet = await createFleet({
    shops: 2,
    registersPerShop: [1, 2],
    folder: await folderFor(t),
    serverAddress,
    ...machine,
    startAt: '2026-05-01T20:00:00',
    speed: 60,
    receiptsPerHour: 6,
    registerOptions: () => ({ intervals: { well: 60_000, afterFailure: 60_000 } }),
  });
  t.after(() => fleet.close());
  await fleet.run(stop.signal);
  for (const register of fleet.registers) await register.work();
  return fleet;
}

test('a fleet opens, sells through its days, closes and sends everything', async (t) => {
  const receiver = await receiverFor(t);
  const fleet = await tradedFleet(t, receiver.address);
  assert.deepEqual(
    fleet.registers.map((one) => [one.shopCode, one.registerCode]),
    [
      ['1', '1'],
      ['2', '1'],
      ['2', '2'],
    ],
  );
  assert.equal(fleet.find('2', '2').registerId, defaultIds(2, 2).registerId);
  assert.equal(new Set(fleet.registers.map((one) => one.registerId)).size, 3);
  const shifts = fleet.registers.map((one) => one.expected());
  assert.ok(shifts.every((own) => own.length >= 3));
  for (const own of shifts) {
    assert.deepEqual(
      own.slice(0, 3).map((shift) => shift.openedAt.slice(0, 10)),
      ['2026-05-01', '2026-05-02', '2026-05-03'],
    );
    assert.ok(own[1]?.openedAt.startsWith('2026-05-02T08:'));
    assert.ok(own[1]?.closedAt?.startsWith('2026-05-02T22:'));
    const receipts = own[1]?.documents.filter(isReceipt) ?? [];
    assert.ok(receipts.length > 50 && receipts.length < 130, `${receipts.length} receipts`);
  }
  const sold = shifts.flat().flatMap((shift) => shift.documents.map((one) => one.identifier));
  assert.equal(new Set(sold).size, sold.length);
  const packages = receiver.received.filter((message) => message.typeOfSales === 'BY_CHECK');
  assert.equal(packages.length, sold.length);
});

test('what a fleet sells follows from its seeds', async (t) => {
  const receiver = await receiverFor(t);
  const [first, second] = [await tradedFleet(t, receiver.address), await tradedFleet(t, receiver.address)];
  for (const [index, register] of first.registers.entries()) {
    const sums = (fleet: Fleet) =>
      fleet.registers[index]
        ?.expected()[0]
        ?.documents.slice(0, 8)
        .map((one) => one.sum);
    assert.deepEqual(sums(first), sums(second), register.registerId);
  }
  const differ = new Set(first.registers.map((one) => one.expected()[0]?.documents[1]?.sum));
  assert.equal(differ.size, 3);
});

test('days of the past are traded at once and sent when they are asked for', async (t) => {
  const receiver = await receiverFor(t);
  const fleet = await createFleet({
    shops: 1,
    registersPerShop: 1,
    folder: await folderFor(t),
    serverAddress: receiver.address,
    sleep: async () => undefined,
    machineMs: () => 0,
    startAt: '2026-05-10T12:00:00',
  });
  t.after(() => fleet.close());
  const register = fleet.find('1', '1');
  await register.tradePast({ firstDate: '2026-05-01', days: 9, receipts: (day) => 10 + day });
  assert.equal(await register.work(), 'idle');
  await register.openShift();
  await register.sellReceipt();
  const shifts = register.expected();
  assert.deepEqual(
    shifts.map((one) => one.shiftNumber),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  assert.deepEqual(shifts.map((one) => one.openedAt.slice(8, 10)).slice(0, 3), ['01', '02', '03']);
  assert.equal(shifts[9]?.openedAt, '2026-05-10T12:00:00');
  assert.deepEqual(
    shifts.slice(0, 3).map((one) => one.documents.filter(isReceipt).length),
    [10, 11, 12],
  );
  const hours = new Set(shifts[0]?.documents.map((one) => one.closedAt.slice(11, 13)));
  assert.ok(hours.size > 8, 'receipts are spread over the day');
  assert.ok(shifts.every((one) => one.documents.every((document) => document.closedAt <= (one.closedAt ?? '9999'))));
  await register.unload({ shifts: { from: 1, to: 9 } });
  await register.work();
  assert.equal(receiver.received.filter((message) => message.typeOfSales === 'BY_SHIFT').length, 1);
});

test('the clock of the shops runs fast and can skip the nights', () => {
  let ms = 5000;
  const options = {
    machineMs: () => ms,
    startAt: '2026-05-01T21:00:00',
    speed: 60,
    hours: { open: '08:00:00', close: '22:00:00' },
  };
  const skipping = createShopClock({ ...options, skipNights: true });
  const plain = createShopClock({ ...options, skipNights: false });
  assert.deepEqual([skipping.now(), plain.now()], ['2026-05-01T21:00:00', '2026-05-01T21:00:00']);
  assert.equal(skipping.msUntil('2026-05-01T22:00:00'), 60_000);
  assert.equal(skipping.msUntil('2026-05-02T08:00:00'), 70_000);
  assert.equal(plain.msUntil('2026-05-02T08:00:00'), 660_000);
  ms += 71_000;
  assert.deepEqual([skipping.now(), plain.now()], ['2026-05-02T08:01:00', '2026-05-01T22:11:00']);
  assert.equal(skipping.msUntil('2026-05-01T00:00:00'), 1);
});
