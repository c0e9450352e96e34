import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { TargetFault } from '../../pipeline/exports/exports.ts';
import { createErpFolder } from './erp-folder.ts';
import { namedFault } from './folder-fault.ts';

const place = { shopCode: '5', registerNumber: '12', online: false, name: 'sale1_347_1.json' };
const online = { ...place, online: true };
const bytes = Buffer.from('### shift info begin ###\n');

test('a file appears under its name only after the check has seen it aside, under a name that the reader does not take', async (t) => {
  const exchange = temporaryFolder(t);
  const folder = createErpFolder(exchange, exchange);
  const below = join(exchange, '5', 'sale12');
  const published = await folder.publish(place, [bytes.subarray(0, 5), bytes.subarray(5)], (seen) => {
    assert.deepEqual(seen, bytes);
    const [temporaryName = '', ...others] = readdirSync(below);
    assert.deepEqual(others, []);
    assert.doesNotMatch(temporaryName, /^$|\.json$/i);
    return true;
  });
  assert.equal(published, true);
  assert.deepEqual(readdirSync(below), [place.name]);
  assert.deepEqual(readFileSync(join(exchange, folder.pathOf(place))), bytes);
});

test('what the check refuses leaves nothing, and so does a check that fails', async (t) => {
  const exchange = temporaryFolder(t);
  const folder = createErpFolder(exchange, exchange);
  assert.equal(await folder.publish(place, [bytes], () => false), false);
  await assert.rejects(
    folder.publish(place, [bytes], () => {
      throw new RangeError('broken check');
    }),
    RangeError,
  );
  assert.deepEqual(readdirSync(join(exchange, '5', 'sale12')), []);
});

test('the folder of open shifts is made anew before each write, and what a crash left half written is cleared', async (t) => {
  const exchange = temporaryFolder(t);
  const below = join(exchange, '5', 'sale12', 'online');
  mkdirSync(below, { recursive: true });
  writeFileSync(join(below, '.tmp-old-1'), 'half');
  const folder = createErpFolder(exchange, exchange);
  await folder.publish(online, [bytes], () => true);
  assert.deepEqual(readdirSync(below), [place.name]);
  rmSync(below, { recursive: true });
  await folder.publish(online, [bytes, bytes], () => true);
  assert.equal(readFileSync(join(below, place.name)).length, bytes.length * 2);
});

test('what a killed run left anywhere below our shops is removed before the first file, and nothing else is touched', async (t) => {
  const exchange = temporaryFolder(t);
  const kept = [
    '5/sale1/sale1_1_1.json',
    '5/sale12/online/sale1_2_1.json',
    '5/notes/.tmp-a-1',
    '77/sale1/.tmp-other-1',
  ];
  const left = ['5/sale1/.tmp-old-1', '5/sale12/.tmp-old-2', '5/sale12/online/.tmp-old-3'];
  for (const path of [...kept, ...left]) {
    mkdirSync(join(exchange, dirname(path)), { recursive: true });
    writeFileSync(join(exchange, path), 'half');
  }
  writeFileSync(join(exchange, '5', 'sales.txt'), 'not a folder');
  const folder = createErpFolder(exchange, exchange);
  // The second has no folder yet.
  await folder.tidy(['5', '6']);
  for (const path of kept) assert.ok(existsSync(join(exchange, path)), path);
  for (const path of left) assert.ok(!existsSync(join(exchange, path)), path);
});

test('a file is known again while it waits and after the ERP has put it away', async (t) => {
  const exchange = temporaryFolder(t);
  const folder = createErpFolder(exchange, exchange);
  assert.deepEqual(await folder.hashesOf(place), { waiting: null, taken: [] });
  await folder.publish(place, [bytes], () => true);
  const sha256 = hash('sha256', bytes);
  assert.deepEqual(await folder.hashesOf(place), { waiting: sha256, taken: [] });
  const taken = join(exchange, '5', 'sale12', 'success-2026-03-15');
  mkdirSync(taken);
  writeFileSync(join(taken, place.name), bytes);
  rmSync(join(exchange, folder.pathOf(place)));
  assert.deepEqual(await folder.hashesOf(place), { waiting: null, taken: [sha256] });
});

test('an exchange folder that is not there is named and never made, so that no share is hidden by a local folder', async (t) => {
  const exchange = join(temporaryFolder(t), 'share');
  const folder = createErpFolder(exchange, exchange);
  await assert.rejects(folder.prepare(place), isFault('export.folder_missing', exchange));
  await assert.rejects(
    folder.publish(place, [bytes], () => true),
    isFault('export.folder_missing', exchange),
  );
  assert.equal(existsSync(exchange), false);
});

test('a folder that does not take files is named with the cause', async (t) => {
  const exchange = temporaryFolder(t);
  writeFileSync(join(exchange, '5'), 'not a folder');
  await assert.rejects(createErpFolder(exchange, exchange).prepare(place), isFault('export.folder_failed', exchange));
});

test('failures of the file system have names, other failures stay what they are', () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  const named = (code: string) => {
    const fault = namedFault('/exchange', failure(code));
    assert.ok(fault instanceof TargetFault);
    return fault.code;
  };
  assert.deepEqual(['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'EIO', 'ESTALE'].map(named), [
    'export.disk_full',
    'export.disk_full',
    'export.folder_denied',
    'export.folder_denied',
    'export.folder_denied',
    'export.folder_missing',
    'export.folder_failed',
    'export.folder_failed',
  ]);
  const ours = new RangeError('ours');
  assert.equal(namedFault('/exchange', ours), ours);
  const argument = failure('ERR_INVALID_ARG_TYPE');
  assert.equal(namedFault('/exchange', argument), argument);
});

function isFault(code: string, path: string): (cause: unknown) => boolean {
  return (cause) => {
    assert.ok(cause instanceof TargetFault);
    assert.equal(cause.code, code);
    assert.equal(cause.details.path, path);
    return true;
  };
}
