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
  const lent = [
    ...(await ofRegisters(database, ends)),
    ...(await tokens(database)),
    ...(await storeServers(database)),
    ...(await keys(database)),
  ];
  // Files that the server uses are told of as long as it uses them; of others somebody has thought long ago.
  return [
    ...ends.files.map((file) => ({ ...NOWHERE, ...file })),
    ...lent.filter(({ endsMs }) => !isForgotten(endsMs, nowMs)),
  ];
}

type RegisterRow = {
  registerId: string;
  registerCode: string;
  shopCode: string;
  serial: string | null;
  endsAt: string | null;
};

/** What each register in service has shown last, and a certificate that was issued for it since and not shown yet. */
async function ofRegisters(database: QueryDatabase<Tables>, { issued, revoked }: FileEnds): Promise<Found[]> {
  const rows = await database.all<RegisterRow>(
    `SELECT r.register_id AS "registerId", r.register_code AS "registerCode", s.shop_code AS "shopCode",
       r.certificate_serial AS serial, r.certificate_ends_utc AS "endsAt"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id WHERE r.in_service = 1`,
  );
  const latest = new Map<string, FileEnds['issued'][number]>();
  for (const one of issued) {
    const before = latest.get(one.registerId);
    if (before === undefined || before.endsMs < one.endsMs) latest.set(one.registerId, one);
  }
  return rows.flatMap(({ registerId, serial, endsAt, ...codes }) => {
    const found: Found[] = [];
    const common = { name: registerId, ...codes };
    if (serial !== null && endsAt !== null && !revoked.has(serial))
      found.push({ kind: 'register-certificate', ...common, serial, endsMs: Date.parse(endsAt) });
    const own = latest.get(registerId);
    if (own !== undefined && own.serial !== serial)
      found.push({ kind: 'issued-certificate', ...common, serial: own.serial, endsMs: own.endsMs });
    return found;
  });
}

/** Of each register in service the token that lasts longest; none when one of them has no end. */
async function tokens(database: QueryDatabase<Tables>): Promise<Found[]> {
  const rows = await database.all<Omit<RegisterRow, 'serial'> & { tokenId: number }>(
    `SELECT t.register_id AS "registerId", r.register_code AS "registerCode", s.shop_code AS "shopCode",
       t.token_id AS "tokenId", t.ends_utc AS "endsAt"
     FROM register_token t JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id
       JOIN shop s ON s.shop_id = t.shop_id
     WHERE t.revoked_utc IS NULL AND r.in_service = 1`,
  );
  return [...Map.groupBy(rows, ({ registerId }) => registerId).values()].flatMap((own) => {
    const last = lastToEnd(own);
    if (last === null) return [];
    const { shopCode, registerCode, tokenId, endsMs } = last;
    return [{ kind: 'register-token' as const, name: `N-${tokenId}`, shopCode, registerCode, serial: null, endsMs }];
  });
}

async function storeServers(database: QueryDatabase<Tables>): Promise<Found[]> {
  const rows = await database.all<{ name: string; serial: string | null; endsAt: string }>(
    `SELECT server_code AS name, certificate_serial AS serial, certificate_ends_utc AS "endsAt" FROM store_server
     WHERE certificate_ends_utc IS NOT NULL`,
  );
  return rows.map(({ endsAt, ...row }) => ({ kind: 'store-server', ...NOWHERE, ...row, endsMs: Date.parse(endsAt) }));
}

/** Of each name the key that lasts longest: one that was issued again has taken the place of the one before. */
async function keys(database: QueryDatabase<Tables>): Promise<Found[]> {
  const rows = await database.all<{ keyId: number; name: string; endsAt: string | null }>(
    `SELECT key_id AS "keyId", name, ends_utc AS "endsAt" FROM access_key WHERE revoked_utc IS NULL`,
  );
  return [...Map.groupBy(rows, ({ name }) => name).values()].flatMap((own) => {
    const last = lastToEnd(own);
    if (last === null) return [];
    return [{ kind: 'key' as const, ...NOWHERE, name: `K-${last.keyId} ${last.name}`, endsMs: last.endsMs }];
  });
}

/** The row that lasts longest; null when one of them has no end. */
function lastToEnd<T extends { endsAt: string | null }>(rows: readonly T[]): (T & { endsMs: number }) | null {
  const timed = rows.flatMap((row) => (row.endsAt === null ? [] : [{ ...row, endsMs: Date.parse(row.endsAt) }]));
  if (timed.length < rows.length) return null;
  return timed.toSorted((a, b) => a.endsMs - b.endsMs).at(-1) ?? null;
}
