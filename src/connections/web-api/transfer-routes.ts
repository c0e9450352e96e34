/** Asking registers for their sales over the API: each route calls one function of the transfers, or one report. */
import { z } from 'zod';
import {
  changeQuery,
  declinedNotice,
  declinedTransfer,
  type LoadConfirmation,
  loadConfirmation,
  newTransfer,
  noQuery,
  type RequestedTransfer,
  requestedTransfer,
  routes,
  transferAuthor,
  transferDocuments,
  transferDocumentsQuery,
  transferList,
  transferListQuery,
  transferRetry,
  transferRow,
} from '../../../contracts/web-api.ts';
import { messageText } from '../../messages/messages.ts';
import type { LoadPreview, RetryResult, Transfers } from '../../pipeline/transfers/transfers.ts';
import type { Reports } from '../../reports/reports.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import { refuseLongLoad } from './limits.ts';
import type { Api } from './open-api.ts';
import { RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath, shopOfBody } from './route-access.ts';

export type TransferFunctions = Changing<{
  reports: ReadAs<'transfers' | 'transfer' | 'transferDocuments'>;
  transfers: Pick<Transfers, 'request' | 'decline' | 'cancel' | 'retry'>;
}>;

const transferPath = z.object({ transferId: z.string().regex(/^T-\d{1,15}$/) });

export function addTransferRoutes(app: Api, functions: TransferFunctions): void {
  addReadingRoutes(app, functions);
  addRequestRoutes(app, functions);
  addChangeRoutes(app, functions);
}

function addReadingRoutes(app: Api, { reports }: TransferFunctions): void {
  app.get(
    routes.transfers,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listTransfers',
        tags: ['transfers'],
        summary: 'Requests for sales and packages that came by themselves, newest first',
        querystring: transferListQuery,
        response: answers(transferList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).transfers(query)),
  );
  app.get(
    routes.transfer,
    {
      config: { right: 'see', names: objectOfPath('transfer', 'transferId') },
      schema: {
        operationId: 'readTransfer',
        tags: ['transfers'],
        summary: 'One transfer with its stages',
        params: transferPath,
        querystring: noQuery,
        response: answers(transferRow),
      },
    },
    async ({ params, principal }) => valueFrom(await reports(principal).transfer(params.transferId)),
  );
  app.get(
    routes.transferDocuments,
    {
      config: { right: 'see', names: objectOfPath('transfer', 'transferId') },
      schema: {
        operationId: 'listTransferDocuments',
        tags: ['transfers'],
        summary: 'What became of each document that a load brought',
        params: transferPath,
        querystring: transferDocumentsQuery,
        response: answers(transferDocuments),
      },
    },
    async ({ params, query, principal }) =>
      valueFrom(await reports(principal).transferDocuments(params.transferId, query)),
  );
}

function addRequestRoutes(app: Api, functions: TransferFunctions): void {
  app.post(
    routes.transfers,
    {
      config: { right: 'load', names: shopOfBody },
      schema: {
        operationId: 'requestTransfer',
        tags: ['transfers'],
        summary: 'Asks a register for its sales; a week or more must be confirmed (409 with a preview)',
        querystring: changeQuery,
        body: newTransfer,
        response: { ...answers(requestedTransfer), 202: requestedTransfer, 409: loadConfirmation },
      },
    },
    async ({ query, body, principal }, reply) => {
      refuseLongLoad(principal, body.range);
      const { shopCode, registerCode, range, confirmed, author } = body;
      const asked = { shopCode, registerCode, range, confirmed, cause: 'person', author: author ?? null } as const;
      const answer = await change(functions, query, async ({ reports, transfers }) => {
        const result = await transfers.request(asked);
        return requestedOf(
          reports(principal),
          result.kind === 'confirmation_required' ? { ...result, shopCode, registerCode } : result,
        );
      });
      return 'preview' in answer ? reply.code(409).send(answer) : reply.code(202).send(answer);
    },
  );
  app.post(
    routes.declinedTransfers,
    {
      config: { right: 'load', names: shopOfBody },
      schema: {
        operationId: 'declineTransfer',
        tags: ['transfers'],
        summary: 'Says that the person declined the question of a long period: nothing starts, the log tells of it',
        querystring: noQuery,
        body: declinedTransfer,
        response: answers(declinedNotice),
      },
    },
    async ({ body }) => {
      const { shopCode, registerCode, from, to } = body;
      const declined = { shopCode, registerCode, from, to, author: body.author ?? null };
      if (!(await functions.transfers.decline(declined)))
        throw new RefusedRequest('not_found.register', { shopCode, registerCode });
      return { message: both('load.declined', { from, to }) };
    },
  );
}

