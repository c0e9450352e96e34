/** Managing people, keys and roles. */
import type { Actor } from '../domain/access.ts';
import type { Transaction } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { allOrNothing, valued } from './all-or-nothing.ts';
import { type AccessKey, issueKey, listKeys, type NewKey, revokeKey } from './keys.ts';
import { makePasswordLink } from './links.ts';
import type { AccessParts, Done, Outcome, Refused } from './parts.ts';
import { createPasswords } from './passwords.ts';
import {
  addPerson,
  changePerson,
  listPeople,
  type NewPerson,
  type Person,
  type PersonChange,
  type PersonRole,
  resetFactor,
} from './people.ts';
import { demandSecondFactor, listRoleRules, type RoleRule } from './role-rules.ts';

/** People, keys and roles, for those who may manage them. */
export type Administration = {
  people(): Promise<Person[]>;
  addPerson(actor: Actor, person: NewPerson): Promise<Outcome<{ login: string; link: string }>>;
  changePerson(actor: Actor, login: string, change: PersonChange): Promise<Done>;
  /** Token of a one-time link by which the person chooses a password. */
  passwordLink(actor: Actor, login: string): Promise<Outcome<string>>;
  resetFactor(actor: Actor, login: string): Promise<Done>;
  keys(): Promise<AccessKey[]>;
  issueKey(actor: Actor, key: NewKey): Promise<Outcome<{ keyId: number; token: string }>>;
  revokeKey(actor: Actor, keyId: number): Promise<Done>;
  roleRules(): Promise<RoleRule[]>;
  demandSecondFactor(actor: Actor, role: PersonRole, secondFactor: boolean): Promise<Done>;
};

/** Managing people and keys over another database, for what is only tried. */
export function createAdministration(options: Omit<AccessParts, 'passwords'>): Administration {
  const parts: AccessParts = { ...options, passwords: createPasswords() };
  const { database, clock } = options;
  const change = <T>(work: (tx: Transaction<Tables>) => Promise<Outcome<T> | Refused>) => allOrNothing(database, work);
  return {
    people: () => listPeople(database),
    addPerson: (actor, wanted) =>
      change(async (tx) => {
        const added = await addPerson(tx, parts, actor, wanted);
        if (!added.ok) return added;
        const link = await makePasswordLink(tx, parts, actor, added.value);
        return link.ok ? { ok: true, value: { login: added.value, link: link.value } } : link;
      }),
    changePerson: (actor, login, wanted) =>
      change(async (tx) => valued(await changePerson(tx, parts, actor, login, wanted))),
    passwordLink: (actor, login) => change((tx) => makePasswordLink(tx, parts, actor, login)),
    resetFactor: (actor, login) => change(async (tx) => valued(await resetFactor(tx, parts, actor, login))),
    keys: () => listKeys(database, clock.now()),
    issueKey: (actor, key) => change((tx) => issueKey(tx, parts, actor, key)),
    revokeKey: (actor, keyId) => change(async (tx) => valued(await revokeKey(tx, parts, actor, keyId))),
    roleRules: () => listRoleRules(database),
    demandSecondFactor: (actor, role, secondFactor) =>
      change(async (tx) => {
        await demandSecondFactor(tx, parts, actor, role, secondFactor);
        return { ok: true, value: null };
      }),
  };
}
