/** Logging in and out. These routes are for those who are nobody yet; nothing here has a dry run, because nobody would be in afterwards. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  linkAnswer,
  linkQuestion,
  linkUse,
  newLogin,
  noQuery,
  routes,
  type SessionState,
  sessionState,
  shownCode,
} from '../../../contracts/web-api.ts';
import type { AccessMode, Entered, Entrance, OpenSession, Origin } from '../../access/access.ts';
import type { Principal } from '../../domain/access.ts';
import type { Clock } from '../../platform/clock.ts';
import { utcText } from '../../platform/clock.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { dropCookie, giveCookie } from './session-cookie.ts';

export type SessionFunctions = {
  entrance: Entrance;
  access: {
    mode: AccessMode;
    clock: Clock;
    /** Whether browsers see the pages by https. */
    https: boolean;
    /** Address at which browsers see the server, without a slash at the end; null = as each browser names it. */
    publicUrl: string | null;
    /** Name of the external log-in; null = there is none. */
    provider: string | null;
  };
};

const PUBLIC = { public: true } as const;
/** About whoever asks: nobody needs a right for that. */
const OWN = { right: null } as const;
const common = { tags: ['session'], querystring: noQuery };

export function addSessionRoutes(app: Api, { entrance, access }: SessionFunctions): void {
  const state = (request: FastifyRequest) => stateOf(entrance, access, request.principal, request.session);

  /** Gives the browser its session and tells how far the log-in has come. */
  async function tellEntered(request: FastifyRequest, reply: FastifyReply, { token }: Entered): Promise<SessionState> {
    giveCookie(request, reply, token, access.https);
    const { principal, session } = await request.identifyAs(token);
    return stateOf(entrance, access, principal, session);
  }

  app.get(
    routes.session,
    {
      config: PUBLIC,
      schema: {
        ...common,
        operationId: 'showSession',
        summary: 'Who is logged in here, and what they may do',
        response: answers(sessionState),
      },
    },
    state,
  );
  app.post(
    routes.session,
    {
      config: PUBLIC,
      schema: {
        ...common,
        operationId: 'logIn',
        summary: 'Logs a person in by name and password; wrong ones make the next try wait',
        body: newLogin,
        response: answers(sessionState),
      },
    },
    async (request, reply) => {
      refuseWhenOpen(access.mode);
      const entered = await entrance.logIn(request.body, originOf(request));
      return tellEntered(request, reply, admitted(entered, reply));
    },
  );
  app.post(
    routes.sessionCode,
    {
      config: PUBLIC,
      schema: {
        ...common,
        operationId: 'showSecondFactor',
        summary: 'Completes a log-in by the second factor',
        body: shownCode,
        response: answers(sessionState),
      },
    },
    async (request, reply) => {
      const entered = await entrance.showFactor(sessionOf(request), request.body.code, originOf(request));
      return tellEntered(request, reply, admitted(entered, reply));
    },
  );
  addLinkRoutes(app, { entrance, access }, tellEntered);
  addGoingRoutes(app, { entrance, access }, state);
}

type TellEntered = (request: FastifyRequest, reply: FastifyReply, entered: Entered) => Promise<SessionState>;

function addLinkRoutes(app: Api, { entrance, access }: SessionFunctions, tellEntered: TellEntered): void {
  app.post(
    routes.sessionLinkCheck,
    {
      config: PUBLIC,
      schema: {
        ...common,
        operationId: 'checkLink',
        summary: 'What a one-time link is good for; it stays good',
        body: linkQuestion,
        response: answers(linkAnswer),
      },
    },
    async ({ body }) => valueFrom(await entrance.readLink(body.token)),
  );
  app.post(
    routes.sessionLink,
    {
      config: PUBLIC,
      schema: {
        ...common,
        operationId: 'useLink',
        summary: 'Logs in by a one-time link, which is used up by it',
        body: linkUse,
        response: answers(sessionState),
      },
    },
    async (request, reply) => {
      refuseWhenOpen(access.mode);
      const entered = await entrance.enterByLink(request.body, originOf(request));
      return tellEntered(request, reply, admitted(entered, reply));
    },
  );
}

