import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkArchitecture, checkSources, printViolations } from '../../scripts/architecture/architecture.ts';
import { checkTables } from '../../scripts/architecture/habits.ts';
import { readSources } from '../../scripts/architecture/source-file.ts';
import { root } from '../../scripts/root.ts';
import { planted } from './planted.ts';

test('the tree keeps its rules', () => {
  const violations = checkArchitecture(root);
  assert.equal(violations.length, 0, `\n${printViolations(violations)}\n`);
});

test('the rules are held against the real tree', () => {
  const paths = readSources(root).map(({ path }) => path);
  for (const folder of ['src/domain/', 'src/platform/', 'contracts/', 'scripts/', 'tests/', 'bin/']) {
    assert.ok(
      paths.some((path) => path.startsWith(folder)),
      `no file of ${folder} was read`,
    );
  }
});

test('an import against the table is found with its line', () => {
  const found = check({
    'src/domain/shift.ts': "import { a } from './a.ts';\nimport { b } from '../platform/clock.ts';",
  });
  assert.deepEqual(
    found.map(({ path, line }) => `${path}:${line}`),
    ['src/domain/shift.ts:2'],
  );
  assert.match(found[0]?.text ?? '', /src\/platform\/clock\.ts.*nothing else of ours/);
});

const forbiddenImports: [string, string, string][] = [
  ['domain knows no station', 'src/domain/shift.ts', "import { a } from '../pipeline/ledger/ledger.ts';"],
  ['domain is pure', 'src/domain/shift.ts', "import { readFileSync } from 'node:fs';"],
  ['platform knows no product', 'src/platform/clock.ts', "import type { Shift } from '../domain/sales.ts';"],
  ['a station knows no later one', 'src/pipeline/intake/intake.ts', "import { a } from '../ledger/ledger.ts';"],
  ['a station is used by its face', 'src/pipeline/exports/exports.ts', "import { a } from '../ledger/loader.ts';"],
  ['a station knows no connection', 'src/pipeline/exports/x.ts', "import '../../connections/erp-folder/a.ts';"],
  ['connections do not know each other', 'src/connections/register-grpc/a.ts', "import '../web-api/web-api.ts';"],
  [
    'a register knows no ledger',
    'src/connections/register-grpc/a.ts',
    "export * from '../../pipeline/ledger/ledger.ts';",
  ],
  ['type imports count', 'src/reports/x.ts', "type L = import('../pipeline/ledger/ledger.ts').Ledger;"],
  ['dynamic imports count', 'src/reports/x.ts', "await import('../pipeline/ledger/ledger.ts');"],
  ['a thread is an import', 'src/reports/x.ts', "new URL('../pipeline/ledger/ledger.ts', import.meta.url);"],
  ['only the demo simulates', 'src/server.ts', "import { a } from './simulator/simulator.ts';"],
  ['the command line is not the server', 'src/server.ts', "import { a } from './connections/cli/cli.ts';"],
  ['production knows no tests', 'src/reports/x.ts', "import { a } from '../../tests/support/a.ts';"],
  ['production knows no tools', 'src/reports/x.ts', "import { a } from '../../scripts/root.ts';"],
  ['wire types stay at the wire', 'src/pipeline/intake/a.ts', "import '../../../contracts/generated/a.ts';"],
  ['wire types stay off the web API', 'src/connections/web-api/a.ts', "import '../../../contracts/generated/a.ts';"],
  ['the wiring is the top', 'src/reports/x.ts', "import { a } from '../server.ts';"],
  ['the web knows no server', 'web/src/pages/a.tsx', "import { a } from '../../../src/reports/a.ts';"],
  ['a package has a home', 'src/pipeline/ledger/a.ts', "import pg from 'pg';"],
  ['a scoped package has a home', 'src/pipeline/intake/a.ts', "import { Server } from '@grpc/grpc-js';"],
  ['a new folder needs a place', 'src/utils/a.ts', 'export const a = 1;'],
];
for (const [name, path, text] of forbiddenImports) {
  test(`imports: ${name}`, () => {
    assert.equal(check({ [path]: text }).length, 1);
  });
}

const allowedImports: [string, string][] = [
  ['src/pipeline/exports/exports.ts', "import { a } from '../ledger/ledger.ts';\nimport { b } from './file.ts';"],
  ['src/connections/register-grpc/a.ts', "import '../../../contracts/generated/a.ts';\nimport '@grpc/grpc-js';"],
  ['src/pipeline/ledger/a.test.ts', "import '../../../tests/support/postgres.ts';\nimport pg from 'pg';"],
  ['src/wiring/demo.ts', "import '../simulator/simulator.ts';\nimport '../pipeline/ledger/ledger.ts';"],
  ['web/src/pages/a.tsx', "import '../../../src/messages/messages.ts';\nimport '../../../contracts/web-api.ts';"],
  ['web/vite.config.ts', "import react from '@vitejs/plugin-react';"],
];
for (const [path, text] of allowedImports) {
  test(`imports: ${path} may do what it does`, () => {
    assert.equal(printViolations(check({ [path]: text })), '');
  });
}

