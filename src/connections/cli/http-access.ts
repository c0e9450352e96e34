/** What the client of a running server asks about people, roles, keys and tokens of registers. */
import {
  expiryList,
  issuedKey,
  issuedRegisterToken,
  keyList,
  personLink,
  personList,
  registerTokenList,
  roleList,
  routes,
} from '../../../contracts/web-api.ts';
import type { AccessCalls } from './access-calls.ts';
import type { ServerCalls } from './client.ts';
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

type TokenCalls = Pick<ServerCalls, 'expiries' | 'registerTokens' | 'issueRegisterToken' | 'revokeRegisterToken'>;

export function registerTokenCalls(call: Caller, change: Caller): TokenCalls {
  return {
    expiries: () => call(expiryList, routes.expiries),
    registerTokens: (codes) => call(registerTokenList, pathOf(routes.registerTokens, codes)),
    issueRegisterToken: (codes, body) =>
      change(issuedRegisterToken, pathOf(routes.registerTokens, codes), { method: 'POST', body }),
    revokeRegisterToken: (codes, tokenId) =>
      change(registerTokenList, pathOf(routes.registerToken, { ...codes, tokenId }), { method: 'DELETE' }),
  };
}
