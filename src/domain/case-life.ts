/**
 * How what is known of differences follows what the checks find now. A difference ends only when the data agree, or when a
 * person has accepted it and it is another one now; what cannot be compared ends nothing. Pure.
 */
import { type CheckFigure, differenceOf, type Outcome } from './shift-check.ts';

/** A difference that stands: nobody has seen the data agree since. */
export type StandingCase = { id: number; figure: CheckFigure; difference: number; accepted: boolean };

type Compared = Extract<Outcome, { state: 'compared' }>;

export type CaseChange =
  | { kind: 'appeared'; outcome: Compared }
  /** The values of a difference that nobody has accepted have changed. */
  | { kind: 'changed'; id: number; outcome: Compared }
  | { kind: 'solved'; id: number }
  /** Another difference than the accepted one: that stays as it was accepted, and a new one begins. */
  | { kind: 'replaced'; id: number; outcome: Compared };

/** At most one standing case for each figure. */
export function followCases(standing: readonly StandingCase[], outcomes: readonly Outcome[]): CaseChange[] {
  const known = new Map(standing.map((one) => [one.figure, one]));
  const changes: CaseChange[] = [];
  for (const outcome of outcomes) {
    const difference = differenceOf(outcome);
    if (difference === null || outcome.state !== 'compared') continue;
    const one = known.get(outcome.figure);
    if (one === undefined) {
      if (difference !== 0) changes.push({ kind: 'appeared', outcome });
    } else if (difference === 0) changes.push({ kind: 'solved', id: one.id });
    else if (!one.accepted) changes.push({ kind: 'changed', id: one.id, outcome });
    else if (difference !== one.difference) changes.push({ kind: 'replaced', id: one.id, outcome });
  }
  return changes;
}
