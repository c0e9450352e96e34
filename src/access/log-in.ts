/**
 * The ways in: name and password, then the second factor when there is one; a one-time link; the provider of OpenID Connect.
 *
 *   password ──► open                          when nothing else is needed
 *            ├─► code ──► open                 when the person has a second factor
 *            └─► enrol ──► open                when the role demands one and there is none
 *
 * Each step gives a new token, so that one seen before the last step is worth nothing after it.
 */
import type { Actor, Role } from '../domain/access.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { takeTurn } from '../platform/database/numbers.ts';
import type { Tables } from '../schema/tables.ts';
import type { OpenSession, SessionStage } from './identify.ts';
import { readLink, useUpLink } from './links.ts';
import { isLogin, normalLogin } from './logins.ts';
import { type AccessParts, type Outcome, type Refused, refuse } from './parts.ts';
import { passwordFault, TooManyLogins } from './passwords.ts';
import { chargeTry, forgiveName, forgiveTries, refundTry } from './pauses.ts';
import { hasAdministrator } from './people.ts';
import { confirmFactor, factorOf, factorRequired, takeFactor } from './second-factor.ts';
import { type EnteredBy, endSession, endSessionsOf, type Origin, startSession } from './sessions.ts';

/** A log-in that went on: the token of the session and what it still waits for. */
export type Entered = { token: string; login: string; stage: SessionStage };

type Known = { role: Role; passwordHash: string | null; disabledUtc: string | null };

/** Name and password. Wrong name, wrong password and a disabled person are one and the same refusal. */
export async function logIn(
  parts: AccessParts,
  { login: typed, password }: { login: string; password: string },
  from: Origin,
): Promise<Outcome<Entered>> {
  const { database, clock, passwords } = parts;
  // Whatever was typed is a subject of pauses, but no longer than a name can be.
  const tried = { login: normalLogin(typed).slice(0, 64), address: from.address };
  const waitMs = await database.transaction((tx) => chargeTry(tx, clock, tried));
  if (waitMs > 0) return paused(waitMs);
  const person = await known(database, tried.login);
  const fits = await hashed(() => passwords.fits(person?.passwordHash ?? null, password));
  if (!fits.ok) return fits;
  return database.transaction(async (tx) => {
    // Once more: it may have been disabled or given another password meanwhile.
    const now = await known(tx, tried.login);
    const good =
      fits.value && now !== undefined && now.disabledUtc === null && now.passwordHash === person?.passwordHash;
    if (!good) return refuseLogin(tx, parts, tried.login, from, reasonOf(person));
    const stage = await stageOf(tx, tried.login, now.role);
    if (stage === 'open') await forgiveTries(tx, clock, tried);
    else await refundTry(tx, clock, tried);
    return { ok: true, value: await enter(tx, parts, { login: tried.login, stage, enteredBy: 'password', from }) };
  });
}

/** The second factor of a log-in that waits for it: a code of the authenticator or a recovery code. */
export async function showFactor(
  parts: AccessParts,
  { login, tokenHash, stage }: OpenSession,
  code: string,
  from: Origin,
): Promise<Outcome<Entered>> {
  if (stage !== 'code') return refuse('access.no_factor_asked');
  const { database, clock } = parts;
  const tried = { login, address: from.address };
  const waitMs = await database.transaction((tx) => chargeTry(tx, clock, tried));
  if (waitMs > 0) return paused(waitMs);
  return database.transaction(async (tx) => {
    const shown = await takeFactor(tx, clock, login, code);
    if (shown === null) return refuseLogin(tx, parts, login, from, 'code');
    await forgiveTries(tx, clock, tried);
    if (shown === 'recovery')
      await parts.tell(tx, {
        code: 'access.recovery_used',
        level: 'warning',
        actor: person(login, from),
        params: { login },
      });
    await endSession(tx, tokenHash);
    return { ok: true, value: await enter(tx, parts, { login, stage: 'open', enteredBy: 'password', from }) };
  });
}

