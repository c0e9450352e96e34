/** What the client of a running server asks about people, roles and keys. */
import { issuedKey, keyList, personLink, personList, roleList, routes } from '../../../contracts/web-api.ts';
import type { AccessCalls } from './access-calls.ts';
import { type Caller, pathOf } from './http-call.ts';

/** `change` tells the server when a change is only tried. */
export function accessCalls(call: Caller, change: Caller): AccessCalls {
  return {
    people: () => call(personList, routes.people),
    addPerson: (body) => change(personLink, routes.people, { method: 'POST', body }),
    changePerson: (login, body) => change(personList, pathOf(routes.person, { login }), { method: 'PATCH', body }),
    linkPerson: (login) => change(personLink, pathOf(routes.personLink, { login }), { method: 'POST' }),
    resetFactor: (login) => change(personList, pathOf(routes.personFactor, { login }), { method: 'DELETE' }),
    roles: () => call(roleList, routes.roles),
    changeRole: (role, secondFactor) =>
      change(roleList, pathOf(routes.role, { role }), { method: 'PATCH', body: { secondFactor } }),
    keys: () => call(keyList, routes.keys),
    issueKey: (body) => change(issuedKey, routes.keys, { method: 'POST', body }),
    revokeKey: (keyId) => change(keyList, pathOf(routes.key, { keyId }), { method: 'DELETE' }),
    firstLink: null,
  };
}
