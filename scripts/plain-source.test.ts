import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../tests/support/temporary-folder.ts';
import { root } from './root.ts';

/** An installation of one module, run with what the server is started with; answers what it wrote. */
function runWith(folder: string, module: string): string {
  mkdirSync(join(folder, 'scripts'), { recursive: true });
  mkdirSync(join(folder, 'src'), { recursive: true });
  for (const name of ['plain-source.mjs', 'slim-source.mjs'])
    copyFileSync(join(root, 'scripts', name), join(folder, 'scripts', name));
  writeFileSync(join(folder, 'src', 'main.ts'), module);
  const preload = `--import=${join(folder, 'scripts', 'plain-source.mjs')}`;
  const main = join(folder, 'src', 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [preload, main], { encoding: 'utf8' });
  assert.deepEqual([status, stderr], [0, ''], 'nothing is said beside the program itself');
  return stdout.trim();
}

const saying = (word: string) => `const word: string = '${word}';\nconsole.log(word);\n`;

test('a module is run without its types, kept, and read anew when it has changed', (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'node_modules'));
  const kept = join(folder, 'node_modules', '.cache', 'smena-plain');
  assert.equal(runWith(folder, saying('first')), 'first');
  const [name] = readdirSync(kept);
  assert.equal(name, 'src~main.ts');
  assert.match(readFileSync(join(kept, name), 'utf8'), /^const word {9}= 'first';/);

  writeFileSync(join(kept, name), readFileSync(join(kept, name), 'utf8').replace("'first'", "'kept'"));
  assert.equal(runWith(folder, saying('first')), 'kept', 'the text that was kept is the one that runs');
  assert.equal(runWith(folder, saying('second')), 'second', 'a changed module is not taken for the one that was kept');
});

test('an installation that cannot keep texts runs all the same', (t) => {
  const folder = temporaryFolder(t);
  // A file where the folder should be: nobody can make it, not even the administrator.
  writeFileSync(join(folder, 'node_modules'), '');
  assert.equal(runWith(folder, saying('here')), 'here');
  assert.equal(existsSync(join(folder, 'node_modules', '.cache')), false);
});
