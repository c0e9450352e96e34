/** Whoever stands behind a request, made out of what is known of them. */
import {
  managerLimits,
  type Principal,
  type Right,
  type Role,
  rights,
  rightsOfRole,
  type ShopScope,
} from '../domain/access.ts';

const UNBOUND = { loadDays: null, exportShifts: null } as const;

/** Anybody at the machine of an open server: every right everywhere. */
export function openPrincipal(address: string | null): Principal {
  return { actor: { kind: 'anybody', name: '', address }, rights: new Set(rights), shops: 'all', limits: UNBOUND };
}

/** Somebody who has not said who they are: no right, no shop. */
export function nobody(address: string | null): Principal {
  return { actor: { kind: 'anybody', name: '', address }, rights: new Set(), shops: [], limits: UNBOUND };
}

export type PersonFacts = { login: string; role: Role; extraRights: readonly Right[]; shops: ShopScope };

/** A person with the rights of their role, those added for them, and the bounds of the role. */
export function principalOfPerson(person: PersonFacts, address: string | null): Principal {
  return {
    actor: { kind: 'person', name: person.login, address },
    rights: new Set([...rightsOfRole[person.role], ...person.extraRights]),
    shops: person.shops,
    limits: person.role === 'manager' ? managerLimits : UNBOUND,
  };
}

/** A program with the rights of its key. */
export function principalOfKey(
  key: { name: string; rights: readonly Right[]; shops: ShopScope },
  address: string | null,
): Principal {
  return {
    actor: { kind: 'key', name: key.name, address },
    rights: new Set(key.rights),
    shops: key.shops,
    limits: UNBOUND,
  };
}
