/** Why the upper server, or the way to it, does not take something: from the words of gRPC to ours. */
import { type ServiceError, status } from '@grpc/grpc-js';
import { messageText } from '../../messages/messages.ts';
import type { Delivery, UpperReason } from '../../pipeline/forwarding/forwarding.ts';

/** The metadata in which Smena says its stable code. */
export const REASON_KEY = 'smena-reason';

/** Statuses that the other side gives, with words of its own; the rest is what the library says of the line. */
const SAID_BY_SERVER = new Set([
  status.PERMISSION_DENIED,
  status.NOT_FOUND,
  status.FAILED_PRECONDITION,
  status.INVALID_ARGUMENT,
  status.RESOURCE_EXHAUSTED,
  status.ABORTED,
]);

/** A text that Smena wrote for somebody whose language it does not know: Russian, then English. */
export function bothWords(text: string): { ru: string; en: string } {
  const at = text.indexOf(' / ');
  return at < 0 ? { ru: text, en: text } : { ru: text.slice(0, at), en: text.slice(at + 3) };
}

export function reasonOf({ code, details, message, metadata }: Partial<ServiceError>): UpperReason {
  const said = String(metadata?.get(REASON_KEY)[0] ?? '');
  if (said !== '' || (code !== undefined && SAID_BY_SERVER.has(code)))
    return { code: said || `grpc.${code}`, ...bothWords(details ?? '') };
  const cause = details || message || '—';
  return { code: 'upper.no_answer', ...inBoth('upper.no_answer', cause) };
}

export function badAnswer(cause: string): UpperReason {
  return { code: 'upper.bad_answer', ...inBoth('upper.bad_answer', cause) };
}

function inBoth(code: 'upper.no_answer' | 'upper.bad_answer', cause: string) {
  return { ru: messageText('ru', code, { cause }), en: messageText('en', code, { cause }) };
}

/** What follows from a failed call for the packages that went with it. */
export function failedDelivery(error: ServiceError): Exclude<Delivery, { kind: 'answered' }> {
  const reason = reasonOf(error);
  if (reason.code === 'load.message_too_large') return { kind: 'refused', reason, isPackage: true };
  if (error.code === status.INVALID_ARGUMENT) return { kind: 'refused', reason, isPackage: true };
  if (error.code === status.RESOURCE_EXHAUSTED) return { kind: 'busy', reason };
  return error.code === status.PERMISSION_DENIED ? refusedFor(reason) : { kind: 'away', reason };
}

/** Not for this register, or not for this server at all: then nothing of it is taken. */
export function refusedFor(reason: UpperReason): Exclude<Delivery, { kind: 'answered' }> {
  if (reason.code === 'load.disk_full') return { kind: 'busy', reason };
  const isWhole = reason.code.startsWith('server.') && reason.code !== 'server.other_shop';
  return isWhole ? { kind: 'away', reason } : { kind: 'refused', reason, isPackage: false };
}
