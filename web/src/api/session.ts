/** Who is logged in here, and what people look after themselves. */
import { queryOptions } from '@tanstack/react-query';
import type {
  EndedSessions,
  FactorSecret,
  LinkAnswer,
  LinkUse,
  ProfileState,
  RecoveryCodes,
  SessionState,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { deleteJson, getJson, postJson, putJson } from './client.ts';
import { queryKeys } from './query-keys.ts';

export const sessionQuery = () =>
  queryOptions({
    queryKey: queryKeys.session(),
    queryFn: ({ signal }) => getJson<SessionState>(routes.session, {}, signal),
  });

export const profileQuery = () =>
  queryOptions({
    queryKey: queryKeys.profile(),
    queryFn: ({ signal }) => getJson<ProfileState>(routes.profile, {}, signal),
  });

export const logIn = (login: string, password: string) => postJson<SessionState>(routes.session, { login, password });
export const showCode = (code: string) => postJson<SessionState>(routes.sessionCode, { code });
export const checkLink = (token: string) => postJson<LinkAnswer>(routes.sessionLinkCheck, { token });
export const followLink = (use: Partial<LinkUse> & { token: string }) =>
  postJson<SessionState>(routes.sessionLink, use);
export const extendSession = () => postJson<SessionState>(routes.sessionExtend, {});
export const logOut = () => deleteJson<SessionState>(routes.session);
export const endOtherSessions = () => deleteJson<EndedSessions>(routes.otherSessions);
export const changePassword = (password: string, newPassword: string) =>
  putJson<EndedSessions>(routes.password, { password, newPassword });
export const beginFactor = () => postJson<FactorSecret>(routes.secondFactor, {});
export const confirmFactor = (code: string) => putJson<RecoveryCodes>(routes.secondFactor, { code });
export const dropFactor = (password: string) => postJson<ProfileState>(routes.secondFactorOff, { password });
export const newRecoveryCodes = (password: string) => postJson<RecoveryCodes>(routes.recoveryCodes, { password });
