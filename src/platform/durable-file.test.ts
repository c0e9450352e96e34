import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { watchFlushes } from '../../tests/support/disk.ts';
import { otherFileSystem, temporaryFolder } from '../../tests/support/temporary-folder.ts';
import {
  cleanTemporaryFiles,
  hasCode,
  makeFolder,
  moveDurably,
  removeDurably,
  syncFolder,
  TEMPORARY_PREFIX,
  writeDurably,
} from './durable-file.ts';

const apart = otherFileSystem();

test('chunks become one file and nothing else stays in the folder', async (t) => {
  const folder = temporaryFolder(t);
  await writeDurably(folder, 'a', [Buffer.from('head\n'), Buffer.alloc(0), Buffer.from('body')]);
  await writeDurably(folder, 'empty', []);
  await writeDurably(folder, 'a', [Buffer.from('second')]);
  assert.deepEqual(readdirSync(folder).sort(), ['a', 'empty']);
  assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'second');
});

test('two hundred writers at once all end with their own content', async (t) => {
  const folder = temporaryFolder(t);
  const names = Array.from({ length: 200 }, (_, index) => `file-${index}`);
  await Promise.all(names.map((name) => writeDurably(folder, name, [Buffer.from(name)])));
  assert.equal(readdirSync(folder).length, 200);
  for (const name of names) assert.equal(readFileSync(join(folder, name), 'utf8'), name);
});

test('callers during a flush share the next flush, never the running one', async (t) => {
  const folder = temporaryFolder(t);
  const running = syncFolder(folder);
  const second = syncFolder(folder);
  const third = syncFolder(folder);
  assert.notEqual(running, second);
  assert.equal(second, third);
  await Promise.all([running, second]);
  assert.notEqual(syncFolder(folder), second);
  await syncFolder(folder);
});

test('a failed write leaves no file and tells the cause', async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(writeDurably(join(folder, 'nowhere'), 'a', [Buffer.from('x')]), (cause) =>
    hasCode(cause, 'ENOENT'),
  );
  mkdirSync(join(folder, 'taken'));
  await assert.rejects(writeDurably(folder, 'taken', [Buffer.from('x')]), (cause) => hasCode(cause, 'EISDIR'));
  assert.deepEqual(readdirSync(folder), ['taken']);
});

test('what a crash left half written is removed at the start, other files stay', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, `${TEMPORARY_PREFIX}0123-1`), 'half');
  writeFileSync(join(folder, 'whole'), 'whole');
  assert.equal(await cleanTemporaryFiles(folder), 1);
  assert.deepEqual(readdirSync(folder), ['whole']);
});

test('T1: every folder that is made is flushed, from the one that was there down to the last', async (t) => {
  const root = temporaryFolder(t);
  const flushed = watchFlushes(t);
  await makeFolder(join(root, 'a', 'b', 'c'));
  assert.deepEqual(flushed, [root, join(root, 'a'), join(root, 'a', 'b'), join(root, 'a', 'b', 'c')]);
  flushed.length = 0;
  await makeFolder(join(root, 'a', 'b'));
  assert.deepEqual(flushed, [join(root, 'a', 'b')]);
});

test('T1: a file that replaced another stays when its folder can not be flushed', async (t) => {
  const folder = temporaryFolder(t);
  await writeDurably(folder, 'a', [Buffer.from('old')]);
  watchFlushes(t, folder);
  await assert.rejects(writeDurably(folder, 'a', [Buffer.from('new')]), (cause) => hasCode(cause, 'EIO'));
  assert.deepEqual(readdirSync(folder), ['a']);
  assert.equal(readFileSync(join(folder, 'a'), 'utf8'), 'new');
});

test('a move changes the folder, a removal says whether there was something', async (t) => {
  const folder = temporaryFolder(t);
  const [from, to] = [join(folder, 'x', 'from'), join(folder, 'y', 'to')];
  await makeFolder(from);
  await makeFolder(to);
  await writeDurably(from, 'a', [Buffer.from('content')]);
  await moveDurably({ folder: from, name: 'a' }, { folder: to, name: 'b' });
  assert.deepEqual(readdirSync(from), []);
  assert.equal(readFileSync(join(to, 'b'), 'utf8'), 'content');
  assert.equal(await removeDurably(to, 'b'), true);
  assert.equal(await removeDurably(to, 'b'), false);
});

test('a move between file systems keeps content and time', { skip: apart === undefined }, async (t) => {
  const here = temporaryFolder(t);
  const there = temporaryFolder(t, apart);
  writeFileSync(join(here, 'a'), 'content');
  utimesSync(join(here, 'a'), 1_700_000_000, 1_700_000_000);
  await moveDurably({ folder: here, name: 'a' }, { folder: there, name: 'a' });
  assert.deepEqual(readdirSync(here), []);
  assert.deepEqual(readdirSync(there), ['a']);
  assert.equal(readFileSync(join(there, 'a'), 'utf8'), 'content');
  assert.equal(statSync(join(there, 'a')).mtimeMs, 1_700_000_000_000);
});
