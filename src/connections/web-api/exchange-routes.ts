/** The exchange with the ERP over the API: its state, «Выгрузить продажи», «Перевыгрузить», files, requests. */
import { z } from 'zod';
import {
  backlogReport,
  changeQuery,
  exchangeQuery,
  exchangeState,
  exportAgain,
  exportConfirmation,
  exportFileList,
  exportFileListQuery,
  exportFileText,
  exportFileTextQuery,
  exportTargetList,
  noQuery,
  routes,
  salesRequestList,
  salesRequestListQuery,
  startedExport,
} from '../../../contracts/web-api.ts';
import { formatKopecks } from '../../domain/money.ts';
import { messageText } from '../../messages/messages.ts';
import type {
  AgainPreview,
  AgainResult,
  Confirmation,
  ConfirmResult,
  ExportAmount,
  ShiftCodes,
} from '../../pipeline/exports/exports.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { type Changing, change } from './changes.ts';
import { refuseManyShifts } from './limits.ts';
import type { Api } from './open-api.ts';
import { type Refusal, RefusedRequest, valueFrom } from './problems.ts';
import { objectOfPath, shopsIn } from './route-access.ts';

export type ExchangeFunctions = Changing<{
  reports: ReadAs<
    'exchange' | 'exportFiles' | 'salesRequests' | 'confirmations' | 'exportTargets' | 'exportBacklog' | 'feed'
  >;
  exchange: {
    again(shifts: readonly ShiftCodes[], asked: { confirmed: boolean; author: string | null }): Promise<AgainResult>;
    /** null = there is no such shop. */
    start(shopCode: string): Promise<ExportAmount | null>;
    confirm(confirmations: readonly Confirmation[]): Promise<ConfirmResult>;
    noteRead(target: string, position: number): Promise<void>;
  };
}> & {
  readExportFile(
    fileId: string,
    query: z.infer<typeof exportFileTextQuery>,
  ): Promise<{ ok: true; value: z.infer<typeof exportFileText> } | Refusal>;
};

export function addExchangeRoutes(app: Api, functions: ExchangeFunctions): void {
  addStateRoutes(app, functions);
  addFileRoutes(app, functions);
  addStartRoutes(app, functions);
}

function addStateRoutes(app: Api, { reports }: ExchangeFunctions): void {
  app.get(
    routes.exchange,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readExchange',
        tags: ['exports'],
        summary: 'How the exchange with the ERP is doing: what it lacks, what it took last, what is wrong',
        querystring: exchangeQuery,
        response: answers(exchangeState),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).exchange(query)),
  );
  app.get(
    routes.exportTargets,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listExportTargets',
        tags: ['exports'],
        summary: 'Where sales go, each with its own state: folders of shops, the push, programs that pull',
        querystring: noQuery,
        response: answers(exportTargetList),
      },
    },
    ({ principal }) => reports(principal).exportTargets(),
  );
  app.get(
    routes.exportBacklog,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'readExportBacklog',
        tags: ['exports'],
        summary: 'How much the ERP lacked in each hour of the last seven days',
        querystring: noQuery,
        response: answers(backlogReport),
      },
    },
    ({ principal }) => reports(principal).exportBacklog(),
  );
  app.get(
    routes.salesRequests,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listSalesRequests',
        tags: ['exports'],
        summary: 'Requests of the ERP (sale.req) and what became of each, newest first',
        querystring: salesRequestListQuery,
        response: answers(salesRequestList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).salesRequests(query)),
  );
}

function addFileRoutes(app: Api, { reports, readExportFile }: ExchangeFunctions): void {
  app.get(
    routes.exportFiles,
    {
      config: { right: 'see' },
      schema: {
        operationId: 'listExportFiles',
        tags: ['exports'],
        summary: 'Files for the ERP and what became of each; first the shifts that could not be written',
        querystring: exportFileListQuery,
        response: answers(exportFileList),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).exportFiles(query)),
  );
  app.get(
    routes.exportFile,
    {
      config: { right: 'see-money', names: objectOfPath('exportFile', 'fileId'), download: { object: 'file' } },
      schema: {
        operationId: 'readExportFile',
        tags: ['exports'],
        summary: 'The text of a file with its lines marked, checked by our copy of the rules of the reader',
        params: z.object({ fileId: z.string().regex(/^E-\d{1,15}$/) }),
        querystring: exportFileTextQuery,
        response: answers(exportFileText),
      },
    },
    async ({ params, query }) => valueFrom(await readExportFile(params.fileId, query)),
  );
}

function addStartRoutes(app: Api, functions: ExchangeFunctions): void {
  app.post(
    routes.startExchange,
    {
      config: { right: 'export' },
      schema: {
        operationId: 'startExchange',
        tags: ['exports'],
        summary: 'Exports everything of a shop that the ERP lacks, now',
        params: z.object({ shopCode: z.string().min(1).max(64) }),
        querystring: changeQuery,
        response: { ...answers(startedExport), 202: startedExport },
      },
    },
    async ({ params, query, principal }, reply) => {
      if (principal.limits.exportShifts !== null) {
        const planned = await functions.rehearse(({ exchange }) => exchange.start(params.shopCode));
        refuseManyShifts(principal, planned?.shifts ?? 0);
      }
      const amount = await change(functions, query, ({ exchange }) => exchange.start(params.shopCode));
      if (amount === null) throw new RefusedRequest('not_found.shop', params);
      const code = amount.shifts === 0 ? 'exchange.nothing' : 'exchange.started';
      return reply.code(202).send(startedOf(amount, code));
    },
  );
  app.post(
    routes.exportAgain,
    {
      config: { right: 'export', names: shopsIn('shifts') },
      schema: {
        operationId: 'exportAgain',
        tags: ['exports'],
        summary:
          'Exports shifts again, open or closed, whatever the ERP has; more than 20, accepted or open ones must be confirmed (409)',
        querystring: changeQuery,
        body: exportAgain,
        response: { ...answers(startedExport), 202: startedExport, 409: exportConfirmation },
      },
    },
    async ({ query, body, principal }, reply) => {
      refuseManyShifts(principal, body.shifts.length);
      const asked = { confirmed: body.confirmed, author: body.author ?? null };
      const result = await change(functions, query, ({ exchange }) => exchange.again(body.shifts, asked));
      if (result.kind === 'refused') throw new RefusedRequest(result.code, result.params);
      if (result.kind === 'confirmation_required') return reply.code(409).send(questionOf(result.preview));
      return reply.code(202).send(startedOf(result.amount, 'exchange.again_started'));
    },
  );
}

function startedOf({ shifts, revenue }: ExportAmount, code: string) {
  return { shifts, revenue: formatKopecks(revenue), message: both(code, { shifts, revenue }) };
}

/** What a person must know before shifts go to the ERP again (D2). */
function questionOf(preview: AgainPreview) {
  const { shifts, revenue, accepted, open } = preview;
  const params = { shifts, revenue, accepted: accepted.length, open: open.length };
  return {
    code: 'confirmation_required' as const,
    message: both('exchange.confirm', params),
    preview: { shifts, revenue: formatKopecks(revenue), accepted, open },
  };
}

function both(code: string, params: Parameters<typeof messageText>[2]): { ru: string; en: string } {
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}
