/** Groups of shops over the API. */
import { z } from 'zod';
import {
  changeQuery,
  newShopGroup,
  noQuery,
  routes,
  shopGroupChange,
  shopGroupList,
} from '../../../contracts/web-api.ts';
import type { Registers } from '../../pipeline/registers/registers.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers, made } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest } from './problems.ts';

export type GroupFunctions = Changing<{
  reports: ReadAs<'shopGroups'>;
  registers: Pick<Registers, 'addGroup' | 'changeGroup' | 'removeGroup'>;
}>;

const groupPath = z.object({ groupCode: z.string().min(1).max(64) });
const common = { tags: ['groups'], querystring: changeQuery };

export function addGroupRoutes(app: Api, functions: GroupFunctions): void {
  app.get(
    routes.groups,
    {
      config: { right: 'see' },
      schema: {
        tags: ['groups'],
        querystring: noQuery,
        operationId: 'listGroups',
        summary: 'Groups of shops with the codes of their shops',
        response: answers(shopGroupList),
      },
    },
    ({ principal }) => functions.reports(principal).shopGroups(),
  );
  app.post(
    routes.groups,
    {
      config: { right: 'registers', network: true },
      schema: {
        ...common,
        operationId: 'addGroup',
        summary: 'Adds a group of shops; a shop that another group has moves to it',
        body: newShopGroup,
        response: made(shopGroupList),
      },
    },
    async ({ query, body, principal }, reply) => {
      const list = await change(functions, query, async ({ reports, registers }) => {
        refuseWhenNot(await registers.addGroup(body));
        return reports(principal).shopGroups();
      });
      return reply.code(201).send(list);
    },
  );
  app.patch(
    routes.group,
    {
      config: { right: 'registers', network: true },
      schema: {
        ...common,
        params: groupPath,
        operationId: 'changeGroup',
        summary: 'Gives a group another name or other shops',
        body: shopGroupChange,
        response: answers(shopGroupList),
      },
    },
    ({ params, query, body: { name, shopCodes }, principal }) => {
      const wanted = { ...(name === undefined ? {} : { name }), ...(shopCodes === undefined ? {} : { shopCodes }) };
      return change(functions, query, async ({ reports, registers }) => {
        refuseWhenNot(await registers.changeGroup(params.groupCode, wanted));
        return reports(principal).shopGroups();
      });
    },
  );
  app.delete(
    routes.group,
    {
      config: { right: 'registers', network: true },
      schema: {
        ...common,
        params: groupPath,
        operationId: 'removeGroup',
        summary: 'Removes a group, not its shops; refused while a schedule is about it',
        response: answers(shopGroupList),
      },
    },
    ({ params, query, principal }) =>
      change(functions, query, async ({ reports, registers }) => {
        refuseWhenNot(await registers.removeGroup(params.groupCode));
        return reports(principal).shopGroups();
      }),
  );
}

function refuseWhenNot(answer: { ok: true } | Refusal): void {
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.params);
}
