/** Reports: tables of a shift, a register, a shop or the network. */
import { z } from 'zod';
import { reportQuery, reportTable, routes } from '../../../contracts/web-api.ts';
import type { Reports } from '../../reports/reports.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';
import { valueFrom } from './problems.ts';

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

export function addReportRoutes(app: Api, reports: Reports): void {
  app.get(
    routes.report,
    {
      schema: {
        operationId: 'readReport',
        tags: ['reports'],
        summary: 'A report whose totals tie out with the shifts, with what it lacks and the period before',
        params: reportPath,
        querystring: reportQuery,
        response: answers(reportTable),
      },
    },
    async ({ params, query }) => valueFrom(await reports.table(params.report, query)),
  );
}
