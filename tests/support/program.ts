/**
 * What the tests start as the program. `npm test` packs it into a few files, because most of what a start costs is finding and linking
 * its modules; `SMENA_TEST_PROGRAM=modules` starts it from its modules, as tests/packaging does in any case.
 */
import { dirname, join } from 'node:path';
import { root } from '../../scripts/root.ts';
import { runtimeFlags } from '../../scripts/runtime.mjs';

const named = process.env.SMENA_TEST_PROGRAM;
const packed = named === undefined || named === 'modules' ? undefined : named;

/** The executable: what stands behind the options of the runtime. */
export const main = packed ?? join(root, 'src', 'main.ts');

/** Options of the runtime for a server. */
export const serverFlags = packed === undefined ? runtimeFlags(root) : runtimeFlags(root).filter(isNoPreload);

/** Variables that let a server keep its compiled code for the next one; from its modules it is started as it is everywhere. */
export const serverCache: Record<string, string> =
  packed === undefined ? {} : { NODE_COMPILE_CACHE: join(dirname(packed), 'compiled') };

/** The modules of the packed program have no types any more. */
function isNoPreload(flag: string): boolean {
  return !flag.startsWith('--import=');
}
