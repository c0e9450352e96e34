/** What people look after themselves: password, second factor, sessions. Whoever asks is the one it is about. */
import {
  endedSessions,
  factorSecret,
  noQuery,
  passwordChange,
  passwordProof,
  profile,
  recoveryCodes,
  routes,
  shownCode,
} from '../../../contracts/web-api.ts';
import type { Profile } from '../../access/access.ts';
import { utcText } from '../../platform/clock.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { giveCookie } from './session-cookie.ts';
import { admitted, originOf, type SessionFunctions, sessionOf } from './session-routes.ts';

/** About whoever asks: nobody needs a right for that. */
const OWN = { right: null } as const;
const common = { tags: ['session'], querystring: noQuery };
/** Also for a log-in that must set up its second factor before it may do anything else. */
const HALF_WAY = { public: true } as const;

export function addProfileRoutes(app: Api, { entrance, access }: SessionFunctions): void {
  app.get(
    routes.profile,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'showProfile',
        summary: 'The person who is logged in, with their sessions',
        response: answers(profile),
      },
    },
    async ({ session }) => {
      const found = session === null ? undefined : await entrance.profile(session.login);
      const sessions = session === null ? [] : await entrance.sessions(session);
      return { profile: found === undefined ? null : shown(found), sessions, asOf: utcText(access.clock.now()) };
    },
  );
  app.delete(
    routes.otherSessions,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'endOtherSessions',
        summary: 'Ends every session of the person but this one',
        response: answers(endedSessions),
      },
    },
    async (request) => ({ ended: await entrance.endOthers(sessionOf(request), originOf(request)) }),
  );
  app.put(
    routes.password,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'changePassword',
        summary: 'Changes the own password; every other session ends',
        body: passwordChange,
        response: answers(endedSessions),
      },
    },
    async (request, reply) => {
      const done = await entrance.changePassword(sessionOf(request), request.body, originOf(request));
      return { ended: admitted(done, reply) };
    },
  );
  addFactorRoutes(app, { entrance, access });
}

function addFactorRoutes(app: Api, { entrance, access }: SessionFunctions): void {
  app.post(
    routes.secondFactor,
    {
      config: HALF_WAY,
      schema: {
        ...common,
        operationId: 'beginSecondFactor',
        summary: 'Makes a secret for an authenticator; it counts once a code of it was shown',
        response: answers(factorSecret),
      },
    },
    async (request) => valueFrom(await entrance.beginFactor(enrolling(request))),
  );
  app.put(
    routes.secondFactor,
    {
      config: HALF_WAY,
      schema: {
        ...common,
        operationId: 'confirmSecondFactor',
        summary: 'Switches the second factor on by a code; tells recovery codes, now and never again',
        body: shownCode,
        response: answers(recoveryCodes),
      },
    },
    async (request, reply) => {
      const done = await entrance.confirmFactor(enrolling(request), request.body.code, originOf(request));
      const { recoveryCodes: codes, entered } = valueFrom(done);
      if (entered !== null) giveCookie(request, reply, entered.token, access.https);
      return { recoveryCodes: codes };
    },
  );
  app.post(
    routes.secondFactorOff,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'dropSecondFactor',
        summary: 'Switches the second factor off; asks for the password',
        body: passwordProof,
        response: answers(profile),
      },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const done = await entrance.dropFactor(session, request.body.password, originOf(request));
      admitted(done.ok ? { ok: true, value: null } : done, reply);
      const found = await entrance.profile(session.login);
      const sessions = await entrance.sessions(session);
      return { profile: found === undefined ? null : shown(found), sessions, asOf: utcText(access.clock.now()) };
    },
  );
  app.post(
    routes.recoveryCodes,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'newRecoveryCodes',
        summary: 'New recovery codes instead of the old ones; asks for the password',
        body: passwordProof,
        response: answers(recoveryCodes),
      },
    },
    async (request, reply) => {
      const done = await entrance.newRecoveryCodes(sessionOf(request), request.body.password, originOf(request));
      return { recoveryCodes: admitted(done, reply) };
    },
  );
}

/** A session that may set up a second factor: a whole one, or one that waits for just that; not one that has yet to show a code. */
function enrolling(request: Parameters<typeof sessionOf>[0]) {
  const session = sessionOf(request);
  if (session.stage === 'code') throw new RefusedRequest('access.second_factor', {});
  return session;
}

function shown(found: Profile) {
  const { extraRights: _, disabledAt: __, createdAt: ___, ...rest } = found;
  return { ...rest, shops: found.shops === 'all' ? ('all' as const) : [...found.shops] };
}
