/** `npm run build:web`: builds the pages when their sources changed; `--force` builds anyway, `--quiet` says less. */
import { parseArgs } from 'node:util';
import { root } from './root.ts';
import { buildWeb } from './web-build.ts';

const { values } = parseArgs({
  options: { force: { type: 'boolean', default: false }, quiet: { type: 'boolean', default: false } },
});
try {
  const built = buildWeb(root, values);
  if (!built && !values.quiet) process.stdout.write('The web pages are up to date.\n');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
