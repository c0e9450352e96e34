/**
 * People and keys of a data folder, for the command line: whoever may read its files needs no log-in. A server may run on it, which
 * asks the tables at every request.
 */
import { userInfo } from 'node:os';
import type { NewKey } from '../../contracts/web-api.ts';
import {
  type Administration,
  createAccess,
  createAdministration,
  keyRow,
  personRow,
  roleRows,
} from '../access/access.ts';
import type { Config } from '../config.ts';
import type { Answer, OpenedAccess } from '../connections/cli/cli.ts';
import type { Actor } from '../domain/access.ts';
import { type MessageParams, messageText } from '../messages/messages.ts';
import { systemClock, utcText } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { rehearse } from '../platform/database/rehearsal.ts';
import { lockFolder } from '../platform/folder-lock.ts';
import type { Tables } from '../schema/tables.ts';
import { linkOf } from './access-functions.ts';
import { tellAccess } from './access-notes.ts';
import { databaseRefusal } from './start-refusal.ts';
import { openConfigured, prepareDataFolder } from './stations.ts';

/** Opens them; the tables are brought up to date unless a server runs, which has done so itself. */
export async function openLocalAccess(config: Config, dryRun: boolean): Promise<Answer<OpenedAccess>> {
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  let database: Database<Tables> | undefined;
  try {
    database = openConfigured(config, 1);
    if (lock !== null) await database.migrate();
    const opened = database;
    const close = async () => {
      await opened.close();
      lock?.release();
    };
    return { ok: true, value: { ...callsOf(config, database, dryRun), close } };
  } catch (cause) {
    await database?.close();
    lock?.release();
    const { code, params } = databaseRefusal(cause);
    return refused(code, params);
  }
}

/** Whoever sits at the machine, by the account of the operating system. */
export function whoeverSitsHere(): Actor {
  return { kind: 'command-line', name: userInfo().username, address: null };
}

function callsOf(config: Config, database: Database<Tables>, dryRun: boolean): Omit<OpenedAccess, 'close'> {
  const clock = systemClock;
  const options = { clock, times: config.access, tell: tellAccess(clock) };
  const actor = whoeverSitsHere();
  const over = (one: Database<Tables>) => createAdministration({ ...options, database: one });
  const administration = over(database);
  const asOf = () => utcText(clock.now());
  const change = <T>(work: (administration: Administration) => Promise<T>): Promise<T> =>
    dryRun ? rehearse(database, (trial) => work(over(trial))) : work(administration);
  const people = async (one: Administration) => ({ people: (await one.people()).map(personRow), asOf: asOf() });
  const keys = async (one: Administration) => ({ keys: (await one.keys()).map(keyRow), asOf: asOf() });
  const roles = async (one: Administration) => ({ roles: await roleRows(one), asOf: asOf() });
  /** The list after a change, or the refusal of the change. */
  const then = <T>(done: (one: Administration) => Promise<Done>, list: (one: Administration) => Promise<T>) =>
    change(async (one): Promise<Answer<T>> => {
      const outcome = await done(one);
      return outcome.ok ? { ok: true, value: await list(one) } : refused(outcome.code, outcome.params);
    });
  return {
    people: async () => ({ ok: true, value: await people(administration) }),
    async addPerson({ login, role, shops, fullName = null, extraRights = [] }) {
      const added = await change((one) => one.addPerson(actor, { login, role, shops, fullName, extraRights }));
      if (!added.ok) return refused(added.code, added.params);
      return { ok: true, value: { login: added.value.login, link: linkOf(config, null, added.value.link) } };
    },
    changePerson: (login, wanted) => then((one) => one.changePerson(actor, login, given(wanted)), people),
    async linkPerson(login) {
      const made = await change((one) => one.passwordLink(actor, login));
      return made.ok
        ? { ok: true, value: { login, link: linkOf(config, null, made.value) } }
        : refused(made.code, made.params);
    },
    resetFactor: (login) => then((one) => one.resetFactor(actor, login), people),
    roles: async () => ({ ok: true, value: await roles(administration) }),
    changeRole: (role, secondFactor) => then((one) => one.demandSecondFactor(actor, role, secondFactor), roles),
    keys: async () => ({ ok: true, value: await keys(administration) }),
    async issueKey({ name, rights, shops, endsAt = null }: NewKey) {
      const issued = await change((one) => one.issueKey(actor, { name, rights, shops, endsAt }));
      if (!issued.ok) return refused(issued.code, issued.params);
      return { ok: true, value: { keyId: `K-${issued.value.keyId}`, token: issued.value.token } };
    },
    revokeKey: (keyId) => then((one) => one.revokeKey(actor, Number(keyId.slice(2))), keys),
    async firstLink() {
      const { entrance } = createAccess({ ...options, database, mode: 'required' });
      const made = await entrance.firstLink(actor);
      return made.ok ? { ok: true, value: linkOf(config, null, made.value) } : refused(made.code, made.params);
    },
  };
}

type Done = { ok: true } | { ok: false; code: string; params: MessageParams };

/** What was said of a person; what is undefined was not said. */
function given<T extends object>(wanted: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const said = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function refused(code: string, params: MessageParams): Answer<never> {
  return { ok: false, code, message: { ru: messageText('ru', code, params), en: messageText('en', code, params) } };
}