/** Confirms a second factor that was just set up. A log-in that had to set it up goes on; `entered` is null otherwise. */
export async function enrolFactor(
  parts: AccessParts,
  { login, tokenHash, stage }: OpenSession,
  code: string,
  from: Origin,
): Promise<Outcome<{ recoveryCodes: string[]; entered: Entered | null }>> {
  return parts.database.transaction(async (tx) => {
    await takeTurn(tx, 'access');
    if ((await factorOf(tx, login)).confirmed) return refuse('access.factor_there');
    const recoveryCodes = await confirmFactor(tx, parts.clock, login, code);
    if (recoveryCodes === null) return refuse('access.wrong_code');
    await parts.tell(tx, { code: 'access.factor_on', level: 'info', actor: person(login, from), params: { login } });
    if (stage !== 'enrol') return { ok: true, value: { recoveryCodes, entered: null } };
    await endSession(tx, tokenHash);
    const entered = await enter(tx, parts, { login, stage: 'open', enteredBy: 'password', from });
    return { ok: true, value: { recoveryCodes, entered } };
  });
}

/** What somebody who holds a link says of themselves: all for the first administrator, a password, or nothing. */
export type LinkUse = { token: string; login: string | null; fullName: string | null; password: string | null };

/** Uses a one-time link. What is refused leaves the link good. */
export async function enterByLink(parts: AccessParts, use: LinkUse, from: Origin): Promise<Outcome<Entered>> {
  const { database, clock, passwords } = parts;
  const link = await readLink(database, clock.now(), use.token);
  if (!link.ok) return link;
  const { purpose } = link.value;
  const login = purpose === 'first' ? normalLogin(use.login ?? '') : (link.value.login ?? '');
  if (purpose === 'first' && !isLogin(login)) return refuse('access.login_form', { login });
  const fault = purpose === 'enter' ? null : passwordFault(use.password ?? '', login);
  if (fault !== null) return refuse(fault.code, fault.params);
  const hash = purpose === 'enter' ? null : await hashed(() => passwords.hash(use.password ?? ''));
  if (hash?.ok === false) return hash;
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'access');
    if (purpose === 'first') {
      if (await hasAdministrator(tx)) return refuse('access.has_administrator');
      if ((await known(tx, login)) !== undefined) return refuse('exists.person', { login });
    } else if ((await known(tx, login))?.disabledUtc !== null) return refuse('access.link_unknown');
    if (!(await useUpLink(tx, clock.now(), use.token))) return refuse('access.link_used');
    if (purpose === 'first') await addFirst(tx, parts, { login, fullName: use.fullName, from });
    if (hash !== null) await keepPassword(tx, parts, login, hash.value, person(login, from));
    const role = (await known(tx, login))?.role ?? 'observer';
    const stage = purpose === 'enter' ? 'open' : await stageOf(tx, login, role);
    return { ok: true, value: await enter(tx, parts, { login, stage, enteredBy: 'link', from }) };
  });
}

/** A new password instead of the one that is named; every other session of the person ends. */
export async function changePassword(
  parts: AccessParts,
  { login, tokenHash }: OpenSession,
  { password, newPassword }: { password: string; newPassword: string },
  from: Origin,
): Promise<Outcome<number>> {
  const { database, clock, passwords } = parts;
  const fault = passwordFault(newPassword, login);
  if (fault !== null) return refuse(fault.code, fault.params);
  const proof = await provePassword(parts, login, password, from);
  if (!proof.ok) return proof;
  const hash = await hashed(() => passwords.hash(newPassword));
  if (!hash.ok) return hash;
  return database.transaction(async (tx) => {
    await forgiveTries(tx, clock, { login, address: from.address });
    return { ok: true, value: await keepPassword(tx, parts, login, hash.value, person(login, from), tokenHash) };
  });
}

