/** People, sessions and keys (P20): who somebody is and what they may do. Face of this room. */
import type { Actor, ShopScope } from '../domain/access.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { type Administration, createAdministration } from './administration.ts';
import { allOrNothing } from './all-or-nothing.ts';
import { type Assignee, listAssignees } from './assignees.ts';
import { type AccessMode, createIdentify, type Identify, type OpenSession, type SessionTimes } from './identify.ts';
import { type GoodLink, makeFirstLink, makeStandLink, readLink } from './links.ts';
import {
  changePassword,
  type Entered,
  enrolFactor,
  enterByLink,
  type LinkUse,
  logIn,
  person,
  provePassword,
  showFactor,
} from './log-in.ts';
import { type AccessParts, type Done, type Outcome, refuse, type TellAccess } from './parts.ts';
import { createPasswords } from './passwords.ts';
import { findPerson, hasAdministrator, type Person } from './people.ts';
import {
  type BegunLogin,
  enterByProvider,
  keepBegun,
  type ProvidedPerson,
  type ProviderRefusal,
  takeBegun,
  tellProviderRefusal,
} from './provider-entry.ts';
import { beginFactor, dropFactor, factorOf, factorRequired, newRecoveryCodes, recoveryLeft } from './second-factor.ts';
import { endSession, endSessionsOf, extendSession, type ListedSession, listSessions, type Origin } from './sessions.ts';

export { type Administration, createAdministration } from './administration.ts';
export { type Assignee, createJudgeAssignee } from './assignees.ts';
export type {
  AccessMode,
  Credentials,
  Identified,
  Identify,
  OpenSession,
  SessionStage,
  SessionTimes,
} from './identify.ts';
export type { AccessKey, NewKey } from './keys.ts';
export type { GoodLink, LinkPurpose } from './links.ts';
export type { Entered, LinkUse } from './log-in.ts';
export type { AccessNote, TellAccess } from './parts.ts';
export { type NewPerson, type Person, type PersonChange, type PersonRole, personRoles } from './people.ts';
export { nobody, openPrincipal } from './principals.ts';
export type { BegunLogin, ProvidedPerson } from './provider-entry.ts';
export type { RoleRule } from './role-rules.ts';
export { keyRow, personRow, roleRows } from './rows.ts';
export type { ListedSession, Origin } from './sessions.ts';

/** A person and what their page of themselves shows. */
export type Profile = Person & { factorRequired: boolean; recoveryCodesLeft: number };

/** Logging in and looking after one's own account. */
export type Entrance = {
  hasAdministrator(): Promise<boolean>;
  /** Token of the link for the first administrator; refused once there is one. */
  firstLink(actor: Actor): Promise<Outcome<string>>;
  /** Token of a link that lets the visitor of a demo stand straight in; they may do everything. */
  standLink(actor: Actor, login: string): Promise<string>;
  logIn(typed: { login: string; password: string }, from: Origin): Promise<Outcome<Entered>>;
  showFactor(session: OpenSession, code: string, from: Origin): Promise<Outcome<Entered>>;
  readLink(token: string): Promise<Outcome<GoodLink>>;
  enterByLink(use: LinkUse, from: Origin): Promise<Outcome<Entered>>;
  keepBegun(state: string, begun: BegunLogin): Promise<void>;
  takeBegun(state: string): Promise<BegunLogin | undefined>;
  /** What is refused is told in the log and in the audit trail. */
  enterByProvider(provided: ProvidedPerson, from: Origin): Promise<Outcome<Entered>>;
  /** Tells the same of a log-in that was over before it came so far. */
  tellProviderRefusal(refused: ProviderRefusal, from: Origin): Promise<void>;
  profile(login: string): Promise<Profile | undefined>;
  sessions(session: OpenSession): Promise<ListedSession[]>;
  /** Answers when it ends now, UTC ms. */
  extend(session: OpenSession): Promise<number>;
  logOut(session: OpenSession, from: Origin): Promise<void>;
  /** Answers how many ended. */
  endOthers(session: OpenSession, from: Origin): Promise<number>;
  changePassword(
    session: OpenSession,
    passwords: { password: string; newPassword: string },
    from: Origin,
  ): Promise<Outcome<number>>;
  beginFactor(session: OpenSession): Promise<Outcome<{ secret: string; uri: string }>>;
  confirmFactor(
    session: OpenSession,
    code: string,
    from: Origin,
  ): Promise<Outcome<{ recoveryCodes: string[]; entered: Entered | null }>>;
  /** Asks for the password, so that an open page is not enough. */
  dropFactor(session: OpenSession, password: string, from: Origin): Promise<Done>;
  newRecoveryCodes(session: OpenSession, password: string, from: Origin): Promise<Outcome<string[]>>;
};

