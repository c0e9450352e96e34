/** How what is known of holes follows what is missing now: known ones go on, shrink, part or are filled; new ones appear. Pure. */
import { type Hole, hull } from './receipt-gaps.ts';

/** A hole that is known already; `settled` = the register says that it has none of these numbers. */
export type KnownGap = { id: number; first: number; last: number; settled: boolean };

export type GapChange =
  | { kind: 'kept'; id: number; hole: Hole }
  /** A part of a known hole that stands by itself now; it goes on with the life of `of`. */
  | { kind: 'parted'; of: number; hole: Hole }
  | { kind: 'appeared'; hole: Hole }
  | { kind: 'filled'; id: number }
  /** Its numbers are told of with another hole. */
  | { kind: 'joined'; id: number };

/** `known` are the holes of a shift that are not filled, `holes` what is missing in it now, in the order of numbers. */
export function followGaps(known: readonly KnownGap[], holes: readonly Hole[]): GapChange[] {
  const changes: GapChange[] = [];
  let open = [...holes];
  for (const gap of known.filter((one) => one.settled)) {
    const parts = open.flatMap((hole) => overlap(hole, gap));
    changes.push(parts.length === 0 ? { kind: 'filled', id: gap.id } : { kind: 'kept', id: gap.id, hole: hull(parts) });
    open = open.flatMap((hole) => without(hole, gap));
  }
  const living = known.filter((one) => !one.settled);
  const taken = new Set<number>();
  for (const hole of open) {
    const own = living.filter((gap) => touches(gap, hole));
    const free = own.find((gap) => !taken.has(gap.id));
    const [first] = own;
    if (free !== undefined) {
      taken.add(free.id);
      changes.push({ kind: 'kept', id: free.id, hole });
    } else if (first !== undefined) changes.push({ kind: 'parted', of: first.id, hole });
    else changes.push({ kind: 'appeared', hole });
  }
  for (const gap of living) {
    if (taken.has(gap.id)) continue;
    const elsewhere = open.some((hole) => touches(gap, hole));
    changes.push(elsewhere ? { kind: 'joined', id: gap.id } : { kind: 'filled', id: gap.id });
  }
  return changes;
}

type Span = { first: number; last: number };

function touches(a: Span, b: Span): boolean {
  return a.first <= b.last && b.first <= a.last;
}

function overlap(hole: Hole, { first, last }: Span): Hole[] {
  return touches(hole, { first, last }) ? [cut(hole, Math.max(hole.first, first), Math.min(hole.last, last))] : [];
}

function without(hole: Hole, span: Span): Hole[] {
  if (!touches(hole, span)) return [hole];
  const parts: Hole[] = [];
  if (hole.first < span.first) parts.push(cut(hole, hole.first, span.first - 1));
  if (hole.last > span.last) parts.push(cut(hole, span.last + 1, hole.last));
  return parts;
}

/** A part of a hole. Of one that holds received numbers too it is not known how many of them lie in the part. */
function cut(hole: Hole, first: number, last: number): Hole {
  return { ...hole, first, last, missing: Math.min(hole.missing, last - first + 1) };
}
