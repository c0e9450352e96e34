/** Notices a line that stands still though there is something to forward. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { IntakeEvents } from '../intake/intake.ts';

export type LineWatch = {
  /** Looks at how many packages are due now and when one was acknowledged last (UTC text); true = the line stands still. */
  look(due: number, acknowledgedAt: string | null): boolean;
};

/** Told once each time it stands still for so many ms. */
export function createLineWatch(parts: {
  clock: Clock;
  afterMs: number;
  address: string;
  events: IntakeEvents;
}): LineWatch {
  const { clock, afterMs, address, events } = parts;
  let moved = clock.now();
  let told = false;
  return {
    look(due, acknowledgedAt) {
      if (due === 0) moved = clock.now();
      else moved = Math.max(moved, acknowledgedAt === null ? 0 : Date.parse(acknowledgedAt));
      const stands = due > 0 && clock.now() - moved >= afterMs;
      if (stands && !told) {
        const params = { address, n: due, since: utcText(moved) };
        events({ code: 'upper.stuck', level: 'error', params });
      }
      told = stands;
      return stands;
    },
  };
}
