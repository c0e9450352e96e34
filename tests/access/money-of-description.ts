/** Where the description of the API promises money, and what stands there in an answer. */
import { readFileSync } from 'node:fs';

type Schema = {
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  const?: unknown;
};
type Media = { content?: Record<string, { schema: Schema }> };
export type Operation = { operationId: string; 'x-right'?: string; responses: Record<string, Media> };

export const description = JSON.parse(
  readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8'),
) as { components: { schemas: Record<string, Schema> } };

/** The schemas of what is left out without `see-money`. */
const LEFT_OUT = new Set(['Money', 'SentMoney', 'RawText']);

const nameOf = ({ $ref }: Schema) => $ref?.split('/').at(-1);
const partsOf = ({ anyOf = [], oneOf = [], allOf = [] }: Schema) => [...anyOf, ...oneOf, ...allOf];

/** Whether any answer of a route holds a sum. */
export function promisesMoney({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content = {} }) =>
    Object.values(content).some(({ schema }) => promises(schema, new Set())),
  );
}

function promises(schema: Schema, seen: Set<string>): boolean {
  const name = nameOf(schema);
  if (name !== undefined) {
    if (LEFT_OUT.has(name)) return name !== 'RawText';
    if (seen.has(name)) return false;
    return promises(description.components.schemas[name] ?? {}, new Set([...seen, name]));
  }
  const { items, properties = {}, additionalProperties: rest } = schema;
  const inner = [...partsOf(schema), ...Object.values(properties), ...(items === undefined ? [] : [items])];
  if (typeof rest === 'object') inner.push(rest);
  return inner.some((one) => promises(one, seen));
}

/** What an answer holds where its schema has money or a raw text. */
export function moneyIn({ responses }: Operation, status: number, body: unknown): unknown[] {
  const schema = (responses[String(status)] ?? responses['default'])?.content?.['application/json']?.schema;
  return schema === undefined ? [] : valuesIn(schema, body);
}

function valuesIn(schema: Schema, value: unknown): unknown[] {
  if (value === undefined) return [];
  const name = nameOf(schema);
  if (name !== undefined)
    return LEFT_OUT.has(name) ? [value] : valuesIn(description.components.schemas[name] ?? {}, value);
  const found = partsOf(schema)
    .filter((part) => fits(part, value))
    .flatMap((part) => valuesIn(part, value));
  const { items, properties = {}, additionalProperties: rest } = schema;
  if (Array.isArray(value))
    return items === undefined ? found : [...found, ...value.flatMap((one) => valuesIn(items, one))];
  if (typeof value !== 'object' || value === null) return found;
  for (const [key, child] of Object.entries(value)) {
    const of = properties[key] ?? (typeof rest === 'object' ? rest : undefined);
    if (of !== undefined) found.push(...valuesIn(of, child));
  }
  return found;
}

/** Of several forms the one that a word of the value names (`unit: money`). */
function fits({ properties = {} }: Schema, value: unknown): boolean {
  const values = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return Object.entries(properties).every(([key, { const: word }]) => word === undefined || word === values[key]);
}
