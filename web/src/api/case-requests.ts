/** What the pages ask for that changes differences: seeing, accepting and assigning them, asking the register once more. */
import type { AcceptCases, AssignCases, CasesChanged, SeeCases } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { fillRoute, postJson } from './client.ts';
import { askLoad, type LoadAnswer } from './transfer-requests.ts';

/** «Вижу». Throws ApiError when the server refuses. */
export function seeCases(wanted: SeeCases): Promise<CasesChanged> {
  return postJson<CasesChanged>(routes.seeCases, wanted);
}

/** Accepts differences for good, with a reason. Throws ApiError when the server refuses. */
export function acceptCases(wanted: AcceptCases): Promise<CasesChanged> {
  return postJson<CasesChanged>(routes.acceptCases, wanted);
}

/** Gives differences to somebody, or takes them off. Throws ApiError when the server refuses. */
export function assignCases(wanted: AssignCases): Promise<CasesChanged> {
  return postJson<CasesChanged>(routes.assignCases, wanted);
}

/** Asks the register for the shift of a difference (`D-12`). Throws ApiError when the server refuses. */
export function requestCase(caseId: string, confirmed: boolean): Promise<LoadAnswer> {
  return askLoad(fillRoute(routes.askCase, { caseId }), { confirmed });
}
