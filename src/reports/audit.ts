/** S15 «Журнал действий»: entries of the audit trail, newest first, as a page and as a file. */
import type { AuditEntry, AuditFileQuery, AuditList, AuditListQuery } from '../../contracts/web-api.ts';
import type { Actor, ShopScope } from '../domain/access.ts';
import type { Language } from '../messages/messages.ts';
import { keyText } from '../messages/screen-texts.ts';
import { withoutSums } from '../messages/without-sums.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Reading, Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { AuditEntryRow, Tables } from '../schema/tables.ts';
import { csvLine } from './csv-line.ts';
import { countRows, readMatching, textFilter } from './page.ts';

/** Whose entries somebody sees: `own` = only what this actor did, null = of everybody; of those with a shop, of these shops. */
export type AuditView = { own: Actor | null; shops: ShopScope };

/** Of these entries, with or without the sums in them (`see-money`). */
type Seen = AuditView & { sums: boolean };

type Filter = {
  where: string;
  params: readonly Value[];
  sums: boolean;
  matches: ((entry: AuditEntry) => boolean) | null;
};

export async function auditReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: AuditListQuery,
  view: Seen,
): Promise<AuditList> {
  const filter = filterOf(query, view);
  const { rows, next } = await readMatching<AuditEntry, number>({
    limit: query.limit,
    before: query.before === undefined ? undefined : Number(query.before),
    matches: filter.matches,
    read: (before, limit) => readEntries(database, filter, before, limit),
    cursorOf: ({ number }) => number,
  });
  return {
    entries: rows,
    total:
      filter.matches === null
        ? await countRows(database, `FROM audit_entry WHERE ${filter.where}`, filter.params)
        : null,
    own: view.own !== null,
    next: next === null ? null : String(next),
    asOf: utcText(clock.now()),
  };
}

const AT_ONCE = 1_000;

/** Pieces of CSV, newest entry first; they are read while they are sent. */
export async function* auditFileReport(
  database: QueryDatabase<Tables>,
  query: AuditFileQuery,
  view: Seen,
): AsyncIterable<string> {
  const { lang, dialect } = query;
  const filter = filterOf(query, view);
  const headings = COLUMNS.map((column) => (dialect === 'people' ? keyText(lang, `audit.column_${column}`) : column));
  yield `${dialect === 'people' ? '\ufeff' : ''}${csvLine(headings, dialect)}`;
  for (let before: number | undefined; ; ) {
    const rows = await readEntries(database, filter, before, AT_ONCE);
    const wanted = filter.matches === null ? rows : rows.filter(filter.matches);
    if (wanted.length > 0)
      yield wanted
        .map((entry) => csvLine(dialect === 'people' ? cellsOf(lang, entry) : plainCells(entry), dialect))
        .join('');
    before = rows.at(-1)?.number;
    if (rows.length < AT_ONCE) return;
  }
}

const COLUMNS = [
  ...['number', 'at', 'actor_kind', 'actor_name', 'actor_address', 'channel', 'verb', 'object_kind', 'object_key'],
  ...['shop', 'old', 'new', 'reason', 'result', 'hash'],
];

function plainCells(entry: AuditEntry): string[] {
  const { actor, object } = entry;
  const json = (values: AuditEntry['old']) => (values === null ? '' : JSON.stringify(values));
  return [
    ...[String(entry.number), entry.at, actor.kind, actor.name, actor.address ?? '', entry.channel, entry.verb],
    ...[object.kind, object.key, entry.shopCode ?? '', json(entry.old), json(entry.new), entry.reason ?? ''],
    ...[entry.result, entry.hash ?? ''],
  ];
}

/** The same with the words of the pages. */
function cellsOf(language: Language, entry: AuditEntry): string[] {
  const words: Record<string, string> = {
    actor_kind: `audit.actor_${entry.actor.kind}`,
    channel: `audit.channel_${entry.channel}`,
    verb: `audit.verb_${entry.verb}`,
    object_kind: `audit.object_${entry.object.kind}`,
    result: `audit.result_${entry.result}`,
  };
  return plainCells(entry).map((cell, index) => {
    const key = words[COLUMNS[index] ?? ''];
    return key === undefined ? cell : keyText(language, key);
  });
}

function filterOf(query: Omit<AuditListQuery, 'limit' | 'before'>, { own, shops, sums }: Seen): Filter {
  const conditions = ['1 = 1'];
  const params: Value[] = [];
  const where = (condition: string, ...values: (Value | undefined)[]) => {
    if (values.some((value) => value === undefined)) return;
    conditions.push(condition);
    params.push(...(values as Value[]));
  };
  where('happened_utc >= ?', query.from);
  where('happened_utc < ?', query.to);
  where('verb = ?', query.verb);
  where('object_kind = ?', query.object);
  where('object_key = ?', query.key);
  where('shop_code = ?', query.shop);
  where('result = ?', query.result);
  if (own !== null) where('(actor_kind = ? AND actor_name = ?)', own.kind, own.name);
  else if (shops !== 'all')
    where(`(shop_code IS NULL OR shop_code IN (${shops.map(() => '?').join(', ') || "''"}))`, ...shops);
  const named = textFilter(query.who);
  return {
    where: conditions.join(' AND '),
    params,
    sums,
    matches: named === null ? null : ({ actor }) => named([actor.name]),
  };
}

async function readEntries(
  database: Reading,
  { where, params, sums }: Filter,
  before: number | undefined,
  limit: number,
): Promise<AuditEntry[]> {
  const [older, cursor] = before === undefined ? ['', []] : [' AND number < ?', [before]];
  const rows = await database.all<AuditEntryRow>(
    `SELECT * FROM audit_entry WHERE ${where}${older} ORDER BY number DESC LIMIT ?`,
    [...params, ...cursor, limit],
  );
  return rows.map((row) => (sums ? entryOf(row) : entryWithoutSums(entryOf(row))));
}

/** As the API leaves sums out of every answer, and without the hashes: a sum of few digits is found by trying which one fits. */
function entryWithoutSums(entry: AuditEntry): AuditEntry {
  return { ...(withoutSums(entry) as AuditEntry), previous: null, hash: null };
}

function entryOf(row: AuditEntryRow): AuditEntry {
  return {
    number: row.number,
    at: row.happened_utc,
    actor: { kind: row.actor_kind as Actor['kind'], name: row.actor_name, address: row.actor_address },
    channel: row.channel as AuditEntry['channel'],
    verb: row.verb as AuditEntry['verb'],
    object: { kind: row.object_kind as AuditEntry['object']['kind'], key: row.object_key },
    shopCode: row.shop_code,
    old: valuesOf(row.old_value),
    new: valuesOf(row.new_value),
    reason: row.reason,
    result: row.result as AuditEntry['result'],
    previous: row.previous,
    hash: row.hash,
  };
}

/** Somebody may have written what is no JSON: that is shown, too. */
function valuesOf(text: string | null): AuditEntry['old'] {
  if (text === null) return null;
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === 'object' && !Array.isArray(values) ? (values as AuditEntry['old']) : { value: values };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return { text };
  }
}
