/** What of the lines ends and when: certificates in files, those of registers and servers, tokens, keys; the nearest end first. */
import type { Expiry, ExpiryKind, ExpiryList, ServerStatus } from '../../contracts/web-api.ts';
import { expiryState, isForgotten } from '../domain/expiry.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';

/** What files say, beside the tables: times in ms. `issued` are certificates of registers that are in force. */
export type FileEnds = {
  files: { kind: ExpiryKind; name: string; endsMs: number }[];
  issued: { registerId: string; serial: string; endsMs: number }[];
  /** Serial numbers of certificates that were taken back. */
  revoked: ReadonlySet<string>;
};

export type ReadFileEnds = () => Promise<FileEnds>;

type Sources = { database: QueryDatabase<Tables>; clock: Clock; readFileEnds: ReadFileEnds };
/** A row before its state is known. */
type Found = Omit<Expiry, 'state' | 'endsAt'> & { endsMs: number };

const NOWHERE = { shopCode: null, registerCode: null, serial: null };

export async function expiriesReport(sources: Sources): Promise<ExpiryList> {
  const nowMs = sources.clock.now();
  const expiries = (await readAll(sources))
    .toSorted((a, b) => a.endsMs - b.endsMs || (a.name < b.name ? -1 : 1))
    .map(({ endsMs, ...row }) => ({ ...row, endsAt: utcText(endsMs), state: expiryState(endsMs, nowMs) }));
  return { expiries, asOf: utcText(nowMs) };
}

/** How many need somebody. */
export async function expiryStatus(sources: Sources): Promise<ServerStatus['expiries']> {
  const { expiries } = await expiriesReport(sources);
  const countOf = (state: Expiry['state']) => expiries.filter((one) => one.state === state).length;
  return { endsSoon: countOf('ends_soon'), ended: countOf('ended') };
}

async function readAll({ database, clock, readFileEnds }: Sources): Promise<Found[]> {
  const nowMs = clock.now();
  const ends = await readFileEnds();
  const rows = await database.all<LentRow>(LENT);
  const of = (kind: ExpiryKind) => rows.filter((row) => row.kind === kind);
  const lent = [
    ...ofRegisters(of('register-certificate'), ends),
    ...tokens(of('register-token')),
    ...of('store-server').flatMap((row) => timed([row]).map(expiryOf)),
    ...keys(of('key')),
  ];
  // Files that the server uses are told of as long as it uses them; of others somebody has thought long ago.
  return [
    ...ends.files.map((file) => ({ ...NOWHERE, ...file })),
    ...lent.filter(({ endsMs }) => !isForgotten(endsMs, nowMs)),
  ];
}

/** What the tables know of something that is lent for a time; `id` is the number of a token or a key. */
type LentRow = {
  kind: ExpiryKind;
  id: number;
  name: string;
  shopCode: string | null;
  registerCode: string | null;
  serial: string | null;
  /** UTC; null = no end, or nothing was shown yet. */
  endsAt: string | null;
};

/** In one statement: every page asks, and asks again. */
const LENT = `SELECT 'register-certificate' AS kind, 0 AS id, r.register_id AS name, s.shop_code AS "shopCode",
    r.register_code AS "registerCode", r.certificate_serial AS serial, r.certificate_ends_utc AS "endsAt"
  FROM register r JOIN shop s ON s.shop_id = r.shop_id WHERE r.in_service = 1
  UNION ALL
  SELECT 'register-token', t.token_id, t.register_id, s.shop_code, r.register_code, NULL, t.ends_utc
  FROM register_token t JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id
    JOIN shop s ON s.shop_id = t.shop_id WHERE t.revoked_utc IS NULL AND r.in_service = 1
  UNION ALL
  SELECT 'store-server', 0, server_code, NULL, NULL, certificate_serial, certificate_ends_utc
  FROM store_server WHERE certificate_ends_utc IS NOT NULL
  UNION ALL
  SELECT 'key', key_id, name, NULL, NULL, NULL, ends_utc FROM access_key WHERE revoked_utc IS NULL`;

type Timed = LentRow & { endsMs: number };

function timed(rows: readonly LentRow[]): Timed[] {
  return rows.flatMap((row) => (row.endsAt === null ? [] : [{ ...row, endsMs: Date.parse(row.endsAt) }]));
}

function expiryOf({ kind, name, shopCode, registerCode, serial, endsMs }: Timed): Found {
  return { kind, name, shopCode, registerCode, serial, endsMs };
}

/** What each register in service has shown last, and a certificate that was issued for it since and not shown yet. */
function ofRegisters(rows: readonly LentRow[], { issued, revoked }: FileEnds): Found[] {
  const latest = new Map<string, FileEnds['issued'][number]>();
  for (const one of issued) {
    const before = latest.get(one.registerId);
    if (before === undefined || before.endsMs < one.endsMs) latest.set(one.registerId, one);
  }
  return rows.flatMap((row) => {
    const shown = row.serial !== null && !revoked.has(row.serial) ? timed([row]).map(expiryOf) : [];
    const own = latest.get(row.name);
    if (own === undefined || own.serial === row.serial) return shown;
    const { serial, endsMs } = own;
    return [...shown, expiryOf({ ...row, kind: 'issued-certificate', serial, endsMs })];
  });
}

/** Of each register in service the token that lasts longest; none when one of them has no end. */
function tokens(rows: readonly LentRow[]): Found[] {
  const longest = [...Map.groupBy(rows, ({ name }) => name).values()].map(lastToEnd);
  return longest.flatMap((last) => (last === null ? [] : [{ ...expiryOf(last), name: `N-${last.id}` }]));
}

/** Of each name the key that lasts longest: one that was issued again has taken the place of the one before. */
function keys(rows: readonly LentRow[]): Found[] {
  const longest = [...Map.groupBy(rows, ({ name }) => name).values()].map(lastToEnd);
  return longest.flatMap((last) => (last === null ? [] : [{ ...expiryOf(last), name: `K-${last.id} ${last.name}` }]));
}

/** The row that lasts longest; null when one of them has no end. */
function lastToEnd(rows: readonly LentRow[]): Timed | null {
  const all = timed(rows);
  if (all.length < rows.length) return null;
  return all.toSorted((a, b) => a.endsMs - b.endsMs).at(-1) ?? null;
}
