/** People of the server: who they are, what they may do and where. Nobody is deleted, only disabled. */
import { type Actor, type Right, type Role, roles, type ShopScope, switchableRights } from '../domain/access.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Transaction } from '../platform/database/database.ts';
import { takeTurn } from '../platform/database/numbers.ts';
import type { Tables } from '../schema/tables.ts';
import { rightsIn, shopCodesOf } from './identify.ts';
import { isLogin, normalLogin } from './logins.ts';
import { type AccessParts, type Done, type Outcome, refuse } from './parts.ts';
import { forgiveName } from './pauses.ts';
import { dropFactor } from './second-factor.ts';
import { endSessionsOf } from './sessions.ts';
import { makeScope } from './shop-scope.ts';

export type PersonRole = Exclude<Role, 'integrator'>;
export const personRoles = roles.filter((role): role is PersonRole => role !== 'integrator');

export type NewPerson = {
  login: string;
  fullName: string | null;
  role: PersonRole;
  extraRights: readonly Right[];
  shops: ShopScope;
};

/** Absent = as it is. */
export type PersonChange = Partial<Omit<NewPerson, 'login'>> & { disabled?: boolean };

/** A person as others see them; times in UTC. */
export type Person = NewPerson & {
  hasPassword: boolean;
  secondFactor: boolean;
  fromProvider: boolean;
  disabledAt: string | null;
  lastLoginAt: string | null;
  createdAt: string;
};

/** Adds a person without a password: a one-time link lets them choose one. Returns the name as it is kept. */
export async function addPerson(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  actor: Actor,
  wanted: NewPerson,
): Promise<Outcome<string>> {
  const login = normalLogin(wanted.login);
  if (!isLogin(login)) return refuse('access.login_form', { login });
  const fault = faultOf(wanted);
  if (fault !== null) return fault;
  const added = await tx.run(
    `INSERT INTO person (shop_id, login, full_name, role, extra_rights, all_shops, created_utc, created_by)
     VALUES ('', ?, ?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING`,
    [login, wanted.fullName, wanted.role, JSON.stringify(wanted.extraRights), utcText(clock.now()), actor.name || null],
  );
  if (added === 0) return refuse('exists.person', { login });
  const scope = await makeScope(tx, 'person', login, wanted.shops);
  if (!scope.ok) return scope;
  await tell(tx, {
    code: 'access.person_added',
    level: 'info',
    actor,
    params: { login, role: `@role.${wanted.role}` },
    new: valuesOf({ ...wanted, disabled: false }),
  });
  return { ok: true, value: login };
}

/** Changes a person; whoever may do something else from now on has to log in again. */
export async function changePerson(
  tx: Transaction<Tables>,
  { clock, tell }: AccessParts,
  actor: Actor,
  typed: string,
  change: PersonChange,
): Promise<Done> {
  await takeTurn(tx, 'access');
  const login = normalLogin(typed);
  const before = await findPerson(tx, login);
  if (before === undefined) return refuse('not_found.person', { login });
  const disabled = change.disabled ?? before.disabledAt !== null;
  const after = {
    fullName: change.fullName === undefined ? before.fullName : change.fullName,
    role: change.role ?? before.role,
    // Rights that were added to a role do not go along to another one.
    extraRights: change.extraRights ?? (change.role === undefined ? before.extraRights : []),
    shops: change.shops ?? before.shops,
  };
  const fault = faultOf(after);
  if (fault !== null) return fault;
  if (isAdministrator(before) && (disabled || after.role !== 'administrator') && !(await hasOther(tx, login)))
    return refuse('access.last_administrator', { login });
  const disabledUtc = disabled ? (before.disabledAt ?? utcText(clock.now())) : null;
  await tx.run(
    `UPDATE person SET full_name = ?, role = ?, extra_rights = ?, disabled_utc = ? WHERE shop_id = '' AND login = ?`,
    [after.fullName, after.role, JSON.stringify(after.extraRights), disabledUtc, login],
  );
  const scope = await makeScope(tx, 'person', login, after.shops);
  if (!scope.ok) return scope;
  const other = disabled || JSON.stringify(powersOf(before)) !== JSON.stringify(powersOf(after));
  if (other) await endSessionsOf(tx, login);
  await tell(tx, {
    ...noteOf(before.disabledAt !== null, disabled),
    actor,
    params: { login, role: `@role.${after.role}` },
    old: valuesOf({ ...before, disabled: before.disabledAt !== null }),
    new: valuesOf({ ...after, disabled }),
  });
  return { ok: true };
}

