/**
 * `npm run check`: types, lint and format, imports and habits, packages of others, generated files. Runs all of them even when one fails,
 * says for each what to do, and ends with 1 when anything is wrong.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkArchitecture, printViolations } from './architecture/architecture.ts';
import { findStale } from './generated.ts';
import { askAdvisories, lockComplaints } from './package-audit.ts';
import { root } from './root.ts';

type Check = { name: string; run: () => boolean | Promise<boolean>; advice: string };

const checks: Check[] = [
  { name: 'types', run: () => program('typescript/bin/tsc', '-p', '.'), advice: 'correct the types named above' },
  {
    name: 'types of the web pages',
    run: () => !existsSync(join(root, 'web/tsconfig.json')) || program('typescript/bin/tsc', '-p', 'web', '--noEmit'),
    advice: 'correct the types named above',
  },
  {
    name: 'lint and format',
    run: () => program('@biomejs/biome/bin/biome', 'check', '--error-on-warnings'),
    advice: 'run "npm run format"; correct by hand what is left',
  },
  {
    name: 'imports and habits',
    run: () => complain(printViolations(checkArchitecture(root))),
    advice: 'each line above says what to do',
  },
  {
    name: 'packages of others',
    run: async () => complain([...lockComplaints(root), ...(await knownHoles())].join('\n')),
    advice: 'take another package, or a version without the hole',
  },
  {
    name: 'generated files',
    run: async () => complain((await findStale(root)).join('\n')),
    advice: 'run "npm run generate" and commit what it writes',
  },
];

const failed: Check[] = [];
for (const check of checks) {
  process.stdout.write(`${check.name} …\n`);
  if (!(await check.run())) failed.push(check);
}
for (const { name, advice } of failed) process.stdout.write(`✖ ${name}: ${advice}.\n`);
if (failed.length === 0) process.stdout.write('✔ everything is in order.\n');
process.exitCode = failed.length === 0 ? 0 : 1;

function program(path: string, ...args: string[]): boolean {
  const file = join(root, 'node_modules', path);
  return spawnSync(process.execPath, [file, ...args], { cwd: root, stdio: ['ignore', 1, 1] }).status === 0;
}

/** A registry that keeps no list of holes is told, so that nobody takes silence for safety. */
async function knownHoles(): Promise<string[]> {
  const advisories = await askAdvisories(root);
  if (advisories.answered) return advisories.complaints;
  process.stdout.write(
    `  not asked for known holes: ${advisories.told}. Run "npm audit" where the registry serves it.\n`,
  );
  return [];
}

function complain(text: string): boolean {
  if (text) process.stdout.write(`${text}\n`);
  return text === '';
}
