/** A refusal as gRPC says it. */
import { Metadata, status as Status } from '@grpc/grpc-js';
import { bothLanguages, type ErrorCode, type MessageParams } from '../../messages/messages.ts';

const STATUSES: Partial<Record<ErrorCode, Status>> = {
  'handshake.unknown_register': Status.NOT_FOUND,
  'not_found.register': Status.NOT_FOUND,
  'stream.code_mismatch': Status.FAILED_PRECONDITION,
  'stream.shop_mismatch': Status.FAILED_PRECONDITION,
  'stream.paired_already': Status.FAILED_PRECONDITION,
  'handshake.out_of_service': Status.PERMISSION_DENIED,
  'stream.no_identity': Status.INVALID_ARGUMENT,
  'stream.too_long': Status.INVALID_ARGUMENT,
  'stream.no_command': Status.INVALID_ARGUMENT,
  'stream.replaced': Status.ABORTED,
  'stream.too_many': Status.RESOURCE_EXHAUSTED,
  'line.other_register': Status.PERMISSION_DENIED,
  'line.certificate_missing': Status.PERMISSION_DENIED,
  'line.token_missing': Status.PERMISSION_DENIED,
  'line.token_unknown': Status.PERMISSION_DENIED,
  'line.token_ended': Status.PERMISSION_DENIED,
  'line.token_revoked': Status.PERMISSION_DENIED,
  'line.token_other': Status.PERMISSION_DENIED,
  'server.unknown': Status.PERMISSION_DENIED,
  'server.certificate_missing': Status.PERMISSION_DENIED,
  'server.other_certificate': Status.PERMISSION_DENIED,
  'server.replaced': Status.ABORTED,
};

/** A status, the text in both languages, and the code for programs. */
export function failureOf(code: ErrorCode, params: MessageParams) {
  const metadata = new Metadata();
  metadata.set('smena-reason', code);
  return { code: STATUSES[code] ?? Status.UNAVAILABLE, details: bothLanguages(code, params), metadata };
}
