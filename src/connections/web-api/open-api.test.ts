import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { routes } from '../../../contracts/web-api.ts';
import { describeApi } from './describe-api.ts';

type Operation = { operationId?: string; summary?: string; responses: Record<string, object> };
type Description = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
};

const text = await describeApi();
const description = JSON.parse(text) as Description;

it('describes every route of the contract', () => {
  const paths = Object.values(routes)
    .filter((route) => route !== routes.openApi)
    .map((route) => route.replace(/:(\w+)/g, '{$1}'));
  assert.deepEqual(Object.keys(description.paths).toSorted(), paths.toSorted());
  assert.equal(description.openapi, '3.1.0');
});

it('gives every operation a name of its own, a sentence and its refusals', () => {
  const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
  const names = operations.map(({ operationId }) => operationId);
  assert.equal(new Set(names).size, operations.length);
  assert.ok(!names.includes(undefined));
  for (const { operationId, summary, responses } of operations) {
    assert.ok((summary ?? '').length > 5, operationId);
    if (operationId !== 'streamEvents') assert.match(JSON.stringify(responses['default']), /schemas\/Problem"/);
  }
});

it('refers only to schemas that it holds, and holds none that nobody refers to', () => {
  const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]));
  assert.deepEqual([...referred].toSorted(), Object.keys(description.components.schemas).toSorted());
});

it('is the same text every time, and the one that is kept in the repository', async () => {
  assert.equal(await describeApi(), text);
  assert.equal(readFileSync(new URL('../../../contracts/openapi.json', import.meta.url), 'utf8'), text);
});
