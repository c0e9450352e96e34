/** What the client of a running server asks about the audit trail. */
import { auditList, auditVerdict, routes } from '../../../contracts/web-api.ts';
import type { SmenaClient } from './client.ts';
import type { Caller } from './http-call.ts';

export function auditCalls(call: Caller): Pick<SmenaClient, 'audit' | 'auditVerdict'> {
  return {
    audit: (query) => call(auditList, routes.audit, { query }),
    auditVerdict: () => call(auditVerdict, routes.auditVerdict),
  };
}
