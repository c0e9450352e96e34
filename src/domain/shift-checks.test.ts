import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type CheckFigure,
  checkFigures,
  differenceOf,
  type Outcome,
  readOutcomes,
  writeOutcomes,
} from './shift-check.ts';
import { checkResult, checkShift, type ShiftToCheck } from './shift-checks.ts';

const amount = fc.integer({ min: 0, max: 10 ** 11 });
const few = fc.integer({ min: 0, max: 3_000 });

/** A closed shift whose register reports exactly what its receipts, drawer and counters give. */
const agreeing: fc.Arbitrary<ShiftToCheck> = fc
  .record({
    sale: fc.tuple(amount, amount, amount),
    refund: fc.tuple(amount, amount, amount),
    cash: fc.tuple(amount, amount, amount),
    counts: fc.tuple(few, few),
    drawerStart: amount,
    devices: fc.array(fc.tuple(amount, amount), { minLength: 0, maxLength: 2 }),
  })
  .map(({ sale, refund, cash, counts, drawerStart, devices }) => {
    const [saleCash, saleNoncash, saleOther] = sale;
    const [refundCash, refundNoncash, refundOther] = refund;
    const [cashIn, cashOut, cashWithdrawal] = cash;
    const saleSum = saleCash + saleNoncash + saleOther;
    const refundSum = refundCash + refundNoncash + refundOther;
    const parts = { saleSum, saleCash, saleNoncash, saleOther, refundSum, refundCash, refundNoncash };
    const earned = [saleSum - refundSum, 0];
    return {
      closed: true,
      reported: {
        ...parts,
        revenue: saleSum - refundSum,
        revenueCash: saleCash - refundCash,
        revenueNoncash: saleNoncash - refundNoncash,
        drawerSum: drawerStart + saleCash - refundCash + cashIn - cashOut - cashWithdrawal,
        saleCount: counts[0],
        refundCount: counts[1],
        firstReceiptNumber: 1,
        lastReceiptNumber: counts[0] + counts[1],
        firstReceiptAt: null,
      },
      counted: { ...parts, refundOther, cashIn, cashOut, cashWithdrawal, saleUnmapped: 0, refundUnmapped: 0 },
      receipts: { saleCount: counts[0], refundCount: counts[1], missing: 0 },
      oddDocuments: { sumsApart: 0, lines: 0, taxes: 0 },
      drawerStart,
      fiscalDevices: devices.map(([start, refunds], index) => ({
        serialNumber: String(index),
        fiscalCashEnd: null,
        protectedTotalStart: start,
        protectedTotalEnd: start + refunds + (earned[index] ?? 0),
        fiscalRefundSum: refunds,
      })),
    };
  });

const differing = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap((outcome) => ((differenceOf(outcome) ?? 0) === 0 ? [] : [[outcome.figure, differenceOf(outcome)]]));

/** Each falsification, and every figure that must tell of it, by how much. */
const falsifications: [string, (shift: ShiftToCheck, by: number) => void, (by: number) => [CheckFigure, number][]][] = [
  [
    'C1 C2 C3: reported sales',
    (shift, by) => {
      shift.reported.saleSum = (shift.reported.saleSum ?? 0) + by;
    },
    (by) => [
      ['saleSplit', by],
      ['revenueSplit', -by],
      ['saleSum', by],
    ],
  ],
  [
    'C1 C3: reported cash of the sales',
    (shift, by) => {
      shift.reported.saleCash = (shift.reported.saleCash ?? 0) + by;
    },
    (by) => [
      ['saleSplit', -by],
      ['saleCash', by],
    ],
  ],
  [
    'C2 C7: reported revenue',
    (shift, by) => {
      shift.reported.revenue = (shift.reported.revenue ?? 0) + by;
      if (shift.fiscalDevices.length === 0)
        shift.fiscalDevices = [
          {
            serialNumber: '1',
            fiscalCashEnd: null,
            protectedTotalStart: 0,
            protectedTotalEnd: shift.reported.revenue - by,
            fiscalRefundSum: 0,
          },
        ];
    },
    (by) => [
      ['revenueSplit', by],
      ['fiscalRevenue', -by],
    ],
  ],
  [
    'C3: a return that is not here',
    (shift, by) => {
      shift.counted.refundSum -= by;
      shift.counted.refundNoncash -= by;
    },
    (by) => [
      ['refundSum', by],
      ['refundNoncash', by],
    ],
  ],
  [
    'C4: documents that do not add up',
    (shift, by) => {
      shift.oddDocuments = { sumsApart: by, lines: 2, taxes: 1 };
    },
    (by) => [
      ['documentSums', by],
      ['documentLines', 2],
      ['documentTaxes', 1],
    ],
  ],
  [
    'C5: lost receipts and a hole',
    (shift, by) => {
      shift.receipts = { ...shift.receipts, saleCount: shift.receipts.saleCount - by, missing: by };
    },
    (by) => [
      ['saleCount', by],
      ['receiptNumbers', by],
    ],
  ],
  [
    'C6: the drawer',
    (shift, by) => {
      shift.reported.drawerSum = (shift.reported.drawerSum ?? 0) - by;
    },
    (by) => [['drawerSum', -by]],
  ],
];

