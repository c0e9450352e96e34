/** Reports: tables of a shift, a register, a shop or the network. */
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  problem,
  type ReceiptFileQuery,
  type ReportFileQuery,
  receiptFileQuery,
  receiptQuery,
  reportCursors,
  reportFileQuery,
  reportNames,
  reportQuery,
  reportTable,
  routes,
} from '../../../contracts/web-api.ts';
import type { Download } from '../../downloads/downloads.ts';
import type { Found, Reader } from '../../reports/reports.ts';
import type { ReportsFor } from '../../reports/reports-for.ts';
import { answers } from './answers.ts';
import { invalidFields } from './invalid-fields.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const reportPath = z.object({
  report: z
    .string()
    .min(1)
    .max(64)
    .meta({
      description:
        'sales, shifts, departments, cashiers, payments, hours, refunds, cancelled, cash, discounts or goods',
      examples: ['departments'],
    }),
});

/** Opens files of reports. */
export type ReportFunctions = {
  openReportFile(reader: Reader, report: string, query: ReportFileQuery): Promise<Found<Download>>;
  openReceiptsFile(reader: Reader, query: ReceiptFileQuery): Promise<Found<Download>>;
};

export function addReportRoutes(app: Api, reports: ReportsFor, functions: ReportFunctions): void {
  addReceiptRoutes(app, reports, functions);
  app.get(
    routes.report,
    {
      config: { right: 'see-money' },
      schema: {
        operationId: 'readReport',
        tags: ['reports'],
        summary: 'A report whose totals tie out with the shifts, with what it lacks and the period before',
        params: reportPath,
        querystring: reportQuery,
        response: answers(reportTable),
      },
    },
    async ({ params, query, principal }, reply) => {
      // Each report has cursors of its own form; that of another one would begin the list anew without a word.
      if (query.after !== undefined && !isCursorOf(params.report, query.after))
        return reply.code(400).send(invalidFields([{ instancePath: '/after', message: 'field.not_a_cursor' }]));
      return valueFrom(await reports(principal).table(params.report, query));
    },
  );
  app.get(
    routes.reportFile,
    {
      config: { right: 'see-money', download: { object: 'report' } },
      schema: {
        operationId: 'downloadReport',
        tags: ['reports'],
        summary: 'The same report as a file: Excel, or CSV for people or for programs; all rows',
        params: reportPath,
        querystring: reportFileQuery,
        response: {
          200: { description: 'The file', content: { [EXCEL]: { schema: z.string() } } },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ params, query, principal }, reply) =>
      sendFile(reply, valueFrom(await functions.openReportFile(principal, params.report, query))),
  );
}

/** A report that is not there says so itself. */
function isCursorOf(report: string, after: string): boolean {
  return !reportNames.some((name) => name === report) || reportCursors[report]?.test(after) === true;
}

/** The search of a receipt: the page of it and the file of all that is found. */
function addReceiptRoutes(app: Api, reports: ReportsFor, { openReceiptsFile }: ReportFunctions): void {
  app.get(
    routes.receipts,
    {
      config: { right: 'see-money' },
      schema: {
        operationId: 'findReceipts',
        tags: ['documents'],
        summary:
          'Documents by number, sum, card, goods and more, newest shifts first; without a shop and a period the last 7 days',
        querystring: receiptQuery,
        response: answers(reportTable),
      },
    },
    async ({ query, principal }) => valueFrom(await reports(principal).receipts(query)),
  );
  app.get(
    routes.receiptsFile,
    {
      config: { right: 'see-money', download: { object: 'receipts' } },
      schema: {
        operationId: 'downloadReceipts',
        tags: ['documents'],
        summary: 'All documents that are found, as a file',
        querystring: receiptFileQuery,
        response: {
          200: { description: 'The file', content: { [EXCEL]: { schema: z.string() } } },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ query, principal }, reply) => sendFile(reply, valueFrom(await openReceiptsFile(principal, query))),
  );
}

/** A file that is written while it is sent; its own type of content is told, whatever the description of the API calls it. */
export function sendFile(reply: FastifyReply, { fileName, contentType, body }: Download): never {
  reply.header('content-type', contentType);
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`);
  return reply.send(Readable.from(body)) as never;
}
