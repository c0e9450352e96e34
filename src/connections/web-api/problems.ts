/** Refusals and failures as `Problem`: a stable code, a sentence in both languages, an HTTP status. Never a stack. */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from '../../../contracts/web-api.ts';
import { type MessageParams, messageText } from '../../messages/messages.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import { invalidFields } from './invalid-fields.ts';

/** A refusal as the rest of the program returns it. */
export type Refusal = { ok: false; code: string; params: MessageParams };

/** An expected refusal on its way to the one place that answers it. */
export class RefusedRequest extends Error {
  override name = 'RefusedRequest';
  readonly code: string;
  readonly params: MessageParams;
  /** What else is wrong, said in the same answer. */
  readonly others: readonly { code: string; params: MessageParams }[];
  /** For programs. */
  readonly details: Record<string, string> | undefined;

  constructor(
    code: string,
    params: MessageParams,
    more: { others?: RefusedRequest['others']; details?: Record<string, string> } = {},
  ) {
    super(code);
    this.code = code;
    this.params = params;
    this.others = more.others ?? [];
    this.details = more.details;
  }
}

/** The value of an answer, or its refusal thrown to the error handler. */
export function valueFrom<T>(answer: { ok: true; value: T } | Refusal): T {
  if (answer.ok) return answer.value;
  throw new RefusedRequest(answer.code, answer.params);
}

/** The problem of a code with its values; `details` are for programs. */
export function problemOf(code: string, params: MessageParams, details?: Record<string, string>): Problem {
  const message = { ru: messageText('ru', code, params), en: messageText('en', code, params) };
  return details === undefined ? { code, message } : { code, message, details };
}

function withOthers(problem: Problem, others: RefusedRequest['others']): Problem {
  const texts = others.map(({ code, params }) => problemOf(code, params).message);
  const { ru, en } = problem.message;
  const message = {
    ru: [ru, ...texts.map((text) => text.ru)].join('\n'),
    en: [en, ...texts.map((text) => text.en)].join('\n'),
  };
  return { ...problem, message };
}

/** The HTTP status of a code of the catalogue. */
export function statusOf(code: string): number {
  const exact: Record<string, number> = {
    'access.not_logged_in': 401,
    'access.session_ended': 401,
    'access.second_factor': 401,
    'access.key_unknown': 401,
    'access.key_ended': 401,
    'access.key_revoked': 401,
    'access.not_our_page': 403,
    'access.no_right': 403,
    'access.no_right_shop': 403,
    'access.no_right_network': 403,
    'access.load_too_long': 403,
    'access.too_many_shifts': 403,
    'access.wrong_login': 401,
    'access.wrong_code': 401,
    'access.paused': 429,
    'access.busy': 503,
    'access.is_open': 409,
    'access.has_administrator': 409,
    'access.last_administrator': 409,
    'request.foreign_origin': 403,
    'request.foreign_host': 421,
    'request.forbidden_path': 403,
    'request.too_many': 429,
    'request.too_many_streams': 503,
    'request.method': 405,
    'request.timeout': 408,
    'request.too_large': 413,
    'request.media_type': 415,
    'request.headers_too_large': 431,
    'database.away': 503,
    'server.internal': 500,
    'load.disk_full': 507,
    'load.storage_failed': 503,
    'load.message_too_large': 413,
    'load.database_away': 503,
    'load.check_busy': 503,
    'load.check_late': 503,
    'package.content_gone': 404,
    'package.archive_deleted': 404,
    'archive.busy': 409,
    'exchange.no_text': 404,
    'exchange.text_trimmed': 404,
    'data.in_use': 409,
  };
  const byArea: Record<string, number> = { request: 400, not_found: 404, exists: 409 };
  return exact[code] ?? byArea[code.split('.')[0] ?? ''] ?? 422;
}

/** Answers whatever a handler threw. What nobody expected is logged under a correlation id, and only the id goes out. */
export function createErrorHandler(logger: Logger) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = expectedProblem(error, request);
    request.problem = problem ?? { code: 'server.internal' };
    if (problem !== undefined) return reply.code(statusOf(problem.code)).send(problem);
    const correlation = randomUUID().slice(0, 8);
    logger.error(`${correlation} ${request.method} ${request.url} failed`, error);
    return reply.code(500).send(problemOf('server.internal', { correlation }, { correlation }));
  };
}

function expectedProblem(error: FastifyError | Error, request: FastifyRequest): Problem | undefined {
  if (error instanceof RefusedRequest)
    return withOthers(problemOf(error.code, error.params, error.details), error.others);
  if (error instanceof DatabaseUnavailable) return problemOf('database.away', {});
  if (hasZodFastifySchemaValidationErrors(error)) return invalidFields(error.validation);
  const code = 'code' in error ? FAULTS[error.code] : undefined;
  if (code !== undefined) return problemOf(code, paramsOfFault(code, request));
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status === undefined || status >= 500 || status < 400) return undefined;
  // The pages refuse with 403 what leads out of their folder.
  if (status === 403) return problemOf('request.forbidden_path', { path: pathOf(request) });
  return problemOf('request.refused', { status });
}

/** Codes of the framework and what they are called here. */
const FAULTS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.bad_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.empty_body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.cut_body',
};

function paramsOfFault(code: string, request: FastifyRequest): MessageParams {
  if (code === 'request.too_large') return { limit: request.routeOptions.bodyLimit ?? null };
  if (code !== 'request.media_type') return {};
  return { type: request.headers['content-type'] ?? null, expected: expectedType(request) };
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? url;
}

function expectedType(request: FastifyRequest): string {
  return request.routeOptions.url?.endsWith('/files') === true ? 'application/octet-stream' : 'application/json';
}
