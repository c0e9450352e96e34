/** The timetable over the API. */
import { z } from 'zod';
import {
  changeQuery,
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
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';

export type ScheduleFunctions = Changing<{
  reports: Pick<Reports, 'schedules' | 'scheduleRuns'>;
  timetable: Omit<Timetable, 'turn'>;
}>;

const schedulePath = z.object({ scheduleId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const common = { tags: ['schedules'], querystring: changeQuery };

export function addScheduleRoutes(app: Api, functions: ScheduleFunctions): void {
  const { reports } = functions;
  app.get(
    routes.schedules,
    {
      schema: {
        tags: ['schedules'],
        querystring: noQuery,
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
    async ({ query, body }, reply) => {
      const list = await change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.add({ ...body, author: body.author ?? null }));
        return reports.schedules();
      });
      return reply.code(201).send(list);
    },
  );
  addChanges(app, functions);
  addRuns(app, functions);
}

function addChanges(app: Api, functions: ScheduleFunctions): void {
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
    ({ params, query, body }) => {
      const { rule, paused, author = null } = body;
      const wanted = { ...(rule === undefined ? {} : { rule }), ...(paused === undefined ? {} : { paused }), author };
      return change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.change(params.scheduleId, wanted));
        return reports.schedules();
      });
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
    ({ params, query }) =>
      change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.remove(params.scheduleId, query.author ?? null));
        return reports.schedules();
      }),
  );
}

function addRuns(app: Api, functions: ScheduleFunctions): void {
  const { reports } = functions;
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
    ({ params, query, body }) =>
      change(functions, query, async ({ timetable }) => {
        const { ok: _, ...result } = granted(await timetable.run(params.scheduleId, body.author ?? null));
        return result;
      }),
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
