/** What a load usually takes at one register (S6, S10): the norm that a running one is held against. */
import type { LoadNorms } from '../../contracts/web-api.ts';
import { daysTouched } from '../domain/load-period.ts';
import { RUNNING_STATES } from '../domain/transfer.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables, TransferRow } from '../schema/tables.ts';
import { findRegister } from './find-place.ts';
import { type Found, found } from './found.ts';

/** Finished loads that are looked at: the latest ones. */
const LOOKED_AT = 50;
/** Fewer than this tell nothing. */
const LEAST = 3;

/** Of loads that were asked for and brought something; `not_found.*` for an unknown register. */
export async function loadNormsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  codes: { shopCode: string; registerCode: string },
): Promise<Found<LoadNorms>> {
  const place = await findRegister(database, codes.shopCode, codes.registerCode);
  if (!place.ok) return place;
  const rows = await database.all<TransferRow>(
    `SELECT * FROM transfer WHERE shop_id = ? AND register_id = ? AND state = 'done' AND range_kind <> 'none'
     ORDER BY transfer_id DESC LIMIT ?`,
    [place.value.shop.shopId, place.value.registerId, LOOKED_AT],
  );
  const spent = new Map<string, number[]>();
  for (const row of rows) for (const [stage, ms] of timesOf(row)) spent.set(stage, [...(spent.get(stage) ?? []), ms]);
  const stages = RUNNING_STATES.flatMap((stage) => {
    const usualMs = median(spent.get(stage) ?? []);
    return usualMs === null ? [] : [{ stage, usualMs }];
  });
  const dated = rows.filter((row) => row.range_kind === 'dates');
  return found({
    loads: rows.length,
    stages,
    usualMs: median(rows.map(wholeMs)),
    perDayMs: median(dated.map((row) => Math.round(wholeMs(row) / daysOf(row)))),
    asOf: utcText(clock.now()),
  });
}

function wholeMs(row: TransferRow): number {
  return Date.parse(row.ended_utc ?? row.requested_utc) - Date.parse(row.requested_utc);
}

function daysOf({ range_from: from, range_to: to }: TransferRow): number {
  return from === null || to === null ? 1 : Math.max(1, daysTouched({ from, to }));
}

/** From each stage that was reached to the next one that was. */
function timesOf(row: TransferRow): [string, number][] {
  const reached = RUNNING_STATES.flatMap((stage): [string, string][] => {
    const at = row[`${stage}_utc`];
    return at === null ? [] : [[stage, at]];
  });
  if (row.ended_utc !== null) reached.push(['done', row.ended_utc]);
  return reached.slice(0, -1).map(([stage, at], index) => {
    const next = reached[index + 1]?.[1] ?? at;
    return [stage, Math.max(0, Date.parse(next) - Date.parse(at))];
  });
}

/** The middle one; null when there are too few. */
function median(values: readonly number[]): number | null {
  if (values.length < LEAST) return null;
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
