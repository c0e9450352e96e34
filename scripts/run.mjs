/**
 * `node scripts/run.mjs <task> [arguments]`: what the scripts of package.json call.
 *
 * Runs on whatever Node is first on the PATH (20 or newer), brings node_modules up to date with package-lock.json and
 * goes on under the pinned Node. The tasks themselves may therefore count on Node 24 and on every package.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike, runChild } from './child.mjs';
import { ensurePackages, pinnedNode } from './packages.mjs';
import { runSmena } from './smena.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Tasks that are commands of Smena itself. */
const commands = {
  start: ['serve'],
  demo: ['demo'],
  smena: [],
  migrate: ['migrate'],
};

/** Tasks of the house: a file of the repository and its arguments. */
const tools = {
  'build:web': ['scripts/build-web.ts'],
  generate: ['scripts/generate.ts'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'],
  bench: ['scripts/bench.ts'],
};

async function run(name, args) {
  if (Object.hasOwn(commands, name)) return endLike(await runSmena(root, [...commands[name], ...args], { cwd: root }));
  if (Object.hasOwn(tools, name)) {
    const [file, ...own] = tools[name];
    ensurePackages(root);
    return endLike(await runChild(pinnedNode(root), [join(root, file), ...own, ...args], { cwd: root }));
  }
  const known = [...Object.keys(commands), ...Object.keys(tools)].join(', ');
  process.stderr.write(`There is no task "${name}". Tasks: ${known}.\n`);
  process.exitCode = 2;
}

const [name = '', ...args] = process.argv.slice(2);
run(name, args).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
