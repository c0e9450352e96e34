import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentOf, identity, receiverFor, registerFor } from '../../tests/support/registers.ts';
import { readSalesFile } from '../formats/sales-file/sales-file.ts';
import { openSalesBody } from '../formats/sales-package/sales-package.ts';
import { firstShift, planDay } from './day.ts';
import { isReceipt } from './model.ts';
import type { WirePackage } from './sales-client.ts';
import type { StateReport, StateRequest, StateSink } from './states.ts';

test('sends each receipt with the running sums of its open shift, then the closed shift as a whole', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address });
  await register.openShift();
  await register.sellMany(30);
  await register.closeShift();
  assert.equal(await register.work(), 'sent');

  const [truth] = register.expected();
  assert.ok(truth);
  const receipts = receiver.received.filter((message) => message.typeOfSales === 'BY_CHECK');
  const whole = receiver.received.filter((message) => message.typeOfSales === 'BY_SHIFT');
  assert.equal(receipts.length, truth.documents.length);
  assert.equal(whole.length, 1);
  assert.deepEqual(receiver.handshakes, [identity.registerId]);
  let saleCount = 0;
  for (const [index, message] of receipts.entries()) {
    const { shifts, documents } = await contentOf(message);
    assert.equal(message.cashId, identity.registerId);
    assert.equal(message.shopId, identity.shopId);
    assert.deepEqual(
      documents.map((one) => one.identifier),
      [truth.documents[index]?.identifier],
    );
    saleCount += documents[0]?.documentType === 1 ? 1 : 0;
    assert.equal(shifts[0]?.reported.saleCount, saleCount);
    assert.equal(shifts[0]?.closedAt, null);
  }
  const closed = await contentOf(whole[0] as WirePackage);
  assert.equal(closed.documents.length, truth.documents.length);
  assert.equal(closed.shifts[0]?.closedAt, truth.closedAt);
  assert.equal(closed.shifts[0]?.reported.revenue, truth.sums.revenue);
  assert.equal(whole[0]?.shiftNumberBegin, String(truth.shiftNumber));
});

test('one by one it sells exactly the day that is planned at once', async (t) => {
  const register = await registerFor(t, { serverAddress: 'localhost:1', rich: true });
  await register.openShift();
  for (let k = 0; k < 20; k++) await register.sellReceipt();
  await register.sellMany(25);
  await register.closeShift();
  const start = firstShift({ ...identity, seed: 77, date: '2026-01-01' });
  const plan = planDay({ ...start, receipts: 45, rich: true });
  assert.deepEqual(register.expected()[0]?.documents, plan.documents);
  assert.equal(register.expected()[0]?.closedAt, plan.closedAt);
});

test('numbers, drawer and fiscal counters go on in the next shift', async (t) => {
  const register = await registerFor(t, { serverAddress: 'localhost:1' });
  for (let day = 0; day < 2; day++) {
    await register.openShift();
    await register.sellMany(16);
    await register.closeShift();
  }
  const [first, second] = register.expected();
  assert.ok(first && second);
  assert.equal(second.openedAt, '2026-01-02T08:00:00');
  assert.equal(second.documents[0]?.documentNumber, (first.documents.at(-1)?.documentNumber ?? 0) + 1);
  assert.equal(second.sums.firstReceiptNumber, (first.sums.lastReceiptNumber ?? 0) + 1);
  assert.equal(second.sums.protectedTotalStart, first.sums.protectedTotalEnd);
  assert.equal(first.sums.drawerSum, 300_000);
  assert.notDeepEqual(
    first.documents.filter(isReceipt).map((one) => one.sum),
    second.documents.filter(isReceipt).map((one) => one.sum),
  );
});

test('it stops at the handshake unless it is accepted and version 1 is spoken', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address });
  await register.openShift();
  await register.sellReceipt();
  receiver.behaviour.connectionAccepted = false;
  assert.equal(await register.work(), 'failed');
  receiver.behaviour.connectionAccepted = true;
  receiver.behaviour.compabilityVersions = [2, 3];
  register.askAgain();
  assert.equal(await register.work(), 'failed');
  assert.equal(receiver.received.length, 0);
  assert.equal((await register.condition()).backups, 0);
  receiver.behaviour.compabilityVersions = [2, 1];
  register.askAgain();
  assert.equal(await register.work(), 'sent');
  assert.equal(receiver.received.length, 2);
});

