/**
 * The program as the tests start it: the same modules in a few files. A server of the tests starts by the hundred, and to find, read and
 * link some two thousand modules takes half of the processor time of each start. What is installed starts from its modules.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

/** What is started by its own file: the program, its second thread and what it does in the background. */
const entries = ['main', 'wiring/pipeline-thread', 'wiring/archive-task', 'wiring/backup-task', 'wiring/download-task'];
/** Everything that ends up in the packed program, or decides how it is packed. */
const sources = ['src/**/*.ts', 'contracts/**/*.ts', 'package-lock.json', 'scripts/packed-program.ts'];
/** How many packed programs stay. */
const KEPT = 3;
/** Brings its own machine code, which is found beside it. */
const NATIVE = /^@node-rs\//;
/** `new URL('./archive-task.ts', import.meta.url)`: a file of the program that is started on its own. */
const startedAlone = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

/** Packs the program unless that has been done from these very sources; answers its main file. Throws an Error when it cannot be packed. */
export async function packProgram(root: string): Promise<string> {
  const all = join(root, 'node_modules', '.cache', 'packed-program');
  const folder = join(all, sourcesHash(root));
  const main = join(folder, 'main.mjs');
  if (existsSync(main)) return main;
  const aside = `${folder}-${process.pid}`;
  mkdirSync(aside, { recursive: true });
  try {
    await pack(root, aside);
    renameSync(aside, folder);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Another run may have packed the same sources meanwhile.
    if (!existsSync(main)) throw error;
  }
  leaveNewest(all);
  return main;
}

/** Another run may still start programs of the sources before; older ones nobody needs. */
function leaveNewest(all: string): void {
  const folders = readdirSync(all).map((name) => join(all, name));
  const newestFirst = folders.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(KEPT)) rmSync(old, { recursive: true, force: true });
}

async function pack(root: string, folder: string): Promise<void> {
  const input = Object.fromEntries(entries.map((name) => [name.replace(/^.*\//, ''), join(root, 'src', `${name}.ts`)]));
  const program = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    external: NATIVE,
    logLevel: 'warn',
    plugins: [{ name: 'places', transform: { order: 'pre', handler: withPlaces } }],
  });
  try {
    await program.write({
      dir: folder,
      format: 'esm',
      keepNames: true,
      strictExecutionOrder: true,
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
    });
  } finally {
    await program.close();
  }
}

/** A module finds what lies beside it where it lay before it was packed; what is started on its own lies packed beside the others. */
function withPlaces(code: string, id: string): string | null {
  if (!/import\.meta\.url|__dirname|__filename/.test(code) || id.startsWith('\0')) return null;
  const besides = code.replaceAll(startedAlone, (whole, name: string) =>
    entries.includes(`wiring/${name}`) ? `new URL('./${name}.mjs', import.meta.url)` : whole,
  );
  return besides
    .replaceAll(/(?<!mjs', )import\.meta\.url/g, () => JSON.stringify(pathToFileURL(id).href))
    .replaceAll(/\b__dirname\b/g, () => JSON.stringify(join(id, '..')))
    .replaceAll(/\b__filename\b/g, () => JSON.stringify(id));
}

/** The place counts as well: a packed program knows where it came from, and packages may be copied with what is kept beside them. */
function sourcesHash(root: string): string {
  const hash = createHash('sha256').update(`${process.version}\0${root}\0`);
  for (const file of globSync(sources, { cwd: root }).sort()) {
    if (file.endsWith('.test.ts')) continue;
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
