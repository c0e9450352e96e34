/**
 * Whether the clock of a register is right, from when its receipts were sold by it and when they arrived. A receipt cannot
 * arrive before it was sold, so a fast clock shows at once. A slow one looks like a delay, but a delay changes from receipt
 * to receipt and a slow clock does not. Pure; UTC ms.
 */

/** `soldMs` by the register's clock in the zone of the shop. */
export type ClockSample = { arrivedMs: number; soldMs: number };

/** So many receipts in a row must be late by the same time. */
const SAME_LATENESS = 5;
/** «The same»: no more apart than this, while the receipts themselves lie at least three times as far apart. */
const JITTER_MS = 60_000;

/**
 * How far the clock is ahead (negative: behind) in ms; 0 = right within the tolerance; null = the samples do not tell.
 * `samples` newest first.
 */
export function clockOffset(samples: readonly ClockSample[], toleranceMs: number): number | null {
  const ahead = samples.map(({ arrivedMs, soldMs }) => soldMs - arrivedMs);
  const [newest] = ahead;
  if (newest === undefined) return null;
  if (newest > toleranceMs) return newest;
  if (newest >= -toleranceMs) return 0;
  const last = ahead.slice(0, SAME_LATENESS);
  if (last.length < SAME_LATENESS) return null;
  const sold = samples.slice(0, SAME_LATENESS).map(({ soldMs }) => soldMs);
  const same = Math.max(...last) - Math.min(...last) <= JITTER_MS;
  return same && Math.max(...sold) - Math.min(...sold) >= 3 * JITTER_MS ? newest : null;
}
