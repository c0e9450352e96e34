import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkHabits, checkTables } from './habits.ts';
import { checkCycles, checkImports } from './imports.ts';
import { readSources, type SourceFile, type Violation } from './source-file.ts';

/** Holds the whole tree to its rules; an empty list is good. Sorted by file and line. */
export function checkArchitecture(root: string): Violation[] {
  const migrations = globSync('migrations/[0-9]*.sql', { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  return sorted([...checkSources(readSources(root)), ...checkTables(migrations)]);
}

/** The same for files that are already read. */
export function checkSources(files: readonly SourceFile[]): Violation[] {
  return sorted([...checkImports(files), ...checkCycles(files), ...checkHabits(files)]);
}

/** `file:line  what to do`, one per line. */
export function printViolations(violations: readonly Violation[]): string {
  return violations.map(({ path, line, text }) => `${path}:${line}  ${text}`).join('\n');
}

function sorted(violations: Violation[]): Violation[] {
  return violations.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line);
}
