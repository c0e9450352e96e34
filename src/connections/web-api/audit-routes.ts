/** The audit trail over the API (S15): read-only. Whoever lacks the right to see all of it sees what they did themselves. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  auditFileQuery,
  auditList,
  auditListQuery,
  auditVerdict,
  noQuery,
  problem,
  routes,
} from '../../../contracts/web-api.ts';
import { may, type Principal } from '../../domain/access.ts';
import type { AuditView } from '../../reports/reports.ts';
import type { ReadAs } from '../../reports/reports-for.ts';
import type { AuditFunctions } from './acting.ts';
import { answers } from './answers.ts';
import type { Api } from './open-api.ts';

export type AuditRouteFunctions = AuditFunctions & {
  reports: ReadAs<'audit' | 'auditFile'>;
};

/** What somebody sees of the trail. */
export function viewOf(principal: Principal): AuditView {
  return { own: may(principal, 'audit') ? null : principal.actor, shops: principal.shops };
}

export function addAuditRoutes(app: Api, { reports, audit }: AuditRouteFunctions): void {
  const tags = ['audit'];
  // Entries without a shop are seen, too: which ones is said by the view.
  const seen = ({ rights }: Principal) => reports({ shops: 'all', rights });
  app.get(
    routes.audit,
    {
      config: { right: null },
      schema: {
        operationId: 'listAudit',
        tags,
        summary: 'Who did what to which object, from where, with the old and the new value; newest first',
        querystring: auditListQuery,
        response: answers(auditList),
      },
    },
    ({ query, principal }) => seen(principal).audit(query, viewOf(principal)),
  );
  app.get(
    routes.auditFile,
    {
      config: { right: null, download: { object: 'audit' } },
      schema: {
        operationId: 'downloadAudit',
        tags,
        summary: 'The same entries as CSV for people or for programs; all of them',
        querystring: auditFileQuery,
        response: {
          200: { description: 'CSV', content: { 'text/csv': { schema: z.string() } } },
          default: problem,
        },
      },
      exposeHeadRoute: false,
    },
    async ({ query, principal }, reply) => {
      reply.header('content-type', 'text/csv; charset=utf-8');
      reply.header('content-disposition', 'attachment; filename="smena-audit.csv"');
      return reply.send(Readable.from(seen(principal).auditFile(query, viewOf(principal))) as never);
    },
  );
  app.get(
    routes.auditVerdict,
    {
      config: { right: 'audit' },
      schema: {
        operationId: 'verifyAudit',
        tags,
        summary: 'Whether the chain of all entries is whole, and the first number that cannot be relied on',
        querystring: noQuery,
        response: answers(auditVerdict),
      },
    },
    () => audit.verify(),
  );
}
