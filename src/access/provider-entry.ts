/**
 * Log-in by a provider of OpenID Connect: what its claims say about a person is what holds from that log-in on. The provider
 * proves who it is, so neither password nor second factor is asked for here.
 */
import type { ShopScope } from '../domain/access.ts';
import type { MessageParams } from '../messages/messages.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { hashOf } from '../platform/secret-token.ts';
import type { Tables } from '../schema/tables.ts';
import { type Entered, enter, person } from './log-in.ts';
import { isLogin, normalLogin } from './logins.ts';
import { type AccessParts, type Outcome, refuse } from './parts.ts';
import { changePerson, faultOf, findPerson, type PersonRole } from './people.ts';
import type { Origin } from './sessions.ts';
import { makeScope } from './shop-scope.ts';

/** What the provider says, read out of its claims. `subject` never changes, the rest may. */
export type ProvidedPerson = {
  issuer: string;
  subject: string;
  login: string;
  fullName: string | null;
  role: PersonRole;
  shops: ShopScope;
};

/** A log-in that has begun: what the answer of the provider is held against. */
export type BegunLogin = { verifier: string; nonce: string; returnTo: string };

const BEGUN_MS = 10 * 60_000;
/** Anybody may begin one; of more than these at once the oldest are forgotten. */
const MOST_BEGUN = 10_000;

/** Keeps what was sent to the provider under the `state` of the request. */
export async function keepBegun(tx: Statements, nowMs: number, state: string, begun: BegunLogin): Promise<void> {
  await tx.run(
    `DELETE FROM provider_login WHERE shop_id = '' AND (ends_utc <= ? OR ends_utc <=
       (SELECT p.ends_utc FROM provider_login p WHERE p.shop_id = '' ORDER BY p.ends_utc DESC LIMIT 1 OFFSET ${MOST_BEGUN - 1}))`,
    [utcText(nowMs)],
  );
  await tx.run(
    `INSERT INTO provider_login (shop_id, state_hash, verifier, nonce, return_to, ends_utc) VALUES ('', ?, ?, ?, ?, ?)`,
    [hashOf(state), begun.verifier, begun.nonce, begun.returnTo, utcText(nowMs + BEGUN_MS)],
  );
}

/** Takes it out again, once; undefined when it is unknown, used or over. */
export function takeBegun(tx: Statements, nowMs: number, state: string): Promise<BegunLogin | undefined> {
  return tx.get<BegunLogin>(
    `DELETE FROM provider_login WHERE shop_id = '' AND state_hash = ? AND ends_utc > ?
     RETURNING verifier, nonce, return_to AS "returnTo"`,
    [hashOf(state), utcText(nowMs)],
  );
}

/** Why nobody came in; `login` as the provider calls them, null when it has not said. */
export type ProviderRefusal = { code: string; params: MessageParams; login: string | null };

/** Tells of a log-in through the provider that was refused: an administrator finds why somebody cannot come in. */
export function tellProviderRefusal(
  { database, tell }: AccessParts,
  { code, params, login }: ProviderRefusal,
  { address }: Origin,
): Promise<void> {
  const name = login ?? '—';
  return database.transaction((tx) =>
    tell(tx, {
      code: 'access.login_refused',
      level: 'warning',
      actor: { kind: 'anybody', name, address },
      params: { ...params, login: name, address, reason: `@${code}` },
    }),
  );
}

/** Lets the person in; makes the account at the first log-in. Refused when the name belongs to somebody who has a password here. */
export async function enterByProvider(
  tx: Transaction<Tables>,
  parts: AccessParts,
  provided: ProvidedPerson,
  from: Origin,
): Promise<Outcome<Entered>> {
  const subject = `${provided.issuer} ${provided.subject}`;
  const known = await tx.get<{ login: string; disabledUtc: string | null }>(
    `SELECT login, disabled_utc AS "disabledUtc" FROM person WHERE shop_id = '' AND provider_subject = ?`,
    [subject],
  );
  if (known !== undefined && known.disabledUtc !== null)
    return refuse('access.person_is_disabled', { login: known.login });
  const { fullName, role, shops } = provided;
  const fault = faultOf({ role, extraRights: [], shops });
  if (fault !== null) return fault;
  const login = known?.login ?? normalLogin(provided.login);
  if (known === undefined) {
    if (!isLogin(login)) return refuse('access.login_form', { login });
    if ((await findPerson(tx, login)) !== undefined) return refuse('access.provider_name_taken', { login });
    await tx.run(
      `INSERT INTO person (shop_id, login, full_name, role, extra_rights, all_shops, provider_subject, created_utc)
       VALUES ('', ?, ?, ?, '[]', 0, ?, ?)`,
      [login, fullName, role, subject, utcText(parts.clock.now())],
    );
    const scope = await makeScope(tx, 'person', login, shops);
    if (!scope.ok) return scope;
    await parts.tell(tx, {
      code: 'access.person_added',
      level: 'info',
      actor: person(login, from),
      params: { login, role: `@role.${role}` },
    });
  } else {
    const changed = await followClaims(tx, parts, login, provided, from);
    if (!changed.ok) return changed;
  }
  return { ok: true, value: await enter(tx, parts, { login, stage: 'open', enteredBy: 'provider', from }) };
}

/** Brings the account in line with the claims; what is the same already is left alone, so that other sessions go on. */
async function followClaims(
  tx: Transaction<Tables>,
  parts: AccessParts,
  login: string,
  { fullName, role, shops }: ProvidedPerson,
  from: Origin,
) {
  const before = await findPerson(tx, login);
  const sorted = (scope: ShopScope | undefined) => JSON.stringify(scope === 'all' ? scope : [...(scope ?? [])].sort());
  const same = before?.role === role && before.fullName === fullName && sorted(before.shops) === sorted(shops);
  if (same) return { ok: true } as const;
  // A right that was added for this person stays as long as the role does.
  const newRole = before?.role === role ? {} : { role };
  return changePerson(tx, parts, person(login, from), login, { fullName, shops, ...newRole });
}
