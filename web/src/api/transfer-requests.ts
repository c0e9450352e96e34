/** What the pages ask for that changes something: loads of a register. */
import type {
  DeclinedTransfer,
  FileCheck,
  LoadConfirmation,
  LoadFileResult,
  NewTransfer,
  Problem,
  RequestedTransfer,
  TransferRow,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { ApiError, fillRoute, postBeforeLeaving, postFile, postJson } from './client.ts';

export type LoadAsked = Pick<NewTransfer, 'shopCode' | 'registerCode' | 'range'>;
/** `question`: nothing has started, the person must see this first (M10). */
export type LoadAnswer = ({ kind: 'asked' } & RequestedTransfer) | { kind: 'question'; preview: Preview };
export type Preview = LoadConfirmation['preview'];

/** Asks a register for its sales. Throws ApiError when the server refuses. */
export function requestLoad(asked: LoadAsked, confirmed: boolean): Promise<LoadAnswer> {
  return askLoad(routes.transfers, { ...asked, confirmed });
}

/** Asks a register for the receipts of a gap (`G-12`). Throws ApiError when the server refuses. */
export function requestGap(gapId: string, confirmed: boolean): Promise<LoadAnswer> {
  return askLoad(fillRoute(routes.askGap, { gapId }), { confirmed });
}

/** A request that may be answered with the question of a week or more. Throws ApiError when the server refuses. */
export async function askLoad(route: string, body: object): Promise<LoadAnswer> {
  try {
    const answer = await postJson<RequestedTransfer>(route, body);
    return { kind: 'asked', ...answer };
  } catch (error) {
    if (error instanceof ApiError && error.problem !== null && isQuestion(error.problem))
      return { kind: 'question', preview: error.problem.preview };
    throw error;
  }
}

function isQuestion(problem: Problem | LoadConfirmation): problem is LoadConfirmation {
  return problem.code === 'confirmation_required' && 'preview' in problem;
}

/** Tells the server that the person declined (M12); it writes it to the log. */
export async function declineLoad(declined: DeclinedTransfer): Promise<void> {
  await postBeforeLeaving(routes.declinedTransfers, declined);
}

export function cancelLoad(transferId: string): Promise<TransferRow> {
  return postJson<TransferRow>(fillRoute(routes.cancelTransfer, { transferId }), {});
}

/** Asks for what a load had asked for again. Throws ApiError when the server refuses. */
export function retryLoad(transferId: string, confirmed: boolean): Promise<LoadAnswer> {
  return askLoad(fillRoute(routes.retryTransfer, { transferId }), { confirmed });
}

/** A file as it was read once: what is shown and what is taken are the same bytes. */
export type ChosenFile = { name: string; bytes: ArrayBuffer };

/** What would become of a file; nothing of it is taken. Throws ApiError when the server refuses. */
export function checkFile(shopCode: string, file: ChosenFile): Promise<FileCheck> {
  return postFile<FileCheck>(routes.fileCheck, { shop: shopCode }, file.name, file.bytes);
}

/** Takes a file. */
export function takeFile(shopCode: string, file: ChosenFile): Promise<LoadFileResult> {
  return postFile<LoadFileResult>(routes.files, { shop: shopCode }, file.name, file.bytes);
}