/** Takes the second factor of a person away, because the telephone is lost; they have to log in again. */
export async function resetFactor(
  tx: Transaction<Tables>,
  { tell }: AccessParts,
  actor: Actor,
  typed: string,
): Promise<Done> {
  const login = normalLogin(typed);
  if ((await findPerson(tx, login)) === undefined) return refuse('not_found.person', { login });
  await dropFactor(tx, login);
  await forgiveName(tx, login);
  await endSessionsOf(tx, login);
  await tell(tx, { code: 'access.factor_reset', level: 'warning', actor, params: { login } });
  return { ok: true };
}

type Kept = Omit<Person, 'extraRights' | 'shops' | 'hasPassword' | 'secondFactor' | 'fromProvider'> & {
  extraRights: string;
  allShops: number;
  hasPassword: number;
  secondFactor: number;
  fromProvider: number;
};

const SELECT = `SELECT login, full_name AS "fullName", role, extra_rights AS "extraRights", all_shops AS "allShops",
  CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS "hasPassword",
  CASE WHEN totp_confirmed_utc IS NULL THEN 0 ELSE 1 END AS "secondFactor",
  CASE WHEN provider_subject IS NULL THEN 0 ELSE 1 END AS "fromProvider",
  disabled_utc AS "disabledAt", last_login_utc AS "lastLoginAt", created_utc AS "createdAt" FROM person`;

/** Everybody, by name. */
export async function listPeople(database: Statements): Promise<Person[]> {
  const rows = await database.all<Kept>(`${SELECT} WHERE shop_id = '' ORDER BY login`);
  const people: Person[] = [];
  for (const row of rows) people.push(await personOf(database, row));
  return people;
}

export async function findPerson(database: Statements, login: string): Promise<Person | undefined> {
  const row = await database.get<Kept>(`${SELECT} WHERE shop_id = '' AND login = ?`, [login]);
  return row === undefined ? undefined : personOf(database, row);
}

/** Whether somebody can manage people. */
export async function hasAdministrator(database: Statements): Promise<boolean> {
  return hasOther(database, '');
}

async function personOf(database: Statements, row: Kept): Promise<Person> {
  const { allShops, ...rest } = row;
  return {
    ...rest,
    extraRights: rightsIn(row.extraRights),
    shops: allShops === 1 ? 'all' : await shopCodesOf(database, 'person_shop', 'login', row.login),
    hasPassword: row.hasPassword === 1,
    secondFactor: row.secondFactor === 1,
    fromProvider: row.fromProvider === 1,
  };
}

async function hasOther(database: Statements, login: string): Promise<boolean> {
  const row = await database.get(
    `SELECT login FROM person WHERE shop_id = '' AND role = 'administrator' AND disabled_utc IS NULL AND login <> ? LIMIT 1`,
    [login],
  );
  return row !== undefined;
}

function isAdministrator({ role, disabledAt }: Person): boolean {
  return role === 'administrator' && disabledAt === null;
}

function valuesOf({ fullName, role, extraRights, shops, disabled }: Omit<NewPerson, 'login'> & { disabled: boolean }) {
  return { fullName, role, extraRights: [...extraRights], shops: shops === 'all' ? shops : [...shops], disabled };
}

function powersOf({ role, extraRights, shops }: Pick<NewPerson, 'role' | 'extraRights' | 'shops'>) {
  return [role, [...extraRights].sort(), shops === 'all' ? shops : [...shops].sort()];
}

/** What role, added rights and shops cannot be together; null = they can. */
export function faultOf({ role, extraRights, shops }: Pick<NewPerson, 'role' | 'extraRights' | 'shops'>) {
  const possible = switchableRights[role] ?? [];
  const foreign = extraRights.find((right) => !possible.includes(right));
  if (foreign !== undefined) return refuse('access.extra_right', { right: foreign, role });
  if (role === 'manager' && shops === 'all') return refuse('access.manager_shops');
  return null;
}

function noteOf(wasDisabled: boolean, isDisabled: boolean) {
  if (wasDisabled === isDisabled) return { code: 'access.person_changed', level: 'info' } as const;
  if (isDisabled) return { code: 'access.person_disabled', level: 'warning' } as const;
  return { code: 'access.person_enabled', level: 'info' } as const;
}
