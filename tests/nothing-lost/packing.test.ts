/** kill -9 at every step of packing, as a process of its own. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root as projectRoot } from '../../scripts/root.ts';
import { runtimeEnvironment, runtimeFlags } from '../../scripts/runtime.mjs';
import { type PackStep, packFiles } from '../../src/pipeline/archive/archive.ts';
import { endStates } from '../../src/pipeline/intake/intake.ts';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { filesIn, fillFolders, foldersBelow, openArchive } from '../support/archive.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Packs a stage that is filled already and kills itself at the given occurrence of a step. */
const program = `
const [support, face, database, root, location, step, at] = process.argv.slice(1);
const { openArchive } = await import(support);
const { packFiles } = await import(face);
const { openUnderTest } = await import(database);
let seen = 0;
const stage = await openArchive({ after() {} }, openUnderTest(JSON.parse(location)), {
  root,
  partPackages: 2,
  step(name) {
    if (name === step && ++seen === Number(at)) process.kill(process.pid, 'SIGKILL');
  },
});
await packFiles(stage.packing);
process.exit(0);
`;

const STEPS: readonly PackStep[] = [
  'begun',
  'member',
  'written',
  'checked',
  'named',
  'noted',
  'removed',
  'settled',
  'entered',
];

/** How the process ended: killed at the step, or done because the step did not come so often. */
async function packUntil(
  root: string,
  location: DatabaseLocation,
  step: PackStep,
  at: number,
): Promise<'killed' | 'done'> {
  const urls = ['../support/archive.ts', '../../src/pipeline/archive/archive.ts', '../support/databases.ts'];
  const paths = urls.map((path) => new URL(path, import.meta.url).href);
  const args = ['--input-type=module', '-e', program, ...paths, root, JSON.stringify(location), step, String(at)];
  const env = { ...process.env, ...runtimeEnvironment };
  const flags = runtimeFlags(projectRoot);
  const child = spawn(process.execPath, [...flags, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code, signal] = await once(child, 'exit');
  if (signal === 'SIGKILL') return 'killed';
  assert.equal(code, 0);
  return 'done';
}

/** Every file of the archives of a state by its name, as plain tar unpacks them; a later archive wins. */
function packedFiles(t: TestContext, folder: string): Map<string, string> {
  const all = new Map<string, string>();
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names.filter((one) => one.startsWith('file-')).sort()) {
    const target = temporaryFolder(t);
    execFileSync('tar', ['-xzf', join(folder, name), '-C', target]);
    for (const [file, content] of filesIn(target)) all.set(file, content);
  }
  return all;
}

/** Every step dies at its first and at its fourth occurrence; with PostgreSQL at one of them, in turn: what lies on disk is the same. */
function occurrencesOf(engine: string, index: number): number[] {
  if (engine === 'sqlite') return [1, 4];
  return [index % 2 === 0 ? 4 : 1];
}

for (const engine of databasesUnderTest) {
  test(`M38 H ${engine.name}: kill -9 at every step of packing loses no package, and the next run finishes the work`, async (t) => {
    for (const [index, step] of STEPS.entries())
      for (const at of occurrencesOf(engine.name, index)) {
        await using opened = await engine.open();
        const root = temporaryFolder(t);
        const stage = await openArchive(t, opened.database, { root });
        await fillFolders(stage);
        const { folders, archives } = foldersBelow(root);
        const before = new Map(endStates.map((state) => [state, filesIn(folders[state])]));
        assert.equal(await packUntil(root, opened.location, step, at), 'killed', `${step} ${at}`);
        for (const state of endStates) {
          const found = new Map([...packedFiles(t, archives[state]), ...filesIn(folders[state])]);
          for (const [name, content] of before.get(state) ?? [])
            assert.equal(found.get(name), content, `${step} ${at}: ${name} is nowhere`);
        }
        const again = await openArchive(t, opened.database, { root, partPackages: 2 });
        const results = await packFiles(again.packing);
        assert.deepEqual(
          results.map(({ failure }) => failure),
          [null, null, null],
        );
        for (const state of endStates) {
          assert.deepEqual(filesIn(folders[state]), new Map(), `${step} ${at} ${state}`);
          assert.deepEqual(packedFiles(t, archives[state]), before.get(state), `${step} ${at} ${state}`);
          for (const name of before.get(state)?.keys() ?? [])
            if (name.endsWith('.sales')) assert.equal((await again.intake.read(state, name)).kind === 'missing', false);
          assert.ok(readdirSync(archives[state]).every((name) => !name.startsWith('.')));
        }
        const rows = await opened.database.all<{ n: number }>('SELECT SUM(packages) AS n FROM archive_file');
        assert.equal(Number(rows[0]?.n), 9, `${step} ${at}`);
      }
  });
}
