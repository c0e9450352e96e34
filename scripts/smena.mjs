/**
 * Starts src/main.ts under the pinned Node, with the packages and the pages it needs. Plain JavaScript for any Node ≥ 20.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';
import { ensurePackages, pinnedNode } from './packages.mjs';

/**
 * What keeps the memory of the server low: a small nursery of the garbage collector (some 20 MB), and one heap of the C
 * library for all threads, so that what one thread has freed serves the next (some 40 MB while packages are loaded).
 */
const runtime = JSON.parse(readFileSync(new URL('runtime-flags.json', import.meta.url), 'utf8'));

/** Commands that show the web pages. */
const withPages = ['serve', 'demo'];

/**
 * Runs `smena <args>` and returns how it ended. An installation without the packages of development
 * (`npm ci --omit=dev`) keeps the pages it has; everywhere else they are built when their sources changed.
 */
export async function runSmena(root, args, options = {}) {
  ensurePackages(root, { runtimeOnly: true });
  const canBuild = existsSync(join(root, 'node_modules', 'vite'));
  const hasPages = existsSync(join(root, 'web', 'dist', 'index.html'));
  if (withPages.includes(args[0]) && (canBuild || !hasPages)) {
    ensurePackages(root);
    const built = await runChild(pinnedNode(root), [join(root, 'scripts', 'build-web.ts'), '--quiet']);
    if (built.code !== 0) return built;
  }
  const env = { ...runtime.environment, ...(options.env ?? process.env) };
  return runChild(pinnedNode(root), [...runtime.flags, join(root, 'src', 'main.ts'), ...args], { ...options, env });
}
