/**
 * Loaded into the server before its own code (`--import`): gives the runtime our modules without their types, from a folder
 * where they are kept between starts, and spares it words that nobody reads. The compiler of types would otherwise stay in the memory of each thread, some 10 MB,
 * and code kept compiled costs as much again. Types are replaced by blanks and comments by nothing, so that lines stay where they are.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { threadId } from 'node:worker_threads';
import { slimLibrary, slimSource } from './slim-source.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const ours = pathToFileURL(root).href;
/** Beside the installed packages: a folder that others can write to could hand us their code. */
const folder = join(root, 'node_modules', '.cache', 'smena-plain');

/** Our texts are our own (src/messages); the library that checks values brings its words in forty languages. */
const foreignWords = /\/node_modules\/zod\/v4\/locales\/(?!en\.|index\.)[\w-]+\.js$/;

registerHooks({
  load(url, context, nextLoad) {
    if (foreignWords.test(url)) return { format: 'module', source: 'export default undefined;', shortCircuit: true };
    const isOurs = url.startsWith(ours) && url.endsWith('.ts') && !url.includes('/node_modules/');
    if (!isOurs) return slimmed(url, nextLoad(url, context));
    return { format: 'module', source: plainSource(fileURLToPath(url)), shortCircuit: true };
  },
});

/** A module of a library without its comments: what installs it has its licence beside it. */
function slimmed(url, loaded) {
  if (!url.includes('/node_modules/') || !isScript(loaded.format) || !loaded.source) return loaded;
  const code = typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, source: slimLibrary(code) };
}

/** Without a format: what `require` loads is told apart later, and data by the ending of its name. */
const isScript = (format) => format === 'module' || format === 'commonjs' || format === undefined;

/** Changes with what is kept of a module, so that what was kept before is made anew. */
const FORM = 'slim 2';

/** The text of a module without types; one that was kept counts as long as the module has not changed. */
function plainSource(path) {
  const typed = readFileSync(path, 'utf8');
  const mark = `\n//# ${createHash('sha256').update(process.version).update(FORM).update(typed).digest('hex')}`;
  const kept = join(folder, relative(root, path).replaceAll(/[\\/]/g, '~'));
  const known = readKept(kept);
  if (known?.endsWith(mark)) return known;
  const plain = `${slimSource(withoutTypes(typed))}${mark}`;
  keep(kept, plain);
  return plain;
}

function readKept(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Not kept yet, or the folder cannot be read: then it is made anew each time.
    return undefined;
  }
}

function keep(path, text) {
  const aside = `${path}.${process.pid}.${threadId}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(aside, text);
    renameSync(aside, path);
  } catch {
    // A folder that cannot be written costs memory and time at each start, and nothing else.
  }
}

/** The runtime calls its own way of doing this experimental, which is no news for whoever starts a server. */
function withoutTypes(typed) {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(typed);
  } finally {
    process.emitWarning = emitWarning;
  }
}
