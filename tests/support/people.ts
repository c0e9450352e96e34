/** People, sessions and keys over a database, with a clock that the test sets and a list of all that was told. */
import assert from 'node:assert/strict';
import {
  type Access,
  type AccessMode,
  type AccessNote,
  createAccess,
  type Entered,
  type OpenSession,
} from '../../src/access/access.ts';
import type { Actor } from '../../src/domain/access.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';

export const sessionTimes = { sessionMs: 43_200_000, idleMs: 1_800_000 };
export const from = { address: '10.0.0.7', agent: 'Firefox' };
export const byHand: Actor = { kind: 'command-line', name: 'root', address: null };
export const goodPassword = 'лошадь батарея скоба';

export type PeopleUnderTest = Access & {
  clock: { now(): number };
  /** Lets time go by. */
  pass(ms: number): void;
  notes: AccessNote[];
  /** Codes of what was told since the last question. */
  told(): string[];
  /** The session of a token as a request would meet it. */
  sessionOf(token: string): Promise<OpenSession>;
  /** A person with `goodPassword`, chosen by the link of the one who added them. */
  addPerson(login: string, role?: 'administrator' | 'support' | 'accountant' | 'observer'): Promise<void>;
  /** Logs in with `goodPassword`; fails the test when refused. */
  logIn(login: string): Promise<Entered>;
};

export function openPeople(database: Database<Tables>, mode: AccessMode = 'required'): PeopleUnderTest {
  const time = { ms: Date.parse('2026-03-14T12:00:00Z') };
  const clock = { now: () => time.ms };
  const notes: AccessNote[] = [];
  const access = createAccess({
    database,
    clock,
    mode,
    times: sessionTimes,
    tell: async (_tx, note) => void notes.push(note),
  });
  let heard = 0;
  return {
    ...access,
    clock,
    notes,
    pass(ms) {
      time.ms += ms;
    },
    told() {
      const codes = notes.slice(heard).map(({ code }) => code);
      heard = notes.length;
      return codes;
    },
    async sessionOf(token) {
      const { session } = await access.identify({ session: token, key: null, address: from.address });
      return session ?? assert.fail('there is no such session');
    },
    async addPerson(login, role = 'accountant') {
      const added = await access.administration.addPerson(byHand, {
        login,
        fullName: null,
        role,
        extraRights: [],
        shops: 'all',
      });
      assert.ok(added.ok, JSON.stringify(added));
      const use = { token: added.value.link, login: null, fullName: null, password: goodPassword };
      const entered = await access.entrance.enterByLink(use, from);
      assert.ok(entered.ok, JSON.stringify(entered));
    },
    async logIn(login) {
      const entered = await access.entrance.logIn({ login, password: goodPassword }, from);
      assert.ok(entered.ok, JSON.stringify(entered));
      return entered.value;
    },
  };
}
