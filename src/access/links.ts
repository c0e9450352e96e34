/** One-time links: for the first administrator, for a person to choose a password, for the stand to let its visitor in. */
import type { Actor } from '../domain/access.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { hashOf, newToken } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import { normalLogin } from './logins.ts';
import { type AccessParts, type Outcome, refuse } from './parts.ts';
import { findPerson, hasAdministrator } from './people.ts';

export type LinkPurpose = 'first' | 'password' | 'enter';

/** A link that is good now. */
export type GoodLink = { purpose: LinkPurpose; login: string | null };

const GOOD_MS = 24 * 3_600_000;

/** Token of a link that makes the first administrator; refused once there is one. Links made before are good no more. */
export async function makeFirstLink(
  tx: Transaction<Tables>,
  parts: AccessParts,
  actor: Actor,
): Promise<Outcome<string>> {
  if (await hasAdministrator(tx)) return refuse('access.has_administrator');
  await tx.run(`DELETE FROM one_time_link WHERE shop_id = '' AND purpose = 'first' AND used_utc IS NULL`);
  return { ok: true, value: await keep(tx, parts, actor, 'first', null) };
}

/** Token of a link by which a person chooses a password; earlier ones of the person are good no more. */
export async function makePasswordLink(
  tx: Transaction<Tables>,
  parts: AccessParts,
  actor: Actor,
  typed: string,
): Promise<Outcome<string>> {
  const login = normalLogin(typed);
  const person = await findPerson(tx, login);
  if (person === undefined) return refuse('not_found.person', { login });
  if (person.disabledAt !== null) return refuse('access.person_is_disabled', { login });
  if (person.fromProvider) return refuse('access.password_of_provider', { login });
  await tx.run(`DELETE FROM one_time_link WHERE shop_id = '' AND login = ? AND used_utc IS NULL`, [login]);
  await parts.tell(tx, { code: 'access.link_made', level: 'info', actor, params: { login } });
  return { ok: true, value: await keep(tx, parts, actor, 'password', login) };
}

/**
 * Token of a link that lets the visitor of a demo stand straight in, who is made by it: an administrator who may also accept
 * differences, which nobody may beside the settings on a server with real data.
 */
export async function makeStandLink(
  tx: Transaction<Tables>,
  parts: AccessParts,
  actor: Actor,
  login: string,
): Promise<string> {
  await tx.run(
    `INSERT INTO person (shop_id, login, full_name, role, extra_rights, all_shops, created_utc)
     VALUES ('', ?, NULL, 'administrator', '["accept"]', 1, ?) ON CONFLICT DO NOTHING`,
    [login, utcText(parts.clock.now())],
  );
  return keep(tx, parts, actor, 'enter', login);
}

async function keep(
  tx: Transaction<Tables>,
  { clock }: AccessParts,
  actor: Actor,
  purpose: LinkPurpose,
  login: string | null,
): Promise<string> {
  const token = newToken();
  const nowMs = clock.now();
  await tx.run(
    `INSERT INTO one_time_link (shop_id, token_hash, purpose, login, made_utc, made_by, ends_utc)
     VALUES ('', ?, ?, ?, ?, ?, ?)`,
    [hashOf(token), purpose, login, utcText(nowMs), actor.name || null, utcText(nowMs + GOOD_MS)],
  );
  return token;
}

/** What a link is good for; refused when it is unknown, used or over. */
export async function readLink(tx: Statements, nowMs: number, token: string): Promise<Outcome<GoodLink>> {
  const row = await tx.get<{ purpose: LinkPurpose; login: string | null; endsUtc: string; usedUtc: string | null }>(
    `SELECT purpose, login, ends_utc AS "endsUtc", used_utc AS "usedUtc"
     FROM one_time_link WHERE shop_id = '' AND token_hash = ?`,
    [hashOf(token)],
  );
  if (row === undefined) return refuse('access.link_unknown');
  if (row.usedUtc !== null) return refuse('access.link_used');
  if (Date.parse(row.endsUtc) <= nowMs) return refuse('access.link_ended');
  return { ok: true, value: { purpose: row.purpose, login: row.login } };
}

/** Uses a link up; false when somebody else did so meanwhile. */
export async function useUpLink(tx: Statements, nowMs: number, token: string): Promise<boolean> {
  const used = await tx.run(
    `UPDATE one_time_link SET used_utc = ? WHERE shop_id = '' AND token_hash = ? AND used_utc IS NULL`,
    [utcText(nowMs), hashOf(token)],
  );
  return used === 1;
}
