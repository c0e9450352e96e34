/** The routes of the API as its description names them, and their addresses about a place. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Place } from './two-shops.ts';

type Operation = {
  operationId: string;
  parameters?: { name: string; in: string }[];
  'x-right'?: string;
  'x-scope'?: string;
};
export type Route = { method: string; path: string; operation: Operation; queries: ReadonlySet<string> };

const description = JSON.parse(readFileSync(new URL('../../contracts/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};

export const routes: Route[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
    queries: new Set(operation.parameters?.filter((one) => one.in === 'query').map(({ name }) => name)),
  })),
);

/** Those that ask for a right; the others are for everybody, or for whoever is let in, and hold no sales. */
export const guarded = routes.filter(({ operation }) => !['public', 'any'].includes(operation['x-right'] ?? ''));

/** Places of addresses that are of no shop. */
const NOWHERE = {
  report: 'sales',
  groupCode: 'near',
  serverCode: 'near',
  key: 'registers.protocolVersion',
  target: 'warehouse',
  name: 'reports_more',
  login: 'nobody',
  role: 'observer',
  keyId: 'K-404',
  tokenId: 'N-404',
};

export function addressOf({ path, operation }: Route, place: Place, query: Record<string, string> = {}): string {
  const values: Record<string, string> = { ...NOWHERE, ...place };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? assert.fail(`no value for ${name} of ${operation.operationId}`)),
  );
  const asked = new URLSearchParams(query);
  return asked.size === 0 ? filled : `${filled}?${asked}`;
}
