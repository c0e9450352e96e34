import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { followCases, type StandingCase } from './case-life.ts';
import { type CheckFigure, differenceOf, type Outcome } from './shift-check.ts';

const figures: CheckFigure[] = ['saleSum', 'refundSum', 'drawerSum'];

/** What the checks find at one moment: each figure agrees, differs or cannot be compared. */
const found: fc.Arbitrary<Outcome[]> = fc
  .tuple(...figures.map(() => fc.constantFrom(null, 0, 0, 100, -100, 250)))
  .map((differences) =>
    differences.map((difference, index): Outcome => {
      const figure = figures[index] as CheckFigure;
      if (difference === null) return { figure, state: 'not_compared', why: 'not_reported' };
      return { figure, state: 'compared', first: 1_000 + difference, second: 1_000 };
    }),
  );

/** A step of a story: the data changed, or a person accepted a figure. */
const step = fc.oneof(
  found.map((outcomes) => ({ outcomes })),
  fc.constantFrom(...figures).map((accepted) => ({ accepted })),
);

type Kept = StandingCase & { ended: boolean };

describe('the life of a difference', () => {
  it('none vanishes unless the data agree or an accepted one gives way to another; what ended never changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (story) => {
        const all: Kept[] = [];
        const standing = () => all.filter((one) => !one.ended);
        for (const now of story) {
          if ('accepted' in now) {
            for (const one of standing()) if (one.figure === now.accepted) one.accepted = true;
            continue;
          }
          const before = structuredClone(all);
          for (const change of followCases(standing(), now.outcomes)) {
            const one = 'id' in change ? all.find(({ id }) => id === change.id) : undefined;
            if (change.kind === 'solved' || change.kind === 'replaced') (one as Kept).ended = true;
            if (change.kind === 'changed') (one as Kept).difference = change.outcome.first - change.outcome.second;
            if (change.kind === 'appeared' || change.kind === 'replaced') {
              const difference = change.outcome.first - change.outcome.second;
              const { figure } = change.outcome;
              all.push({ id: all.length + 1, figure, difference, accepted: false, ended: false });
            }
          }
          for (const outcome of now.outcomes) {
            const difference = differenceOf(outcome);
            const own = standing().filter(({ figure }) => figure === outcome.figure);
            assert.ok(own.length <= 1, 'one difference of a figure at a time');
            const was = before.find(({ figure, ended }) => figure === outcome.figure && !ended);
            if (difference === null) assert.deepEqual(own[0], was, 'what cannot be compared ends nothing');
            else if (difference === 0) assert.equal(own.length, 0, 'agreeing data leave nothing open');
            else assert.equal(own[0]?.difference, difference, 'every difference stands');
          }
          for (const one of before) {
            const after = all.find(({ id }) => id === one.id);
            assert.ok(after !== undefined, 'nothing is deleted');
            if (one.ended) assert.deepEqual(after, one);
            if (one.accepted) assert.equal(after.difference, one.difference, 'accepted values are frozen');
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('an accepted difference comes back as a new one when it is another', () => {
    const accepted: StandingCase = { id: 7, figure: 'saleSum', difference: 100, accepted: true };
    const outcome = (difference: number): Outcome => ({
      figure: 'saleSum',
      state: 'compared',
      first: difference,
      second: 0,
    });
    assert.deepEqual(followCases([accepted], [outcome(100)]), []);
    assert.deepEqual(followCases([accepted], [outcome(90)]), [{ kind: 'replaced', id: 7, outcome: outcome(90) }]);
    assert.deepEqual(followCases([accepted], [outcome(0)]), [{ kind: 'solved', id: 7 }]);
  });
});
