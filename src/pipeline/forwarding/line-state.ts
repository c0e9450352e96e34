/** How the line to the upper server is, in memory: found anew at each start, told in the log when it changes. */
import type { EventCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import { growingPause, type PauseLimits } from '../../platform/growing-pause.ts';
import type { IntakeEvents } from '../intake/intake.ts';
import type { UpperReason } from './upper-server.ts';

/** `idle`: everything was brought; `working`; `busy`: the upper server takes nothing for now; `away`: it cannot be reached. */
export type LineCondition = 'idle' | 'working' | 'busy' | 'away';

/** A register, or with a name one package, that the upper server does not take. Times are UTC text. */
export type Refused = { registerId: string; name: string | null; reason: UpperReason; since: string; nextAt: string };

export type LineState = {
  condition: LineCondition;
  since: string;
  /** Why it does not move; null when it does. */
  reason: UpperReason | null;
  /** When the upper server acknowledged something last since this server was started. */
  acknowledgedAt: string | null;
  refused: Refused[];
};

export type LineMemory = {
  state(): LineState;
  /** Registers and packages whose next attempt is not due. */
  passedOver(): { registers: string[]; names: Set<string> };
  idle(): void;
  /** Something was acknowledged. */
  moved(registerId: string, names: readonly string[]): void;
  /** Answers the pause before the next attempt, in ms. */
  failed(condition: 'busy' | 'away', reason: UpperReason): number;
  refuse(registerId: string, name: string | null, reason: UpperReason): void;
};

export type LineParts = {
  clock: Clock;
  address: string;
  events: IntakeEvents;
  pauses: PauseLimits;
  random: () => number;
};

/** A failure is told of when it was not over after so many attempts: a line that breaks once is no news. */
const TOLD_FROM = 3;

type RefusedEntry = Refused & { failures: number; nextMs: number };

export function createLineMemory({ clock, address, events, pauses, random }: LineParts): LineMemory {
  let condition: LineCondition = 'idle';
  let since = clock.now();
  let reason: UpperReason | null = null;
  let acknowledgedAt: number | null = null;
  let failures = 0;
  let toldDown = false;
  const refused = new Map<string, RefusedEntry>();
  const say = (code: EventCode, level: 'info' | 'warning', params: MessageParams, registerId?: string) =>
    events({ code, level, params: { address, ...params }, ...(registerId === undefined ? {} : { registerId }) });

  function become(next: LineCondition, why: UpperReason | null): void {
    if (condition !== next) since = clock.now();
    condition = next;
    reason = why;
  }

  function works(next: 'idle' | 'working'): void {
    if (toldDown) say('upper.line_up', 'info', {});
    toldDown = false;
    failures = 0;
    become(next, null);
  }

  /** A register and its packages do not share an entry. */
  const keyOf = (registerId: string, name: string | null) =>
    `${name === null ? 'register' : 'package'} ${name ?? registerId}`;

  return {
    state: () => ({
      condition,
      since: utcText(since),
      reason,
      acknowledgedAt: acknowledgedAt === null ? null : utcText(acknowledgedAt),
      refused: [...refused.values()].map(({ failures: _, nextMs: __, ...one }) => one),
    }),
    passedOver() {
      const now = clock.now();
      const waiting = [...refused.values()].filter(({ nextMs }) => nextMs > now);
      const registers = waiting.filter(({ name }) => name === null).map(({ registerId }) => registerId);
      return { registers, names: new Set(waiting.flatMap(({ name }) => name ?? [])) };
    },
    idle() {
      if (condition === 'working') become('idle', null);
    },
    moved(registerId, names) {
      acknowledgedAt = clock.now();
      works('working');
      if (refused.delete(keyOf(registerId, null))) say('upper.register_taken', 'info', { registerId }, registerId);
      for (const name of names) refused.delete(keyOf(registerId, name));
    },
    failed(next, why) {
      failures += 1;
      become(next, why);
      if (failures >= TOLD_FROM && !toldDown) {
        toldDown = true;
        say(next === 'busy' ? 'upper.line_busy' : 'upper.line_down', 'warning', { causeRu: why.ru, causeEn: why.en });
      }
      return growingPause(failures, pauses, random);
    },
    refuse(registerId, name, why) {
      // It answers, so the line itself is up.
      works('working');
      const key = keyOf(registerId, name);
      const before = refused.get(key);
      const count = (before?.failures ?? 0) + 1;
      const nextMs =
        clock.now() + growingPause(count, { ...pauses, longestMs: pauses.longestMs * REFUSED_LONGER }, random);
      const at = before?.since ?? utcText(clock.now());
      refused.set(key, { registerId, name, reason: why, since: at, nextAt: utcText(nextMs), failures: count, nextMs });
      if (before !== undefined && before.reason.code === why.code) return;
      const code = name === null ? 'upper.register_refused' : 'upper.package_refused';
      say(code, 'warning', { registerId, name, causeRu: why.ru, causeEn: why.en }, registerId);
    },
  };
}

/** What needs a person is tried less often than a line that is down. */
const REFUSED_LONGER = 5;