test('it drops its copies before the server answers, and one failure silences it until somebody asks', async (t) => {
  const receiver = await receiverFor(t);
  const states = recordingSink();
  const register = await registerFor(t, { serverAddress: receiver.address, states: states.sink });
  await register.openShift();
  await register.sellMany(3);
  receiver.behaviour.success = false;
  assert.equal(await register.work(), 'failed');
  assert.deepEqual(await register.condition(), {
    openShift: 1,
    queued: 0,
    deferred: 0,
    backups: 4,
    listed: 4,
    silent: true,
  });
  for (const reports of states.updates.values()) {
    assert.deepEqual(reports.slice(-2), ['STATUS_READY', 'STATUS_ERROR'], 'reported as sent, then as failed');
  }
  receiver.behaviour.success = true;
  await register.sellReceipt();
  assert.equal(await register.work(), 'silent');
  assert.equal(receiver.received.length, 4);

  register.askAgain();
  assert.equal(await register.work(), 'sent');
  assert.equal(receiver.received.length, 5, 'what was dropped is not sent again by itself');
  assert.equal((await register.condition()).listed, 0);
});

test('a cut stream leaves the archives that were not taken, and a command brings everything', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address, sendOn: { receipt: true, shift: false } });
  await register.openShift();
  await register.sellMany(4);
  register.faults.offline = true;
  assert.equal(await register.work(), 'failed');
  assert.equal((await register.condition()).deferred, 5);
  register.faults.offline = false;
  assert.equal(await register.unload({ from: '2026-01-01T00:00:00.0', to: '2026-01-02T00:00:00.0' }), 'queued');
  assert.equal(await register.work(), 'sent');
  assert.equal(receiver.received.length, 6);
  const asked = receiver.received.find((message) => message.typeOfSales === 'BY_INTERVAL');
  assert.ok(asked);
  assert.deepEqual([asked.dateTimeBegin, asked.dateTimeEnd], ['2026-01-01T00:00:00.0', '2026-01-02T00:00:00.0']);
  const { documents } = await contentOf(asked);
  assert.deepEqual(
    documents.map((one) => one.identifier),
    register.expected()[0]?.documents.map((one) => one.identifier),
  );
});

test('a transport error in the middle of a stream keeps what was not taken and marks it', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address });
  await register.openShift();
  await register.sellMany(5);
  receiver.behaviour.cutAfter = 2;
  assert.equal(await register.work(), 'failed');
  const after = await register.condition();
  assert.equal(after.deferred + after.backups, 6);
  assert.equal(after.silent, true);
  receiver.behaviour.cutAfter = null;
  assert.equal(await register.unload({ shifts: { from: 1, to: 1 } }), 'queued');
  assert.equal(await register.work(), 'sent');
  const { documents } = await contentOf(receiver.received.at(-1) as WirePackage);
  assert.equal(documents.length, 6);
});

test('an identical request is not queued twice, an overlapping one starts where the queued one ends', async (t) => {
  const receiver = await receiverFor(t);
  const states = recordingSink();
  const register = await registerFor(t, {
    serverAddress: receiver.address,
    states: states.sink,
    sendOn: { receipt: false, shift: false },
  });
  await register.openShift();
  await register.sellMany(3);
  const morning = { from: '2026-01-01T00:00:00.0', to: '2026-01-01T12:00:00.0' };
  assert.equal(await register.unload(morning), 'queued');
  assert.equal(await register.unload(morning), 'duplicate');
  assert.equal(await register.unload({ from: '2026-01-01T06:00:00.0', to: '2026-01-02T00:00:00.0' }), 'queued');
  assert.deepEqual(
    states.created.map((one) => [one.fromDate, one.status]),
    [
      [morning.from, 'STATUS_DURING'],
      [morning.from, 'STATUS_READY'],
      [morning.to, 'STATUS_DURING'],
    ],
  );
  assert.equal(await register.work(), 'sent');
  assert.equal(receiver.received.length, 1, 'the second request found no sales');
  assert.equal(receiver.received[0]?.cashUnloadState, 'state-1');
  assert.equal(states.updates.get('state-3')?.at(-1), 'STATUS_READY');
  assert.deepEqual(states.legacy.at(-1), 0);
});