describe('the checks of a shift', () => {
  it('C1–C7: a register that reports what its receipts give agrees in every figure', () => {
    fc.assert(
      fc.property(agreeing, (shift) => {
        const outcomes = checkShift(shift);
        assert.deepEqual(differing(outcomes), []);
        assert.equal(checkResult(true, outcomes), 'agrees');
      }),
    );
  });

  for (const [name, falsify, expected] of falsifications)
    it(`${name} is found by exactly its figures, to the kopeck`, () => {
      fc.assert(
        fc.property(agreeing, fc.integer({ min: 1, max: 10 ** 9 }), (shift, by) => {
          const wrong = structuredClone(shift);
          falsify(wrong, by);
          const outcomes = checkShift(wrong);
          assert.deepEqual(differing(outcomes), expected(by));
          assert.equal(checkResult(true, outcomes), 'differs');
        }),
      );
    });

  it('what a register did not report is compared with nothing and is never zero', () => {
    fc.assert(
      fc.property(agreeing, (shift) => {
        const silent = structuredClone(shift);
        for (const name of Object.keys(silent.reported) as (keyof typeof silent.reported)[])
          silent.reported[name] = null as never;
        const outcomes = checkShift(silent);
        assert.deepEqual(differing(outcomes), []);
        assert.equal(checkResult(true, outcomes), 'not_checked');
        const ofTheServerAlone = ['documentSums', 'documentLines', 'documentTaxes', 'receiptNumbers'];
        for (const { figure, state } of outcomes)
          assert.equal(state, ofTheServerAlone.includes(figure) ? 'compared' : 'not_compared', figure);
      }),
    );
  });

  it('C3: a register that reports the revenue alone is held to it', () => {
    fc.assert(
      fc.property(agreeing, fc.integer({ min: 1, max: 10 ** 9 }), (shift, by) => {
        const short = structuredClone(shift);
        short.reported.saleSum = null;
        short.reported.revenue = (short.reported.revenue ?? 0) + by;
        short.fiscalDevices = [];
        assert.deepEqual(differing(checkShift(short)), [['revenue', by]]);
      }),
    );
  });

  it('an open shift is held only to what does not depend on all its receipts', () => {
    fc.assert(
      fc.property(agreeing, (shift) => {
        const open = structuredClone({ ...shift, closed: false });
        open.receipts.saleCount += 1;
        open.counted.saleSum += 100;
        const outcomes = checkShift(open);
        assert.deepEqual(differing(outcomes), []);
        assert.equal(checkResult(false, outcomes), 'open');
        for (const outcome of outcomes)
          assert.equal(
            outcome.state === 'not_compared' && outcome.why === 'open',
            ['C3', 'C5', 'C6', 'C7'].includes(checkFigures[outcome.figure].check),
          );
      }),
    );
  });

  it('money of a payment type without a class makes no difference of a class or of the drawer', () => {
    fc.assert(
      fc.property(agreeing, fc.integer({ min: 1, max: 10 ** 6 }), (shift, by) => {
        const unmapped = structuredClone(shift);
        unmapped.counted.saleCash -= by;
        unmapped.counted.saleUnmapped += by;
        const outcomes = checkShift(unmapped);
        assert.deepEqual(differing(outcomes), []);
        const why = outcomes.flatMap((one) =>
          one.state === 'not_compared' && one.why === 'unmapped' ? [one.figure] : [],
        );
        assert.deepEqual(why, ['saleCash', 'saleNoncash', 'saleOther', 'drawerSum']);
      }),
    );
  });

  it('outcomes are read as they were written', () => {
    fc.assert(
      fc.property(agreeing, fc.boolean(), fc.integer({ min: -5, max: 5 }), (shift, isClosed, by) => {
        const other = structuredClone({ ...shift, closed: isClosed });
        other.reported.saleSum = by === 0 ? null : (other.reported.saleSum ?? 0) + by;
        const outcomes = checkShift(other);
        assert.deepEqual(readOutcomes(writeOutcomes(outcomes)), outcomes);
      }),
    );
  });

  it('C7: one counter that is missing leaves all of them uncompared', () => {
    fc.assert(
      fc.property(agreeing, (shift) => {
        const [device] = shift.fiscalDevices;
        if (device === undefined) return;
        const blind = { ...shift, fiscalDevices: [...shift.fiscalDevices, { ...device, protectedTotalEnd: null }] };
        const [fiscal] = checkShift(blind).filter(({ figure }) => figure === 'fiscalRevenue');
        assert.deepEqual(fiscal, { figure: 'fiscalRevenue', state: 'not_compared', why: 'not_reported' });
      }),
    );
  });
});
