#!/usr/bin/env node
/**
 * The command `smena`. Runs under the pinned Node 24, whatever Node reads this file (20 or newer).
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endLike } from '../scripts/child.mjs';
import { runSmena } from '../scripts/smena.mjs';

try {
  endLike(await runSmena(dirname(dirname(fileURLToPath(import.meta.url))), process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
