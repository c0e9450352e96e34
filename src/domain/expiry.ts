/** What ends by itself – certificates, lists, tokens, keys – and how near its end is. Pure. */

/** What is told of within so many days before its end. */
export const SOON_DAYS = 30;
/** What has ended longer ago than this is missed by nobody. */
export const FORGOTTEN_DAYS = 30;

const DAY_MS = 86_400_000;

export const expiryStates = ['good', 'ends_soon', 'ended'] as const;
export type ExpiryState = (typeof expiryStates)[number];

/** Times in ms. */
export function expiryState(endsMs: number, nowMs: number): ExpiryState {
  if (endsMs <= nowMs) return 'ended';
  return endsMs - nowMs < SOON_DAYS * DAY_MS ? 'ends_soon' : 'good';
}

/** Whether something ended so long ago that it is not told of any more. */
export function isForgotten(endsMs: number, nowMs: number): boolean {
  return endsMs + FORGOTTEN_DAYS * DAY_MS <= nowMs;
}
