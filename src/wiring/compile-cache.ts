/** Compiled code is kept between short runs of the program: half the time of a start. */
import module from 'node:module';
import { fileURLToPath } from 'node:url';

/** Only beside the installed packages: a folder that others can write to could hand us their code. */
const folder = fileURLToPath(new URL('../../node_modules/.cache/smena-compiled', import.meta.url));

/** Call it before the imports that shall profit. Where the folder cannot be written, nothing is kept and nothing is lost. */
export function keepCompiledCode(): void {
  module.enableCompileCache(folder);
}
