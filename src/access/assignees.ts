/** To whom work can be given: people who may come in, with the right that the work needs and the shops that it lies in. */
import { inScope, type Right, type ShopScope } from '../domain/access.ts';
import type { Statements } from '../platform/database/database.ts';
import type { AccessMode } from './identify.ts';
import { normalLogin } from './logins.ts';
import { type Outcome, refuse } from './parts.ts';
import { findPerson, listPeople, type Person } from './people.ts';
import { principalOfPerson } from './principals.ts';

/** Somebody who can work on differences, as far as whoever asks may know of their shops. */
export type Assignee = { login: string; fullName: string | null; shops: ShopScope };

export type WantedAssignee = {
  /** As it was typed. */
  name: string;
  /** Where the work lies. */
  shopCodes: readonly string[];
  /** The shops of whoever gives it. */
  asker: ShopScope;
};

/** Answers the name under which it is kept, and the full name; refused when it cannot be given to them. */
export type JudgeAssignee = (
  tx: Statements,
  wanted: WantedAssignee,
) => Promise<Outcome<{ name: string; fullName: string | null }>>;

/** Without it one can only look on; all roles that accept differences have it too. */
const NEEDED: Right = 'load';

/** On a server that nobody logs in to any name is taken as it is written, unless a person bears it. */
export function createJudgeAssignee(mode: AccessMode): JudgeAssignee {
  return async (tx, { name, shopCodes, asker }) => {
    const login = normalLogin(name);
    const person = await findPerson(tx, login);
    if (person === undefined && mode === 'open') return { ok: true, value: { name: name.trim(), fullName: null } };
    // Whoever shares no shop with the asker is not told of either.
    if (person === undefined || !meets(person.shops, asker)) return refuse('case.assignee_unknown', { login });
    const who = person.fullName ?? login;
    if (person.disabledAt !== null) return refuse('case.assignee_disabled', { who });
    if (!isAble(person)) return refuse('case.assignee_right', { who, right: `@right.${NEEDED}` });
    const foreign = shopCodes.find((shopCode) => !inScope(person.shops, shopCode));
    if (foreign !== undefined) return refuse('case.assignee_shop', { who, shopCode: foreign });
    return { ok: true, value: { name: login, fullName: person.fullName } };
  };
}

/** Everybody to whom somebody with these shops can give work, by name. */
export async function listAssignees(database: Statements, asker: ShopScope): Promise<Assignee[]> {
  const able = (await listPeople(database)).filter(
    (person) => person.disabledAt === null && isAble(person) && meets(person.shops, asker),
  );
  return able.map(({ login, fullName, shops }) => ({ login, fullName, shops: common(shops, asker) }));
}

function isAble(person: Person): boolean {
  return principalOfPerson(person, null).rights.has(NEEDED);
}

function meets(one: ShopScope, other: ShopScope): boolean {
  const both = common(one, other);
  return both === 'all' || both.length > 0;
}

/** The shops that both have. */
function common(one: ShopScope, other: ShopScope): ShopScope {
  if (one === 'all') return other;
  return one.filter((shopCode) => inScope(other, shopCode));
}
