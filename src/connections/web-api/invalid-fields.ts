/** What is wrong with the values of a request: one refusal that names every field and says what is possible. */
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { Problem } from '../../../contracts/web-api.ts';
import { hasMessage, type Language, type MessageParams, messageText } from '../../messages/messages.ts';

/** A finding of the validator; `params` hold what it knows beside its words. */
type Issue = { keyword?: string; instancePath: string; message?: string; params?: Readonly<Record<string, unknown>> };

type Fault = { field: string; code: string; params: MessageParams };

/** The validator of the schemas. Of a name that a schema does not have it also says which ones there are. */
export const fieldValidator: typeof validatorCompiler = (route) => {
  const validate = validatorCompiler(route);
  const known = 'shape' in route.schema ? Object.keys(route.schema.shape as object) : [];
  return (data: unknown) => {
    const place = placeOfUnstorable(data, '');
    if (place !== null) return { error: [unstorable(place)] as never };
    const result = validate(data);
    const issues = typeof result === 'object' && 'error' in result ? (result.error as unknown as Issue[]) : [];
    for (const issue of issues) issue.params = { ...issue.params, known };
    return result;
  };
};

/** Deeper than any request of the contract. */
const DEEPEST = 50;

/**
 * Where something stands that nobody can keep: a text with a zero character or with half of a pair of characters, which no database and
 * no name of a file can hold, or parts within parts without an end.
 */
function placeOfUnstorable(value: unknown, path: string, depth = 0): { path: string; code: string } | null {
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed() ? { path, code: 'field.unstorable' } : null;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null;
  if (depth > DEEPEST) return { path: path.slice(0, path.indexOf('/', 1)) || path, code: 'field.too_deep' };
  for (const [key, one] of Object.entries(value)) {
    const place = placeOfUnstorable(key, `${path}/`) ?? placeOfUnstorable(one, `${path}/${key}`, depth + 1);
    if (place !== null) return place;
  }
  return null;
}

/** The mark by which a finding of the validator is known. */
const FOUND = Symbol.for('ZodFastifySchemaValidationError');

function unstorable({ path, code }: { path: string; code: string }): Issue {
  return Object.assign({ instancePath: path, message: code }, { [FOUND]: true });
}

/** The refusal in both languages; `details` tell programs the fault of each field. */
export function invalidFields(issues: readonly Issue[]): Problem {
  const faults = issues.flatMap(faultsOf);
  const detail = (language: Language) =>
    faults.map(({ field, code, params }) => messageText(language, code, { field, ...params })).join('; ');
  return {
    code: 'request.invalid',
    message: {
      ru: messageText('ru', 'request.invalid', { detail: detail('ru') }),
      en: messageText('en', 'request.invalid', { detail: detail('en') }),
    },
    details: Object.fromEntries(faults.map(({ field, code }) => [field, code])),
  };
}

function faultsOf(issue: Issue): Fault[] {
  const { instancePath, keyword, params = {} } = issue;
  if (keyword !== 'unrecognized_keys') return [{ field: instancePath.slice(1) || 'body', ...faultOf(issue) }];
  const known = listOf(params['known']);
  const code = known === '' ? 'field.none_here' : 'field.unknown';
  return (params['keys'] as string[]).map((field) => ({ field, code, params: { known } }));
}

function faultOf({ keyword, message = '', params = {} }: Issue): { code: string; params: MessageParams } {
  // A schema of ours may name the fault itself.
  if (message.startsWith('field.') && hasMessage(message)) return { code: message, params: {} };
  switch (keyword) {
    case 'invalid_type':
      return { code: typeFault(message, params['expected']), params: {} };
    case 'invalid_value':
      return { code: 'field.not_a_choice', params: { choices: listOf(params['values']) } };
    case 'invalid_format':
      return { code: params['format'] === 'date' ? 'field.not_a_date' : 'field.wrong_form', params: {} };
    case 'too_small':
      if (params['origin'] === 'string') return { code: 'field.required', params: {} };
      return { code: 'field.at_least', params: { bound: Number(params['minimum']) } };
    case 'too_big':
      return {
        code: params['origin'] === 'string' ? 'field.too_long' : 'field.at_most',
        params: { bound: Number(params['maximum']) },
      };
    default:
      return { code: 'field.wrong_form', params: {} };
  }
}

/** The validator says only in words whether a value is missing or of another type. */
function typeFault(message: string, expected: unknown): string {
  if (message.endsWith('undefined')) return 'field.required';
  return expected === 'number' || expected === 'int' ? 'field.not_a_number' : 'field.wrong_type';
}

function listOf(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : '';
}
