/** The timetable over the API. */
import { z } from 'zod';
import {
  newSchedule,
  noQuery,
  removedScheduleQuery,
  routes,
  scheduleAuthor,
  scheduleChange,
  scheduleList,
  scheduleRun,
  scheduleRunList,
  scheduleRunsQuery,
} from '../../../contracts/web-api.ts';
import type { Reports } from '../../reports/reports.ts';
import type { Timetable } from '../../schedule/timetable.ts';
import { answers, made } from './answers.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';

export type ScheduleFunctions = {
  reports: Reports;
  timetable: Omit<Timetable, 'turn'>;
};

const schedulePath = z.object({ scheduleId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const common = { tags: ['schedules'], querystring: noQuery };

export function addScheduleRoutes(app: Api, functions: ScheduleFunctions): void {
  const { reports, timetable } = functions;
  app.get(
    routes.schedules,
    {
      schema: {
        ...common,
        operationId: 'listSchedules',
        summary: 'When registers are asked by themselves; of several schedules the one with the narrowest scope holds',
        response: answers(scheduleList),
      },
    },
    () => reports.schedules(),
  );
  app.post(
    routes.schedules,
    {
      schema: {
        ...common,
        operationId: 'addSchedule',
        summary: 'Adds a schedule for the server, a group of shops, a shop or a register',
        body: newSchedule,
        response: made(scheduleList),
      },
    },
    async ({ body }, reply) => {
      granted(await timetable.add({ ...body, author: body.author ?? null }));
      return reply.code(201).send(await reports.schedules());
    },
  );
  addChanges(app, functions);
  addRuns(app, functions);
}

function addChanges(app: Api, { reports, timetable }: ScheduleFunctions): void {
  app.patch(
    routes.schedule,
    {
      schema: {
        ...common,
        params: schedulePath,
        operationId: 'changeSchedule',
        summary: 'Pauses or resumes a schedule, or gives it another rule',
        body: scheduleChange,
        response: answers(scheduleList),
      },
    },
    async ({ params, body }) => {
      const { rule, paused, author } = body;
      const change = { ...(rule === undefined ? {} : { rule }), ...(paused === undefined ? {} : { paused }) };
      granted(await timetable.change(params.scheduleId, { ...change, author: author ?? null }));
      return reports.schedules();
    },
  );
  app.delete(
    routes.schedule,
    {
      schema: {
        ...common,
        params: schedulePath,
        querystring: removedScheduleQuery,
        operationId: 'removeSchedule',
        summary: 'Removes a schedule',
        response: answers(scheduleList),
      },
    },
    async ({ params, query }) => {
      granted(await timetable.remove(params.scheduleId, query.author ?? null));
      return reports.schedules();
    },
  );
}

function addRuns(app: Api, { reports, timetable }: ScheduleFunctions): void {
  app.post(
    routes.runSchedule,
    {
      schema: {
        ...common,
        params: schedulePath,
        operationId: 'runSchedule',
        summary: 'Asks the registers of a schedule at once',
        body: scheduleAuthor,
        response: answers(scheduleRun),
      },
    },
    async ({ params, body }) => {
      const { ok: _, ...result } = granted(await timetable.run(params.scheduleId, body.author ?? null));
      return result;
    },
  );
  app.get(
    routes.scheduleRuns,
    {
      schema: {
        ...common,
        params: schedulePath,
        operationId: 'listScheduleRuns',
        summary: 'What a schedule did: its runs, the slots it caught up and those that passed while it was paused',
        querystring: scheduleRunsQuery,
        response: answers(scheduleRunList),
      },
    },
    async ({ params, query }) => valueFrom(await reports.scheduleRuns(params.scheduleId, query)),
  );
}

function granted<T extends { ok: boolean }>(answer: T | Refusal): Extract<T, { ok: true }> {
  if (answer.ok) return answer as Extract<T, { ok: true }>;
  const { code, params } = answer as Refusal;
  throw new RefusedRequest(code, params);
}