function addChangeRoutes(app: Api, functions: TransferFunctions): void {
  app.post(
    routes.cancelTransfer,
    {
      config: { right: 'load', names: objectOfPath('transfer', 'transferId') },
      schema: {
        operationId: 'cancelTransfer',
        tags: ['transfers'],
        summary: 'Ends a transfer of which nothing has arrived yet',
        params: transferPath,
        querystring: changeQuery,
        body: transferAuthor,
        response: answers(transferRow),
      },
    },
    ({ params, query, body, principal }) => {
      const { transferId } = params;
      return change(functions, query, async ({ reports, transfers }) => {
        const result = await transfers.cancel(Number(transferId.slice(2)), body.author ?? null);
        if (result === 'unknown') throw new RefusedRequest('not_found.transfer', { transferId });
        if (result !== 'cancelled') throw new RefusedRequest(`load.cancel_${result}`, { transferId });
        return valueFrom(await reports(principal).transfer(transferId));
      });
    },
  );
  app.post(
    routes.retryTransfer,
    {
      config: { right: 'load', names: objectOfPath('transfer', 'transferId') },
      schema: {
        operationId: 'retryTransfer',
        tags: ['transfers'],
        summary:
          'Asks for the same again, as a transfer of its own; a week or more that nobody agreed to is confirmed (409)',
        params: transferPath,
        querystring: changeQuery,
        body: transferRetry,
        response: { ...answers(requestedTransfer), 202: requestedTransfer, 409: loadConfirmation },
      },
    },
    async ({ params, query, body, principal }, reply) => {
      const { author, confirmed } = body;
      const before = await functions.reports(principal).transfer(params.transferId);
      if (before.ok) refuseLongLoad(principal, before.value.range);
      const answer = await change(functions, query, async ({ reports, transfers }) => {
        const result = await transfers.retry(Number(params.transferId.slice(2)), author ?? null, confirmed);
        if (result === null) throw new RefusedRequest('not_found.transfer', params);
        return requestedOf(reports(principal), result);
      });
      return 'preview' in answer ? reply.code(409).send(answer) : reply.code(202).send(answer);
    },
  );
}

/** What a request for sales is answered with: the transfer, or the question; a refusal is thrown. */
export async function requestedOf(
  reports: Pick<Reports, 'transfer'>,
  result: RetryResult,
): Promise<RequestedTransfer | LoadConfirmation> {
  if (result.kind === 'refused') throw new RefusedRequest(result.code, result.params);
  if (result.kind === 'confirmation_required') return confirmationOf(result, result.preview);
  const transfer = valueFrom(await reports.transfer(`T-${result.transferId}`));
  return { transfer, running: result.kind === 'running' };
}

/** The question that a person must answer before a week or more is loaded (M10). */
function confirmationOf(
  { shopCode, registerCode }: { shopCode: string; registerCode: string },
  preview: LoadPreview,
): LoadConfirmation {
  const params = { shopCode, registerCode, ...preview };
  return { code: 'confirmation_required', message: both('load.confirm', params), preview };
}

function both(code: string, params: Parameters<typeof messageText>[2]): { ru: string; en: string } {
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}
