/** Business days over the API: of the network, of a shop, one date of a shop. */
import { z } from 'zod';
import {
  localDate,
  networkDays,
  networkDaysQuery,
  noQuery,
  routes,
  shopDayDetail,
  shopDays,
  shopDaysQuery,
} from '../../../contracts/web-api.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';

const shopPath = z.object({ shopCode: z.string().min(1).max(64) });

export function addDayRoutes(app: Api, { reports }: { reports: ReadAs<'networkDays' | 'shopDays' | 'shopDay'> }): void {
  app.get(
    routes.networkDays,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listDays',
        tags: ['reconciliation'],
        summary: 'Which days of which shops can be closed; the latest 62 days of a longer period',
        querystring: networkDaysQuery,
        response: answers(networkDays),
      },
    },
    ({ query, principal }) => reports(principal).networkDays(query),
  );
  app.get(
    routes.shopDays,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listShopDays',
        tags: ['reconciliation'],
        summary:
          'Reconciliation of a shop: a row for each business date, newest first; the latest 400 days of a longer period',
        params: shopPath,
        querystring: shopDaysQuery,
        response: answers(shopDays),
      },
    },
    async ({ params, query, principal }) => valueFrom(await reports(principal).shopDays(params.shopCode, query)),
  );
  app.get(
    routes.shopDay,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readShopDay',
        tags: ['reconciliation'],
        summary: 'One business date of a shop: its registers and their shifts, which add up to it',
        params: shopPath.extend({ businessDate: localDate }),
        querystring: noQuery,
        response: answers(shopDayDetail),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).shopDay(params.shopCode, params.businessDate)),
  );
}
