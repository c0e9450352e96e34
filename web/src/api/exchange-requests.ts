/** What the pages ask for that hands shifts to the ERP. */
import type { ExportAgain, ExportConfirmation, Problem, StartedExport } from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { ApiError, fillRoute, postJson } from './client.ts';

export type ShiftAddress = ExportAgain['shifts'][number];
export type AgainPreview = ExportConfirmation['preview'];
/** `question`: nothing has started, the person must see this first (D2). */
export type AgainAnswer = ({ kind: 'started' } & StartedExport) | { kind: 'question'; preview: AgainPreview };

/** «Выгрузить продажи»: everything of a shop that the ERP lacks. Throws ApiError when the server refuses. */
export function startExchange(shopCode: string): Promise<StartedExport> {
  return postJson<StartedExport>(fillRoute(routes.startExchange, { shopCode }), {});
}

/** «Перевыгрузить». Throws ApiError when the server refuses. */
export async function exportAgain(shifts: readonly ShiftAddress[], confirmed: boolean): Promise<AgainAnswer> {
  try {
    return { kind: 'started', ...(await postJson<StartedExport>(routes.exportAgain, { shifts, confirmed })) };
  } catch (error) {
    if (error instanceof ApiError && error.problem !== null && isQuestion(error.problem))
      return { kind: 'question', preview: error.problem.preview };
    throw error;
  }
}

function isQuestion(problem: Problem | ExportConfirmation): problem is ExportConfirmation {
  return problem.code === 'confirmation_required' && 'preview' in problem;
}
