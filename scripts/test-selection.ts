import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseSource } from './architecture/source-file.ts';

const everywhere = ['src', 'tests', 'web', 'scripts', 'contracts', 'bench'];

/** What the chosen tests need before they can run. */
export type Needs = {
  postgres: boolean;
  chromium: boolean;
  grpcPython: boolean;
  thriftPython: boolean;
  rabbitmq: boolean;
  libreOffice: boolean;
  webPages: boolean;
  packedProgram: boolean;
};

/**
 * The test files to run, relative to `root` and sorted. `wanted` are files, folders or patterns, relative to `from`;
 * none means all. Throws an Error that names what matches no test.
 */
export function selectTests(root: string, wanted: readonly string[], from = root): string[] {
  const patterns = wanted.length > 0 ? wanted.map((path) => patternFor(root, path, from)) : everywhere.map(inFolder);
  const files = new Set<string>();
  for (const [index, pattern] of patterns.entries()) {
    const found = globSync(pattern, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path) });
    if (wanted.length > 0 && found.length === 0) throw new Error(`"${wanted[index]}" matches no test.`);
    for (const path of found) files.add(path);
  }
  return [...files].sort();
}

/** Finds out from the imports of the tests, direct and indirect, what they need. */
export function needsOf(root: string, tests: readonly string[]): Needs {
  const needs: Needs = {
    postgres: false,
    chromium: false,
    grpcPython: false,
    thriftPython: false,
    rabbitmq: false,
    libreOffice: false,
    webPages: false,
    packedProgram: false,
  };
  const seen = new Set<string>();
  const follow = (path: string) => {
    if (seen.has(path) || !/\.(ts|tsx|mjs)$/.test(path) || !existsSync(resolve(root, path))) return;
    seen.add(path);
    for (const { specifier, target } of parseSource(path, readFileSync(resolve(root, path), 'utf8')).imports) {
      if (target === 'tests/support/postgres.ts') needs.postgres = true;
      if (target === 'tests/support/grpc-c-client.ts') needs.grpcPython = true;
      if (target === 'tests/support/thrift-python.ts') needs.thriftPython = true;
      if (target === 'tests/support/amqp-broker.ts') needs.rabbitmq = true;
      if (target === 'tests/support/libre-office.ts') needs.libreOffice = true;
      if (target === 'tests/support/program.ts') needs.packedProgram = true;
      if (specifier === 'playwright-core') needs.chromium = true;
      if (target) follow(target);
    }
  };
  for (const path of tests) follow(path);
  const wholeSystem = tests.some((path) => path.startsWith('tests/') && !path.startsWith('tests/architecture/'));
  return { ...needs, webPages: needs.chromium || wholeSystem };
}

function patternFor(root: string, path: string, from: string): string {
  const full = resolve(from, path);
  const inside = relative(root, full);
  return existsSync(full) && statSync(full).isDirectory() ? inFolder(inside) : inside;
}

function inFolder(folder: string): string {
  return `${folder || '.'}/**/*.test.ts`;
}
