/** Takes out of the description of the API what the tools put in and nobody needs. */

type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

const COMPONENT = '#/components/schemas/';

/** The same description without schemas that nothing refers to, without bounds that every JSON number has, with plain words. */
export function tidyDescription<T extends object>(description: T): T {
  const tidy = tidyValue(description as Json) as { paths: Json; components: { schemas: { [name: string]: Json } } };
  const used = new Set<string>();
  collectReferences(tidy.paths, tidy.components.schemas, used);
  const schemas = Object.entries(tidy.components.schemas).filter(([name]) => used.has(name));
  return {
    ...tidy,
    components: { ...tidy.components, schemas: Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1))) },
  } as T;
}

function tidyValue(value: Json): Json {
  if (Array.isArray(value)) return value.map(tidyValue);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, child]) => !isEmptyBound(key, child));
  return Object.fromEntries(entries.map(([key, child]) => [key, tidyWord(key, child) ?? tidyValue(child)]));
}

function isEmptyBound(key: string, value: Json): boolean {
  return (key === 'maximum' || key === 'minimum') && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
}

/** Every answer is described by its schema; the word beside it is required all the same. */
function tidyWord(key: string, value: Json): string | undefined {
  return key === 'description' && value === 'Default Response' ? 'The answer in the schema below' : undefined;
}

/** Names of the schemas that `value` refers to, directly or through other schemas. */
function collectReferences(value: Json, schemas: { [name: string]: Json }, used: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key !== '$ref' || typeof child !== 'string') {
      collectReferences(child, schemas, used);
      continue;
    }
    const name = child.slice(COMPONENT.length);
    if (used.has(name)) continue;
    used.add(name);
    collectReferences(schemas[name], schemas, used);
  }
}
