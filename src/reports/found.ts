/** Answers of reports that look for one thing: found, or an expected refusal with a code of the message catalogue. */
import type { ErrorCode, MessageParams } from '../messages/messages.ts';

export type NotFound = { ok: false; code: ErrorCode; params: MessageParams };
export type Found<T> = { ok: true; value: T } | NotFound;

export function found<T>(value: T): Found<T> {
  return { ok: true, value };
}

export function notFound(code: ErrorCode, params: MessageParams): NotFound {
  return { ok: false, code, params };
}
