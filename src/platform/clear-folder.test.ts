import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { type ClearDenial, clearFolder } from './clear-folder.ts';

/** A root with a folder to be cleared, and something beside it that must stay. */
function stage(t: Parameters<typeof temporaryFolder>[0]) {
  const top = temporaryFolder(t);
  const root = join(top, 'allowed');
  const folder = join(root, 'dicts');
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'one.aif'), '12345');
  writeFileSync(join(folder, 'a', 'b', 'two.aif'), '1');
  mkdirSync(join(top, 'precious'));
  writeFileSync(join(top, 'precious', 'sales'), 'money');
  return { top, root, folder };
}

async function denialOf(folder: string, root: string): Promise<ClearDenial['code'] | 'cleared'> {
  const result = await clearFolder({ folder, root, dryRun: false });
  return result.ok ? 'cleared' : result.denial.code;
}

test('M43 everything in the folder goes and is told of, the folder and what is beside it stay; a dry run only tells', async (t) => {
  const { top, root, folder } = stage(t);
  const told: string[] = [];
  const tell = ({ path }: { path: string }) => void told.push(path.slice(folder.length));
  const tried = await clearFolder({ folder, root, dryRun: true, onEntry: tell });
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'one.aif']);
  const expected = ['/a', '/a/b', '/a/b/two.aif', '/one.aif'];
  assert.deepEqual(told.splice(0).sort(), expected);
  const done = await clearFolder({ folder, root, dryRun: false, onEntry: tell });
  assert.deepEqual(done, { ok: true, cleared: { files: 2, folders: 2, bytes: 6, kept: 0 } });
  assert.deepEqual(done, tried);
  assert.deepEqual(told.sort(), expected);
  assert.deepEqual(readdirSync(root), ['dicts']);
  assert.ok(existsSync(join(top, 'precious', 'sales')));
});

test('a folder outside of the root, the root of the disk and a path that is not full are refused', async (t) => {
  const { top, root, folder } = stage(t);
  assert.equal(await denialOf(join(top, 'precious'), root), 'outside');
  assert.equal(await denialOf(join(root, '..', 'precious'), root), 'outside');
  assert.equal(await denialOf(top, root), 'outside');
  assert.equal(await denialOf(`${root}-other`, root), 'outside');
  assert.equal(await denialOf('/', root), 'outside');
  assert.equal(await denialOf(folder, '/'), 'root_too_wide');
  assert.equal(await denialOf('/', '/'), 'root_too_wide');
  assert.equal(await denialOf('dicts', root), 'not_absolute');
  assert.equal(await denialOf(folder, '.'), 'not_absolute');
  assert.equal(await denialOf(join(root, 'nothing'), root), 'missing');
  assert.equal(await denialOf(join(folder, 'one.aif'), root), 'not_folder');
  assert.ok(existsSync(join(top, 'precious', 'sales')));
});

test('a folder that is a link to /, a link on the way to it, and a root that is a link are refused; links inside are removed and not followed', async (t) => {
  const { top, root, folder } = stage(t);
  symlinkSync('/', join(root, 'slash'));
  assert.equal(await denialOf(join(root, 'slash'), root), 'link');
  symlinkSync(join(top, 'precious'), join(root, 'way'));
  mkdirSync(join(top, 'precious', 'inner'));
  assert.equal(await denialOf(join(root, 'way', 'inner'), root), 'link');
  symlinkSync(root, join(top, 'other-name'));
  assert.equal(await denialOf(join(top, 'other-name', 'dicts'), join(top, 'other-name')), 'link');
  symlinkSync('/', join(folder, 'slash'));
  symlinkSync(join(top, 'precious'), join(folder, 'a', 'precious'));
  assert.equal(await denialOf(folder, root), 'cleared');
  assert.deepEqual(readdirSync(folder), []);
  assert.deepEqual(readdirSync(join(top, 'precious')).sort(), ['inner', 'sales']);
});

test('a folder that is exchanged for a link while it is cleared leads to nothing else', async (t) => {
  const { top, root, folder } = stage(t);
  for (let number = 0; number < 600; number += 1) writeFileSync(join(folder, 'a', `${number}`), '');
  let exchanged = false;
  const result = await clearFolder({
    folder,
    root,
    dryRun: false,
    onEntry() {
      if (exchanged) return;
      exchanged = true;
      renameSync(folder, join(top, 'moved'));
      symlinkSync(join(top, 'precious'), folder);
    },
  });
  assert.ok(result.ok);
  assert.deepEqual(readdirSync(join(top, 'precious')), ['sales']);
});

test('a folder that vanishes while it is cleared is no fault', async (t) => {
  const { root, folder } = stage(t);
  for (let number = 0; number < 1_000; number += 1) writeFileSync(join(folder, `${number}.aif`), 'x');
  let seen = 0;
  const result = await clearFolder({
    folder,
    root,
    dryRun: false,
    onEntry() {
      seen += 1;
      if (seen === 100) rmSync(folder, { recursive: true });
    },
  });
  assert.ok(result.ok);
  assert.ok(result.cleared.files >= 100 && result.cleared.kept === 0, JSON.stringify(result));
  assert.ok(!existsSync(folder));
});

/** Where the open descriptors of a folder stand in it. */
function readPlaces(folder: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    if (readlinkIfThere(`/proc/self/fd/${fd}`) !== folder) return [];
    return [readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8').split('\n')[0] ?? ''];
  });
}

/** Undefined for the descriptor of the listing itself, which is closed by then. */
function readlinkIfThere(path: string): string | undefined {
  return existsSync(path) ? readlinkSync(path) : undefined;
}

test('twenty thousand files go without their names being held in memory', async (t) => {
  const { root, folder } = stage(t);
  for (let number = 0; number < 20_000; number += 1) writeFileSync(join(folder, `goods-${number}.aif`), '');
  let most = 0;
  let under = 0;
  let told = 0;
  const places = new Set<string>();
  const result = await clearFolder({
    folder,
    root,
    dryRun: false,
    // Each is told of before the next is looked at: nothing piles up.
    async onEntry() {
      under += 1;
      most = Math.max(most, under);
      // How far the folder has been read: names that were all read at once would leave it at one place.
      if (told % 100 === 0) for (const place of readPlaces(folder)) places.add(place);
      told += 1;
      await Promise.resolve();
      under -= 1;
    },
  });
  assert.ok(result.ok);
  assert.equal(result.cleared.files, 20_002);
  assert.equal(most, 1);
  assert.ok(process.platform !== 'linux' || places.size >= 10, `${places.size} places`);
  assert.deepEqual(readdirSync(folder), []);
});

test('names of any bytes are deleted', async (t) => {
  const { root, folder } = stage(t);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.of(0xff, 0xfe, 0x20, 0xd0)]), '');
  assert.equal(await denialOf(folder, root), 'cleared');
  assert.deepEqual(readdirSync(folder), []);
});
