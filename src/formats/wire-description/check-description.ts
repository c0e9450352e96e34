/** Whether a description is of use: every field that is needed is there, with a number and a type that we can work with. */
import {
  type DescriptionKind,
  descriptionRules,
  type FieldRule,
  type WireDescription,
  type WireField,
} from '../../../contracts/wire-descriptions.ts';
import type { DescriptionProblem, RawDescription, RawField } from './raw-description.ts';

export type CheckedDescription =
  | { ok: true; description: WireDescription }
  | { ok: false; problems: DescriptionProblem[] };

/** Keeps what we use of a description and names everything that is wrong with it, at most 20 things. */
export function checkDescription(kind: DescriptionKind, raw: RawDescription): CheckedDescription {
  const problems: DescriptionProblem[] = [];
  const messages: Record<string, Record<string, WireField>> = {};
  for (const [message, rules] of Object.entries(descriptionRules[kind])) {
    const fields = raw.messages.get(message);
    if (fields === undefined) problems.push({ code: 'description.no_message', params: { message } });
    else messages[message] = checkMessage(kind, message, rules, fields, problems);
  }
  const typeOfSales = kind === 'commands' ? {} : checkTypes(messages, raw.typeOfSales, problems);
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, MOST_PROBLEMS) };
  return { ok: true, description: { messages, typeOfSales } };
}

const MOST_PROBLEMS = 20;

function checkMessage(
  kind: DescriptionKind,
  message: string,
  rules: Readonly<Record<string, FieldRule>>,
  fields: ReadonlyMap<string, RawField>,
  problems: DescriptionProblem[],
): Record<string, WireField> {
  const kept: Record<string, WireField> = {};
  const owners = new Map<number, string>();
  for (const [name, rule] of Object.entries(rules)) {
    const field = fields.get(name);
    const path = `${message}.${name}`;
    if (field === undefined) {
      if (rule.needed) problems.push({ code: 'description.no_field', params: { field: path } });
      continue;
    }
    const { number, type } = field;
    if (!isNumber(kind, number)) problems.push({ code: 'description.bad_number', params: { field: path, number } });
    if (rule.types !== null && !fits(field, rule)) problems.push(wrongType(path, field, rule, rule.types));
    const owner = owners.get(number);
    if (owner !== undefined)
      problems.push({ code: 'description.number_twice', params: { message, number, fields: `${owner}, ${name}` } });
    owners.set(number, name);
    kept[name] = { number, type };
  }
  return kept;
}

function fits({ type, repeated }: RawField, rule: FieldRule): boolean {
  return rule.types?.includes(type) === true && repeated === rule.repeated;
}

function wrongType(
  field: string,
  { type, repeated }: RawField,
  rule: FieldRule,
  types: readonly string[],
): DescriptionProblem {
  const many = (name: string, isMany: boolean) => (isMany ? `repeated ${name}` : name);
  const expected = types.map((name) => many(name, rule.repeated)).join(', ');
  return { code: 'description.wrong_type', params: { field, type: many(type, repeated), expected } };
}

/** Numbers that Protocol Buffers keep for themselves, and the ends of both ranges. */
function isNumber(kind: DescriptionKind, number: number): boolean {
  if (kind !== 'grpc') return number >= 1 && number <= 32_767;
  return number >= 1 && number <= 536_870_911 && (number < 19_000 || number > 19_999);
}

const NEEDED_TYPES = ['BY_INTERVAL', 'BY_SHIFT'];

/** Without a field for it the kind of sales is not told, and numbers for it are not needed. */
function checkTypes(
  messages: Readonly<Record<string, Readonly<Record<string, WireField>>>>,
  types: ReadonlyMap<string, number> | null,
  problems: DescriptionProblem[],
): Record<string, number> {
  const isUsed = messages.SalesPackage?.typeOfSales !== undefined;
  for (const name of NEEDED_TYPES)
    if (isUsed && types?.has(name) !== true)
      problems.push({ code: 'description.no_value', params: { value: `TypeOfSales.${name}` } });
  return Object.fromEntries([...(types ?? [])].slice(0, 20));
}
