import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentSlices } from './document-slices.ts';
import { documentTotals, roundedShare } from './document-totals.ts';
import type { DocumentRecord, PaymentClass, Position } from './sales.ts';

const classes: Record<number, PaymentClass> = { 1: 'cash', 4: 'noncash', 6: 'other' };
const classOf = (code: number) => classes[code] ?? null;

const position = fc
  .record({
    sum: fc.integer({ min: 0, max: 99_999 }),
    departmentCode: fc.constantFrom('1', '2', '3'),
    quantity: fc.integer({ min: 1, max: 5_000 }),
    discount: fc.constantFrom(0, 0, 150),
    tax: fc.integer({ min: 0, max: 9_999 }),
  })
  .map(
    ({ tax, discount, ...some }): Position => ({
      positionNumber: 1,
      opCode: 50,
      itemCode: '1',
      barcode: '',
      name: '',
      price: some.sum,
      baseSum: null,
      discount,
      discounts:
        discount === 0 ? [] : [{ discountType: 'percent', discountMode: null, name: 'A', size: null, sum: discount }],
      taxes: [{ rate: '20.00', sum: tax }],
      exciseMark: null,
      ...some,
    }),
  );

/** A receipt paid in full by one to three types; its total may contradict its lines. */
const receipt = fc
  .record({
    positions: fc.array(position, { minLength: 0, maxLength: 6 }),
    wrong: fc.constantFrom(0, 0, 0, -1, 250),
    refund: fc.boolean(),
    cuts: fc.tuple(fc.nat(100), fc.nat(100)),
    change: fc.constantFrom(0, 1_000),
  })
  .map(({ positions, wrong, refund, cuts: [a, b], change }): DocumentRecord => {
    const sum = Math.max(0, positions.reduce((all, one) => all + one.sum, 0) + wrong);
    const card = Math.floor((sum * Math.min(a, b)) / 100);
    const gift = Math.floor((sum * Math.max(a, b)) / 100) - card;
    const pay = (opCode: number, paymentTypeCode: number, amount: number) => ({
      opCode,
      paymentTypeCode,
      paymentTypeName: null,
      operationKind: null,
      sum: amount,
    });
    return {
      documentType: refund ? 2 : 1,
      registerCode: '1',
      shiftNumber: 1,
      documentNumber: 1,
      receiptNumber: null,
      cashierCode: '7001',
      openedAt: null,
      closedAt: '2026-03-14T23:59:40',
      sum,
      sumReported: true,
      closedState: null,
      identifier: null,
      sourceIdentifier: null,
      fiscalDocumentNumber: null,
      registerKind: null,
      backReason: null,
      positions,
      cancelledPositions: [],
      payments: refund
        ? [pay(74, 1, sum - card - gift + change), pay(76, 1, change), pay(74, 4, card), pay(74, 6, gift)]
        : [pay(70, 1, sum - card - gift + change), pay(72, 1, change), pay(70, 4, card), pay(70, 6, gift)],
      failedPayments: [],
      raw: '{}',
    };
  });

const add = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

test('M51: whatever the receipt, its departments add up to its total and to every payment class', () => {
  fc.assert(
    fc.property(receipt, (document) => {
      const side = document.documentType === 2 ? 'refund' : 'sale';
      const totals = documentTotals(document, side, classOf);
      const { departments, payments, hour } = documentSlices(document, side, totals);
      const signed = (value: number) => (side === 'sale' ? value : 0 - value);
      const sumOf = (pick: (one: (typeof departments)[number]) => number) => add(departments.map(pick));
      assert.equal(
        sumOf((one) => one.saleSum + one.refundSum),
        document.sum,
      );
      for (const name of ['cash', 'noncash', 'other', 'unmapped'] as const)
        assert.equal(
          sumOf((one) => one[name]),
          signed(name === 'unmapped' ? 0 : totals.paid[name]),
          name,
        );
      assert.equal(
        sumOf((one) => one.baseSum - one.discount),
        side === 'sale' ? document.sum : 0,
      );
      assert.equal(
        sumOf((one) => one.quantity),
        signed(add(document.positions.map((one) => one.quantity))),
      );
      assert.equal(
        sumOf((one) => one.positions),
        document.positions.length,
      );
      assert.ok(departments.every((one) => one.receipts === 1));
      assert.equal(add(payments.map((one) => one.saleSum + one.refundSum)), document.sum);
      assert.equal((hour?.saleSum ?? 0) + (hour?.refundSum ?? 0), document.sum);
      assert.equal(hour?.hour, '2026-03-14T23');
    }),
    { numRuns: 2_000 },
  );
});

test('M51: a department gets the rounded shares of its positions; only that of the largest position differs, by what rounding left', () => {
  fc.assert(
    fc.property(receipt, (document) => {
      const lines = add(document.positions.map((one) => one.sum));
      fc.pre(document.documentType === 1 && lines === document.sum && lines > 0);
      const totals = documentTotals(document, 'sale', classOf);
      const { departments } = documentSlices(document, 'sale', totals);
      const largest = document.positions.reduce((best, one) => (one.sum > best.sum ? one : best));
      for (const name of ['cash', 'noncash', 'other'] as const) {
        const shares = new Map<string, number>();
        let left = totals.paid[name];
        for (const { departmentCode, sum } of document.positions) {
          const share = roundedShare(sum, totals.paid[name], document.sum);
          shares.set(departmentCode, (shares.get(departmentCode) ?? 0) + share);
          left -= share;
        }
        shares.set(largest.departmentCode, (shares.get(largest.departmentCode) ?? 0) + left);
        for (const one of departments) assert.equal(one[name], shares.get(one.departmentCode) ?? 0);
        assert.ok(Math.abs(left) <= document.positions.length, 'no more than a kopeck a position is left');
      }
    }),
    { numRuns: 2_000 },
  );
});

test('an annulled receipt and a receipt that is still open add nothing but what was annulled', () => {
  const [document] = fc.sample(
    receipt.filter((one) => one.documentType === 1 && one.sum > 0),
    1,
  );
  assert.ok(document !== undefined);
  const annulled = documentSlices(document, 'annulSale', documentTotals(document, 'annulSale', classOf));
  assert.deepEqual([annulled.departments, annulled.payments, annulled.discounts], [[], [], []]);
  assert.deepEqual([annulled.hour?.annulledCount, annulled.hour?.annulledSum], [1, document.sum]);
  assert.equal(annulled.hour?.saleSum, 0);
  const open = { ...document, closedState: 0 };
  const nothing = documentSlices(open, 'sale', documentTotals(open, 'sale', classOf));
  assert.deepEqual(nothing, { departments: [], hour: null, payments: [], discounts: [] });
});
