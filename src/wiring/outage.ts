/**
 * Whether the database is away, told once for all loops that work on it. A database that ends or begins answers one and refuses the
 * other for a moment: it counts as back only when nobody has met it away for a while since it answered again.
 */
import { sleep } from '../platform/worker-loop.ts';

export type Outage = {
  /** How often the database has come back; to be asked when a turn begins. */
  recoveries(): number;
  /** A turn has met it away; one that began before the last recovery (`begun`) tells of an outage that is over. */
  failed(cause: Error, begun: number): void;
  /** A turn that had met it away has succeeded. */
  recovered(): void;
  stop(): void;
};

const SETTLES_MS = 1_000;

export function createOutage(parts: {
  onAway: (cause: Error) => void;
  onBack: () => void;
  /** How long nobody may have met it away, in ms. */
  settlesMs?: number;
}): Outage {
  const { onAway, onBack, settlesMs = SETTLES_MS } = parts;
  let away = false;
  let recoveries = 0;
  let settling: AbortController | null = null;

  function unsettle(): void {
    settling?.abort();
    settling = null;
  }

  return {
    recoveries: () => recoveries,
    failed(cause, begun) {
      unsettle();
      if (away || begun !== recoveries) return;
      away = true;
      onAway(cause);
    },
    recovered() {
      if (!away || settling !== null) return;
      const own = new AbortController();
      settling = own;
      void sleep(settlesMs, own.signal).then(() => {
        if (own.signal.aborted) return;
        settling = null;
        away = false;
        recoveries += 1;
        onBack();
      });
    },
    stop: unsettle,
  };
}
