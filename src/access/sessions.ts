/** Sessions of people: begun by a log-in, ended by time, by hand, or by what changes who the person is. */
import { type Clock, utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { hashOf, newToken } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import type { OpenSession, SessionStage, SessionTimes } from './identify.ts';

/** So long may a log-in wait for its second factor. */
const WAITING_MS = 10 * 60_000;
const LONGEST_AGENT = 200;

export type EnteredBy = 'password' | 'link' | 'provider';

/** Where a log-in comes from; `agent` is what the browser says of itself. */
export type Origin = { address: string | null; agent: string | null };

export type NewSession = { login: string; stage: SessionStage; enteredBy: EnteredBy; from: Origin };

/** A session for the person it belongs to; times in UTC. */
export type ListedSession = {
  startedAt: string;
  seenAt: string;
  endsAt: string;
  address: string | null;
  agent: string | null;
  enteredBy: EnteredBy;
  own: boolean;
};

/** Begins a session; answers the token, which is kept nowhere. */
export async function startSession(
  tx: Transaction<Tables>,
  clock: Clock,
  times: SessionTimes,
  { login, stage, enteredBy, from }: NewSession,
): Promise<string> {
  const nowMs = clock.now();
  const now = utcText(nowMs);
  const ends = utcText(nowMs + (stage === 'open' ? times.sessionMs : WAITING_MS));
  await tx.run(`DELETE FROM session WHERE shop_id = '' AND (ends_utc <= ? OR seen_utc <= ?)`, [
    now,
    utcText(nowMs - times.idleMs),
  ]);
  const token = newToken();
  await tx.run(
    `INSERT INTO session (shop_id, token_hash, login, stage, entered_by, address, agent, started_utc, seen_utc, ends_utc)
     VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [hashOf(token), login, stage, enteredBy, from.address, from.agent?.slice(0, LONGEST_AGENT) ?? null, now, now, ends],
  );
  return token;
}

/** Somebody is there. Answers when the session ends now, in UTC ms; it never goes beyond its latest end. */
export async function extendSession(
  database: Statements,
  clock: Clock,
  times: SessionTimes,
  { tokenHash, endsMs }: OpenSession,
): Promise<number> {
  const nowMs = clock.now();
  await database.run(`UPDATE session SET seen_utc = ? WHERE shop_id = '' AND token_hash = ?`, [
    utcText(nowMs),
    tokenHash,
  ]);
  return Math.min(endsMs, nowMs + times.idleMs);
}

export async function endSession(tx: Statements, tokenHash: string): Promise<void> {
  await tx.run(`DELETE FROM session WHERE shop_id = '' AND token_hash = ?`, [tokenHash]);
}

/** Ends every session of a person but the one that is kept; answers how many. */
export function endSessionsOf(tx: Statements, login: string, keptHash = ''): Promise<number> {
  return tx.run(`DELETE FROM session WHERE shop_id = '' AND login = ? AND token_hash <> ?`, [login, keptHash]);
}

/** Sessions of a person that hold, the latest first. */
export async function listSessions(
  database: Statements,
  clock: Clock,
  times: SessionTimes,
  { login, tokenHash }: OpenSession,
): Promise<ListedSession[]> {
  const nowMs = clock.now();
  const rows = await database.all<Omit<ListedSession, 'own'> & { tokenHash: string }>(
    `SELECT token_hash AS "tokenHash", started_utc AS "startedAt", seen_utc AS "seenAt", ends_utc AS "endsAt",
       address, agent, entered_by AS "enteredBy"
     FROM session WHERE shop_id = '' AND login = ? AND stage = 'open' AND ends_utc > ? AND seen_utc > ?
     ORDER BY started_utc DESC, token_hash`,
    [login, utcText(nowMs), utcText(nowMs - times.idleMs)],
  );
  return rows.map(({ tokenHash: hash, ...row }) => ({ ...row, own: hash === tokenHash }));
}
