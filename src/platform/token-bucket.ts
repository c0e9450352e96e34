/**
 * So many bytes a second and no more, over time. What is larger than the bucket goes at once and is paid for afterwards: the
 * next has to wait until the debt is worked off.
 */
import type { Clock } from './clock.ts';

export type TokenBucket = {
  /** How long to wait before the next bytes may go, in ms; 0 = now. */
  waitMs(): number;
  /** So many bytes go now. */
  take(bytes: number): void;
};

/** `bytesPerSecond` null = no limit. A bucket holds what flows in one second; it is full at the start. */
export function createTokenBucket(bytesPerSecond: number | null, clock: Clock): TokenBucket {
  if (bytesPerSecond === null) return { waitMs: () => 0, take: () => undefined };
  let tokens = bytesPerSecond;
  let at = clock.now();

  function fill(): void {
    const now = clock.now();
    // A clock that is set back adds nothing, and costs nothing but what it takes until it runs on.
    if (now > at) tokens = Math.min(bytesPerSecond ?? 0, tokens + ((now - at) * (bytesPerSecond ?? 0)) / 1000);
    at = now;
  }

  return {
    waitMs() {
      fill();
      return tokens > 0 ? 0 : Math.max(1, Math.ceil((-tokens * 1000) / bytesPerSecond));
    },
    take(bytes) {
      fill();
      tokens -= bytes;
    },
  };
}
