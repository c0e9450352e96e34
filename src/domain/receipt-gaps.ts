/**
 * Which receipt numbers are missing (C5). Annulled receipts take numbers too, cash documents do not. Normal things are no
 * hole: numbering that begins anew (in a shift or with each shift), a receipt that comes a little out of turn, a register
 * of whose time before the first stored shift nothing is known. Pure; times local to the shop.
 */
import type { LocalTime } from './local-time.ts';

/** Numbers that are missing: `missing` of those from `first` to `last`, both included; times of the held receipts around them. */
export type Hole = { first: number; last: number; missing: number; fromAt: LocalTime | null; toAt: LocalTime | null };

export type NumberedReceipt = { number: number; at: LocalTime | null };

/** Numbers that ran on without beginning anew; times of the first and the last of them. */
export type NumberRun = { first: NumberedReceipt; last: NumberedReceipt; holes: Hole[] };

/** So many numbers a receipt may come out of turn without being taken for a new beginning. */
const OUT_OF_TURN = 10;
/** More numbers than this at once are no lost receipts: the register has jumped to another numbering. */
export const MOST_IN_HOLE = 10_000;
/** Most holes of a shift; beyond, the rest is told of as one. */
export const MOST_HOLES = 20;

/** Receipts in the order of their times, cut where the numbering begins anew: far below all numbers so far. */
export function runsOf(receipts: readonly NumberedReceipt[]): NumberRun[] {
  const runs: NumberedReceipt[][] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const receipt of receipts) {
    const run = runs.at(-1);
    if (run === undefined || receipt.number < least - OUT_OF_TURN) {
      runs.push([receipt]);
      least = receipt.number;
    } else {
      run.push(receipt);
      least = Math.min(least, receipt.number);
    }
  }
  return runs.map(runOf);
}

function runOf(receipts: readonly NumberedReceipt[]): NumberRun {
  const sorted = [...receipts].sort((a, b) => a.number - b.number);
  const holes: Hole[] = [];
  for (const [index, receipt] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before !== undefined && receipt.number > before.number + 1) holes.push(between(before, receipt));
  }
  // A run is never empty: it is made of its first receipt.
  const [first, last] = [sorted[0], sorted.at(-1)] as [NumberedReceipt, NumberedReceipt];
  return { first, last, holes };
}

function between(before: NumberedReceipt, after: NumberedReceipt): Hole {
  const [first, last] = [before.number + 1, after.number - 1];
  // A clock that was set back between the two must not turn the period round.
  const [fromAt, toAt] =
    before.at !== null && after.at !== null && before.at > after.at ? [after.at, before.at] : [before.at, after.at];
  return { first, last, missing: last - first + 1, fromAt, toAt };
}

/** An earlier shift of the register: its numbers and when its last receipt was sold. */
export type EarlierShift = { firstNumber: number; lastNumber: number; lastAt: LocalTime | null };

export type ShiftNumbers = {
  runs: readonly NumberRun[];
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  /** As the register reports them; null = not reported. */
  reportedFirst: number | null;
  reportedLast: number | null;
  /** The shift before and the one before that, as far as they are here. */
  previous: EarlierShift | null;
  beforePrevious: EarlierShift | null;
};

/** The holes of a shift, in the order of their numbers: inside, at its reported ends, and between it and the shift before. */
export function holesOf(shift: ShiftNumbers): Hole[] {
  const inside = shift.runs.flatMap((run) => run.holes);
  const holes = [...atBeginning(shift), ...inside, ...atEnd(shift)].sort((a, b) => a.first - b.first);
  return merged(joined(holes));
}

function atBeginning(shift: ShiftNumbers): Hole[] {
  const { runs, openedAt } = shift;
  const [run] = runs;
  const [reportedFirst, reportedLast] = reportedEnds(shift);
  const held = run?.first ?? null;
  const holes: Hole[] = [];
  const begins =
    reportedFirst !== null && (held === null || reportedFirst < held.number) ? reportedFirst : held?.number;
  if (begins === undefined) return [];
  if (held !== null && begins < held.number) holes.push(between({ number: begins - 1, at: openedAt }, held));
  if (held === null && reportedFirst !== null && reportedLast !== null)
    holes.push(between({ number: reportedFirst - 1, at: openedAt }, { number: reportedLast + 1, at: shift.closedAt }));
  const before = lastBefore(shift, begins);
  const beginsAt = held?.number === begins ? held.at : (openedAt ?? held?.at ?? null);
  if (before !== null && begins > before.number + 1) holes.push(between(before, { number: begins, at: beginsAt }));
  return holes;
}

/** The number before the first of a shift; null = nothing is known of it. */
function lastBefore({ previous, beforePrevious, openedAt }: ShiftNumbers, begins: number): NumberedReceipt | null {
  if (previous === null) return null;
  const eachAnew = beforePrevious !== null && previous.firstNumber <= beforePrevious.lastNumber;
  if (eachAnew) return previous.firstNumber === 1 ? { number: 0, at: openedAt } : null;
  return begins > previous.lastNumber ? { number: previous.lastNumber, at: previous.lastAt } : null;
}

function atEnd(shift: ShiftNumbers): Hole[] {
  const last = shift.runs.at(-1)?.last;
  const [, reportedLast] = reportedEnds(shift);
  if (last === undefined || reportedLast === null || reportedLast <= last.number) return [];
  return [between(last, { number: reportedLast + 1, at: shift.closedAt })];
}

/** Ends that the register reports; nulls when the numbering began anew within the shift or the ends contradict the receipts. */
function reportedEnds({ runs, reportedFirst, reportedLast }: ShiftNumbers): [number | null, number | null] {
  if (
    reportedFirst === null ||
    reportedLast === null ||
    reportedFirst < 1 ||
    reportedFirst > reportedLast ||
    runs.length > 1
  )
    return [null, null];
  const [run] = runs;
  const outside = run !== undefined && (run.last.number < reportedFirst || run.first.number > reportedLast);
  return outside ? [null, null] : [reportedFirst, reportedLast];
}

/** Neighbours that touch are one hole. */
function joined(holes: readonly Hole[]): Hole[] {
  const result: Hole[] = [];
  for (const hole of holes) {
    const before = result.at(-1);
    if (before !== undefined && hole.first <= before.last + 1) result[result.length - 1] = hull([before, hole]);
    else result.push(hole);
  }
  return result;
}

/** At most MOST_HOLES; the last holds the rest. */
function merged(holes: readonly Hole[]): Hole[] {
  if (holes.length <= MOST_HOLES) return [...holes];
  return [...holes.slice(0, MOST_HOLES - 1), hull(holes.slice(MOST_HOLES - 1))];
}

/** One hole that holds all of them; a time that one of them lacks is not known. */
export function hull(holes: readonly Hole[]): Hole {
  return holes.reduce((all, hole) => ({
    first: Math.min(all.first, hole.first),
    last: Math.max(all.last, hole.last),
    missing: all.missing + hole.missing,
    fromAt: all.fromAt === null || hole.fromAt === null ? null : all.fromAt < hole.fromAt ? all.fromAt : hole.fromAt,
    toAt: all.toAt === null || hole.toAt === null ? null : all.toAt > hole.toAt ? all.toAt : hole.toAt,
  }));
}
