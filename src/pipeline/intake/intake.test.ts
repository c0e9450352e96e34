import assert from 'node:assert/strict';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { incoming, openIntake } from '../../../tests/support/intake.ts';
import { otherFileSystem } from '../../../tests/support/temporary-folder.ts';
import { writeDurably } from '../../platform/durable-file.ts';
import { prepareIntakeFolders } from './intake.ts';

const apart = otherFileSystem();

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: as the system says`), { code });
}

test('M31 M32: a package is one file of the waiting folder and comes back as it was', async (t) => {
  const { intake, folders, events } = await openIntake(t);
  const result = await intake.receive(incoming('PK zip bytes', { transferStateId: '77', fileName: 'sales1_2.zip' }));
  assert.ok(result.kind === 'stored');
  assert.deepEqual(readdirSync(folders.waiting), [result.name]);
  assert.match(result.name, /^_cash_1_0a1b2c3d_[0-9a-f]{40}\.sales$/);
  const read = await intake.read('waiting', result.name);
  assert.ok(read.kind === 'package');
  assert.equal(Buffer.from(read.body).toString(), 'PK zip bytes');
  assert.equal(read.header.transferStateId, '77');
  assert.match(read.header.receivedAt, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(await intake.readHeader('waiting', result.name), read.header);
  assert.deepEqual(
    events.map((event) => event.code),
    ['package.received'],
  );
});

test('A3: the same content again is known in every folder, after a restart too, and nothing is written', async (t) => {
  const { intake, folders, start } = await openIntake(t);
  const first = await intake.receive(incoming('content'));
  assert.ok(first.kind === 'stored');
  const reason = { code: 'package.damaged', params: { cause: 'test' } } as const;
  let from: 'waiting' | 'processed' | 'error' | 'broken' = 'waiting';
  for (const to of ['waiting', 'processed', 'error', 'broken'] as const) {
    if (to !== from) await intake.finish(first.name, from, to, reason);
    from = to;
    const again = await (await start()).receive(incoming('content', { packageId: 'other-id' }));
    assert.deepEqual(again, { kind: 'repeated', name: first.name, sha256: first.sha256 }, to);
  }
  assert.deepEqual(readdirSync(folders.waiting), []);
});

test('A3: the same package id with other content, and the same content of another register, are packages of their own', async (t) => {
  const { intake } = await openIntake(t);
  await intake.receive(incoming('one'));
  assert.equal((await intake.receive(incoming('two'))).kind, 'stored');
  assert.equal((await intake.receive(incoming('one', { registerId: '_cash_2_0a1b2c3d' }))).kind, 'stored');
  assert.equal((await intake.counts()).waiting, 3);
});

test('A3: a file that lost its end is no copy; the same content is stored again', async (t) => {
  const { intake, folders } = await openIntake(t);
  const first = await intake.receive(incoming('x'.repeat(5000)));
  assert.ok(first.kind === 'stored');
  writeFileSync(join(folders.waiting, first.name), 'cut');
  assert.equal((await intake.receive(incoming('x'.repeat(5000)))).kind, 'stored');
  assert.equal((await intake.read('waiting', first.name)).kind, 'package');
});

test('the same content twice at once is one file, and the second is answered only when the first is on disk', async (t) => {
  const { promise: disk, resolve: letGo } = Promise.withResolvers<void>();
  let writes = 0;
  const { intake, folders } = await openIntake(t, {
    async write(...file) {
      writes += 1;
      await disk;
      await writeDurably(...file);
    },
  });
  const answers: string[] = [];
  const both = ['first', 'second'].map(async (packageId) => {
    const { kind } = await intake.receive(incoming('same', { packageId }));
    answers.push(kind);
    return kind;
  });
  await new Promise(setImmediate);
  assert.deepEqual(answers, []);
  letGo();
  assert.deepEqual(await Promise.all(both), ['stored', 'repeated']);
  assert.equal(writes, 1);
  assert.equal(readdirSync(folders.waiting).length, 1);
});

test('T1: a package that would fill the disk is refused before anything is written', async (t) => {
  const { intake, folders, events } = await openIntake(t, { limits: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
  const result = await intake.receive(incoming('content'));
  assert.ok(result.kind === 'refused' && result.code === 'load.disk_full');
  assert.deepEqual(Object.keys(result.params), ['free', 'needed']);
  assert.deepEqual(readdirSync(folders.waiting), []);
  assert.deepEqual(
    events.map((event) => [event.code, event.level]),
    [['package.storage_refused', 'error']],
  );
  assert.equal((await intake.refusal())?.code, 'load.disk_full');
});

test('a disk that fails while writing refuses the package, the next one is taken', async (t) => {
  const failures = ['ENOSPC', 'EIO'];
  const { intake, folders } = await openIntake(t, {
    async write(...file) {
      const code = failures.shift();
      if (code !== undefined) throw failure(code);
      await writeDurably(...file);
    },
  });
  for (const cause of ['ENOSPC', 'EIO']) {
    const result = await intake.receive(incoming('content'));
    assert.deepEqual(result, { kind: 'refused', code: 'load.storage_failed', params: { cause } });
    assert.deepEqual(readdirSync(folders.waiting), []);
  }
  assert.equal((await intake.receive(incoming('content'))).kind, 'stored');
  assert.equal(await intake.refusal(), undefined);
});

test('a fault of the program is not taken for a failing disk', async (t) => {
  const { intake } = await openIntake(t, { write: () => Promise.reject(new TypeError('wrong')) });
  await assert.rejects(intake.receive(incoming('content')), TypeError);
});

test('M39: each package ends in processed, error or broken, with the reason beside it in both languages', async (t) => {
  const { intake, folders } = await openIntake(t);
  const [good, bad] = [await intake.receive(incoming('good')), await intake.receive(incoming('bad'))];
  assert.ok(good.kind === 'stored' && bad.kind === 'stored');
  assert.equal(await intake.finish(good.name, 'waiting', 'processed'), true);
  await assert.rejects(intake.finish(bad.name, 'waiting', 'broken'), TypeError);
  await intake.finish(bad.name, 'waiting', 'broken', { code: 'package.damaged', params: { cause: 'no end' } });
  const reason = await intake.reason('broken', bad.name);
  assert.equal(reason?.code, 'package.damaged');
  assert.match(reason?.ru ?? '', /[а-я].*no end/);
  assert.match(reason?.en ?? '', /damaged: no end/);
  assert.deepEqual(readdirSync(folders.broken).sort(), [bad.name, `${bad.name}.reason.json`]);
  assert.deepEqual(await intake.counts(), { waiting: 0, processed: 1, error: 0, broken: 1 });
  assert.deepEqual(await intake.waiting(10), []);
});

test('a package moved already is no error, one that is nowhere leaves no reason behind', async (t) => {
  const { intake, folders } = await openIntake(t);
  const stored = await intake.receive(incoming('content'));
  assert.ok(stored.kind === 'stored');
  await intake.finish(stored.name, 'waiting', 'processed');
  assert.equal(await intake.finish(stored.name, 'waiting', 'processed'), true);
  const nowhere = stored.name.replace('_cash_1', '_cash_9');
  const reason = { code: 'package.damaged', params: { cause: 'x' } } as const;
  assert.equal(await intake.finish(nowhere, 'waiting', 'broken', reason), false);
  assert.deepEqual(readdirSync(folders.broken), []);
  assert.deepEqual(await intake.read('waiting', nowhere), { kind: 'missing' });
});

test('a package of error goes back into the line and loses its reason', async (t) => {
  const { intake, folders } = await openIntake(t);
  const stored = await intake.receive(incoming('content'));
  assert.ok(stored.kind === 'stored');
  await intake.finish(stored.name, 'waiting', 'error', { code: 'package.damaged', params: { cause: 'x' } });
  assert.deepEqual(await intake.waiting(10), []);
  assert.equal(await intake.retry(stored.name), true);
  assert.deepEqual(await intake.waiting(10), [stored.name]);
  assert.deepEqual(readdirSync(folders.error), []);
});

test('M39: the folders may lie on other file systems', { skip: apart === undefined }, async (t) => {
  const { intake, folders } = await openIntake(t, { endsOn: apart });
  const stored = await intake.receive(incoming('content'));
  assert.ok(stored.kind === 'stored');
  await intake.finish(stored.name, 'waiting', 'error', { code: 'package.damaged', params: { cause: 'x' } });
  assert.deepEqual(readdirSync(folders.waiting), []);
  assert.equal((await intake.read('error', stored.name)).kind, 'package');
  assert.equal((await intake.receive(incoming('content'))).kind, 'repeated');
  await intake.retry(stored.name);
  await intake.finish(stored.name, 'waiting', 'processed');
  assert.deepEqual(await intake.counts(), { waiting: 0, processed: 1, error: 0, broken: 0 });
});

test('a package whose bytes have changed is named as damaged', async (t) => {
  const { intake, folders } = await openIntake(t);
  const stored = await intake.receive(incoming('content'));
  assert.ok(stored.kind === 'stored');
  const path = join(folders.waiting, stored.name);
  writeFileSync(path, readFileSync(path, 'utf8').replace('\ncontent', '\nc0ntent'));
  const read = await intake.read('waiting', stored.name);
  assert.ok(read.kind === 'damaged');
  assert.deepEqual(read.reason, {
    code: 'package.file_damaged',
    params: { name: stored.name, damage: 'wrong_hash' },
  });
});

test('after a restart the oldest package comes first, and files put there by hand are found when told', async (t) => {
  const { intake, folders, start } = await openIntake(t);
  const names: string[] = [];
  for (const text of ['one', 'two', 'three']) {
    const stored = await intake.receive(incoming(text));
    assert.ok(stored.kind === 'stored');
    names.unshift(stored.name);
    utimesSync(join(folders.waiting, stored.name), 1_700_000_000, 1_700_000_000 - names.length);
  }
  const restarted = await start();
  assert.deepEqual(await restarted.waiting(10), names);
  assert.deepEqual(await restarted.waiting(1, (name) => name === names[0]), [names[1]]);
  const other = await intake.receive(incoming('four'));
  assert.ok(other.kind === 'stored');
  assert.equal((await restarted.waiting(10)).length, 3);
  restarted.rescan();
  assert.deepEqual(await restarted.waiting(10), [...names, other.name]);
});

test('packages that come within one tick of the file clock keep their order', async (t) => {
  const { intake, start } = await openIntake(t, { clock: { now: () => 1_773_468_000_000 } });
  const names: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const stored = await intake.receive(incoming(`body ${index}`));
    assert.ok(stored.kind === 'stored');
    names.push(stored.name);
  }
  assert.deepEqual(await (await start()).waiting(99), names);
});

test('M39: the packages of broken can be walked with their headers and reasons', async (t) => {
  const { intake, folders } = await openIntake(t);
  const [whole, headless] = [await intake.receive(incoming('whole')), await intake.receive(incoming('headless'))];
  assert.ok(whole.kind === 'stored' && headless.kind === 'stored');
  await intake.finish(whole.name, 'waiting', 'broken', { code: 'package.not_a_zip', params: {} });
  writeFileSync(join(folders.waiting, headless.name), 'no header');
  const read = await intake.read('waiting', headless.name);
  assert.ok(read.kind === 'damaged');
  await intake.finish(headless.name, 'waiting', 'broken', read.reason);
  const found = new Map<string, unknown>();
  for await (const name of intake.names('broken')) {
    const [header, reason] = [await intake.readHeader('broken', name), await intake.reason('broken', name)];
    found.set(name, [header?.size, reason?.code, reason?.params]);
  }
  assert.deepEqual(found.get(whole.name), [5, 'package.not_a_zip', {}]);
  const params = { name: headless.name, damage: 'no_header' };
  assert.deepEqual(found.get(headless.name), [undefined, 'package.file_damaged', params]);
});

test('a start removes half-written files and reasons without a package, and nothing else', async (t) => {
  const { intake, folders } = await openIntake(t);
  const stored = await intake.receive(incoming('content'));
  assert.ok(stored.kind === 'stored');
  writeFileSync(join(folders.waiting, '.tmp-0123-4'), 'half a pack');
  writeFileSync(join(folders.broken, `${stored.name}.reason.json`), '{}');
  writeFileSync(join(folders.broken, 'note.txt'), 'left by a person');
  assert.deepEqual(await prepareIntakeFolders(folders), { removed: 2 });
  assert.deepEqual(readdirSync(folders.waiting), [stored.name]);
  assert.deepEqual(readdirSync(folders.broken), ['note.txt']);
});

test('the oldest of a folder are listed with size and time, and removed for the archive with their reason', async (t) => {
  const { intake, folders } = await openIntake(t);
  const names: string[] = [];
  for (const text of ['one', 'two', 'three']) {
    const stored = await intake.receive(incoming(text));
    assert.ok(stored.kind === 'stored');
    await intake.finish(stored.name, 'waiting', 'error', { code: 'package.damaged', params: { cause: 'x' } });
    names.push(stored.name);
    utimesSync(join(folders.error, stored.name), 1_700_000_000, 1_700_000_000 + names.length);
  }
  const listed = await intake.list('error', { limit: 2 });
  assert.deepEqual(
    listed.map((entry) => [entry.name, entry.storedAt]),
    [
      [names[0], 1_700_000_001_000],
      [names[1], 1_700_000_002_000],
    ],
  );
  assert.deepEqual(await intake.list('error', { limit: 9, storedBefore: 1_700_000_001_500 }), [listed[0]]);
  assert.equal(await intake.remove('error', names[0] as string), true);
  assert.equal(await intake.remove('error', names[0] as string), false);
  assert.equal(readdirSync(folders.error).length, 4);
});

test('listeners hear of stored and repeated packages until they leave', async (t) => {
  const { intake } = await openIntake(t);
  const heard: string[] = [];
  const leave = intake.onStored(({ kind, header }) => heard.push(`${kind} ${header.packageId}`));
  await intake.receive(incoming('a', { packageId: '1' }));
  await intake.receive(incoming('a', { packageId: '2' }));
  leave();
  await intake.receive(incoming('b', { packageId: '3' }));
  assert.deepEqual(heard, ['stored 1', 'repeated 2']);
});
