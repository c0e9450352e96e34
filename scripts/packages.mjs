/**
 * Knows whether node_modules holds what package-lock.json asks for, and installs it when it does not.
 * Plain JavaScript without packages of its own: it runs before anything is installed, on Node 20 too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Node that the lock file pins; everything of Smena runs under it. */
export function pinnedNode(root) {
  return join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * Says in words why node_modules does not fit package-lock.json, or returns undefined when it does.
 *
 * npm writes down what it installed in node_modules/.package-lock.json, as its last step; comparing the two files
 * also notices an install that was interrupted or made by hand. Packages for other systems may be missing, and with
 * `runtimeOnly` those that only development needs.
 */
export function whyStale(root, { runtimeOnly = false } = {}) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (!wanted) throw new Error(`${join(root, 'package-lock.json')} is missing: check out the repository again.`);
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue;
    const found = installed[path];
    if (!found) {
      if (entry.optional || entry.devOptional || entry.peer || (runtimeOnly && entry.dev)) continue;
      return `${path} is missing`;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} has changed`;
  }
  for (const path of Object.keys(installed)) {
    if (path.startsWith('node_modules/') && !wanted[path]) return `${path} is not wanted any more`;
  }
  return existsSync(pinnedNode(root)) ? undefined : 'the pinned Node is missing';
}

/**
 * Runs `npm ci` when node_modules does not fit the lock file; says so on the error stream.
 * Throws an Error that tells what to do when npm fails.
 */
export function ensurePackages(root, options = {}) {
  const reason = whyStale(root, options);
  if (!reason) return false;
  process.stderr.write(`Installing packages (${reason}) …\n`);
  const { command, args } = npm([
    'ci',
    '--include=dev',
    '--loglevel=error',
    '--no-progress',
    '--no-audit',
    '--no-fund',
  ]);
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (result.error || result.status !== 0) {
    const cause = result.error?.message ?? `npm ended with ${result.signal ?? `code ${result.status}`}`;
    throw new Error(`The packages could not be installed (${cause}). Run "npm ci" in ${root} and read what it says.`);
  }
  const left = whyStale(root, options);
  if (left) throw new Error(`"npm ci" went through, but ${left}. Delete ${join(root, 'node_modules')} and try again.`);
  return true;
}

/** How npm is called: the one that runs us, under the Node that it runs under, or the one of the system. */
export function npm(args) {
  const own = process.env.npm_execpath;
  if (own?.endsWith('npm-cli.js')) return { command: process.execPath, args: [own, ...args] };
  return { command: 'npm', args };
}

function readPackages(file) {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}
