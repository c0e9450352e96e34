/** The only place that reads the machine's clock. */
export type Clock = {
  /** UTC milliseconds. */
  now(): number;
};

export const systemClock: Clock = { now: () => Date.now() };

/** UTC milliseconds as text `yyyy-MM-ddTHH:mm:ss.sssZ`, which sorts as time. */
export function utcText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Elapsed milliseconds since an arbitrary start, never set back; for measuring and pauses only. */
export function monotonicMs(): number {
  return performance.now();
}
