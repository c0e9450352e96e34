import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { needsOf, selectTests } from './test-selection.ts';

const tree: Record<string, string> = {
  'src/a/a.test.ts': "import { x } from './a.ts';",
  'src/a/a.ts': "import { y } from '../b.ts';",
  'src/b.ts': "import { a } from './a/a.ts';",
  'src/db.test.ts': "import { migrated } from '../tests/support/databases.ts';",
  'tests/support/databases.ts': "export * from './postgres.ts';",
  'tests/support/postgres.ts': 'export const postgresAvailable = false;',
  'src/other.test.ts': "import { grpcPython } from '../tests/support/grpc-c-client.ts';",
  'tests/support/grpc-c-client.ts': "export const grpcPython = '';",
  'src/thrift.test.ts': "import { thriftPython } from '../tests/support/thrift-python.ts';",
  'tests/support/thrift-python.ts': "export const thriftPython = '';",
  'src/queue.test.ts': "import { startAmqpBroker } from '../tests/support/amqp-broker.ts';",
  'tests/support/amqp-broker.ts': 'export function startAmqpBroker() {}',
  'tests/support/browser.ts': "import { chromium } from 'playwright-core';",
  'tests/web.test.ts': "import { open } from './support/browser.ts';",
  'src/server.test.ts': "import { main } from '../tests/support/program.ts';",
  'tests/support/program.ts': "export const main = '';",
  'tests/architecture/imports.test.ts': '',
  'web/node_modules/foreign/foreign.test.ts': '',
  'web/src/pages/page.test.ts': '',
};

describe('which tests run and what they need', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'smena-selection-'));
    for (const [path, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('takes every test but those of packages when nothing is named', () => {
    assert.deepEqual(selectTests(root, []), [
      'src/a/a.test.ts',
      'src/db.test.ts',
      'src/other.test.ts',
      'src/queue.test.ts',
      'src/server.test.ts',
      'src/thrift.test.ts',
      'tests/architecture/imports.test.ts',
      'tests/web.test.ts',
      'web/src/pages/page.test.ts',
    ]);
  });

  it('takes files, folders and patterns, named from where the person is', () => {
    assert.deepEqual(selectTests(root, ['src/a', 'src/a/a.test.ts']), ['src/a/a.test.ts']);
    assert.deepEqual(selectTests(root, ['a.test.ts'], join(root, 'src/a')), ['src/a/a.test.ts']);
    assert.deepEqual(selectTests(root, ['src/d*.test.ts']), ['src/db.test.ts']);
  });

  it('names what matches nothing', () => {
    assert.throws(() => selectTests(root, ['src/a', 'src/gone.test.ts']), /"src\/gone\.test\.ts" matches no test/);
  });

  it('finds programs behind other imports, and survives circles', () => {
    const none = {
      postgres: false,
      chromium: false,
      grpcPython: false,
      thriftPython: false,
      rabbitmq: false,
      libreOffice: false,
      webPages: false,
      packedProgram: false,
    };
    assert.deepEqual(needsOf(root, ['src/a/a.test.ts', 'tests/architecture/imports.test.ts']), none);
    assert.deepEqual(needsOf(root, ['src/db.test.ts']), { ...none, postgres: true });
    assert.deepEqual(needsOf(root, ['src/other.test.ts']), { ...none, grpcPython: true });
    assert.deepEqual(needsOf(root, ['src/thrift.test.ts']), { ...none, thriftPython: true });
    assert.deepEqual(needsOf(root, ['src/queue.test.ts']), { ...none, rabbitmq: true });
    assert.deepEqual(needsOf(root, ['src/server.test.ts']), { ...none, packedProgram: true });
    assert.deepEqual(needsOf(root, ['tests/web.test.ts']), { ...none, chromium: true, webPages: true });
  });
});
