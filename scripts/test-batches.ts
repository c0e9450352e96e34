/**
 * Tests of parts are many and short: the start of a process of its own, with the same modules as its neighbours, costs most of them more
 * than what they show. Neighbours run in one process, one after the other; whole-system tests keep a process for each file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** So few that nobody waits at the end for one long batch, and that a file that hangs is ended soon. */
const FILES = 8;
/** What belongs to the whole process: whoever measures or changes it has one of its own. */
const WHOLE_PROCESS =
  /\b(memoryUsage|mock|process\.(on|once|chdir)|process\.env\b[^;\n]* = )|^(before|after)(Each)?\(/m;

/** The same files in the same order, those that may share a process together. Paths are relative to `root`. */
export function batchTests(root: string, tests: readonly string[]): string[][] {
  const batches: string[][] = [];
  let open: string[] | undefined;
  for (const path of tests) {
    if (path.startsWith('tests/') || WHOLE_PROCESS.test(readFileSync(join(root, path), 'utf8'))) {
      batches.push([path]);
      continue;
    }
    if (open === undefined || open.length === FILES) {
      open = [];
      batches.push(open);
    }
    open.push(path);
  }
  return batches;
}

/** The files to start: of a batch of several, one in `folder` that imports them. */
export function writeBatches(root: string, folder: string, batches: readonly (readonly string[])[]): string[] {
  return batches.map(([first = '', ...others], index) => {
    if (others.length === 0) return first;
    const file = join(folder, `${String(index).padStart(3, '0')}-${basename(first, '.test.ts')}-and-more.mjs`);
    const imports = [first, ...others].map((path) => `import ${JSON.stringify(pathToFileURL(join(root, path)))};\n`);
    writeFileSync(file, imports.join(''));
    return file;
  });
}
