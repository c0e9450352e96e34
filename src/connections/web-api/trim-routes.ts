/** Trimming over the API: the plan, runs, bringing days back, and what archives hold. */
import { z } from 'zod';
import {
  type ArchivedDay,
  type ArchivedDayQuery,
  type ArchiveList,
  type ArchiveListQuery,
  archivedDay,
  archivedDayQuery,
  archiveList,
  archiveListQuery,
  changeQuery,
  localDate,
  type NewRestoration,
  newRestoration,
  newTrimRun,
  noQuery,
  type RestorationAsked,
  restorationAsked,
  routes,
  type TrimAsked,
  type TrimConfirmation,
  type TrimPlan,
  type TrimPlanQuery,
  type TrimRunList,
  type TrimVerdict,
  trimAsked,
  trimConfirmation,
  trimPlan,
  trimPlanQuery,
  trimRunList,
  trimVerdict,
} from '../../../contracts/web-api.ts';
import type { Principal } from '../../domain/access.ts';
import type { Found } from '../../reports/reports.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';
import { shopOfBody } from './route-access.ts';

/** What the API and the command line ask of trimming; each answers in the shapes of the contract. */
export type Trimming = {
  plan(query: TrimPlanQuery): Promise<Found<TrimPlan>>;
  runs(): Promise<TrimRunList>;
  /** Asks the service to trim now; without `confirmed` answers what would go. */
  ask(wanted: { shopCode: string | null; confirmed: boolean }): Promise<Found<TrimAsked | TrimConfirmation>>;
  /** Asks the service to bring days back; `trim.nothing_to_restore` when no archive holds any. */
  askRestoration(wanted: NewRestoration): Promise<Found<RestorationAsked>>;
  archives(query: ArchiveListQuery): Promise<Found<ArchiveList>>;
  archivedDay(shopCode: string, businessDate: string, query: ArchivedDayQuery): Promise<Found<ArchivedDay>>;
  /** The state of records and archives; `read`: every file is read, which takes its time. */
  verdict(read: boolean): Promise<TrimVerdict>;
};

/** Trimming as somebody of some shops sees it. */
export type TrimmingFor = (reader: Pick<Principal, 'shops'>) => Trimming;

export type TrimFunctions = Changing<{ trimming: TrimmingFor }>;

const tags = ['archives'];

export function addTrimRoutes(app: Api, functions: TrimFunctions): void {
  const { trimming } = functions;
  app.get(
    routes.trimPlan,
    {
      config: { right: 'trim-plan' },
      schema: {
        operationId: 'planTrim',
        tags,
        summary: 'What would leave the database for archives now, and what must stay and why (M45)',
        querystring: trimPlanQuery,
        response: answers(trimPlan),
      },
    },
    async ({ query, principal }) => valueFrom(await trimming(principal).plan(query)),
  );
  app.get(
    routes.trimRuns,
    {
      config: { right: 'trim-plan' },
      schema: {
        operationId: 'listTrimRuns',
        tags,
        summary: 'The latest 100 runs of trimming and bringing back, newest first',
        querystring: noQuery,
        response: answers(trimRunList),
      },
    },
    ({ principal }) => trimming(principal).runs(),
  );
  app.get(
    routes.trimVerdict,
    {
      config: { right: 'trim-plan', network: true },
      schema: {
        operationId: 'verifyTrim',
        tags,
        summary: 'Whether the signed record of deletions is whole, and how the archives were when they were read last',
        querystring: noQuery,
        response: answers(trimVerdict),
      },
    },
    ({ principal }) => trimming(principal).verdict(false),
  );
  addArchiveRoutes(app, functions);
  addAskRoutes(app, functions);
}

function addArchiveRoutes(app: Api, { trimming }: TrimFunctions): void {
  app.get(
    routes.archives,
    {
      config: { right: 'trim-plan' },
      schema: {
        operationId: 'listArchives',
        tags,
        summary: 'Archives of trimmed days',
        querystring: archiveListQuery,
        response: answers(archiveList),
      },
    },
    async ({ query, principal }) => valueFrom(await trimming(principal).archives(query)),
  );
  app.get(
    routes.archivedDay,
    {
      config: { right: 'see-money' },
      schema: {
        operationId: 'readArchivedDay',
        tags,
        summary: 'Documents of a trimmed day out of its archive, which stays where it is',
        params: z.object({ shopCode: z.string().min(1).max(64), businessDate: localDate }),
        querystring: archivedDayQuery,
        response: answers(archivedDay),
      },
    },
    async ({ params, query, principal }) =>
      valueFrom(await trimming(principal).archivedDay(params.shopCode, params.businessDate, query)),
  );
}

function addAskRoutes(app: Api, functions: TrimFunctions): void {
  app.post(
    routes.trimRuns,
    {
      config: { right: 'trim', names: shopOfBody },
      schema: {
        operationId: 'askTrim',
        tags,
        summary: 'Asks for a run of trimming; must be confirmed (409 with the plan)',
        querystring: changeQuery,
        body: newTrimRun,
        response: { ...answers(trimAsked), 202: trimAsked, 409: trimConfirmation },
      },
    },
    async ({ query, body, principal }, reply) => {
      const answer = valueFrom(await change(functions, query, (over) => over.trimming(principal).ask(body)));
      return 'code' in answer ? reply.code(409).send(answer) : reply.code(202).send(answer);
    },
  );
  app.post(
    routes.trimRestorations,
    {
      config: { right: 'trim', names: shopOfBody },
      schema: {
        operationId: 'askRestoration',
        tags,
        summary: 'Asks for days of a shop to be brought back from their archives; both dates included',
        querystring: changeQuery,
        body: newRestoration,
        response: { ...answers(restorationAsked), 202: restorationAsked },
      },
    },
    async ({ query, body, principal }, reply) =>
      reply
        .code(202)
        .send(valueFrom(await change(functions, query, (over) => over.trimming(principal).askRestoration(body)))),
  );
}
