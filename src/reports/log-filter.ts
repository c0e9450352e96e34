/** What the log is narrowed to: by columns where the database can, by the words of an entry where it cannot. */
import type { EventHistogramQuery, EventRow } from '../../contracts/web-api.ts';
import { type MessageParams, messageText } from '../messages/messages.ts';
import { textWithoutSums } from '../messages/without-sums.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';
import { textFilter } from './page.ts';
import { bothTexts, paramsOf } from './report-text.ts';

/** What is asked of the log; without `sums` it tells no amounts and is not searched for them. */
export type LogQuestion = EventHistogramQuery & { sums?: boolean | undefined };

export type LogFilter = {
  /** False = amounts are left out. */
  sums: boolean;
  conditions: readonly string[];
  params: readonly Value[];
  /** The levels, each to be read by itself, so that few errors are found among many entries; null = all. */
  levels: readonly (string | null)[];
  /** What must be looked for in the entries themselves; null = nothing. */
  matches: ((row: EventRow) => boolean) | null;
};

export type ReadEvent = Omit<EventRow, 'text' | 'who' | 'durationMs' | 'transferId' | 'shiftNumber' | 'raw'> & {
  params: string;
};

/** `level` means this one and the graver ones. */
const LEVELS = { info: [null], warning: ['warning', 'error'], error: ['error'] } as const;

/** Entries are written up to so many later than they happened (the buffer of the doors holds them while the database is away). */
const LATE_ENTRIES = 10_000;

/** The filter of a question; `not_found.*` for an unknown shop, register or load. */
export async function logFilter(database: QueryDatabase<Tables>, query: LogQuestion): Promise<Found<LogFilter>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined || value === null) return;
    conditions.push(condition);
    params.push(value);
  };
  where('e.shop_id = ?', place.value.shopId);
  where('e.register_id = ?', place.value.registerId);
  const load = query.transfer === undefined ? null : await readLoad(database, query.transfer);
  if (load === undefined) return notFound('not_found.transfer', { transferId: query.transfer ?? '' });
  where('e.shop_id = ?', load?.shopId);
  where('e.register_id = ?', load?.registerId);
  const from = later(query.from, load?.requestedAt);
  where('e.happened_utc >= ?', from);
  where('e.happened_utc < ?', query.to);
  where('e.event_id >= ?', from === undefined ? undefined : await firstId(database, from));
  where('e.event_id <= ?', query.to === undefined ? undefined : await lastId(database, query.to));
  if (query.code?.includes('.') === true) where('e.code = ?', query.code);
  else if (query.code !== undefined) {
    where('e.code >= ?', `${query.code}.`);
    where('e.code < ?', `${query.code}/`);
  }
  const { sums = true } = query;
  return found({ sums, conditions, params, levels: LEVELS[query.level ?? 'info'], matches: matcherOf(query, load) });
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

type Load = { shopId: string; registerId: string; requestedAt: string; number: number; names: ReadonlySet<string> };

/** A load with what its packages are called in the entries; undefined = there is no such load. */
async function readLoad(database: QueryDatabase<Tables>, transferId: string): Promise<Load | undefined> {
  const number = Number(transferId.slice(2));
  const row = await database.get<Omit<Load, 'number' | 'names'>>(
    `SELECT shop_id AS "shopId", register_id AS "registerId", requested_utc AS "requestedAt" FROM transfer
     WHERE transfer_id = ?`,
    [number],
  );
  if (row === undefined) return undefined;
  const packages = await database.all<{ name: string; packageId: string | null }>(
    'SELECT name, package_id AS "packageId" FROM package WHERE transfer_id = ?',
    [number],
  );
  const names = new Set(packages.flatMap(({ name, packageId }) => [name, packageId ?? '']).filter((one) => one !== ''));
  return { ...row, number, names };
}

/** An id below which nothing happened at the time or later. */
export async function firstId(database: QueryDatabase<Tables>, from: string): Promise<number | undefined> {
  const row = await database.get<{ id: number }>(
    'SELECT event_id AS id FROM event WHERE happened_utc >= ? ORDER BY happened_utc LIMIT 1',
    [from],
  );
  return row === undefined ? undefined : row.id - LATE_ENTRIES;
}

/** An id above which nothing happened before the time; undefined = nothing did at all. */
export async function lastId(database: QueryDatabase<Tables>, to: string): Promise<number | undefined> {
  const row = await database.get<{ id: number }>(
    'SELECT event_id AS id FROM event WHERE happened_utc < ? ORDER BY happened_utc DESC LIMIT 1',
    [to],
  );
  return row === undefined ? undefined : row.id + LATE_ENTRIES;
}

function matcherOf(query: EventHistogramQuery, load: Load | null): LogFilter['matches'] {
  const checks: ((row: EventRow) => boolean)[] = [];
  if (load !== null) checks.push((row) => tellsOf(row, load));
  const { shift, who } = query;
  if (shift !== undefined) checks.push((row) => row.shiftNumber === shift);
  const named = textFilter(who);
  if (named !== null) checks.push((row) => named([row.who?.ru ?? null, row.who?.en ?? null]));
  const wanted = textFilter(query.q);
  if (wanted !== null)
    checks.push(({ code, text, shopCode, registerCode }) => wanted([code, text.ru, text.en, shopCode, registerCode]));
  return checks.length === 0 ? null : (row) => checks.every((check) => check(row));
}

/** The number itself, so that T-4 is never T-40; or one of its packages by name. */
function tellsOf(row: EventRow, load: Load): boolean {
  if (row.transferId !== null) return row.transferId === `T-${load.number}`;
  const params = paramsOf(row.raw);
  return [params.packageId, params.file, params.name].some((name) => typeof name === 'string' && load.names.has(name));
}

/** An entry in the words of the catalogue. */
export function eventRowOf({ params: raw, ...row }: ReadEvent, sums: boolean): EventRow {
  const params = paramsOf(raw);
  const { ru, en } = bothTexts(row.code, params);
  return {
    ...row,
    text: sums ? { ru, en } : { ru: textWithoutSums(ru), en: textWithoutSums(en) },
    who: whoOf(params),
    durationMs: numberOf(params.lastedMs),
    transferId: numberOf(params.transferId) === null ? null : `T-${params.transferId}`,
    shiftNumber: numberOf(params.shiftNumber),
    raw: raw === '' ? '{}' : raw,
  };
}

function numberOf(value: MessageParams[string] | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** A person by name; else what a load was caused by. */
function whoOf({ author, causedBy }: MessageParams): EventRow['who'] {
  if (typeof author === 'string' && author !== '' && author !== '—') return { ru: author, en: author };
  if (typeof causedBy !== 'string') return null;
  const code = `transfer_cause.${causedBy}`;
  return { ru: messageText('ru', code), en: messageText('en', code) };
}
