/** People, roles and keys, for those who may manage them. */
import { queryOptions } from '@tanstack/react-query';
import type {
  IssuedKey,
  KeyList,
  NewKey,
  NewPerson,
  PersonChange,
  PersonLink,
  PersonList,
  RoleList,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { deleteJson, fillRoute, getJson, patchJson, postJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

const key = (part: string) => [...queryKeys.people(), part];

export const peopleQueries = {
  people: () =>
    queryOptions({ queryKey: key('people'), queryFn: ({ signal }) => getJson<PersonList>(routes.people, {}, signal) }),
  roles: () =>
    queryOptions({ queryKey: key('roles'), queryFn: ({ signal }) => getJson<RoleList>(routes.roles, {}, signal) }),
  keys: () =>
    queryOptions({ queryKey: key('keys'), queryFn: ({ signal }) => getJson<KeyList>(routes.keys, {}, signal) }),
};

export const addPerson = (person: NewPerson) => postJson<PersonLink>(routes.people, person);
export const changePerson = (login: string, change: PersonChange) =>
  patchJson<PersonList>(fillRoute(routes.person, { login }), change);
export const linkPerson = (login: string) => postJson<PersonLink>(fillRoute(routes.personLink, { login }), {});
export const resetFactor = (login: string) => deleteJson<PersonList>(fillRoute(routes.personFactor, { login }));
export const demandSecondFactor = (role: string, secondFactor: boolean) =>
  patchJson<RoleList>(fillRoute(routes.role, { role }), { secondFactor });
export const issueKey = (wanted: NewKey) => postJson<IssuedKey>(routes.keys, wanted);
export const revokeKey = (keyId: string) => deleteJson<KeyList>(fillRoute(routes.key, { keyId }));
