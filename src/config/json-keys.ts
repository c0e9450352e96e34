/** Keys that an object of a JSON text has twice: `JSON.parse` keeps the last one and says nothing. */

type Level = { path: string; keys: Set<string> | null; key: string };

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** The keys written more than once, each with its groups (`http.port`). The text must be JSON. */
export function repeatedKeys(text: string): string[] {
  const repeated = new Set<string>();
  const levels: Level[] = [];
  let awaitsKey = false;
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      const path = level === undefined || level.key === '' ? '' : `${level.path}${level.key}.`;
      levels.push({ path, keys: token === '{' ? new Set() : null, key: '' });
    } else if (token === '}' || token === ']') levels.pop();
    if (level !== undefined && level.keys !== null && awaitsKey && token.startsWith('"')) {
      level.key = String(JSON.parse(token));
      if (level.keys.has(level.key)) repeated.add(level.path + level.key);
      level.keys.add(level.key);
    }
    awaitsKey = token === '{' || (token === ',' && level?.keys !== null);
  }
  return [...repeated];
}
