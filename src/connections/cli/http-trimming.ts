/** What the client of a running server asks about trimming and archives. */
import {
  archivedDay,
  archiveList,
  restorationAsked,
  routes,
  trimAsked,
  trimPlan,
  trimRunList,
  trimVerdict,
} from '../../../contracts/web-api.ts';
import type { SmenaClient } from './client.ts';
import { type Caller, pathOf } from './http-call.ts';

export type TrimCalls = Pick<
  SmenaClient,
  'trimPlan' | 'trimRuns' | 'askTrim' | 'askRestoration' | 'trimVerdict' | 'archives' | 'archivedDay'
>;

/** `change` tells the server when a change is only tried. */
export function trimCalls(call: Caller, change: Caller): TrimCalls {
  return {
    trimPlan: (query) => call(trimPlan, routes.trimPlan, { query }),
    trimRuns: () => call(trimRunList, routes.trimRuns),
    askTrim: (shopCode) => change(trimAsked, routes.trimRuns, { method: 'POST', body: { shopCode, confirmed: true } }),
    askRestoration: (body) => change(restorationAsked, routes.trimRestorations, { method: 'POST', body }),
    trimVerdict: () => call(trimVerdict, routes.trimVerdict),
    archives: (query) => call(archiveList, routes.archives, { query }),
    archivedDay: (shopCode, businessDate, query) =>
      call(archivedDay, pathOf(routes.archivedDay, { shopCode, businessDate }), { query }),
  };
}