test('lost receipts, more revenue, no opening time, a broken file and a new payment type are reported so', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address, sendOn: { receipt: false, shift: false } });
  register.faults.newPaymentType = true;
  await register.openShift();
  await register.sellMany(15);
  Object.assign(register.faults, { loseReceipts: { from: 3, to: 4 }, reportsMore: 50_000, withoutOpenTime: true });
  await register.unload({ shifts: { from: 1, to: 1 } });
  await register.work();
  const [truth] = register.expected();
  assert.ok(truth);
  const { shifts, documents } = await contentOf(receiver.received[0] as WirePackage);
  assert.equal(documents.length, truth.documents.length - 2);
  assert.equal(shifts[0]?.openedAt, null);
  assert.equal(shifts[0]?.reported.revenue, truth.sums.revenue + 50_000);
  assert.ok(documents.some((one) => one.payments.some((payment) => payment.paymentTypeCode === 15)));
  register.faults.brokenFile = true;
  await register.unload({ shifts: { from: 1, to: 1 } });
  await register.work();
  const opened = await openSalesBody(Buffer.from(receiver.received[1]?.saleFile ?? ''));
  assert.ok(opened.ok);
  assert.equal(readSalesFile(opened.text).ok, false);
});

test('a late receipt belongs to the shift that was closed', async (t) => {
  const receiver = await receiverFor(t);
  const register = await registerFor(t, { serverAddress: receiver.address });
  await register.openShift();
  await register.sellMany(2);
  await register.closeShift();
  const late = await register.sellLate();
  await register.work();
  const { shifts, documents } = await contentOf(receiver.received.at(-1) as WirePackage);
  assert.deepEqual(
    documents.map((one) => one.identifier),
    [late.identifier],
  );
  assert.equal(shifts[0]?.shiftNumber, 1);
  assert.notEqual(shifts[0]?.closedAt, null);
  assert.equal(shifts[0]?.reported.saleCount, 3);
});

test('the worker looks often when well, seldom after a failure, and at once when asked', async (t) => {
  const receiver = await receiverFor(t);
  const pauses: number[] = [];
  const stop = new AbortController();
  const register = await registerFor(t, {
    serverAddress: receiver.address,
    sleep: async (ms, signal) => {
      pauses.push(ms);
      if (pauses.length === 1) {
        await register.sellReceipt();
        receiver.behaviour.success = false;
      } else if (pauses.length === 2) {
        receiver.behaviour.success = true;
        await register.unload({ shifts: { from: 1, to: 1 } });
        assert.equal(signal?.aborted, true, 'the request ends the sleep');
      } else {
        stop.abort();
      }
    },
  });
  await register.openShift();
  await register.run(stop.signal);
  assert.deepEqual(pauses, [3000, 60_000, 3000]);
  assert.equal(receiver.received.at(-1)?.typeOfSales, 'BY_SHIFT');
});

/** Keeps what a register reports: states by id, numbers of the older call. */
function recordingSink() {
  const created: StateRequest[] = [];
  const updates = new Map<string, string[]>();
  const legacy: number[] = [];
  const sink: StateSink = {
    async create(_shopId, _registerId, request) {
      created.push(request);
      updates.set(`state-${created.length}`, [request.status]);
      return `state-${created.length}`;
    },
    async update(stateId: string, report: StateReport) {
      updates.get(stateId)?.push(report.status);
    },
    async legacy(_registerId, code) {
      legacy.push(code);
    },
    kick: async () => undefined,
  };
  return { created, updates, legacy, sink };
}
