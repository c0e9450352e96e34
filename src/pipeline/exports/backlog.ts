/** How much the ERP lacked over time: the last look of each hour, for the chart of a week. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { FOLDER, STALE } from './due.ts';

const SAMPLE_MS = 5 * 60_000;
const KEPT_MS = 31 * 86_400_000;

/** Notes now and then how many shifts are missing; an open shift is behind for a moment after every receipt and is none. */
export function createBacklog(database: Database<Tables>, clock: Clock): { turn(): Promise<void> } {
  let sampledMs: number | null = null;
  return {
    async turn() {
      const now = clock.now();
      if (sampledMs !== null && Math.abs(now - sampledMs) < SAMPLE_MS) return;
      sampledMs = now;
      const missing = await database.get<{ shifts: number; revenue: number; oldest: string | null }>(
        `SELECT COUNT(*) AS shifts, MIN(COALESCE(s.closed_utc, s.updated_utc)) AS oldest,
           CAST(COALESCE(SUM(COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum)), 0) AS BIGINT) AS revenue
         FROM shift s
         LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
           AND e.failed_revision IS NOT NULL
         WHERE ${STALE} AND (s.closed_at IS NOT NULL OR e.failed_revision IS NOT NULL)`,
        [],
      );
      const hourUtc = `${utcText(now).slice(0, 13)}:00:00.000Z`;
      await database.transaction(async (tx) => {
        await tx.run(
          `INSERT INTO export_backlog (shop_id, hour_utc, shifts, revenue, oldest_utc) VALUES ('', ?, ?, ?, ?)
           ON CONFLICT (shop_id, hour_utc) DO UPDATE SET shifts = excluded.shifts, revenue = excluded.revenue,
             oldest_utc = excluded.oldest_utc`,
          [hourUtc, missing?.shifts ?? 0, missing?.revenue ?? 0, missing?.oldest ?? null],
        );
        await tx.run("DELETE FROM export_backlog WHERE shop_id = '' AND hour_utc < ?", [utcText(now - KEPT_MS)]);
      });
    },
  };
}
