/** What the figures of a period lack: registers without a shift, open shifts, missing receipts, records that wait for a person. */
import type { ReportMissing } from '../../../contracts/web-api.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { compareCodes } from '../report-text.ts';
import { NO_DAYS, readTrimmedDays } from '../trimmed-days.ts';
import { registersOf, type Scope, type Sql, shiftsSql, total } from './scope.ts';

/** Registers that are named; more are only counted. */
const MOST_NAMED = 50;

/** `lists`: the report lists documents, which trimmed days have no more. */
export async function readMissing(
  database: QueryDatabase<Tables>,
  scope: Scope,
  lists: boolean,
): Promise<ReportMissing> {
  const silent = scope.shift === null ? await readSilent(database, scope) : [];
  const { openShifts, recounting, missingReceipts, setAside } = await readNumbers(database, scope);
  return {
    silent: silent.slice(0, MOST_NAMED),
    silentCount: silent.length,
    openShifts,
    missingReceipts,
    setAside,
    recounting,
    trimmed: lists ? await readTrimmedDays(database, daysOf(scope)) : NO_DAYS,
    complete: silent.length + openShifts + recounting + missingReceipts + setAside === 0,
  };
}

/** The days of a scope. */
export function daysOf({ shop, shift, from, to }: Scope) {
  if (shift === null) return { shopId: shop?.shopId ?? null, from, to };
  const { shiftId, businessDate } = shift.facts;
  return { shopId: shop?.shopId ?? null, from: businessDate, to: businessDate, shiftId };
}

async function readSilent(database: QueryDatabase<Tables>, scope: Scope): Promise<ReportMissing['silent']> {
  const { conditions, params } = registersOf(scope);
  const rows = await database.all<ReportMissing['silent'][number]>(
    `SELECT h.shop_code AS "shopCode", r.register_code AS "registerCode", r.name AS name
     FROM register r JOIN shop h ON h.shop_id = r.shop_id
     WHERE ${[...conditions, 'r.in_service = 1'].join(' AND ')} AND NOT EXISTS (SELECT 1 FROM shift s
       WHERE s.shop_id = r.shop_id AND s.register_id = r.register_id AND s.business_date >= ? AND s.business_date <= ?)`,
    [...params, scope.from, scope.to],
  );
  return rows.sort((a, b) => compareCodes(a.shopCode, b.shopCode) || compareCodes(a.registerCode, b.registerCode));
}

type Numbers = Pick<ReportMissing, 'openShifts' | 'recounting' | 'missingReceipts' | 'setAside'>;
const NOTHING: Numbers = { openShifts: 0, recounting: 0, missingReceipts: 0, setAside: 0 };

/** In one statement: each one more waits for its turn on a busy machine. */
async function readNumbers(database: QueryDatabase<Tables>, scope: Scope): Promise<Numbers> {
  const of = shiftsSql(scope);
  const holes = shiftsSql(
    scope,
    'JOIN receipt_gap g ON g.shop_id = s.shop_id AND g.shift_id = s.shift_id',
    "AND g.state IN ('waiting', 'asked', 'held')",
  );
  const asides = setAsideSql(scope);
  const row = await database.get<Numbers>(
    `SELECT o."openShifts", o.recounting, (SELECT ${total('g.missing_count')} ${holes.text}) AS "missingReceipts",
       (SELECT COUNT(*) ${asides.text}) AS "setAside"
     FROM (SELECT ${total('CASE WHEN s.closed_at IS NULL THEN 1 ELSE 0 END')} AS "openShifts",
       ${total('s.recount')} AS recounting ${of.text}) o`,
    [...holes.params, ...asides.params, ...of.params],
  );
  return row ?? NOTHING;
}

/** Of the shift by its number; else of all registers, because a record set aside need not know its date. */
function setAsideSql(scope: Scope): Sql {
  const { conditions, params } = registersOf(scope);
  if (scope.shift !== null) {
    conditions.push('a.shift_number = ?');
    params.push(scope.shift.facts.shiftNumber);
  }
  return {
    text: `FROM register r
     JOIN set_aside a ON a.shop_id = r.shop_id AND a.register_id = r.register_id AND a.state = 'open'
     WHERE ${conditions.join(' AND ')}`,
    params,
  };
}