test('a circle is found once, with its way', () => {
  const found = check({
    'src/domain/a.ts': "import type { B } from './b.ts';",
    'src/domain/b.ts': "import { c } from './c.ts';",
    'src/domain/c.ts': "\nimport { a } from './a.ts';",
  });
  assert.equal(found.length, 1);
  assert.match(found[0]?.text ?? '', /a\.ts → src\/domain\/b\.ts → src\/domain\/c\.ts → src\/domain\/a\.ts/);
});

const badHabits: [string, string, string, number][] = [
  ['the environment', 'src/server.ts', 'const a = process.env.HOME;', 1],
  ['the environment, imported', 'src/server.ts', "import { env } from 'node:process';", 1],
  ['the environment in the web', 'web/src/a.ts', 'const a = process.env.HOME;', 1],
  ['the clock', 'src/reports/a.ts', 'const a = Date.now();\nconst b = new Date();\nconst c = Date();', 3],
  ['the clock, passed on', 'src/reports/a.ts', 'const now = Date.now;', 1],
  ['a timer', 'src/reports/a.ts', 'setTimeout(f, 1);\nsetInterval(f, 1);\nglobalThis.setTimeout(f, 1);', 3],
  ['a timer, imported', 'src/reports/a.ts', "import { setTimeout as sleep } from 'node:timers/promises';", 1],
  ['a table by the builder', 'src/pipeline/exports/a.ts', "tx.query.insertInto('shift').values(x);", 1],
  ['a table in bulk', 'src/pipeline/exports/a.ts', "tx.insertMany('position', columns, rows);", 1],
  ['a table row by row', 'src/pipeline/exports/a.ts', "tx.gather('position', columns);", 1],
  ['a table in SQL', 'src/pipeline/exports/a.ts', 'tx.run(`\n  UPDATE shift s\n  SET a = $' + '{b} WHERE c = 1`);', 1],
  ['a table deleted', 'src/reports/a.ts', "tx.run('DELETE FROM event WHERE at < ?');", 1],
  ['a table copied into', 'src/reports/a.ts', "tx.run('COPY payment (a, b) FROM STDIN');", 1],
  ['a skipped test', 'src/reports/a.test.ts', "test.skip('x', f);\nit.only('y', f);\nt.todo('z');", 3],
  [
    'a skipped test by option',
    'src/reports/a.test.ts',
    "test('x', { skip: true }, f);\nit('y', { todo: 'later' }, f);",
    2,
  ],
  ['a long file', 'src/reports/a.ts', 'export const a = 1;\n'.repeat(401), 1],
  ['a long function', 'src/reports/a.ts', `export function f() {\n${'  g();\n'.repeat(79)}}`, 1],
  ['a long arrow', 'web/src/a.tsx', `export const f = () => {\n${'  g();\n'.repeat(79)}};`, 1],
];
for (const [name, path, text, count] of badHabits) {
  test(`habits: ${name} is found`, () => {
    const found = check({ [path]: text });
    assert.equal(found.length, count, printViolations(found));
  });
}

const goodHabits: [string, string][] = [
  ['src/config.ts', 'const a = process.env.HOME;'],
  ['src/platform/clock.ts', 'const a = Date.now();'],
  ['src/platform/worker-loop.ts', 'setTimeout(f, 1);'],
  ['src/reports/a.ts', "const a = new Date(0);\nconst b = 'UPDATE shift, SELECT payment FROM position';"],
  ['src/pipeline/ledger/a.ts', "tx.insertMany('shift', columns, rows);\ntx.run('insert into shift values (1)');"],
  ['src/reports/a.ts', "tx.run('SELECT * FROM shift FOR UPDATE');\nmap.insertMany('something else', 1);"],
  ['src/reports/a.test.ts', "test('x', { skip: !postgresAvailable }, f);\nlist.skip(3);\nnew Date();"],
  ['src/reports/a.ts', `export const a = 1;\n${'export const b = 1;\n'.repeat(399)}`],
];
for (const [path, text] of goodHabits) {
  test(`habits: ${path} may do ${text.slice(0, 40).replaceAll('\n', ' ')}`, () => {
    assert.equal(printViolations(check({ [path]: text })), '');
  });
}

test('a table without an owner and an owner without a table are found', () => {
  const text = 'CREATE TABLE shift (\n  a int\n);\nCREATE TABLE nobodys (a int);\n';
  const found = printViolations(checkTables([{ path: 'migrations/0001-x.sql', text }]));
  assert.match(found, /^migrations\/0001-x\.sql:4 {2}table nobodys has no owner/m);
  assert.match(found, /table document has an owner but is made by no migration/);
  assert.doesNotMatch(found, /table shift /);
});

const check = (files: Record<string, string>) => checkSources(planted(files));
