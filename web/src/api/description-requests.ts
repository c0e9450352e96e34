/** Replacing a description of the wire: the server says first which numbers change (registers §14). */
import type {
  DescriptionChanged,
  DescriptionConfirmation,
  NewDescription,
  RevertDescription,
} from '../../../contracts/web-api.ts';
import { routes } from '../../../contracts/web-api.ts';
import { ApiError, postJson } from './client.ts';

export type WantedDescription =
  | ({ way: 'import' } & Pick<NewDescription, 'kind' | 'fileName' | 'content'>)
  | ({ way: 'revert' } & Pick<RevertDescription, 'kind' | 'entryId'>);

export type DescriptionAnswer =
  | ({ kind: 'changed' } & DescriptionChanged)
  /** Nothing was changed: the person must see this first. */
  | ({ kind: 'question' } & Pick<DescriptionConfirmation, 'changes' | 'frames'>);

/** Throws ApiError when the server refuses; its text names everything that is wrong. */
export async function replaceDescription(wanted: WantedDescription, confirmed: boolean): Promise<DescriptionAnswer> {
  const { way, ...body } = wanted;
  const path = way === 'import' ? routes.descriptions : routes.revertDescription;
  try {
    return { kind: 'changed', ...(await postJson<DescriptionChanged>(path, { ...body, confirmed })) };
  } catch (error) {
    if (error instanceof ApiError && error.problem !== null && isQuestion(error.problem))
      return { kind: 'question', changes: error.problem.changes, frames: error.problem.frames };
    throw error;
  }
}

function isQuestion(problem: object): problem is DescriptionConfirmation {
  return 'code' in problem && problem.code === 'confirmation_required' && 'changes' in problem;
}

export async function readFramesAgain(): Promise<number> {
  return (await postJson<{ frames: number }>(routes.readFrames, {})).frames;
}

/** The bytes of a file or text as the API takes them. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
