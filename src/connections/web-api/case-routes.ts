/** Differences over the API: lists of them, and what people decide. */
import { z } from 'zod';
import {
  acceptCases,
  assignCases,
  assigneeList,
  type CaseListQuery,
  caseAsk,
  caseList,
  caseListQuery,
  caseRow,
  casesChanged,
  changeQuery,
  loadConfirmation,
  noQuery,
  requestedTransfer,
  routes,
  seeCases,
  uncheckedList,
  uncheckedQuery,
} from '../../../contracts/web-api.ts';
import type { Access } from '../../access/access.ts';
import type { Principal } from '../../domain/access.ts';
import type { Cases, CasesChanged } from '../../pipeline/reconciliation/reconciliation.ts';
import { utcText } from '../../platform/clock.ts';
import type { CasesQuery } from '../../reports/cases.ts';
import type { Reports } from '../../reports/reports.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath, objectsIn } from './route-access.ts';
import type { SessionFunctions } from './session-routes.ts';
import { requestedOf } from './transfer-routes.ts';

export type CaseFunctions = Changing<{
  reports: ReadAs<'cases' | 'case' | 'casesOf' | 'unchecked' | 'transfer'>;
  cases: Cases;
}> &
  Pick<Access, 'assignees'> &
  Pick<SessionFunctions, 'access'>;

const casePath = z.object({ caseId: z.string().regex(/^D-\d{1,15}$/) });
const numberOf = (caseId: string) => Number(caseId.slice(2));

export function addCaseRoutes(app: Api, functions: CaseFunctions): void {
  const { reports } = functions;
  app.get(
    routes.cases,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listCases',
        tags: ['reconciliation'],
        summary: 'Differences that the checks C1–C7 found in shifts, newest first',
        querystring: caseListQuery,
        response: answers(caseList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).cases(askedOf(query, principal))),
  );
  app.get(
    routes.case,
    {
      config: { right: 'see', names: objectOfPath('case', 'caseId') },
      schema: {
        operationId: 'readCase',
        tags: ['reconciliation'],
        summary: 'One difference with its life',
        params: casePath,
        querystring: noQuery,
        response: answers(caseRow),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).case(params.caseId)),
  );
  app.get(
    routes.unchecked,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listUnchecked',
        tags: ['reconciliation'],
        summary: 'Shifts whose money was not compared: nothing reported, not looked at yet, or still open',
        querystring: uncheckedQuery,
        response: answers(uncheckedList),
      },
    },
    ({ query, principal }) => reports(principal).unchecked(query),
  );
  addDecisions(app, functions);
  addAssigning(app, functions);
  addAskRoute(app, functions);
}

/** «Mine» are those of the person who asks. */
function askedOf({ assigned, ...query }: CaseListQuery, { actor }: Principal): CasesQuery {
  if (assigned !== 'mine') return { ...query, assigned };
  if (actor.kind !== 'person') throw new RefusedRequest('case.mine_of_nobody', {});
  return { ...query, mine: actor.name };
}

async function answerOf(reports: Pick<Reports, 'casesOf'>, { changed, others, unknown }: CasesChanged) {
  const [missing] = unknown;
  if (changed.length === 0 && others.length === 0 && missing !== undefined)
    throw new RefusedRequest('not_found.case', { caseId: `D-${missing}` });
  return { changed: await reports.casesOf(changed), others: [...others, ...unknown].map((id) => `D-${id}`) };
}

function addDecisions(app: Api, functions: CaseFunctions): void {
  app.post(
    routes.seeCases,
    {
      config: { right: 'load', names: objectsIn('case', 'cases') },
      schema: {
        operationId: 'seeCases',
        tags: ['reconciliation'],
        summary: 'Says that somebody knows of the differences',
        querystring: changeQuery,
        body: seeCases,
        response: answers(casesChanged),
      },
    },
    ({ query, body, principal }) =>
      change(functions, query, async ({ reports, cases }) =>
        answerOf(reports(principal), await cases.see(body.cases.map(numberOf), body.author ?? null)),
      ),
  );
  app.post(
    routes.acceptCases,
    {
      config: { right: 'accept', names: objectsIn('case', 'cases') },
      schema: {
        operationId: 'acceptCases',
        tags: ['reconciliation'],
        summary: 'Accepts differences with a reason: both values stay for ever, another difference is a new case',
        querystring: changeQuery,
        body: acceptCases,
        response: answers(casesChanged),
      },
    },
    ({ query, body, principal }) =>
      change(functions, query, async ({ reports, cases }) => {
        const accepted = await cases.accept(body.cases.map(numberOf), body.reason, body.author);
        if (accepted.changed.length === 0 && accepted.unknown.length === 0)
          throw new RefusedRequest('case.none_open', {});
        return answerOf(reports(principal), accepted);
      }),
  );
}

function addAssigning(app: Api, functions: CaseFunctions): void {
  const { mode, clock } = functions.access;
  app.get(
    routes.assignees,
    {
      config: { right: 'load' },
      schema: {
        operationId: 'listAssignees',
        tags: ['reconciliation'],
        summary:
          'People to whom differences can be given: they come in, have the right `load` and one of the own shops',
        querystring: noQuery,
        response: answers(assigneeList),
      },
    },
    async ({ principal }) => {
      const people = (await functions.assignees(principal.shops)).map(({ shops, ...person }) => ({
        ...person,
        shops: shops === 'all' ? shops : [...shops],
      }));
      return { anyName: mode === 'open', people, asOf: utcText(clock.now()) };
    },
  );
  app.post(
    routes.assignCases,
    {
      config: { right: 'load', names: objectsIn('case', 'cases') },
      schema: {
        operationId: 'assignCases',
        tags: ['reconciliation'],
        summary:
          'Gives open differences to a person, or takes them off; all, or none when one lies in a shop that they do not have',
        querystring: changeQuery,
        body: assignCases,
        response: answers(casesChanged),
      },
    },
    ({ query, body, principal }) =>
      change(functions, query, async ({ reports, cases }) => {
        const { to, author = null } = body;
        const assigned = await cases.assign(body.cases.map(numberOf), { to, author, asker: principal.shops });
        return answerOf(reports(principal), valueFrom(assigned));
      }),
  );
}

function addAskRoute(app: Api, functions: CaseFunctions): void {
  app.post(
    routes.askCase,
    {
      config: { right: 'load', names: objectOfPath('case', 'caseId') },
      schema: {
        operationId: 'askCase',
        tags: ['reconciliation'],
        summary: 'Asks the register for the shift of a difference once more; a week or more must be confirmed (409)',
        params: casePath,
        querystring: changeQuery,
        body: caseAsk,
        response: { ...answers(requestedTransfer), 202: requestedTransfer, 409: loadConfirmation },
      },
    },
    async ({ params, query, body, principal }, reply) => {
      const { caseId } = params;
      const answer = await change(functions, query, async ({ reports, cases }) => {
        const result = await cases.ask(numberOf(caseId), body.author ?? null, body.confirmed);
        if (result.kind === 'unknown') throw new RefusedRequest('not_found.case', { caseId });
        if (result.kind === 'ended') throw new RefusedRequest('case.has_ended', { caseId });
        return requestedOf(reports(principal), result);
      });
      return 'preview' in answer ? reply.code(409).send(answer) : reply.code(202).send(answer);
    },
  );
}
