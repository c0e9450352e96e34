/** People, roles and keys over the API, for those who may manage them. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  changeQuery,
  issuedKey,
  keyList,
  newKey,
  newPerson,
  noQuery,
  type PersonList,
  personChange,
  personLink,
  personList,
  personRole,
  roleChange,
  roleList,
  routes,
} from '../../../contracts/web-api.ts';
import {
  type Administration,
  keyRow,
  type NewPerson,
  type PersonChange,
  personRow,
  roleRows,
} from '../../access/access.ts';
import { utcText } from '../../platform/clock.ts';
import { answers, made } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { type SessionFunctions, seenFrom } from './session-routes.ts';

export type PeopleFunctions = Changing<{ administration: Administration }> & Pick<SessionFunctions, 'access'>;

const personPath = z.object({ login: z.string().min(1).max(100) });
const rolePath = z.object({ role: personRole });
const keyPath = z.object({ keyId: z.string().regex(/^K-\d{1,15}$/) });
/** Whoever manages people does so for the whole network: who may see what in a shop is decided in one place. */
const PEOPLE = { right: 'people', network: true } as const;
const reading = { tags: ['people'], querystring: noQuery };
const changing = { tags: ['people'], querystring: changeQuery };

export function addPeopleRoutes(app: Api, functions: PeopleFunctions): void {
  const now = () => utcText(functions.access.clock.now());
  const listed = async (administration: Administration) => ({
    people: (await administration.people()).map(personRow),
    asOf: now(),
  });
  app.get(
    routes.people,
    {
      config: PEOPLE,
      schema: {
        ...reading,
        operationId: 'listPeople',
        summary: 'People, their roles and shops',
        response: answers(personList),
      },
    },
    () => listed(functions.administration),
  );
  app.post(
    routes.people,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        operationId: 'addPerson',
        summary: 'Adds a person; the one-time link of the answer lets them choose a password',
        body: newPerson,
        response: made(personLink),
      },
    },
    async (request, reply) => {
      const { actor } = request.principal;
      const wanted: NewPerson = request.body;
      const answer = await change(functions, request.query, async ({ administration }) => {
        const { login, link } = valueFrom(await administration.addPerson(actor, wanted));
        return { login, link: linkTo(functions, request, link) };
      });
      return reply.code(201).send(answer);
    },
  );
  app.patch(
    routes.person,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        params: personPath,
        operationId: 'changePerson',
        summary: 'Changes, disables or enables a person; whoever may do something else from now on has to log in again',
        body: personChange,
        response: answers(personList),
      },
    },
    ({ params, query, body, principal }) =>
      change(functions, query, async ({ administration }) => {
        const wanted = Object.fromEntries(
          Object.entries(body).filter(([, value]) => value !== undefined),
        ) as PersonChange;
        refuseWhenNot(await administration.changePerson(principal.actor, params.login, wanted));
        return listed(administration);
      }),
  );
  addProofRoutes(app, functions, listed);
  addRoleRoutes(app, functions, now);
  addKeyRoutes(app, functions, now);
}

/** What proves who a person is: the link for a password, the second factor. */
function addProofRoutes(
  app: Api,
  functions: PeopleFunctions,
  listed: (administration: Administration) => Promise<PersonList>,
): void {
  app.post(
    routes.personLink,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        params: personPath,
        operationId: 'linkPerson',
        summary: 'Makes a new one-time link by which the person chooses a password; earlier ones are good no more',
        response: made(personLink),
      },
    },
    async (request, reply) => {
      const { params, query, principal } = request;
      const answer = await change(functions, query, async ({ administration }) => {
        const token = valueFrom(await administration.passwordLink(principal.actor, params.login));
        return { login: params.login, link: linkTo(functions, request, token) };
      });
      return reply.code(201).send(answer);
    },
  );
  app.delete(
    routes.personFactor,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        params: personPath,
        operationId: 'resetSecondFactor',
        summary: 'Takes the second factor of a person away, because the telephone is lost; their sessions end',
        response: answers(personList),
      },
    },
    ({ params, query, principal }) =>
      change(functions, query, async ({ administration }) => {
        refuseWhenNot(await administration.resetFactor(principal.actor, params.login));
        return listed(administration);
      }),
  );
}

function addRoleRoutes(app: Api, functions: PeopleFunctions, now: () => string): void {
  app.get(
    routes.roles,
    {
      config: PEOPLE,
      schema: {
        ...reading,
        operationId: 'listRoles',
        summary: 'Who may do what: roles and their rights',
        response: answers(roleList),
      },
    },
    async () => ({ roles: await roleRows(functions.administration), asOf: now() }),
  );
  app.patch(
    routes.role,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        params: rolePath,
        operationId: 'changeRole',
        summary: 'Demands a second factor of a role, or no longer; in force from the next log-in on',
        body: roleChange,
        response: answers(roleList),
      },
    },
    ({ params, query, body, principal }) =>
      change(functions, query, async ({ administration }) => {
        refuseWhenNot(await administration.demandSecondFactor(principal.actor, params.role, body.secondFactor));
        return { roles: await roleRows(administration), asOf: now() };
      }),
  );
}

function addKeyRoutes(app: Api, functions: PeopleFunctions, now: () => string): void {
  const listed = async (administration: Administration) => ({
    keys: (await administration.keys()).map(keyRow),
    asOf: now(),
  });
  app.get(
    routes.keys,
    {
      config: PEOPLE,
      schema: {
        ...reading,
        operationId: 'listKeys',
        summary: 'Keys of programs, the latest first',
        response: answers(keyList),
      },
    },
    () => listed(functions.administration),
  );
  app.post(
    routes.keys,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        operationId: 'issueKey',
        summary: 'Issues a key for a program; its token is told now and never again',
        body: newKey,
        response: made(issuedKey),
      },
    },
    async ({ query, body, principal }, reply) => {
      const { keyId, token } = await change(functions, query, async ({ administration }) =>
        valueFrom(await administration.issueKey(principal.actor, body)),
      );
      return reply.code(201).send({ keyId: `K-${keyId}`, token });
    },
  );
  app.delete(
    routes.key,
    {
      config: PEOPLE,
      schema: {
        ...changing,
        params: keyPath,
        operationId: 'revokeKey',
        summary: 'Revokes a key for ever',
        response: answers(keyList),
      },
    },
    ({ params, query, principal }) =>
      change(functions, query, async ({ administration }) => {
        refuseWhenNot(await administration.revokeKey(principal.actor, Number(params.keyId.slice(2))));
        return listed(administration);
      }),
  );
}

/** Address for a browser. The token stands behind `#`, so that it is in no log of any server on the way. */
function linkTo(functions: Pick<SessionFunctions, 'access'>, request: FastifyRequest, token: string): string {
  return `${seenFrom(functions, request)}/login#link=${token}`;
}

function refuseWhenNot(answer: { ok: true } | { ok: false; code: string; params: RefusedRequest['params'] }): void {
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.params);
}
