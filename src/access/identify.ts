/** Finds out who sends a request: by the cookie of a session, by the key of a program, or nobody. */
import type { Principal, Right, Role } from '../domain/access.ts';
import type { MessageParams } from '../messages/messages.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Database, Statements } from '../platform/database/database.ts';
import { hashOf } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import { nobody, openPrincipal, principalOfKey, principalOfPerson } from './principals.ts';

export type AccessMode = 'required' | 'open';

/** `sessionMs` from log-in to the end at the latest, `idleMs` without a sign of life. */
export type SessionTimes = { sessionMs: number; idleMs: number };

/** What a request shows; `key` is the token of `Authorization: Bearer`. */
export type Credentials = { session: string | null; key: string | null; address: string | null };

/** `code` and `enrol` wait for the second factor and may do nothing else yet. */
export type SessionStage = 'open' | 'code' | 'enrol';

/** A log-in that holds. Times in UTC ms: when it ends at the latest, and when without a sign of life. */
export type OpenSession = { tokenHash: string; login: string; stage: SessionStage; endsMs: number; idleEndsMs: number };

/** Nobody is `principal` with no right; `refusal` says why a right would be refused. */
export type Identified = { principal: Principal; session: OpenSession | null; refusal: Refusal | null };

export type Refusal = { ok: false; code: string; params: MessageParams };

/** A key that is used all the time is noted so often, in ms. */
const NOTE_USE_MS = 60_000;

export type Identify = (shown: Credentials) => Promise<Identified>;

/** Over the tables of people and keys. A database that is away is thrown as such. */
export function createIdentify(parts: {
  database: Database<Tables>;
  clock: Clock;
  mode: AccessMode;
  times: SessionTimes;
}): Identify {
  const { database, clock, mode, times } = parts;
  return async (shown) => {
    if (mode === 'open') return { principal: openPrincipal(shown.address), session: null, refusal: null };
    if (shown.key !== null) return byKey(database, clock, shown.key, shown.address);
    if (shown.session !== null) return bySession(database, clock.now(), times, shown.session, shown.address);
    return refused('access.not_logged_in', {}, shown.address);
  };
}

function refused(code: string, params: MessageParams, address: string | null): Identified {
  return { principal: nobody(address), session: null, refusal: { ok: false, code, params } };
}

type FoundSession = {
  login: string;
  stage: string;
  seenUtc: string;
  endsUtc: string;
  role: string;
  extraRights: string;
  allShops: number;
};

async function bySession(
  database: Statements,
  nowMs: number,
  times: SessionTimes,
  token: string,
  address: string | null,
): Promise<Identified> {
  const tokenHash = hashOf(token);
  const row = await database.get<FoundSession>(
    `SELECT s.login, s.stage, s.seen_utc AS "seenUtc", s.ends_utc AS "endsUtc", p.role,
       p.extra_rights AS "extraRights", p.all_shops AS "allShops"
     FROM session s JOIN person p ON p.shop_id = s.shop_id AND p.login = s.login
     WHERE s.shop_id = '' AND s.token_hash = ? AND p.disabled_utc IS NULL`,
    [tokenHash],
  );
  if (row === undefined) return refused('access.not_logged_in', {}, address);
  const endsMs = Date.parse(row.endsUtc);
  const idleEndsMs = Math.min(endsMs, Date.parse(row.seenUtc) + times.idleMs);
  if (nowMs >= idleEndsMs) return refused('access.session_ended', {}, address);
  const stage = row.stage as SessionStage;
  const session: OpenSession = { tokenHash, login: row.login, stage, endsMs, idleEndsMs };
  if (stage !== 'open')
    return { principal: nobody(address), session, refusal: { ok: false, code: 'access.second_factor', params: {} } };
  const shops = row.allShops === 1 ? 'all' : await shopCodesOf(database, 'person_shop', 'login', row.login);
  const person = { login: row.login, role: row.role as Role, extraRights: rightsIn(row.extraRights), shops } as const;
  return { principal: principalOfPerson(person, address), session, refusal: null };
}

type FoundKey = {
  keyId: number;
  name: string;
  rights: string;
  allShops: number;
  endsUtc: string | null;
  revokedUtc: string | null;
  lastUsedUtc: string | null;
};

async function byKey(database: Statements, clock: Clock, token: string, address: string | null): Promise<Identified> {
  const row = await database.get<FoundKey>(
    `SELECT key_id AS "keyId", name, rights, all_shops AS "allShops", ends_utc AS "endsUtc",
       revoked_utc AS "revokedUtc", last_used_utc AS "lastUsedUtc"
     FROM access_key WHERE shop_id = '' AND token_hash = ?`,
    [hashOf(token)],
  );
  if (row === undefined) return refused('access.key_unknown', {}, address);
  const { name } = row;
  if (row.revokedUtc !== null) return refused('access.key_revoked', { name }, address);
  const nowMs = clock.now();
  if (row.endsUtc !== null && nowMs >= Date.parse(row.endsUtc)) return refused('access.key_ended', { name }, address);
  if (row.lastUsedUtc === null || nowMs - Date.parse(row.lastUsedUtc) >= NOTE_USE_MS)
    await database.run(`UPDATE access_key SET last_used_utc = ? WHERE shop_id = '' AND key_id = ?`, [
      utcText(nowMs),
      row.keyId,
    ]);
  const shops = row.allShops === 1 ? 'all' : await shopCodesOf(database, 'key_shop', 'key_id', row.keyId);
  return {
    principal: principalOfKey({ name, rights: rightsIn(row.rights), shops }, address),
    session: null,
    refusal: null,
  };
}

/** Codes of the shops that somebody may see. */
export async function shopCodesOf(
  database: Statements,
  table: 'person_shop' | 'key_shop',
  column: 'login' | 'key_id',
  whose: string | number,
): Promise<string[]> {
  const rows = await database.all<{ code: string }>(
    `SELECT s.shop_code AS code FROM ${table} t JOIN shop s ON s.shop_id = t.shop_id WHERE t.${column} = ? ORDER BY s.shop_code`,
    [whose],
  );
  return rows.map(({ code }) => code);
}

/** Rights as they are kept. */
export function rightsIn(kept: string): Right[] {
  return JSON.parse(kept) as Right[];
}
