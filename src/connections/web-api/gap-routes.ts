/** Holes in receipt numbers and registers asked again, over the API. */
import { z } from 'zod';
import {
  changeQuery,
  gapAsk,
  gapList,
  gapListQuery,
  loadConfirmation,
  rearmList,
  rearmListQuery,
  requestedTransfer,
  routes,
} from '../../../contracts/web-api.ts';
import type { Rearm } from '../../pipeline/reconciliation/reconciliation.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath } from './route-access.ts';
import { requestedOf } from './transfer-routes.ts';

export type GapFunctions = Changing<{
  reports: ReadAs<'gaps' | 'rearm' | 'transfer'>;
  rearm: Pick<Rearm, 'askGap'>;
}>;

const gapPath = z.object({ gapId: z.string().regex(/^G-\d{1,15}$/) });

export function addGapRoutes(app: Api, functions: GapFunctions): void {
  const { reports } = functions;
  app.get(
    routes.gaps,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listGaps',
        tags: ['gaps'],
        summary: 'Holes in receipt numbers with their cause and what is being done, newest first',
        querystring: gapListQuery,
        response: answers(gapList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).gaps(query)),
  );
  app.get(
    routes.rearm,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listRearm',
        tags: ['gaps'],
        summary: 'Registers that are asked again and why, and those whose clock is wrong',
        querystring: rearmListQuery,
        response: answers(rearmList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).rearm(query)),
  );
  addAskRoute(app, functions);
}

function addAskRoute(app: Api, functions: GapFunctions): void {
  app.post(
    routes.askGap,
    {
      config: { right: 'load', names: objectOfPath('gap', 'gapId') },
      schema: {
        operationId: 'askGap',
        tags: ['gaps'],
        summary: 'Asks the register for the receipts of a hole now; a week or more must be confirmed (409)',
        params: gapPath,
        querystring: changeQuery,
        body: gapAsk,
        response: { ...answers(requestedTransfer), 202: requestedTransfer, 409: loadConfirmation },
      },
    },
    async ({ params, query, body, principal }, reply) => {
      const { gapId } = params;
      const answer = await change(functions, query, async ({ reports, rearm }) => {
        const result = await rearm.askGap(Number(gapId.slice(2)), body.author ?? null, body.confirmed);
        switch (result.kind) {
          case 'unknown':
            throw new RefusedRequest('not_found.gap', { gapId });
          case 'filled':
            throw new RefusedRequest('gap.is_filled', { gapId });
          case 'no_period':
            throw new RefusedRequest('gap.no_period', { gapId });
          default:
            return requestedOf(reports(principal), result);
        }
      });
      return 'preview' in answer ? reply.code(409).send(answer) : reply.code(202).send(answer);
    },
  );
}
