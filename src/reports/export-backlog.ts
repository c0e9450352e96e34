/** How much the ERP lacked within the last seven days, hour by hour (S11); an hour without a look is a gap, never zero. */
import type { ExportBacklog } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ExportBacklogRow, Tables } from '../schema/tables.ts';

const HOUR_MS = 3_600_000;
const HOURS = 7 * 24;

export async function exportBacklogReport(database: QueryDatabase<Tables>, clock: Clock): Promise<ExportBacklog> {
  const now = clock.now();
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const first = last - (HOURS - 1) * HOUR_MS;
  const rows = await database.all<ExportBacklogRow>(
    "SELECT * FROM export_backlog WHERE shop_id = '' AND hour_utc >= ?",
    [utcText(first)],
  );
  const known = new Map(rows.map((row) => [row.hour_utc, row]));
  const points = Array.from({ length: HOURS }, (_, index) => {
    const at = utcText(first + index * HOUR_MS);
    const row = known.get(at);
    return {
      at,
      shifts: row?.shifts ?? null,
      revenue: row === undefined ? null : formatKopecks(row.revenue),
      oldestSince: row?.oldest_utc ?? null,
    };
  });
  return { points, asOf: utcText(now) };
}
