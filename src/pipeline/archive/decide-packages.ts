/** What people decide of packages that could not be loaded: that they are dealt with, or that they are tried again. */

import { record, recordFirst } from '../../audit/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import { utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type Intake, indexedStates } from '../intake/intake.ts';

export type PackageDecisions = {
  /** Notes for good that a package of `error` or `broken` is dealt with; a second decision replaces the first. */
  decide(name: string, reason: string, author: string | null): Promise<'decided' | 'unknown' | 'loaded'>;
  /** Puts a package of `error` or `broken` back into the line, out of its folder or its archive; a decision falls. */
  retry(name: string, author: string | null): Promise<'returned' | 'unknown' | 'loaded' | 'gone'>;
};

export type DecisionParts = { database: Database<Tables>; clock: Clock; intake: Intake };

export function createPackageDecisions({ database, clock, intake }: DecisionParts): PackageDecisions {
  /** In which of the two ends a package is; a package without a header is in no index. */
  async function endOf(name: string): Promise<'error' | 'broken' | 'loaded' | 'unknown'> {
    const state = (await indexedStates(database, [name])).get(name);
    if (state === 'processed') return 'loaded';
    if (state === 'error' || state === 'broken') return state;
    for (const end of ['error', 'broken'] as const) if ((await intake.read(end, name)).kind !== 'missing') return end;
    return 'unknown';
  }

  return {
    async decide(name, reason, author) {
      const state = await endOf(name);
      if (state === 'loaded' || state === 'unknown') return state;
      await database.transaction(async (tx) => {
        const before = await decisionOf(tx, name);
        await tx.run(
          `INSERT INTO package_decision (shop_id, name, state, decided_utc, decided_by, reason) VALUES ('', ?, ?, ?, ?, ?)
           ON CONFLICT (shop_id, name) DO UPDATE SET state = excluded.state, decided_utc = excluded.decided_utc,
             decided_by = excluded.decided_by, reason = excluded.reason`,
          [name, state, utcText(clock.now()), author, reason],
        );
        const params = { name, state: `@archive_state.${state}`, author: author ?? '—', why: reason };
        await recordEvents(tx, clock, [{ code: 'package.decided', level: 'info', params }]);
        await record(tx, clock, { verb: 'decide', object: 'package', key: name, old: before, new: { state }, reason });
      });
      return 'decided';
    },
    async retry(name, author) {
      const state = await endOf(name);
      if (state === 'loaded' || state === 'unknown') return state;
      const old = { state, ...(await decisionOf(database, name)) };
      const entry = { verb: 'retry', object: 'package', key: name, old, new: { state: 'waiting' } } as const;
      return recordFirst(
        database,
        clock,
        entry,
        () => putBack(name, state, author),
        (result) => (result === 'gone' ? 'package.cannot_return' : null),
      );
    },
  };

  /**
   * Into the line, or there already: a try before this one may have put it there and failed afterwards, and the line may bring it back to an
   * end while it is looked for.
   */
  async function lineUp(name: string, state: 'error' | 'broken'): Promise<boolean> {
    if (await intake.retry(name, state)) return true;
    if ((await intake.read('waiting', name)).kind !== 'missing') return true;
    return (await intake.retry(name, 'broken')) || (await intake.retry(name, 'error'));
  }

  async function putBack(name: string, state: 'error' | 'broken', author: string | null): Promise<'returned' | 'gone'> {
    if (!(await lineUp(name, state))) return 'gone';
    await database.transaction(async (tx) => {
      await tx.run("DELETE FROM package_decision WHERE shop_id = '' AND name = ?", [name]);
      await recordEvents(tx, clock, [
        { code: 'package.tried_again', level: 'info', params: { name, author: author ?? '—' } },
      ]);
    });
    return 'returned';
  }
}

/** What was decided of a package before; null = nothing. */
async function decisionOf(tx: Statements, name: string): Promise<{ reason: string; author: string | null } | null> {
  const row = await tx.get<{ reason: string; author: string | null }>(
    "SELECT reason, decided_by AS author FROM package_decision WHERE shop_id = '' AND name = ?",
    [name],
  );
  return row ?? null;
}
