import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Program, provide } from '../test-programs.ts';

const compiler: Program = {
  name: 'the Apache Thrift compiler',
  find: () => (spawnSync('thrift', ['--version']).status === 0 ? 'thrift' : undefined),
  packages: ['thrift-compiler'],
  advice: 'install the package "thrift-compiler"',
};

const options = 'js:node,ts,es6';

/**
 * contracts/*.thrift → contracts/generated/*.cjs with their types, through the Apache compiler. Three things are changed
 * in what it writes: the ending, because our package is one of ES modules; the structures of arguments and results are
 * exported, so that the code can be used as a codec; the types say that what was not sent is null.
 */
export function produceThriftTypes(root: string): Record<string, string> {
  const program = provide(compiler);
  if (!program) throw new Error(`The Thrift types cannot be generated: ${compiler.advice}.`);
  const folder = mkdtempSync(join(tmpdir(), 'smena-generate-'));
  try {
    for (const contract of contracts(root)) {
      const args = ['-strict', '--gen', options, '-out', folder, contract];
      const result = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
      if (result.status !== 0) throw new Error(`thrift failed: ${result.stderr || result.error?.message}`);
    }
    const made = globSync('*', { cwd: folder }).sort();
    return Object.fromEntries(made.map((name) => asCommonJs(name, readFileSync(join(folder, name), 'utf8'))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the generated files depend on: the contracts, and how they are made. */
export function thriftInputs(root: string): Record<string, string> {
  const files = [...contracts(root), 'scripts/generators/thrift-types.ts'];
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

function contracts(root: string): string[] {
  return globSync('contracts/*.thrift', { cwd: root }).sort();
}

/** The path and content of a generated file for one that the compiler wrote. */
function asCommonJs(name: string, text: string): [string, string] {
  const content = name.endsWith('.d.ts') ? typesOf(text) : sourceOf(text);
  const path = name.replace(/\.d\.ts$/, '.d.cts').replace(/\.js$/, '.cjs');
  return [`contracts/generated/${path}`, `${content.trimEnd()}\n`];
}

function sourceOf(text: string): string {
  // Node finds out the names that a CommonJS file exports by reading it: they must stand there as such.
  const named = text
    .replace(/^ttypes\.(\w+) = \{/gm, 'module.exports.$1 = {')
    .replace(/require\('(\.[^']*)'\)/g, "require('$1.cjs')");
  // Our contracts have no i64, and the package behind it is not ours to count on.
  const lean = /new Int64|Int64\./.test(named) ? named : named.replace(/^const Int64 = .*\n/m, '');
  const inner = [...named.matchAll(/^const (\w+?_(\w+_(?:args|result))) = class/gm)];
  return `${lean}\n${inner.map(([, declared, name]) => `exports.${name} = ${declared};`).join('\n')}`;
}

function typesOf(text: string): string {
  const patient = text
    .replace(/^import (?:Thrift|Q|Int64) = .*\n/gm, '')
    .replace(/require\('(\.[^']*)'\)/g, "require('$1.cjs')")
    .replace(/^ {4}public (\w+)\??: (.*);/gm, '    public $1: $2 | null;')
    .replace(/constructor\(args\?: \{(.*)\}\);/g, (_, fields: string) => constructorOf(fields))
    .replace(/^declare class (?!Client|Processor)\w+ \{\n/gm, (head) => `${head}${readAndWrite}`);
  const calls = [...text.matchAll(/^ {4}(\w+)\((.*)\): Promise<(.*)>;/gm)];
  const inner = calls.flatMap(([, method = '', params = '', result = '']) => [
    structure(`${method}_args`, params),
    structure(`${method}_result`, `success: ${result}`),
  ]);
  return `${patient}\n${inner.join('\n')}`;
}

const readAndWrite = '    read(input: thrift.TProtocol): void;\n    write(output: thrift.TProtocol): void;\n';

/** `fields` is a list like `a: string, b: number`. */
function structure(name: string, fields: string): string {
  const list = fields.split(', ');
  const members = list.map((field) => `    public ${field} | null;\n`).join('');
  return `declare class ${name} {\n${readAndWrite}${members}\n      ${constructorOf(list.map((field) => `${field};`).join(' '))}\n  }\n`;
}

/** Anything may be left out; it is not written then. */
function constructorOf(fields: string): string {
  return `constructor(args?: { ${fields.trim().replace(/(\w+)\??: /g, '$1?: ')} });`;
}
