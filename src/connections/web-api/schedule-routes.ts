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
import type { ReadAs } from '../../reports/reports-for.ts';
import type { Timetable } from '../../schedule/timetable.ts';
import { answers, made } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath, shopOfBody } from './route-access.ts';

export type ScheduleFunctions = Changing<{
  reports: ReadAs<'schedules' | 'scheduleRuns'>;
  timetable: Omit<Timetable, 'turn'>;
}>;

const schedulePath = z.object({ scheduleId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const common = { tags: ['schedules'], querystring: changeQuery };

export function addScheduleRoutes(app: Api, functions: ScheduleFunctions): void {
  const { reports } = functions;
  app.get(
    routes.schedules,
    {
      config: { right: 'see' },
      schema: {
        tags: ['schedules'],
        querystring: noQuery,
        operationId: 'listSchedules',
        summary: 'When registers are asked by themselves; of several schedules the one with the narrowest scope holds',
        response: answers(scheduleList),
      },
    },
    ({ principal }) => reports(principal).schedules(),
  );
  app.post(
    routes.schedules,
    {
      config: { right: 'settings-exchange', names: shopOfBody },
      schema: {
        ...common,
        operationId: 'addSchedule',
        summary: 'Adds a schedule for the server, a group of shops, a shop or a register',
        body: newSchedule,
        response: made(scheduleList),
      },
    },
    async ({ query, body, principal }, reply) => {
      const list = await change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.add({ ...body, author: body.author ?? null }));
        return reports(principal).schedules();
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
      config: { right: 'settings-exchange', names: objectOfPath('schedule', 'scheduleId') },
      schema: {
        ...common,
        params: schedulePath,
        operationId: 'changeSchedule',
        summary: 'Pauses or resumes a schedule, or gives it another rule',
        body: scheduleChange,
        response: answers(scheduleList),
      },
    },
    ({ params, query, body, principal }) => {
      const { rule, paused, author = null } = body;
      const wanted = { ...(rule === undefined ? {} : { rule }), ...(paused === undefined ? {} : { paused }), author };
      return change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.change(params.scheduleId, wanted));
        return reports(principal).schedules();
      });
    },
  );
  app.delete(
    routes.schedule,
    {
      config: { right: 'settings-exchange', names: objectOfPath('schedule', 'scheduleId') },
      schema: {
        ...common,
        params: schedulePath,
        querystring: removedScheduleQuery,
        operationId: 'removeSchedule',
        summary: 'Removes a schedule',
        response: answers(scheduleList),
      },
    },
    ({ params, query, principal }) =>
      change(functions, query, async ({ reports, timetable }) => {
        granted(await timetable.remove(params.scheduleId, query.author ?? null));
        return reports(principal).schedules();
      }),
  );
}

function addRuns(app: Api, functions: ScheduleFunctions): void {
  const { reports } = functions;
  app.post(
    routes.runSchedule,
    {
      config: { right: 'load', names: objectOfPath('schedule', 'scheduleId') },
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
      config: { right: 'see', names: objectOfPath('schedule', 'scheduleId') },
      schema: {
        ...common,
        params: schedulePath,
        operationId: 'listScheduleRuns',
        summary: 'What a schedule did: its runs, the slots it caught up and those that passed while it was paused',
        querystring: scheduleRunsQuery,
        response: answers(scheduleRunList),
      },
    },
    async ({ params, query, principal }) => valueFrom(await reports(principal).scheduleRuns(params.scheduleId, query)),
  );
}

function granted<T extends { ok: boolean }>(answer: T | Refusal): Extract<T, { ok: true }> {
  if (answer.ok) return answer as Extract<T, { ok: true }>;
  const { code, params } = answer as Refusal;
  throw new RefusedRequest(code, params);
}
