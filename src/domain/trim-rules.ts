/**
 * What may leave the tables (M45): documents of shifts that are older than the setting says, that every target has, that were
 * looked at and agree or were accepted, and that nothing is still expected for. Pure.
 */
import { addWallClock, type LocalDate } from './local-time.ts';

/** What is known of a shift that is old enough. */
export type TrimFacts = {
  closed: boolean;
  /** Targets that are on and lack the latest revision. */
  lacking: readonly string[];
  /** The checks of the latest revision; null = they have not looked at it. */
  checked: 'open' | 'not_checked' | 'differs' | 'agrees' | null;
  /** Differences that nobody has accepted and that have not ended. */
  openCases: number;
  /** Missing receipt numbers that the register is still asked for. */
  askedGaps: number;
  /** Records of its number that wait for a person. */
  setAside: number;
  /** Its sums or its goods are to be counted anew. */
  counting: boolean;
  /** Its documents were brought back from an archive less than `RESTORED_STAYS_DAYS` ago. */
  restoredLately: boolean;
};

/** Why a shift stays, in the order in which it is told. */
export const trimObstacles = [
  'open_shift',
  'not_exported',
  'not_checked_yet',
  'not_reconciled',
  'open_case',
  'gap_asked',
  'set_aside',
  'counting',
  'restored_lately',
] as const;
export type TrimObstacle = (typeof trimObstacles)[number];

/** What was brought back from an archive is not trimmed again for so many days. */
export const RESTORED_STAYS_DAYS = 30;

/** Everything that keeps the shift here. `uncheckedToo`: one whose register reported no money to compare may go as well. */
export function obstaclesOf(facts: TrimFacts, { uncheckedToo }: { uncheckedToo: boolean }): TrimObstacle[] {
  const holds: Record<TrimObstacle, boolean> = {
    open_shift: !facts.closed,
    not_exported: facts.lacking.length > 0,
    not_checked_yet: facts.checked === null || facts.checked === 'open',
    not_reconciled: facts.checked === 'not_checked' && !uncheckedToo,
    open_case: facts.openCases > 0,
    gap_asked: facts.askedGaps > 0,
    set_aside: facts.setAside > 0,
    counting: facts.counting,
    restored_lately: facts.restoredLately,
  };
  return trimObstacles.filter((obstacle) => holds[obstacle]);
}

/** The first business date that stays when days are kept for so long: a day goes when it is older than `keepDays` days. */
export function firstKeptDate(today: LocalDate, keepDays: number): LocalDate {
  return addWallClock(`${today}T00:00:00`, -keepDays * 86_400_000).slice(0, 10);
}

/**
 * For how many days each shop keeps documents: `1095` everywhere, and `12=730,15=off` for some; null = for ever.
 * Throws RangeError for a text that is none.
 */
export function parseShopDays(text: string): Map<string, number | null> {
  const days = new Map<string, number | null>();
  for (const part of text.split(',')) {
    const match = /^\s*([^=\s]+)\s*=\s*(off|\d{1,5})\s*$/.exec(part);
    if (match === null) throw new RangeError(`not a shop and its days: ${part.trim()}`);
    const count = match[2] === 'off' ? null : Number(match[2]);
    if (count !== null && count < LEAST_DAYS) throw new RangeError(`fewer than ${LEAST_DAYS} days: ${part.trim()}`);
    days.set(match[1] ?? '', count);
  }
  return days;
}

/** Fewer days would take what is still being worked with. */
export const LEAST_DAYS = 30;
