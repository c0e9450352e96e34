/**
 * A database of which only some rows are seen: each statement meets, under the name of a table, that part of it. So what
 * counts, adds up or lists obeys it without knowing of it, and no statement can forget to.
 */
import { type Database, type Engine, numberPlaceholders, type Reading, type Value } from './database.ts';

/** What is seen of a table: rows for which a condition holds, over its own columns; values as `?`. */
export type SeenRows = { condition: string; params: readonly Value[] };

/** What is seen of each table; asked anew for every statement. A table that is not here is not read at all. */
export type SeenTables = () => Promise<ReadonlyMap<string, SeenRows>>;

/** Reads only what is seen, and writes nothing. */
export function narrowed<S>(database: Database<S>, seen: SeenTables): Database<S> {
  const refuse = () => Promise.reject(new Error('what sees a part of the database only reads'));
  const narrow = (reading: Reading) => narrowedReading(database.engine, reading, seen);
  return {
    engine: database.engine,
    ...narrow(database),
    snapshot: (work) => database.snapshot((reading) => work(narrow(reading))),
    together: (work) => database.together((reading) => work(narrow(reading))),
    run: refuse,
    transaction: refuse,
    giveBackSpace: refuse,
    migrate: refuse,
    close: refuse,
  };
}

function narrowedReading(engine: Engine, reading: Reading, seen: SeenTables): Reading {
  const statementOf = async (text: string, params: readonly Value[]) =>
    narrowedText(engine, await seen(), text, params);
  return {
    async all(text, params = []) {
      const statement = await statementOf(text, params);
      return reading.all(statement.text, statement.params);
    },
    async get(text, params = []) {
      const statement = await statementOf(text, params);
      return reading.get(statement.text, statement.params);
    },
  };
}

const WORDS = /\w+/g;
const OWN_WITH = /^\s*with\s+/i;
/** What a statement reads: `IS DISTINCT FROM` and brackets are no tables. */
const SOURCES = /(?<!\bdistinct\s)\b(?:from|join)\s+"?(\w+)"?/gi;

/**
 * The statement with its tables narrowed. A common table expression hides the table of its name, in PostgreSQL for all but
 * itself; in SQLite only a name with its schema is still the table. Both put it into the statement where it is used
 * (`NOT MATERIALIZED`), so that the indexes serve as they do without it.
 */
function narrowedText(
  engine: Engine,
  seen: ReadonlyMap<string, SeenRows>,
  text: string,
  params: readonly Value[],
): { text: string; params: readonly Value[] } {
  if (/^\s*with\s+recursive\b/i.test(text)) throw new Error(`a recursive statement cannot be narrowed: ${text}`);
  for (const [, source = ''] of text.matchAll(SOURCES))
    if (!seen.has(source) && !isNamedInside(text, source))
      throw new Error(`nothing is said of what is seen of ${source}`);
  const words = new Set(text.match(WORDS));
  const tables = [...seen].filter(([table]) => words.has(table));
  if (tables.length === 0) return { text, params };
  const schema = engine === 'sqlite' ? 'main.' : '';
  const parts = tables.map(
    ([table, { condition }]) => `"${table}" AS NOT MATERIALIZED (SELECT * FROM ${schema}"${table}" WHERE ${condition})`,
  );
  const ours = tables.flatMap(([, rows]) => rows.params);
  const before = `WITH ${parts.join(', ')}`;
  const rest = OWN_WITH.test(text) ? text.replace(OWN_WITH, ', ') : ` ${text}`;
  return { text: joined(before, rest, ours.length), params: [...ours, ...params] };
}

/** Our part before theirs. What the query builder writes for PostgreSQL has numbered values (`$1`), which move up by ours. */
function joined(before: string, rest: string, ours: number): string {
  if (!/\$\d/.test(rest)) return before + rest;
  return numberPlaceholders(before) + rest.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + ours}`);
}

/** Whether a name is a common table expression of the statement. */
function isNamedInside(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*(?:\\([^)]*\\)\\s*)?AS\\s*(?:(?:NOT\\s+)?MATERIALIZED\\s*)?\\(`, 'i').test(text);
}