/** Whether somebody who is logged in also knows the password; wrong ones count like wrong log-ins. */
export async function provePassword(
  parts: AccessParts,
  login: string,
  password: string,
  from: Origin,
): Promise<Outcome<null>> {
  const { database, clock, passwords } = parts;
  const tried = { login, address: from.address };
  const waitMs = await database.transaction((tx) => chargeTry(tx, clock, tried));
  if (waitMs > 0) return paused(waitMs);
  const kept = (await known(database, login))?.passwordHash ?? null;
  const fits = await hashed(() => passwords.fits(kept, password));
  if (!fits.ok) return fits;
  return database.transaction(async (tx) => {
    if (!fits.value) return refuseLogin(tx, parts, login, from, 'password');
    await refundTry(tx, clock, tried);
    return { ok: true, value: null };
  });
}

/** Begins the session and tells of it. */
export async function enter(
  tx: Transaction<Tables>,
  parts: AccessParts,
  begun: { login: string; stage: SessionStage; enteredBy: EnteredBy; from: Origin },
): Promise<Entered> {
  const { clock, times } = parts;
  const { login, stage, from } = begun;
  const token = await startSession(tx, clock, times, begun);
  if (stage === 'open') {
    await tx.run(`UPDATE person SET last_login_utc = ? WHERE shop_id = '' AND login = ?`, [
      utcText(clock.now()),
      login,
    ]);
    const params = { login, address: from.address, how: `@access.by_${begun.enteredBy}` };
    await parts.tell(tx, { code: 'access.logged_in', level: 'info', actor: person(login, from), params });
  }
  return { token, login, stage };
}

/** A person as the one who did it. */
export function person(login: string, { address }: Origin): Actor {
  return { kind: 'person', name: login, address };
}

async function addFirst(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  { login, fullName, from }: { login: string; fullName: string | null; from: Origin },
): Promise<void> {
  await tx.run(
    `INSERT INTO person (shop_id, login, full_name, role, extra_rights, all_shops, created_utc)
     VALUES ('', ?, ?, 'administrator', '[]', 1, ?)`,
    [login, fullName, utcText(clock.now())],
  );
  const params = { login, role: '@role.administrator' };
  await tell(tx, { code: 'access.person_added', level: 'info', actor: person(login, from), params });
}

/** Keeps a password; the sessions of the person end, but for the one that is kept. Answers how many ended. */
async function keepPassword(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  login: string,
  hash: string,
  actor: Actor,
  keptHash = '',
): Promise<number> {
  await tx.run(`UPDATE person SET password_hash = ?, password_changed_utc = ? WHERE shop_id = '' AND login = ?`, [
    hash,
    utcText(clock.now()),
    login,
  ]);
  await forgiveName(tx, login);
  const ended = await endSessionsOf(tx, login, keptHash);
  await tell(tx, { code: 'access.password_changed', level: 'info', actor, params: { login } });
  return ended;
}

async function stageOf(tx: Statements, login: string, role: Role): Promise<SessionStage> {
  if ((await factorOf(tx, login)).confirmed) return 'code';
  return (await factorRequired(tx, role)) ? 'enrol' : 'open';
}

function known(tx: Statements, login: string): Promise<Known | undefined> {
  return tx.get<Known>(
    `SELECT role, password_hash AS "passwordHash", disabled_utc AS "disabledUtc" FROM person WHERE shop_id = '' AND login = ?`,
    [login],
  );
}

type Reason = 'unknown' | 'disabled' | 'password' | 'code';

function reasonOf(known_: Known | undefined): Reason {
  if (known_ === undefined) return 'unknown';
  return known_.disabledUtc === null ? 'password' : 'disabled';
}

/** The log says why, the refusal does not: it would tell which names exist. */
async function refuseLogin(
  tx: Transaction<Tables>,
  { tell }: AccessParts,
  login: string,
  from: Origin,
  reason: Reason,
): Promise<Refused> {
  const actor: Actor = { kind: 'anybody', name: login, address: from.address };
  const params = { login, address: from.address, reason: `@access.because_${reason}` };
  await tell(tx, { code: 'access.login_refused', level: 'warning', actor, params });
  return refuse(reason === 'code' ? 'access.wrong_code' : 'access.wrong_login');
}

function paused(waitMs: number): Refused {
  return refuse('access.paused', { n: Math.ceil(waitMs / 1000) });
}

async function hashed<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    if (cause instanceof TooManyLogins) return refuse('access.busy');
    throw cause;
  }
}
