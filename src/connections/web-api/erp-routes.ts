/** What programs of the ERP call: they confirm what they have booked, and read the feed of shifts. */
import { z } from 'zod';
import {
  changeQuery,
  confirmationList,
  confirmationListQuery,
  exportTargetList,
  type FeedLine,
  feedQuery,
  type NewConfirmations,
  newConfirmations,
  problem,
  readSoFar,
  routes,
  takenConfirmations,
  targetPath,
} from '../../../contracts/web-api.ts';
import { formatKopecks, parseKopecks } from '../../domain/money.ts';
import type { Confirmation } from '../../pipeline/exports/exports.ts';
import { feedCsv, feedPosition } from '../../reports/reports.ts';
import { answers } from './answers.ts';
import { change } from './changes.ts';
import type { ExchangeFunctions } from './exchange-routes.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { shopsIn } from './route-access.ts';

export function addErpRoutes(app: Api, functions: ExchangeFunctions): void {
  addConfirmationRoutes(app, functions);
  addFeedRoutes(app, functions);
}

function addConfirmationRoutes(app: Api, functions: ExchangeFunctions): void {
  const { reports } = functions;
  app.get(
    routes.confirmations,
    {
      config: { right: 'see-money' },
      schema: {
        operationId: 'listConfirmations',
        tags: ['erp'],
        summary: 'What the ERP says that it has booked, beside what its files held, newest first',
        querystring: confirmationListQuery,
        response: answers(confirmationList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).confirmations(query)),
  );
  app.post(
    routes.confirmations,
    {
      config: { right: 'export', names: shopsIn('confirmations') },
      schema: {
        operationId: 'confirmExports',
        tags: ['erp'],
        summary: 'The ERP says which count and sum it has booked; all of the request or none of it is taken',
        querystring: changeQuery,
        body: newConfirmations,
        response: answers(takenConfirmations),
      },
    },
    async ({ query, body }) => {
      const said = body.confirmations.map(confirmationOf);
      const taken = await change(functions, query, ({ exchange }) => exchange.confirm(said));
      if (!taken.ok) throw new RefusedRequest(taken.code, taken.params);
      const results = taken.results.map(({ fileId, receipts, ownReceipts, revenue, ownRevenue, ...result }) => ({
        ...result,
        fileId: `E-${fileId}`,
        receiptCount: receipts,
        ownReceiptCount: ownReceipts,
        revenue: formatKopecks(revenue),
        ownRevenue: formatKopecks(ownRevenue),
      }));
      return { results, differing: results.filter(({ matches }) => !matches).length };
    },
  );
}

function confirmationOf(given: NewConfirmations['confirmations'][number]): Confirmation {
  const revenue = parseKopecks(given.revenue);
  if (!revenue.ok) throw new RefusedRequest('confirmation.sum', { revenue: given.revenue });
  const { receiptCount: receipts, reference = null, shopCode } = given;
  const common = { receipts, revenue: revenue.value, reference };
  if ('fileName' in given) return { ...common, of: { shopCode, fileName: given.fileName } };
  const { registerCode, shiftKey } = given;
  return { ...common, of: { shopCode, registerCode, shiftKey } };
}

/** A program reads the feed again and again: the audit trail tells it once in an hour. */
const FEED_EVERY_MS = 3_600_000;

function addFeedRoutes(app: Api, functions: ExchangeFunctions): void {
  const { reports } = functions;
  app.get(
    routes.feed,
    {
      config: { right: 'see-money', download: { object: 'target', everyMs: FEED_EVERY_MS } },
      schema: {
        operationId: 'readFeed',
        tags: ['erp'],
        summary:
          'Shifts in their latest state, each once, in the order of their changes; go on with the cursor of the last line',
        querystring: feedQuery,
        response: {
          200: {
            description: 'Lines of JSON (FeedLine) or CSV; the header x-next-cursor says where to go on',
            content: { 'application/x-ndjson': { schema: z.string() }, 'text/csv': { schema: z.string() } },
          },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ query, principal }, reply) => {
      const { lines, cursor } = valueFrom(await reports(principal).feed(query));
      reply.header('x-next-cursor', cursor);
      reply.header('content-type', query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson');
      return reply.send((query.format === 'csv' ? feedCsv(lines) : ndjson(lines)) as never);
    },
  );
  app.put(
    routes.exportTarget,
    {
      config: { right: 'export', network: true },
      schema: {
        operationId: 'noteRead',
        tags: ['erp'],
        summary: 'A program that reads the feed says how far it has got; without a cursor it goes on from there',
        params: targetPath,
        querystring: changeQuery,
        body: readSoFar,
        response: answers(exportTargetList),
      },
    },
    ({ params, query, body, principal }) => {
      const position = feedPosition(body.cursor);
      if (position === null) throw new RefusedRequest('feed.cursor', {});
      return change(functions, query, async (own) => {
        await own.exchange.noteRead(params.target, position);
        return own.reports(principal).exportTargets();
      });
    },
  );
}

function ndjson(lines: readonly FeedLine[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
