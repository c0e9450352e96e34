/** Receipt numbers that are held, as ranges: those between the ends less the holes. Pure. */
export type NumberRange = { first: number; last: number };

/** `ends` = first and last held number, null = none is held; holes may lie outside and touch. */
export function heldRanges(ends: NumberRange | null, holes: readonly NumberRange[]): NumberRange[] {
  if (ends === null) return [];
  const ranges: NumberRange[] = [];
  let next = ends.first;
  for (const hole of holes.toSorted((a, b) => a.first - b.first)) {
    if (hole.last < next || hole.first > ends.last) continue;
    if (hole.first > next) ranges.push({ first: next, last: hole.first - 1 });
    next = hole.last + 1;
  }
  if (next <= ends.last) ranges.push({ first: next, last: ends.last });
  return ranges;
}
