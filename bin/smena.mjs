#!/usr/bin/env node
/**
 * The command `smena`. Starts src/main.ts under the pinned Node 24, whatever Node runs this file (20 or newer).
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike, runChild } from '../scripts/child.mjs';
import { ensurePackages, pinnedNode } from '../scripts/packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  ensurePackages(root, { runtimeOnly: true });
  endLike(await runChild(pinnedNode(root), [join(root, 'src', 'main.ts'), ...process.argv.slice(2)]));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
