import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstKeptDate, obstaclesOf, parseShopDays, type TrimFacts } from './trim-rules.ts';

const ready: TrimFacts = {
  closed: true,
  lacking: [],
  checked: 'agrees',
  openCases: 0,
  askedGaps: 0,
  setAside: 0,
  counting: false,
  restoredLately: false,
};

describe('what may leave the tables (M45)', () => {
  it('lets a shift go that is exported, reconciled and complete', () => {
    assert.deepEqual(obstaclesOf(ready, { uncheckedToo: false }), []);
    // A difference that somebody has accepted is no open case.
    assert.deepEqual(obstaclesOf({ ...ready, checked: 'differs' }, { uncheckedToo: false }), []);
  });

  it('names every single thing that keeps a shift here', () => {
    const cases: [Partial<TrimFacts>, string][] = [
      [{ closed: false }, 'open_shift'],
      [{ lacking: ['folder'] }, 'not_exported'],
      [{ checked: null }, 'not_checked_yet'],
      [{ checked: 'open' }, 'not_checked_yet'],
      [{ checked: 'not_checked' }, 'not_reconciled'],
      [{ openCases: 1 }, 'open_case'],
      [{ askedGaps: 2 }, 'gap_asked'],
      [{ setAside: 1 }, 'set_aside'],
      [{ counting: true }, 'counting'],
      [{ restoredLately: true }, 'restored_lately'],
    ];
    for (const [facts, obstacle] of cases)
      assert.deepEqual(obstaclesOf({ ...ready, ...facts }, { uncheckedToo: false }), [obstacle]);
    assert.deepEqual(
      obstaclesOf({ ...ready, closed: false, lacking: ['push'], openCases: 1 }, { uncheckedToo: false }),
      ['open_shift', 'not_exported', 'open_case'],
    );
  });

  it('lets a shift without a report go only when that was allowed', () => {
    assert.deepEqual(obstaclesOf({ ...ready, checked: 'not_checked' }, { uncheckedToo: true }), []);
  });

  it('counts calendar days, over a leap day too', () => {
    assert.equal(firstKeptDate('2026-11-26', 1_095), '2023-11-27');
    assert.equal(firstKeptDate('2028-03-01', 30), '2028-01-31');
  });

  it('reads the days of single shops', () => {
    assert.deepEqual(
      [...parseShopDays('12=730, 15=off')],
      [
        ['12', 730],
        ['15', null],
      ],
    );
    for (const wrong of ['12', '12=', '12=ten', '=5', '12=29', ''])
      assert.throws(() => parseShopDays(wrong), RangeError);
  });
});
