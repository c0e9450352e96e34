import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { documentTotals, roundedShare } from './document-totals.ts';
import type { DocumentRecord, PaymentClass, Position } from './sales.ts';

function position(sum: number, departmentCode = '1', opCode = 50): Position {
  return {
    positionNumber: 1,
    opCode,
    itemCode: '1',
    barcode: '',
    name: '',
    departmentCode,
    quantity: 1000,
    price: sum,
    baseSum: null,
    discount: 0,
    sum,
    discounts: [],
    taxes: [],
    exciseMark: null,
  };
}

function document(sum: number, positions: Position[], payments: [number, number, number][]): DocumentRecord {
  return {
    documentType: 1,
    registerCode: '1',
    shiftNumber: 1,
    documentNumber: 1,
    receiptNumber: null,
    cashierCode: null,
    openedAt: null,
    closedAt: '2026-03-14T09:03:40',
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
    payments: payments.map(([opCode, paymentTypeCode, amount]) => ({
      opCode,
      paymentTypeCode,
      paymentTypeName: null,
      operationKind: null,
      sum: amount,
    })),
    failedPayments: [],
    raw: '{}',
  };
}

const classes: Record<number, PaymentClass> = { 1: 'cash', 4: 'noncash', 6: 'other' };
const classOf = (code: number) => classes[code] ?? null;

describe('totals of a document', () => {
  it('P9: nets change, and extra cash lines with plus and minus, before anything else', () => {
    const paid = documentTotals(
      document(
        10_000,
        [position(10_000)],
        [
          [70, 1, 20_000],
          [72, 1, 8_419],
          [70, 1, 500],
          [72, 1, 2_081],
        ],
      ),
      'sale',
      classOf,
    ).paid;
    assert.deepEqual(paid, { cash: 10_000, noncash: 0, other: 0, unmapped: 0 });
  });

  it('P9: change on a return takes away from the payout', () => {
    const refund = {
      ...document(
        4_500,
        [position(4_500)],
        [
          [74, 1, 5_000],
          [76, 1, 500],
        ],
      ),
      documentType: 25,
    };
    const totals = documentTotals(refund, 'refund', classOf);
    assert.equal(totals.paid.cash, 4_500);
    assert.deepEqual(
      totals.cells.map(({ refundSum, saleSum }) => [refundSum, saleSum]),
      [[4_500, 0]],
    );
  });

  it('M51: shares are rounded and the kopecks left over go to the largest position', () => {
    const totals = documentTotals(
      document(
        1_000,
        [position(333, '1'), position(334, '2'), position(333, '3')],
        [
          [70, 1, 500],
          [70, 4, 500],
        ],
      ),
      'sale',
      classOf,
    );
    const cash = totals.cells.filter((cell) => cell.paymentClass === 'cash');
    assert.deepEqual(Object.fromEntries(cash.map((cell) => [cell.departmentCode, cell.saleSum])), {
      1: 167,
      2: 166,
      3: 167,
    });
    assert.equal(totals.cells[0]?.hour, '2026-03-14T09');
  });

  it('P10: money of an unmapped type is in no class and still in the total', () => {
    const totals = documentTotals(
      document(
        1_000,
        [position(1_000)],
        [
          [70, 1, 400],
          [70, 15, 600],
        ],
      ),
      'sale',
      classOf,
    );
    assert.deepEqual(totals.paid, { cash: 400, noncash: 0, other: 0, unmapped: 600 });
    assert.deepEqual(
      totals.cells.map(({ paymentClass, saleSum }) => [paymentClass, saleSum]),
      [
        ['cash', 400],
        ['unmapped', 600],
      ],
    );
  });

  it('P14: a cash withdrawal is counted by itself; an open document and an annulment count nothing', () => {
    const sale = document(1_500, [position(500), position(1_000, '1', 300)], [[70, 4, 1_500]]);
    assert.equal(documentTotals(sale, 'sale', classOf).cashWithdrawal, 1_000);
    assert.deepEqual(documentTotals({ ...sale, closedAt: null }, 'sale', classOf).cells, []);
    assert.deepEqual(documentTotals({ ...sale, closedState: 0 }, 'sale', classOf).cells, []);
    assert.deepEqual(documentTotals(sale, 'annulSale', classOf).cells, []);
  });

  it('C4: the difference is total less lines, else total less payments', () => {
    assert.equal(documentTotals(document(1_000, [position(998)], [[70, 1, 1_000]]), 'sale', classOf).sumsDifference, 2);
    assert.equal(
      documentTotals(document(1_000, [position(1_000)], [[70, 1, 990]]), 'sale', classOf).sumsDifference,
      10,
    );
    assert.equal(
      documentTotals(document(1_000, [position(1_000)], [[70, 1, 1_000]]), 'sale', classOf).sumsDifference,
      0,
    );
  });

  it('whatever the amounts, the cells add up to the total, and each class to what was paid with it', () => {
    const amount = fc.integer({ min: 0, max: 50_000_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, fc.constantFrom('1', '2', '3')), { maxLength: 12 }),
        fc.array(fc.tuple(fc.constantFrom(1, 4, 6, 15), amount), { maxLength: 5 }),
        amount,
        (lines, payments, total) => {
          const record = document(
            total,
            lines.map(([sum, department]) => position(sum, department)),
            payments.map(([type, sum]) => [70, type, sum]),
          );
          const { cells, paid } = documentTotals(record, 'sale', classOf);
          assert.equal(
            cells.reduce((sum, cell) => sum + cell.saleSum, 0),
            total,
          );
          for (const paymentClass of ['cash', 'noncash', 'other'] as const) {
            const shares = cells.filter((cell) => cell.paymentClass === paymentClass);
            assert.equal(
              shares.reduce((sum, cell) => sum + cell.saleSum, 0),
              paid[paymentClass],
            );
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

it('a share is exact at every size', () => {
  assert.equal(roundedShare(1, 1, 2), 1);
  assert.equal(roundedShare(-1, 1, 2), -1);
  assert.equal(roundedShare(333, 500, 1_000), 167);
  const safe = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(safe, safe, fc.integer({ min: 1, max: 1_000_000_000_000 }), (part, amount, total) => {
      const product = BigInt(part) * BigInt(amount);
      const magnitude = product < 0n ? -product : product;
      const rounded = (magnitude * 2n + BigInt(total)) / (BigInt(total) * 2n);
      const expected = product < 0n ? -rounded : rounded;
      if (expected > BigInt(Number.MAX_SAFE_INTEGER) || expected < -BigInt(Number.MAX_SAFE_INTEGER)) return;
      assert.equal(BigInt(roundedShare(part, amount, total)), expected);
    }),
    { numRuns: 5_000 },
  );
});
