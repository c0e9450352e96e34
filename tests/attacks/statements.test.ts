/**
 * Statements of a database in everything that is asked and sent over the API: they are texts, wherever they stand. Nothing fails
 * (no 500), nothing more is found than holds the text, and the tables stay as they are; both databases.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ReportTable } from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { ask } from './hostile.ts';

const statements = [
  "'",
  "x'; DROP TABLE shift; --",
  '"; DELETE FROM document; --',
  "' OR '1'='1",
  '1) UNION SELECT password FROM person --',
  '%',
  '_',
  '\\',
  "\\'",
  '$1',
  '?',
  ':name',
  '\0',
  'a\0b',
  "'||(SELECT pg_sleep(60))||'",
];

type Schema = { [key: string]: unknown };
type Operation = {
  parameters?: { in: string; name: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
};
type Description = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** A value in the shape of a schema; every text that has no form of its own is `text`. */
function filled(schema: Schema, text: string, { components }: Pick<Description, 'components'>): unknown {
  const inner = (one: unknown) => filled(one as Schema, text, { components });
  const reference = schema['$ref'];
  if (typeof reference === 'string') return inner(components.schemas[reference.split('/').at(-1) ?? '']);
  const [choice] = (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'] ?? []) as unknown[];
  if (choice !== undefined) return inner(choice);
  if ('const' in schema) return schema['const'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  const type = [schema['type']].flat()[0];
  if (type === 'object') {
    const entries = Object.entries((schema['properties'] ?? {}) as Record<string, unknown>);
    return Object.fromEntries(entries.map(([name, one]) => [name, inner(one)]));
  }
  if (type === 'array') return [inner(schema['items'])];
  if (type === 'integer' || type === 'number') return Math.max(1, Number(schema['minimum'] ?? 1));
  if (type === 'boolean') return true;
  if (schema['format'] === 'date') return '2026-03-14';
  const [example] = (schema['examples'] ?? []) as unknown[];
  return typeof schema['pattern'] === 'string' && example !== undefined ? example : text;
}

for (const engine of databasesUnderTest)
  describe(`statements in what is asked and sent, ${engine.name}`, () => {
    let server: TestServer;
    let api: ApiClient;
    let place: Awaited<ReturnType<typeof engine.place>>;
    let description: Description;

    before(async () => {
      place = await engine.place();
      server = await startTestServer({ database: place.location });
      api = createApiClient(() => server.url);
      description = await api.get<Description>('/openapi.json');
      await api.addShop('5');
      const names = ['100% cotton', 'a_b', 'axb', "O'Brien", 'back\\slash', 'plain'];
      const lines = (name: string, number: number) =>
        receipt(number, '10.00', {
          inventPositions: [
            {
              ...(receipt(number, '10.00')['inventPositions'] as object[])[0],
              name,
              inventCode: `c${number}`,
              posSum: amount('10.00'),
            },
          ],
        });
      const documents = names.map((name, index) => lines(name, index + 1));
      const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:00:00', sumGain: amount('60.00') })];
      const loaded = await api.loadFile(
        '5',
        "x'; DROP TABLE shift; --.json",
        Buffer.from(salesFile({ shifts, documents })),
      );
      assert.equal(loaded.documents.new, names.length);
    });
    after(async () => {
      await server[Symbol.asyncDispose]();
      await place[Symbol.asyncDispose]();
    });

    function check(path: string, { status, body }: { status: number; body: string }): void {
      assert.ok(status > 0 && status < 500, `${path}: ${status} ${body}`);
      assert.doesNotMatch(body, /syntax error|SQLITE_|unterminated|relation "/i, path);
    }

    test('every question of the API', async () => {
      let asked = 0;
      for (const [path, operations] of Object.entries(description.paths)) {
        const operation = operations['get'];
        if (operation === undefined || path.endsWith('/events') || path.endsWith('/file')) continue;
        const named = (operation.parameters ?? []).filter(({ in: where }) => where === 'query');
        for (const [index, statement] of statements.entries()) {
          const text = encodeURIComponent(statement);
          const inPath = path.replaceAll(/\{\w+\}/g, text);
          if (inPath !== path) check(inPath, await ask(server.url, inPath));
          const known = path
            .replace('{shopCode}', '5')
            .replace('{registerCode}', '12')
            .replaceAll(/\{\w+\}/g, text);
          // One name at a time, so that the fault of one does not hide another.
          const { name } = named[index % Math.max(1, named.length)] ?? { name: '' };
          const needs = name === 'register' ? '&shop=5' : name === 'shift' ? '&shop=5&register=12' : '';
          for (const one of name === ''
            ? []
            : [
                name,
                ...named
                  .filter((other) => /^(q|item|cashier|fiscal|identifier|who|key)$/.test(other.name))
                  .map((other) => other.name),
              ])
            check(`${known}?${one}=${text}${needs}`, await ask(server.url, `${known}?${one}=${text}${needs}`));
          asked += 1;
        }
      }
      assert.ok(asked > 500, `${asked}`);
    });

    test('everything that is sent to it, tried out', async () => {
      let sent = 0;
      for (const [path, operations] of Object.entries(description.paths))
        for (const [method, { requestBody, parameters = [] }] of Object.entries(operations)) {
          const schema = requestBody?.content['application/json']?.schema;
          if (schema === undefined || !parameters.some(({ name }) => name === 'dryRun')) continue;
          for (const statement of ["x'; DROP TABLE shift; --", 'a\0b', '%']) {
            const where = `${path
              .replace('{shopCode}', '5')
              .replace('{registerCode}', '12')
              .replaceAll(/\{\w+\}/g, '1')}?dryRun=true`;
            const body = JSON.stringify(filled(schema, statement, description));
            const headers = { 'content-type': 'application/json' };
            check(
              `${method} ${where} ${body}`,
              await ask(server.url, where, { method: method.toUpperCase(), headers, body }),
            );
            sent += 1;
          }
        }
      assert.ok(sent > 60, `${sent}`);
    });

    test('wildcards and quotes find what holds them and nothing else', async () => {
      const foundBy = async (item: string) => {
        const table = await api.get<ReportTable>(
          `/receipts?shop=5&from=2026-03-01&to=2026-03-31&item=${encodeURIComponent(item)}`,
        );
        return table.rows.map(({ cells }) => Number(cells['number'])).sort();
      };
      assert.deepEqual(await foundBy('%'), [1]);
      assert.deepEqual(await foundBy('_'), [2]);
      assert.deepEqual(await foundBy('a_b'), [2]);
      assert.deepEqual(await foundBy("'"), [4]);
      assert.deepEqual(await foundBy('\\'), [5]);
      assert.deepEqual(await foundBy("' OR '1'='1"), []);
      const { packages } = await api.packages(`q=${encodeURIComponent("'; DROP")}`);
      assert.equal(packages.length, 1);
      assert.equal((await api.packages(`q=${encodeURIComponent('%')}`)).packages.length, 0);
      assert.equal((await api.log(`q=${encodeURIComponent('x%')}`)).events.length, 0);
      assert.ok((await api.log(`q=${encodeURIComponent("x'; DROP TABLE")}`)).events.length > 0);
    });

    test('afterwards everything is there, and nothing failed unseen', async () => {
      const { shifts } = await api.shifts('5', '12');
      assert.deepEqual(
        shifts.map(({ saleSum }) => saleSum),
        ['60.00'],
      );
      assert.doesNotMatch(server.log(), / failed|Error/);
    });
  });
