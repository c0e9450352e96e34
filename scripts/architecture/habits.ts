import type { Node } from 'oxc-parser';
import { isName, isTest, type SourceFile, type Violation, within } from './source-file.ts';
import { homes, longestFile, longestFunction, tableOwners } from './table.ts';

/** Habits that a reader relies on: one place for the clock, timers, the environment and each table; short files. */
export function checkHabits(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => [
    ...(isTest(file.path) ? checkTests(file) : checkProduction(file)),
    ...(file.path.endsWith('.ts') || file.path.endsWith('.tsx') ? checkSizes(file) : []),
  ]);
}

/** Every table of the migrations must have an owner in the table, and every owner a table. */
export function checkTables(migrations: readonly { path: string; text: string }[]): Violation[] {
  const violations: Violation[] = [];
  const made = new Set<string>();
  for (const { path, text } of migrations) {
    for (const match of text.matchAll(/^\s*CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gim)) {
      const table = match[1] as string;
      made.add(table);
      if (tableOwners[table]) continue;
      const line = text.slice(0, match.index + match[0].length).split('\n').length;
      violations.push({ path, line, text: `table ${table} has no owner: name it in scripts/architecture/table.ts.` });
    }
  }
  for (const table of Object.keys(tableOwners)) {
    if (made.size === 0 || made.has(table)) continue;
    const text = `table ${table} has an owner but is made by no migration: remove its line.`;
    violations.push({ path: 'scripts/architecture/table.ts', line: 1, text });
  }
  return violations;
}

function checkProduction(file: SourceFile): Violation[] {
  if (!/^(src|web)\//.test(file.path)) return [];
  const ofServer = within(file.path, 'src');
  const violations: Violation[] = [];
  const say = (node: Node, text: string) => violations.push({ path: file.path, line: file.lineOf(node.start), text });
  file.walk((node) => {
    if (readsEnvironment(node) && !homes.environment.includes(file.path)) {
      say(node, 'process.env is read in src/config.ts only. Take the setting as a parameter.');
    }
    if (ofServer && readsClock(node) && !homes.clock.includes(file.path)) {
      say(node, 'the time is read in src/platform/clock.ts only. Take a Clock as a parameter.');
    }
    if (ofServer && startsTimer(node) && !homes.timers.includes(file.path)) {
      say(node, 'timers are in src/platform/worker-loop.ts only. Use startWorkerLoop or sleep from there.');
    }
    for (const table of ofServer ? writtenTables(node) : []) {
      const owners = tableOwners[table];
      if (!owners || owners.some((owner) => within(file.path, owner))) continue;
      say(node, `writes the table ${table}, which belongs to ${owners.join(', ')}. Call a function of its owner.`);
    }
  });
  return violations;
}

function readsEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') return isName(node.object, 'process') && isName(node.property, 'env');
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(node.source.value)) return false;
  return node.specifiers.some((entry) => entry.type === 'ImportSpecifier' && isName(entry.imported, 'env'));
}

/** `Date.now()` and `new Date()` without arguments; `new Date(ms)` only converts. */
function readsClock(node: Node): boolean {
  if (node.type === 'MemberExpression') return isName(node.object, 'Date') && isName(node.property, 'now');
  return (
    (node.type === 'NewExpression' || node.type === 'CallExpression') &&
    isName(node.callee, 'Date') &&
    (node.arguments.length === 0 || node.type === 'CallExpression')
  );
}

function startsTimer(node: Node): boolean {
  if (node.type === 'ImportDeclaration') return /^(node:)?timers(\/promises)?$/.test(node.source.value);
  if (node.type !== 'CallExpression') return false;
  const callee =
    node.callee.type === 'MemberExpression' && isName(node.callee.object, 'globalThis')
      ? node.callee.property
      : node.callee;
  return isName(callee, 'setTimeout') || isName(callee, 'setInterval');
}

const writers = new Set([
  'insertInto',
  'updateTable',
  'deleteFrom',
  'replaceInto',
  'mergeInto',
  'insertMany',
  'gather',
]);
const writingSql = [
  /\b(?:insert\s+(?:or\s+\w+\s+)?|replace\s+|merge\s+)into\s+"?(\w+)/gi,
  /\bupdate\s+(?:only\s+)?"?(\w+)"?\s+(?:(?:as\s+)?\w+\s+)?set\b/gi,
  /\b(?:delete\s+from|truncate(?:\s+table)?)\s+"?(\w+)/gi,
  /\bcopy\s+"?(\w+)"?\s*(?:\([^)]*\)\s*)?from\b/gi,
];

/** The tables that a node writes: through the query builder, by bulk loading, or in SQL text. */
function writtenTables(node: Node): string[] {
  if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression') {
    const { property } = node.callee;
    const [table] = node.arguments;
    const writes = property.type === 'Identifier' && writers.has(property.name);
    return writes && table?.type === 'Literal' && typeof table.value === 'string'
      ? [table.value.split(' ')[0] ?? '']
      : [];
  }
  const text =
    node.type === 'Literal' && typeof node.value === 'string'
      ? node.value
      : node.type === 'TemplateElement'
        ? node.value.raw
        : '';
  return writingSql.flatMap((form) => [...text.matchAll(form)].map((match) => (match[1] as string).toLowerCase()));
}

/** A test that is switched off, or that switches off the others, says nothing. */
function checkTests(file: SourceFile): Violation[] {
  const violations: Violation[] = [];
  const say = (node: Node, word: string) =>
    violations.push({
      path: file.path,
      line: file.lineOf(node.start),
      text: `".${word}" switches tests off. Repair or delete the test; what the machine lacks is asked with { skip: !available }.`,
    });
  file.walk((node) => {
    if (node.type !== 'CallExpression') return;
    const { callee } = node;
    if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && isTester(callee.object)) {
      if (/^(skip|only|todo)$/.test(callee.property.name)) say(node, callee.property.name);
      return;
    }
    if (!isTester(callee)) return;
    for (const argument of node.arguments) {
      if (argument.type !== 'ObjectExpression') continue;
      for (const property of argument.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier') continue;
        const fixed = property.value.type === 'Literal' && property.value.value !== false;
        if (fixed && /^(skip|only|todo)$/.test(property.key.name)) say(property, property.key.name);
      }
    }
  });
  return violations;
}

function isTester(node: Node): boolean {
  return node.type === 'Identifier' && /^(test|it|describe|suite|t)$/.test(node.name);
}

function checkSizes(file: SourceFile): Violation[] {
  const violations: Violation[] = [];
  const lines = file.text.trimEnd().split('\n').length;
  if (lines > longestFile) {
    const text = `${lines} lines; a file is one thought and has at most ${longestFile}. Split it.`;
    violations.push({ path: file.path, line: 1, text });
  }
  if (isTest(file.path)) return violations;
  file.walk((node) => {
    const isFunction = node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression';
    if (!isFunction && node.type !== 'ArrowFunctionExpression') return;
    const length = file.lineOf(node.end) - file.lineOf(node.start) + 1;
    if (length <= longestFunction) return;
    const text = `a function of ${length} lines; a function fits a screen (${longestFunction}). Split it.`;
    violations.push({ path: file.path, line: file.lineOf(node.start), text });
  });
  return violations;
}
