import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../tests/support/temporary-folder.ts';
import { packProgram } from './packed-program.ts';
import { root } from './root.ts';

const tree: Record<string, string> = {
  'package-lock.json': '{}',
  'told.txt': 'told by a file of the program',
  'src/main.ts': "await import('./wiring/command-line.ts');",
  'src/wiring/command-line.ts': `
    import { readFileSync } from 'node:fs';
    import { Worker } from 'node:worker_threads';
    console.log(readFileSync(new URL('../../told.txt', import.meta.url), 'utf8'));
    new Worker(new URL('./pipeline-thread.ts', import.meta.url)).on('message', (said: string) => console.log(said));`,
  'src/wiring/pipeline-thread.ts': `
    import { parentPort } from 'node:worker_threads';
    import { words } from '../words.ts';
    parentPort?.postMessage(words satisfies string);`,
  'src/words.ts': "export const words = 'said by the thread';",
  'src/wiring/archive-task.ts': 'export {};',
  'src/wiring/backup-task.ts': 'export {};',
  'src/wiring/download-task.ts': 'export {};',
};

function smallProgram(t: TestContext): string {
  const folder = temporaryFolder(t);
  for (const [path, text] of Object.entries(tree)) write(folder, path, text);
  return folder;
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(program: string, ...args: string[]): string {
  const ended = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', env: { LANG: 'C.UTF-8' } });
  assert.equal(ended.status, 0, ended.stderr);
  return ended.stdout;
}

const placeIn = (folder: string) => join(folder, 'node_modules', '.cache', 'packed-program');
const packedIn = (folder: string) => readdirSync(placeIn(folder));

test('a packed program finds the files that lay beside its modules, and starts its thread from a packed file', async (t) => {
  const folder = smallProgram(t);
  const program = await packProgram(folder);
  rmSync(join(folder, 'src'), { recursive: true });
  assert.equal(run(program), 'told by a file of the program\nsaid by the thread\n');
});

test('a program is packed once, and again when one of its modules has changed; the last three stay', async (t) => {
  const folder = smallProgram(t);
  const first = await packProgram(folder);
  const { mtimeMs } = statSync(placeIn(folder));
  assert.equal(await packProgram(folder), first);
  assert.equal(statSync(placeIn(folder)).mtimeMs, mtimeMs, 'it was not packed again');
  for (const words of ['one', 'two', 'three']) {
    write(folder, 'src/words.ts', `export const words = '${words}';`);
    assert.match(run(await packProgram(folder)), new RegExp(`${words}\\n$`));
  }
  assert.equal(packedIn(folder).length, 3);
  assert.ok(!packedIn(folder).includes(dirname(first).split('/').at(-1) ?? ''));
});

test('a copied checkout packs its own program, though the packed one was copied along', async (t) => {
  const first = smallProgram(t);
  await packProgram(first);
  const second = temporaryFolder(t);
  cpSync(first, second, { recursive: true });
  write(second, 'told.txt', 'told by the copy');
  assert.match(run(await packProgram(second)), /^told by the copy\n/);
});

test('what cannot be packed is told, and leaves nothing that would be taken for a program', async (t) => {
  const folder = smallProgram(t);
  write(folder, 'src/words.ts', 'export const words = ;');
  await assert.rejects(packProgram(folder), /words\.ts/);
  assert.deepEqual(packedIn(folder), []);
});

test('the program that the tests start says what its modules say', async () => {
  const main = await packProgram(root);
  for (const words of [['--help'], ['shift', '--help']])
    assert.equal(run(main, ...words), run(join(root, 'src', 'main.ts'), ...words));
});
