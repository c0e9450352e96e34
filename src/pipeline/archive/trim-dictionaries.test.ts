import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { trimDictionaries } from './trim-dictionaries.ts';

function stage(t: Parameters<typeof temporaryFolder>[0]) {
  const root = join(temporaryFolder(t), 'cashserver');
  const folder = join(root, 'dicts');
  mkdirSync(join(folder, 'shop-5'), { recursive: true });
  writeFileSync(join(folder, 'shop-5', 'goods.aif'), '12345');
  writeFileSync(join(folder, 'users.aif'), '1');
  return { root, folder, readFolder: async () => ({ ok: true, folder }) as const };
}

test('M34 M41 M43 the folder that the server names is cleared, and every path that went is in the journal', async (t) => {
  const { root, folder, readFolder } = stage(t);
  const journal = join(root, 'journal.log');
  const seen: string[] = [];
  const tried = await trimDictionaries({ readFolder, root, dryRun: true, onEntry: (path) => void seen.push(path) });
  assert.deepEqual(readdirSync(folder).sort(), ['shop-5', 'users.aif']);
  assert.equal(seen.length, 3);
  const done = await trimDictionaries({ readFolder, root, dryRun: false, journal });
  assert.deepEqual(done, { ok: true, folder, journal, files: 2, folders: 1, bytes: 6, kept: 0 });
  assert.deepEqual({ ...done, journal: null }, tried);
  assert.deepEqual(readdirSync(folder), []);
  const lines = readFileSync(journal, 'utf8').trimEnd().split('\n').sort();
  assert.deepEqual(lines, [`${folder}/shop-5\t0`, `${folder}/shop-5/goods.aif\t5`, `${folder}/users.aif\t1`]);
});

test('M44 when the server does not answer, when nothing is set, and when no root is allowed, nothing is deleted', async (t) => {
  const { root, folder, readFolder } = stage(t);
  const away = { ok: false, code: 'dictionaries.server_away', params: { server: 's', cause: 'c' } } as const;
  const cases = [
    [{ readFolder: async () => away, root }, 'dictionaries.server_away'],
    [{ readFolder: async () => ({ ok: true, folder: null }) as const, root }, 'dictionaries.no_folder'],
    [{ readFolder, root: null }, 'dictionaries.no_root'],
    [{ readFolder, root: join(root, 'other') }, 'dictionaries.outside'],
    [{ readFolder: async () => ({ ok: true, folder: '/' }) as const, root }, 'dictionaries.outside'],
  ] as const;
  for (const [trimming, code] of cases) {
    const result = await trimDictionaries({ ...trimming, dryRun: false });
    assert.deepEqual([result.ok, 'code' in result && result.code], [false, code]);
  }
  assert.deepEqual(readdirSync(folder).sort(), ['shop-5', 'users.aif']);
});
