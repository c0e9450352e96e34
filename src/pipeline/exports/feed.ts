/**
 * The order in which targets without a folder get shifts: each shift once, at the place of its latest revision (P3, P15). A
 * place is a number that grows with every revision that is put there, under the lock of its counter, so whoever has read up to
 * a place misses nothing that comes later; clocks play no part.
 */

import { record } from '../../audit/audit.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { ensureTarget, readTarget, type TargetKind } from './target-rows.ts';

/** Further back than any loading transaction lasts between taking its time and becoming visible. */
const OVERLAP_MS = 10 * 60_000;
/** All shifts are looked through so often, for the case that the clock was set back. */
const WHOLE_LOOK_MS = 60 * 60_000;
const SHIFTS_A_TURN = 500;

export type Feed = {
  /** Puts shifts that changed into the feed; true = there may be more. */
  turn(): Promise<boolean>;
};

type Changed = { shopId: string; shiftId: number; revision: number; updatedUtc: string };

const CHANGED = `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", s.revision AS revision, s.updated_utc AS "updatedUtc" FROM shift s
  LEFT JOIN shift_feed f ON f.shop_id = s.shop_id AND f.shift_id = s.shift_id
  WHERE s.updated_utc >= ? AND (f.revision IS NULL OR f.revision < s.revision) ORDER BY s.updated_utc LIMIT ?`;

export function createFeed(database: Database<Tables>, clock: Clock): Feed {
  let lookedMs: number | null = null;
  let wholeLookMs = 0;
  /** How far a look has got that takes several turns: what is before it was placed by the turns before. */
  let reached: string | null = null;
  return {
    async turn() {
      const now = clock.now();
      const whole = lookedMs === null || Math.abs(now - wholeLookMs) > WHOLE_LOOK_MS;
      const since = whole || lookedMs === null ? '' : utcText(lookedMs - OVERLAP_MS);
      const changed = await database.all<Changed>(CHANGED, [reached ?? since, SHIFTS_A_TURN]);
      if (changed.length > 0) await database.transaction((tx) => place(tx, changed));
      const isMore = changed.length === SHIFTS_A_TURN;
      reached = isMore ? (changed.at(-1)?.updatedUtc ?? null) : null;
      if (isMore) return true;
      lookedMs = now;
      if (whole) wholeLookMs = now;
      return false;
    },
  };
}

async function place(tx: Statements, changed: readonly Changed[]): Promise<void> {
  const first = await takeNumbers(tx, 'shift_feed', changed.length);
  const rows = changed.map(() => '(?, ?, ?, ?)').join(', ');
  await tx.run(
    `INSERT INTO shift_feed (shop_id, shift_id, feed_position, revision) VALUES ${rows}
     ON CONFLICT (shop_id, shift_id) DO UPDATE SET feed_position = excluded.feed_position, revision = excluded.revision`,
    changed.flatMap(({ shopId, shiftId, revision }, index) => [shopId, shiftId, first + index, revision]),
  );
}

/** A program that pulls says how far it has got; a place behind an earlier one is taken too, whoever wants to read again may. */
export async function notePosition(
  database: Database<Tables>,
  clock: Clock,
  target: { name: string; kind: TargetKind },
  position: number,
): Promise<void> {
  await database.transaction(async (tx) => {
    const before = await readTarget(tx, '', target.name);
    await ensureTarget(tx, clock, '', target.name, target.kind);
    await tx.run(
      `UPDATE export_target SET feed_position = ?, last_success_utc = ?, attempts = 0, next_attempt_utc = NULL,
       problem_code = NULL, problem_details = NULL, problem_since_utc = NULL WHERE shop_id = '' AND target = ?`,
      [position, utcText(clock.now()), target.name],
    );
    // Our own push goes on by itself; a program that reads is somebody.
    if (target.kind !== 'pull') return;
    await record(tx, clock, {
      ...{ verb: 'read-so-far', object: 'target', key: target.name },
      old: before === undefined ? null : { position: before.feed_position },
      new: { position },
    });
  });
}
