/** How fast a place grows and for how long its disk is enough, from measures of different dates. */

/** A measure of one place; bytes; `diskBytes` tells the disk it lies on. */
export type StorageMeasure = {
  readonly place: string;
  /** `yyyy-MM-dd`. */
  readonly measuredOn: string;
  readonly bytes: number;
  readonly freeBytes: number | null;
  readonly diskBytes: number | null;
};

const DAY_MS = 86_400_000;

/** Bytes per day between the first and the last measure of a place; null with less than a day between them. */
export function growthPerDay(measures: readonly StorageMeasure[]): number | null {
  const sorted = measures.toSorted((a, b) => (a.measuredOn < b.measuredOn ? -1 : 1));
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  const days = (Date.parse(last.measuredOn) - Date.parse(first.measuredOn)) / DAY_MS;
  return days < 1 ? null : Math.round((last.bytes - first.bytes) / days);
}

export type DiskState = { freeBytes: number; growthPerDay: number; enoughForDays: number | null };

/**
 * The disks on which the places lie, by their size: places on disks of one size count as on one disk, which warns rather
 * too early. `minFreeBytes` must stay free, so a disk is full before nothing is left.
 */
export function diskStates(
  places: readonly { measure: StorageMeasure; growth: number | null }[],
  minFreeBytes: number,
): Map<number, DiskState> {
  const disks = new Map<number, DiskState>();
  for (const { measure, growth } of places) {
    const { diskBytes, freeBytes } = measure;
    if (diskBytes === null || freeBytes === null) continue;
    const known = disks.get(diskBytes);
    const free = Math.min(freeBytes, known?.freeBytes ?? freeBytes);
    const perDay = (growth ?? 0) + (known?.growthPerDay ?? 0);
    const left = Math.max(0, free - minFreeBytes);
    disks.set(diskBytes, {
      freeBytes: free,
      growthPerDay: perDay,
      enoughForDays: left === 0 ? 0 : perDay > 0 ? Math.floor(left / perDay) : null,
    });
  }
  return disks;
}

/** Whether people must be told: the disk is full, or it will be within so many days. */
export function isLow({ enoughForDays }: DiskState, lowDays: number): boolean {
  return enoughForDays !== null && enoughForDays < lowDays;
}
