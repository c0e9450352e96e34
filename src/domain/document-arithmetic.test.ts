import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { documentFaultBits, documentFaults, lineAgrees, taxesAgree } from './document-arithmetic.ts';
import type { Position } from './sales.ts';

const BLANK: Position = {
  positionNumber: 1,
  opCode: 50,
  itemCode: '1',
  barcode: '',
  name: '',
  departmentCode: '1',
  quantity: 1_000,
  price: 0,
  baseSum: null,
  discount: 0,
  sum: 0,
  discounts: [],
  taxes: [],
  exciseMark: null,
};

const line = fc
  .record({
    base: fc.integer({ min: 1, max: 10 ** 9 }),
    share: fc.integer({ min: 0, max: 99 }),
    rate: fc.constantFrom(0, 10, 20, 22),
  })
  .map(({ base, share, rate }): Position => {
    const discount = Math.floor((base * share) / 100);
    const sum = base - discount;
    const tax = Math.round((sum * rate) / (100 + rate));
    const taxes = rate === 0 ? [] : [{ rate: `${rate}.00`, sum: tax }];
    return { ...BLANK, baseSum: base, discount, sum, taxes };
  });

const receipt = fc.array(line, { minLength: 1, maxLength: 6 }).map((positions) => {
  const sum = positions.reduce((total, position) => total + position.sum, 0);
  const cash = Math.floor(sum / 3);
  return { document: { sum, positions }, paid: { cash, noncash: sum - cash, other: 0, unmapped: 0 } };
});

describe('the arithmetic of a document', () => {
  it('C4: what adds up has no fault, however it was discounted and taxed', () => {
    fc.assert(fc.property(receipt, ({ document, paid }) => assert.equal(documentFaults(document, paid), 0)));
  });

  it('C4: each contradiction has its own bit, down to one kopeck', () => {
    fc.assert(
      fc.property(receipt, ({ document, paid }) => {
        const { lines, payments, line: lineBit } = documentFaultBits;
        const { sum, positions } = document;
        assert.equal(documentFaults({ sum: sum + 1, positions }, paid), lines | payments);
        assert.equal(documentFaults(document, { ...paid, other: 1 }), payments);
        const [first, ...rest] = positions as [Position, ...Position[]];
        const discounted = { ...first, discount: first.discount + 1 };
        assert.equal(documentFaults({ sum, positions: [discounted, ...rest] }, paid), lineBit);
      }),
    );
  });

  it('a tax that is not in its line is found; roundings of a kopeck and unknown rates are not', () => {
    const taxed = (sum: number, rate: string | null, tax: number) => taxesAgree({ sum, taxes: [{ rate, sum: tax }] });
    assert.deepEqual(
      [taxed(17_081, '10.00', 1_553), taxed(17_081, '10.00', 1_554), taxed(17_081, '10', 1_552)],
      [true, true, true],
    );
    assert.deepEqual([taxed(17_081, '10.00', 1_556), taxed(17_081, '20.00', 1_553)], [false, false]);
    assert.deepEqual([taxed(17_081, null, 1), taxed(17_081, '16.67', 1)], [true, true]);
    assert.equal(taxed(100, null, 101), false, 'a tax is no more than its line');
    assert.equal(taxesAgree({ sum: 100, taxes: [] }), true);
  });

  it('a line without a sum before discounts cannot contradict itself', () => {
    assert.equal(lineAgrees({ baseSum: null, discount: 5, sum: 100 }), true);
    assert.equal(lineAgrees({ baseSum: 100, discount: 5, sum: 100 }), false);
  });
});
