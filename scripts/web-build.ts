import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that ends up in the pages, or decides how they are built. */
const sources = [
  'web/**/*',
  'src/messages/**/*.ts',
  'src/domain/**/*.ts',
  'contracts/**/*.ts',
  'package-lock.json',
  'tsconfig.json',
];
const notSources = /(^|\/)node_modules\/|^web\/(dist|\.vite)|\.test\.tsx?$|\/test-support\//;
const stampName = '.built-from';

/** The fingerprint of the sources of the pages: the same sources give the same text. */
export function webSourcesHash(root: string): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === 'node_modules' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => !notSources.test(file))
    .sort();
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Builds web/ into web/dist unless that was built from these very sources. Returns whether it built.
 * Builds beside and renames, so that a server never hands out half of the pages. Throws an Error when the build fails.
 */
export function buildWeb(root: string, options: { force?: boolean; quiet?: boolean } = {}): boolean {
  const dist = join(root, 'web', 'dist');
  const hash = webSourcesHash(root);
  if (!options.force && builtFrom(dist) === hash) return false;
  process.stderr.write('Building the web pages …\n');
  const aside = `${dist}-building-${process.pid}`;
  const old = `${dist}-old-${process.pid}`;
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const args = [vite, 'build', '--outDir', aside, '--emptyOutDir', '--logLevel', options.quiet ? 'warn' : 'info'];
    const result = spawnSync(process.execPath, args, {
      cwd: join(root, 'web'),
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 2, 2],
    });
    if (result.status !== 0) {
      throw new Error('The web pages could not be built; the message of vite above says why.', { cause: result.error });
    }
    writeFileSync(join(aside, stampName), `${hash}\n`);
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(aside, dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
  return true;
}

function builtFrom(dist: string): string | undefined {
  const stamp = join(dist, stampName);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : undefined;
}
