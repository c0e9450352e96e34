/** Servers above and below this one over the API (M17). */
import { z } from 'zod';
import { changeQuery, noQuery, routes, serverList, storeServerChange } from '../../../contracts/web-api.ts';
import type { ServerChange, StoreServers } from '../../pipeline/store-servers/store-servers.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest } from './problems.ts';

export type ServerFunctions = Changing<{
  reports: ReadAs<'servers'>;
  servers: Pick<StoreServers, 'set' | 'remove'>;
}>;

const serverPath = z.object({ serverCode: z.string().min(1).max(64) });
const common = { tags: ['servers'], querystring: changeQuery, params: serverPath };

export function addStoreServerRoutes(app: Api, functions: ServerFunctions): void {
  app.get(
    routes.servers,
    {
      config: { right: 'see' },
      schema: {
        tags: ['servers'],
        querystring: noQuery,
        operationId: 'listServers',
        summary: 'The line to the upper server, and the servers of stores that bring sales here',
        response: answers(serverList),
      },
    },
    ({ principal }) => functions.reports(principal).servers(),
  );
  app.put(
    routes.server,
    {
      config: { right: 'registers', network: true },
      schema: {
        ...common,
        operationId: 'setServer',
        summary:
          'Makes a server of a store known, or changes it: the shops whose registers it may speak for, its certificate',
        body: storeServerChange,
        response: answers(serverList),
      },
    },
    ({ params, query, body, principal }) =>
      change(functions, query, async ({ reports, servers }) => {
        refuseWhenNot(await servers.set(params.serverCode, wantedOf(body)));
        return reports(principal).servers();
      }),
  );
  app.delete(
    routes.server,
    {
      config: { right: 'registers', network: true },
      schema: {
        ...common,
        operationId: 'removeServer',
        summary: 'Removes a server of a store; what it has brought stays',
        response: answers(serverList),
      },
    },
    ({ params, query, principal }) =>
      change(functions, query, async ({ reports, servers }) => {
        refuseWhenNot(await servers.remove(params.serverCode));
        return reports(principal).servers();
      }),
  );
}

function wantedOf(body: z.infer<typeof storeServerChange>): ServerChange {
  const { name, shopCodes, certificateName, certificateRequired } = body;
  return {
    ...(name === undefined ? {} : { name }),
    ...(shopCodes === undefined ? {} : { shopCodes }),
    ...(certificateName === undefined ? {} : { certificateName }),
    ...(certificateRequired === undefined ? {} : { certificateRequired }),
  };
}

function refuseWhenNot(answer: { ok: true } | Refusal): void {
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.params);
}
