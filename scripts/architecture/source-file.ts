import { globSync, readFileSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { type Node, parseSync, visitorKeys } from 'oxc-parser';

/** One file of ours, parsed. `path` is relative to the repository, with `/`. */
export type SourceFile = {
  path: string;
  text: string;
  /** Every node of the syntax tree with its chain of parents, nearest last. */
  walk: (visit: (node: Node, parents: readonly Node[]) => void) => void;
  /** 1-based line of an offset in `text`. */
  lineOf: (offset: number) => number;
  imports: Import[];
};

/** An import, re-export or dynamic import; `target` is the file of ours that it names, if it names one. */
export type Import = { specifier: string; target: string | undefined; line: number };

/** A rule that a line breaks; `text` says what to do. */
export type Violation = { path: string; line: number; text: string };

const trees = ['src', 'web', 'contracts', 'tests', 'scripts', 'bench', 'bin'];
const skipped = /(^|\/)(node_modules|dist[^/]*|generated)\/|\.d\.ts$/;

/** All files of ours that have rules, parsed; generated ones are left out. */
export function readSources(root: string): SourceFile[] {
  return globSync(`{${trees.join(',')}}/**/*.{ts,tsx,mjs}`, {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !skipped.test(path))
    .sort()
    .map((path) => parseSource(path, readFileSync(resolve(root, path), 'utf8')));
}

/** Parses one file. Throws an Error with its name when it is not TypeScript. */
export function parseSource(path: string, text: string): SourceFile {
  const result = parseSync(path, text);
  const fault = result.errors[0];
  if (fault) throw new Error(`${path} cannot be parsed: ${fault.message}`);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const lineOf = (offset: number) => countUpTo(lineStarts, offset);
  const walk: SourceFile['walk'] = (visit) => walkNode(result.program as unknown as Node, [], visit);
  const { staticImports, staticExports } = result.module;
  const requests = [
    ...staticImports.map((entry) => entry.moduleRequest),
    ...staticExports.flatMap((entry) => entry.entries.flatMap(({ moduleRequest }) => moduleRequest ?? [])),
    ...innerImports(walk),
  ];
  const seen = new Set<number>();
  const imports: Import[] = [];
  for (const { value, start } of requests) {
    if (seen.has(start)) continue;
    seen.add(start);
    imports.push({ specifier: value, target: targetOf(path, value), line: lineOf(start) });
  }
  return { path, text, walk, lineOf, imports };
}

/** Whether a file is a test or serves only tests. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('tests/') || /(^|\/)test-support\//.test(path);
}

/** Whether `path` is `folder` itself or lies in it. */
export function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

function targetOf(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')));
}

/** `import('x')` in expressions, in types, and `new URL('x', import.meta.url)`, which starts threads. */
function innerImports(walk: SourceFile['walk']): { value: string; start: number }[] {
  const found: { value: string; start: number }[] = [];
  walk((node) => {
    const source =
      node.type === 'ImportExpression'
        ? node.source
        : node.type === 'TSImportType'
          ? node.source
          : node.type === 'NewExpression' && isName(node.callee, 'URL') && isImportMetaUrl(node.arguments[1])
            ? node.arguments[0]
            : undefined;
    if (source?.type === 'Literal' && typeof source.value === 'string') {
      found.push({ value: source.value, start: source.start });
    }
  });
  return found;
}

function isImportMetaUrl(node: Node | undefined): boolean {
  return node?.type === 'MemberExpression' && node.object.type === 'MetaProperty' && isName(node.property, 'url');
}

/** Whether a node is the plain identifier `name`. */
export function isName(node: Node | null | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node.name === name;
}

function walkNode(node: Node, parents: Node[], visit: (node: Node, parents: readonly Node[]) => void): void {
  visit(node, parents);
  parents.push(node);
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    for (const item of Array.isArray(child) ? child : [child]) {
      if (item && typeof item === 'object' && 'type' in item) walkNode(item as Node, parents, visit);
    }
  }
  parents.pop();
}

function countUpTo(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
