/** Pauses between attempts that fail: each twice the one before, and never the same for two that failed together. */

export type PauseLimits = { firstMs: number; longestMs: number };

/**
 * The pause after so many failures in a row (1 = the first), in ms: between half and all of the doubled pause. `random` gives
 * numbers from 0 up to 1.
 */
export function growingPause(failures: number, { firstMs, longestMs }: PauseLimits, random: () => number): number {
  const whole = Math.min(firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 30), longestMs);
  return Math.round(whole * (0.5 + random() / 2));
}