/** Going on and going out. */
function addGoingRoutes(
  app: Api,
  { entrance, access }: SessionFunctions,
  state: (request: FastifyRequest) => Promise<SessionState>,
): void {
  app.post(
    routes.sessionExtend,
    {
      config: OWN,
      schema: {
        ...common,
        operationId: 'extendSession',
        summary: 'Says that somebody is there, so that the session goes on; never beyond its latest end',
        response: answers(sessionState),
      },
    },
    async (request) => {
      if (request.session !== null)
        request.session = { ...request.session, idleEndsMs: await entrance.extend(request.session) };
      return state(request);
    },
  );
  app.delete(
    routes.session,
    {
      config: PUBLIC,
      schema: { ...common, operationId: 'logOut', summary: 'Ends the session', response: answers(sessionState) },
    },
    async (request, reply) => {
      if (request.session !== null) await entrance.logOut(request.session, originOf(request));
      dropCookie(request, reply, access.https);
      const { principal, session } = await request.identifyAs(null);
      return stateOf(entrance, access, principal, session);
    },
  );
}

/** The address at which a browser sees this server, without a slash at the end; without a name for it that of its own request. */
export function seenFrom({ access }: Pick<SessionFunctions, 'access'>, { headers }: FastifyRequest): string {
  if (access.publicUrl !== null) return access.publicUrl;
  if (headers.host === undefined) throw new RefusedRequest('request.malformed', {});
  return `${access.https ? 'https' : 'http'}://${headers.host}`;
}

/** Where a request comes from. */
export function originOf(request: FastifyRequest): Origin {
  return { address: request.ip, agent: request.headers['user-agent'] ?? null };
}

/** The session of a request, whatever it still waits for. */
export function sessionOf(request: FastifyRequest): OpenSession {
  if (request.session === null) throw new RefusedRequest('access.not_logged_in', {});
  return request.session;
}

/** The value of an outcome; a refusal that names a pause also tells programs how long it is. */
export function admitted<T>(outcome: { ok: true; value: T } | Refusal, reply: FastifyReply): T {
  if (!outcome.ok && outcome.code === 'access.paused') reply.header('retry-after', String(outcome.params['n']));
  return valueFrom(outcome);
}

function refuseWhenOpen(mode: AccessMode): void {
  if (mode === 'open') throw new RefusedRequest('access.is_open', {});
}

async function stateOf(
  entrance: Entrance,
  { mode, clock, provider }: SessionFunctions['access'],
  principal: Principal,
  session: OpenSession | null,
): Promise<SessionState> {
  const whole = session?.stage === 'open' ? session : null;
  const found = whole === null ? undefined : await entrance.profile(whole.login);
  return {
    kind: kindOf(mode, principal, whole),
    name: whole?.login ?? (principal.actor.kind === 'key' ? principal.actor.name : null),
    fullName: found?.fullName ?? null,
    role: found?.role ?? null,
    rights: [...principal.rights],
    shops: principal.shops === 'all' ? 'all' : [...principal.shops],
    limits: principal.limits,
    waitsFor: session === null || session.stage === 'open' ? null : session.stage,
    endsAt: session === null ? null : utcText(session.endsMs),
    idleEndsAt: session === null ? null : utcText(session.idleEndsMs),
    firstAdministrator: mode === 'required' && !(await entrance.hasAdministrator()),
    provider,
    asOf: utcText(clock.now()),
  };
}

function kindOf(mode: AccessMode, { actor }: Principal, whole: OpenSession | null): SessionState['kind'] {
  if (mode === 'open') return 'open';
  if (whole !== null) return 'person';
  return actor.kind === 'key' ? 'key' : 'nobody';
}
