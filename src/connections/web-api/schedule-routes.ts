/** The timetable over the API. */
import { z } from 'zod';
import {
  newSchedule,
  noQuery,
  routes,
  type ScheduleList,
  scheduleChange,
  scheduleList,
  scheduleRun,
} from '../../../contracts/web-api.ts';
import type { Timetable } from '../../schedule/timetable.ts';
import { answers, made } from './answers.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest } from './problems.ts';

export type ScheduleFunctions = {
  timetable: Omit<Timetable, 'turn'>;
  /** Now, as UTC text. */
  asOf: () => string;
};

const schedulePath = z.object({ scheduleId: z.coerce.number().int().min(1) });

export function addScheduleRoutes(app: Api, { timetable, asOf }: ScheduleFunctions): void {
  const tags = ['schedules'];
  const list = async (): Promise<ScheduleList> => ({ schedules: await timetable.list(), asOf: asOf() });
  app.get(
    routes.schedules,
    {
      schema: {
        operationId: 'listSchedules',
        tags,
        summary: 'When registers are asked by themselves',
        querystring: noQuery,
        response: answers(scheduleList),
      },
    },
    list,
  );
  app.post(
    routes.schedules,
    {
      schema: {
        operationId: 'addSchedule',
        tags,
        summary: 'Adds a schedule for the server, a shop or a register',
        querystring: noQuery,
        body: newSchedule,
        response: made(scheduleList),
      },
    },
    async ({ body }, reply) => {
      granted(await timetable.add({ ...body, author: body.author ?? null }));
      return reply.code(201).send(await list());
    },
  );
  addChanges(app, timetable, list);
}

function addChanges(app: Api, timetable: Omit<Timetable, 'turn'>, list: () => Promise<ScheduleList>): void {
  const common = { tags: ['schedules'], params: schedulePath, querystring: noQuery };
  app.patch(
    routes.schedule,
    {
      schema: {
        ...common,
        operationId: 'changeSchedule',
        summary: 'Pauses or resumes a schedule, or gives it another rule',
        body: scheduleChange,
        response: answers(scheduleList),
      },
    },
    async ({ params, body }) => {
      const { rule, paused } = body;
      const change = { ...(rule === undefined ? {} : { rule }), ...(paused === undefined ? {} : { paused }) };
      granted(await timetable.change(params.scheduleId, change));
      return list();
    },
  );
  app.delete(
    routes.schedule,
    {
      schema: {
        ...common,
        operationId: 'removeSchedule',
        summary: 'Removes a schedule',
        response: answers(scheduleList),
      },
    },
    async ({ params }) => {
      granted(await timetable.remove(params.scheduleId));
      return list();
    },
  );
  app.post(
    routes.runSchedule,
    {
      schema: {
        ...common,
        operationId: 'runSchedule',
        summary: 'Asks the registers of a schedule at once',
        response: answers(scheduleRun),
      },
    },
    async ({ params }) => {
      const { requested } = granted(await timetable.run(params.scheduleId));
      return { requested };
    },
  );
}

function granted<T extends { ok: boolean }>(answer: T | Refusal): Extract<T, { ok: true }> {
  if (answer.ok) return answer as Extract<T, { ok: true }>;
  const { code, params } = answer as Refusal;
  throw new RefusedRequest(code, params);
}