export type AccessOptions = {
  database: Database<Tables>;
  clock: Clock;
  mode: AccessMode;
  times: SessionTimes;
  /** Told of everything that happens with log-ins, people and keys, in the transaction of it. */
  tell: TellAccess;
};

export type Access = {
  identify: Identify;
  entrance: Entrance;
  administration: Administration;
  /** To whom somebody with these shops can give differences, by name. */
  assignees(asker: ShopScope): Promise<Assignee[]>;
};

/** Everything over one database. */
export function createAccess({ mode, ...options }: AccessOptions): Access {
  const parts: AccessParts = { ...options, passwords: createPasswords() };
  return {
    identify: createIdentify({ ...options, mode }),
    entrance: createEntrance(parts),
    administration: createAdministration(options),
    assignees: (asker) => listAssignees(options.database, asker),
  };
}

function createEntrance(parts: AccessParts): Entrance {
  const { database, clock, times, tell } = parts;
  return {
    hasAdministrator: () => hasAdministrator(database),
    firstLink: (actor) => allOrNothing(database, (tx) => makeFirstLink(tx, parts, actor)),
    standLink: (actor, login) => database.transaction((tx) => makeStandLink(tx, parts, actor, login)),
    logIn: (typed, from) => logIn(parts, typed, from),
    showFactor: (session, code, from) => showFactor(parts, session, code, from),
    readLink: (token) => readLink(database, clock.now(), token),
    enterByLink: (use, from) => enterByLink(parts, use, from),
    keepBegun: (state, begun) => database.transaction((tx) => keepBegun(tx, clock.now(), state, begun)),
    takeBegun: (state) => database.transaction((tx) => takeBegun(tx, clock.now(), state)),
    async enterByProvider(provided, from) {
      const entered = await allOrNothing(database, (tx) => enterByProvider(tx, parts, provided, from));
      if (!entered.ok) await tellProviderRefusal(parts, { ...entered, login: provided.login }, from);
      return entered;
    },
    tellProviderRefusal: (refused, from) => tellProviderRefusal(parts, refused, from),
    async profile(login) {
      const found = await findPerson(database, login);
      if (found === undefined) return undefined;
      const required = await factorRequired(database, found.role);
      return { ...found, factorRequired: required, recoveryCodesLeft: await recoveryLeft(database, login) };
    },
    sessions: (session) => listSessions(database, clock, times, session),
    extend: (session) => extendSession(database, clock, times, session),
    logOut: ({ login, tokenHash }, from) =>
      database.transaction(async (tx) => {
        await endSession(tx, tokenHash);
        await tell(tx, { code: 'access.logged_out', level: 'info', actor: person(login, from), params: { login } });
      }),
    endOthers: ({ login, tokenHash }, from) =>
      database.transaction(async (tx) => {
        const n = await endSessionsOf(tx, login, tokenHash);
        const params = { login, n };
        await tell(tx, { code: 'access.sessions_ended', level: 'info', actor: person(login, from), params });
        return n;
      }),
    changePassword: (session, passwords, from) => changePassword(parts, session, passwords, from),
    beginFactor: ({ login }) =>
      allOrNothing(database, async (tx) => {
        if ((await factorOf(tx, login)).confirmed) return refuse('access.factor_there');
        return { ok: true, value: await beginFactor(tx, login) };
      }),
    confirmFactor: (session, code, from) => enrolFactor(parts, session, code, from),
    async dropFactor({ login }, password, from) {
      const proof = await provePassword(parts, login, password, from);
      if (!proof.ok) return proof;
      return allOrNothing(database, async (tx) => {
        const found = await findPerson(tx, login);
        if (found !== undefined && (await factorRequired(tx, found.role))) return refuse('access.factor_needed');
        await dropFactor(tx, login);
        await tell(tx, { code: 'access.factor_off', level: 'warning', actor: person(login, from), params: { login } });
        return { ok: true, value: null };
      });
    },
    async newRecoveryCodes({ login }, password, from) {
      const proof = await provePassword(parts, login, password, from);
      if (!proof.ok) return proof;
      return allOrNothing(database, async (tx) => {
        if (!(await factorOf(tx, login)).confirmed) return refuse('access.no_factor');
        return { ok: true, value: await newRecoveryCodes(tx, login) };
      });
    },
  };
}
