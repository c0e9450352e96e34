/** What one message holds of the byte budget, and how long its sender lets us wait. */
export type Holder = {
  /** Bytes it will hold at most. */
  size: number;
  /** Bytes held within the limit of the budget, and beyond it. */
  within: number;
  beyond: number;
  /** Bytes that are here and wait for room. */
  wish: { readonly bytes: number; readonly grant: () => void } | undefined;
  isComplete: boolean;
  /** Since when its sender is waited for, and how long that was before, in ms. */
  fetchingSince: number | undefined;
  fetchedMs: number;
  /** Called when it is too slow; undefined afterwards. */
  onSlow: (() => void) | undefined;
};

export function newHolder(size: number, onSlow: () => void): Holder {
  const nothing = { within: 0, beyond: 0, wish: undefined, fetchingSince: undefined, fetchedMs: 0 };
  return { ...nothing, size, isComplete: false, onSlow };
}

/** Bytes held, within the limit and beyond it. */
export function held({ within, beyond }: Holder): number {
  return within + beyond;
}

/** Notes that a holder waits for room for bytes; resolves when `grantWish` is called. */
export function newWish(holder: Holder, bytes: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  holder.wish = { bytes, grant: resolve };
  return promise;
}

/** The bytes have been charged. */
export function grantWish(holder: Holder): void {
  holder.wish?.grant();
  holder.wish = undefined;
}

/** Nothing more will come for this holder. */
export function settle(holder: Holder): void {
  holder.isComplete = true;
  holder.size = held(holder);
}

/** Waits for the sender of a message and adds up the time that it took. */
export async function fetchTimed<T>(holder: Holder, bytes: Promise<T>, now: () => number): Promise<T> {
  const since = now();
  holder.fetchingSince = since;
  try {
    return await bytes;
  } finally {
    holder.fetchedMs += now() - since;
    holder.fetchingSince = undefined;
  }
}

export type SlowLimits = { slowAfterMs: number; minBytesPerSecond: number };

/** Tells those that hold bytes, wait for their sender and are too slow on average; the time of waiting for room does not count. */
export function tellSlow(holders: Iterable<Holder>, now: number, limits: SlowLimits): void {
  for (const holder of holders) {
    const { fetchingSince, fetchedMs, onSlow } = holder;
    if (fetchingSince === undefined || onSlow === undefined || held(holder) === 0) continue;
    const ms = fetchedMs + now - fetchingSince;
    if (ms < limits.slowAfterMs || held(holder) * 1000 >= limits.minBytesPerSecond * ms) continue;
    holder.onSlow = undefined;
    onSlow();
  }
}
