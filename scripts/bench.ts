/** `npm run bench -- <name> [arguments]` runs bench/<name>.ts; without a name it lists what there is. */
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { endLike, runChild } from './child.mjs';
import { root } from './root.ts';

const names = globSync('bench/*.ts', { cwd: root })
  .map((path) => basename(path, '.ts'))
  .filter((name) => name !== 'support' && !name.endsWith('.test'))
  .sort();
const [name, ...args] = process.argv.slice(2);

if (name !== undefined && names.includes(name)) {
  endLike(await runChild(process.execPath, [join(root, 'bench', `${name}.ts`), ...args], { cwd: root }));
} else {
  if (name !== undefined) process.stderr.write(`There is no measurement "${name}".\n`);
  const list = names.length > 0 ? names.map((known) => `  npm run bench -- ${known}`).join('\n') : '  (none yet)';
  process.stdout.write(`Measurements:\n${list}\n`);
  process.exitCode = name === undefined ? 0 : 2;
}
