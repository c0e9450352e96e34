import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDay, sd2000Day } from './day.ts';
import { isReceipt, REFUND_BY_SALE } from './model.ts';
import { CATALOGUE, createDice, divideHalfUp, fleetSeed } from './sd2000.ts';

test('the generator and the catalogue are those of the definition', () => {
  const dice = createDice(1);
  assert.deepEqual([dice.u32(), dice.u32(), dice.u32(), dice.u32()], [2693262067, 11749833, 2265367787, 4213581821]);
  assert.equal(CATALOGUE.length, 500);
  assert.equal(sum(CATALOGUE.map((good) => good.price)), 1_202_896);
  assert.equal(CATALOGUE.filter((good) => good.taxRate === 20).length, 343);
  assert.deepEqual([CATALOGUE[0]?.price, CATALOGUE[0]?.taxRate], [3154, 20]);
  assert.equal(fleetSeed(2, 7), 20_262_108);
});

test('rounds half up in whole numbers', () => {
  assert.deepEqual([divideHalfUp(5, 10), divideHalfUp(4, 10), divideHalfUp(15, 10), divideHalfUp(0, 7)], [1, 0, 2, 0]);
});

test('the day has 2,000 receipts with the stated number of lines and payments', () => {
  const day = sd2000Day();
  assert.equal(day.documents.length, 2000);
  const lines = sum(day.documents.map((document) => document.positions.length));
  const payments = sum(day.documents.map((document) => document.payments.length));
  assert.equal(lines, 11_883);
  assert.equal(payments, 2600);
  assert.equal(day.documents.filter((document) => document.documentType === REFUND_BY_SALE).length, 50);
  assert.equal(
    day.documents.filter((document) => document.payments.some((one) => one.paymentTypeCode === 4)).length,
    200,
  );
  assert.ok(day.documents.some((document) => document.payments.some((one) => one.opCode === 72)));
});

test('goods equal payments in every receipt, and a return refers to an earlier sale', () => {
  const day = sd2000Day({ run: 3 });
  const known = new Map<string, string[]>();
  for (const document of day.documents) {
    assert.equal(sum(document.positions.map((position) => position.sum)), document.sum);
    assert.equal(sum(document.payments.map((one) => (one.opCode === 72 ? -one.sum : one.sum))), document.sum);
    assert.ok(
      document.positions.every((position) => position.sum > 0 && position.sum === position.baseSum - position.discount),
    );
    if (document.documentType === REFUND_BY_SALE) {
      const goods = known.get(document.sourceIdentifier ?? '');
      assert.ok(goods?.includes(document.positions[0]?.itemCode ?? ''), `return ${document.documentNumber}`);
    }
    known.set(
      document.identifier,
      document.positions.map((position) => position.itemCode),
    );
  }
  assert.equal(known.size, 2000);
});

test('the same seed gives the same day, another seed another day', () => {
  assert.deepEqual(sd2000Day({ run: 1 }), sd2000Day({ run: 1 }));
  assert.notDeepEqual(sd2000Day({ run: 1 }).documents, sd2000Day({ run: 2 }).documents);
});

test('the rich trade sells the same receipts and adds the rest of a day', () => {
  const { closedAt: _closedAt, documents: plain, securityLog: _log, ...start } = sd2000Day();
  const rich = planDay({ ...start, receipts: 400, rich: true });
  const receipts = rich.documents.filter(isReceipt);
  assert.equal(receipts.length, 400);
  const goods = receipts.map((one) =>
    one.positions.filter((position) => position.opCode !== 300).map((p) => p.itemCode),
  );
  const plainGoods = plain.slice(0, 400).map((one) => one.positions.map((position) => position.itemCode));
  assert.deepEqual(goods, plainGoods);
  const types = new Set(rich.documents.map((document) => document.documentType));
  assert.deepEqual(
    [...types].sort((a, b) => a - b),
    [1, 3, 4, 7, 25],
  );
  assert.ok(rich.documents.some((document) => document.positions.some((position) => position.opCode === 300)));
  assert.ok(rich.documents.some((document) => document.payments.some((one) => one.paymentTypeCode === 6)));
  assert.ok(rich.documents.some((document) => document.failedPayments.length > 0));
  assert.ok(rich.documents.some((document) => document.documentType === 1 && document.cancelledPositions.length > 0));
  assert.deepEqual(
    rich.securityLog.map((record) => record.opCode),
    [3, 13, 3, 13, 3, 4],
  );
  const numbers = rich.documents.flatMap((document) => document.receiptNumber ?? []);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => index + 1),
  );
});

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
