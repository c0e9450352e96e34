/**
 * Starts src/main.ts under the pinned Node, with the packages and the pages it needs. Plain JavaScript for any Node ≥ 20.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.mjs';
import { ensurePackages, pinnedNode } from './packages.mjs';
import { runtimeEnvironment, runtimeFlags } from './runtime.mjs';

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
  const env = { ...runtimeEnvironment, ...(options.env ?? process.env) };
  return runChild(pinnedNode(root), [...runtimeFlags(root), join(root, 'src', 'main.ts'), ...args], {
    ...options,
    env,
  });
}
