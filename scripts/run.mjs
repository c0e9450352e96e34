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

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'src', 'main.ts');
const script = (name) => join(root, 'scripts', name);

/** A task is one or more programs run one after the other; arguments of the caller go to the last. */
const tasks = {
  start: [
    [script('build-web.ts'), '--quiet'],
    [main, 'serve', '--data', './data'],
  ],
  demo: [
    [script('build-web.ts'), '--quiet'],
    [main, 'demo'],
  ],
  smena: [[main]],
  migrate: [[main, 'migrate']],
  'build:web': [[script('build-web.ts')]],
  generate: [[script('generate.ts')]],
  test: [[script('test.ts')]],
  check: [[script('check.ts')]],
  format: [[join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'), 'check', '--write']],
  bench: [[script('bench.ts')]],
};

async function run(name, args) {
  const steps = tasks[name];
  if (!steps) {
    process.stderr.write(`There is no task "${name ?? ''}". Tasks: ${Object.keys(tasks).join(', ')}.\n`);
    process.exitCode = 2;
    return;
  }
  ensurePackages(root);
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    const end = await runChild(pinnedNode(root), last ? [...step, ...args] : step, { cwd: root });
    if (last || end.code !== 0) return endLike(end);
  }
}

const [name, ...args] = process.argv.slice(2);
run(name, args).catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
