import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { businessDateOf } from './business-date.ts';
import { matchShift, matchShiftOfDocuments, type SameNumber } from './shift-identity.ts';
import { parseShiftKey, shiftKey } from './shift-key.ts';
import { countedFigures, shownFigure } from './shift-sums.ts';

function stored(shiftId: number, openedAt: string | null, more: Partial<SameNumber> = {}): SameNumber {
  return { shiftId, openedAt, closedAt: null, firstDocumentAt: null, lastDocumentAt: null, ...more };
}

const first = stored(1, '2026-03-14T08:00:00');
const later = stored(2, '2026-09-01T08:00:00');
const undated = stored(3, null);

describe('which shift is meant (M7, M8)', () => {
  it('an unknown number is a new shift, not a repeated number', () => {
    assert.deepEqual(matchShift('2026-03-14T08:00:00', []), { kind: 'new', numberRepeated: false });
    assert.deepEqual(matchShift(null, []), { kind: 'new', numberRepeated: false });
  });

  it('less than 48 hours apart, in either direction, is the same; 48 hours are another', () => {
    assert.deepEqual(matchShift('2026-03-16T07:59:59', [first]), { kind: 'same', shiftId: 1 });
    assert.deepEqual(matchShift('2026-03-12T08:00:01', [first]), { kind: 'same', shiftId: 1 });
    assert.deepEqual(matchShift('2026-03-16T08:00:00', [first]), { kind: 'new', numberRepeated: true });
    assert.deepEqual(matchShift('2026-03-12T08:00:00', [first]), { kind: 'new', numberRepeated: true });
  });

  it('of several shifts of one number the nearest is compared', () => {
    assert.deepEqual(matchShift('2026-08-31T20:00:00', [first, later]), { kind: 'same', shiftId: 2 });
  });

  it('the clock change of a shop does not count as an hour', () => {
    const beforeChange = stored(1, '2026-10-24T09:00:00');
    assert.equal(matchShift('2026-10-26T09:00:00', [beforeChange]).kind, 'new');
    assert.equal(matchShift('2026-10-26T08:59:59', [beforeChange]).kind, 'same');
  });

  it('M8: both without open time are not loaded; one of the two is the same shift', () => {
    assert.deepEqual(matchShift(null, [undated]), { kind: 'not_loaded', shiftId: 3 });
    assert.deepEqual(matchShift(null, [first, later]), { kind: 'same', shiftId: 2 });
    assert.deepEqual(matchShift('2026-03-14T08:00:00', [undated]), { kind: 'same', shiftId: 3 });
  });

  it('documents without a shift record go to the nearest shift, and M8 does not stop them', () => {
    assert.deepEqual(matchShiftOfDocuments('2026-03-14T20:00:00', [first, later]), { kind: 'same', shiftId: 1 });
    assert.deepEqual(matchShiftOfDocuments(null, [undated]), { kind: 'same', shiftId: 3 });
    assert.deepEqual(matchShiftOfDocuments('2026-05-01T10:00:00', [first]), { kind: 'new', numberRepeated: true });
  });

  it('P15: a shift that stays open for days keeps its documents, as long as they come', () => {
    const long = stored(1, '2026-03-14T08:00:00', { lastDocumentAt: '2026-03-19T20:00:00' });
    assert.deepEqual(matchShiftOfDocuments('2026-03-20T09:00:00', [long]), { kind: 'same', shiftId: 1 });
    assert.equal(matchShiftOfDocuments('2026-03-22T09:00:00', [long]).kind, 'new');
  });

  it('P6: documents of another year are not of a shift without an open time either', () => {
    const ofDocuments = stored(3, null, {
      firstDocumentAt: '2025-01-14T09:00:00',
      lastDocumentAt: '2025-01-14T20:00:00',
    });
    assert.equal(matchShiftOfDocuments('2026-03-14T09:00:00', [ofDocuments]).kind, 'new');
    assert.deepEqual(matchShiftOfDocuments('2025-01-15T09:00:00', [ofDocuments]), { kind: 'same', shiftId: 3 });
    const other = stored(4, null, { firstDocumentAt: '2026-03-14T09:00:00', lastDocumentAt: '2026-03-14T20:00:00' });
    assert.deepEqual(matchShift('2026-03-14T08:00:00', [ofDocuments, other]), { kind: 'same', shiftId: 4 });
  });
});

describe('the address of a shift', () => {
  it('is number and date, with an ordinal from the second on', () => {
    const shift = { shiftNumber: 347, openedAt: '2026-03-14T08:54:30', businessDate: '2026-03-14' };
    assert.equal(shiftKey(shift), '347@2026-03-14');
    assert.equal(shiftKey({ ...shift, openedAt: null, businessDate: '2026-03-15' }, 2), '347@2026-03-15.2');
    assert.deepEqual(parseShiftKey('347@2026-03-15.2'), { shiftNumber: 347, date: '2026-03-15', ordinal: 2 });
    for (const wrong of ['347', '347@14.03.2026', '347@2026-03-14.0', 'x@2026-03-14'])
      assert.equal(parseShiftKey(wrong), null);
  });
});

describe('the business date (glossary §7)', () => {
  it('is the open date; without it the first receipt, the first document, the closing', () => {
    const none = { openedAt: null, firstReceiptAt: null, firstDocumentAt: null, closedAt: null };
    const closedAt = '2026-03-15T00:20:00';
    assert.equal(businessDateOf({ ...none, openedAt: '2026-03-14T20:00:00', closedAt }), '2026-03-14');
    assert.equal(businessDateOf({ ...none, firstReceiptAt: '2026-03-14T23:59:00', closedAt }), '2026-03-14');
    assert.equal(businessDateOf({ ...none, firstDocumentAt: '2026-03-14T21:00:00', closedAt }), '2026-03-14');
    assert.equal(businessDateOf({ ...none, closedAt }), '2026-03-15');
    assert.equal(businessDateOf(none), null);
  });
});

describe('the sums of a shift (glossary §5)', () => {
  it('P14: the drawer is start + cash sales − cash returns + in − out − withdrawals', () => {
    const counted = {
      saleSum: 24_581,
      saleCash: 14_581,
      saleNoncash: 10_000,
      saleOther: 0,
      refundSum: 4_500,
      refundCash: 4_500,
      refundNoncash: 0,
      refundOther: 0,
      cashIn: 300_000,
      cashOut: 250_000,
      cashWithdrawal: 1_000,
    };
    const figures = countedFigures(counted, 2_000);
    assert.equal(figures.drawerSum, 2_000 + 14_581 - 4_500 + 300_000 - 250_000 - 1_000);
    assert.equal(figures.revenue, 20_081);
    assert.equal(figures.revenueCash, 10_081);
  });

  it('a reported value is shown with its difference, a missing one is counted and says so', () => {
    assert.deepEqual(shownFigure(500, 480), { value: 500, computed: false, difference: 20 });
    assert.deepEqual(shownFigure(null, 480), { value: 480, computed: true, difference: null });
  });
});
