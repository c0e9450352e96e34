import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type ArchiveUnderTest,
  filesIn,
  fillFolders,
  openArchive,
  quietSettings,
} from '../../../tests/support/archive.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { sickDisk } from '../../../tests/support/sick-disk.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { endStates, reasonFileName, retryAllNow } from '../intake/intake.ts';
import { packFiles, packingPlan } from './pack-files.ts';

const FIRST = 'file-26-11-08.tgz';

function unpacked(t: Parameters<typeof temporaryFolder>[0], path: string): Map<string, string> {
  const folder = temporaryFolder(t);
  execFileSync('tar', ['-xzf', path, '-C', folder]);
  return filesIn(folder);
}

async function events({ packing }: ArchiveUnderTest): Promise<string[]> {
  const rows = await packing.database.all<{ code: string }>(
    "SELECT code FROM event WHERE code LIKE 'archive.%' ORDER BY event_id",
  );
  return rows.map(({ code }) => code);
}

for (const engine of databasesUnderTest) {
  test(`M38 M39 M40 ${engine.name}: what is over is in the three archives as plain tar reads it, with its reasons, and nowhere else`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    const { folders, archives } = stage.packing;
    const before = endStates.map((state) => filesIn(folders[state]));
    assert.deepEqual(
      (await packingPlan(stage.packing)).map(({ packages }) => packages),
      [3, 3, 3],
    );
    const packed = await packFiles(stage.packing);
    assert.deepEqual(
      packed.map(({ packages, archives, failure }) => [packages, archives, failure]),
      endStates.map(() => [3, [FIRST], null]),
    );
    for (const [index, state] of endStates.entries()) {
      assert.deepEqual(unpacked(t, join(archives[state], FIRST)), before[index], state);
      assert.deepEqual(filesIn(folders[state]), new Map(), state);
      const reasons = [...(before[index]?.keys() ?? [])].filter((name) => name.endsWith('.json'));
      assert.deepEqual(reasons, state === 'processed' ? [] : names[state].map(reasonFileName));
    }
    assert.deepEqual(await events(stage), ['archive.packed', 'archive.packed', 'archive.packed']);
  });

  test(`M40 ${engine.name}: a day without packages makes no archive, a second run of a day another part, and no archive is written again`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    await packFiles(stage.packing);
    for (const state of endStates) assert.deepEqual(readdirSync(stage.packing.archives[state]), [], state);
    await fillFolders(stage);
    await packFiles(stage.packing);
    const first = filesIn(stage.packing.archives.processed);
    await fillFolders(stage, 10);
    await packFiles(stage.packing);
    const both = filesIn(stage.packing.archives.processed);
    assert.deepEqual([...both.keys()], ['file-26-11-08-2.tgz', FIRST]);
    assert.equal(both.get(FIRST), first.get(FIRST));
    stage.clock.nowMs += 86_400_000;
    await fillFolders(stage, 20);
    await packFiles(stage.packing);
    assert.ok(filesIn(stage.packing.archives.processed).has('file-26-11-09.tgz'));
  });

  test(`${engine.name}: the same packages make the same archive, and much is packed in several parts`, async (t) => {
    const prints: (string | undefined)[] = [];
    for (const partPackages of [50, 50, 2]) {
      await using opened = await engine.open();
      const stage = await openArchive(t, opened.database, { partPackages });
      await fillFolders(stage);
      const packed = await packFiles(stage.packing);
      const parts = packed.map(({ archives }) => archives.length);
      assert.deepEqual(parts, partPackages === 50 ? [1, 1, 1] : [2, 2, 2]);
      if (partPackages === 50) prints.push(filesIn(stage.packing.archives.processed).get(FIRST));
    }
    assert.equal(prints[0], prints[1]);
  });

  test(`A3 ${engine.name}: what was packed and is sent again is answered as stored, is read out of its archive, and comes back to be tried again`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    const bodies = new Map<string, Uint8Array>();
    for (const state of endStates) {
      const name = names[state][0] ?? '';
      const read = await stage.intake.read(state, name);
      assert.ok(read.kind === 'package');
      bodies.set(name, read.body);
    }
    const reason = await stage.intake.reason('broken', names.broken[0] ?? '');
    await packFiles(stage.packing);
    for (const state of endStates) {
      const name = names[state][0] ?? '';
      const read = await stage.intake.read(state, name);
      assert.ok(read.kind === 'package');
      assert.deepEqual(Buffer.from(read.body), Buffer.from(bodies.get(name) ?? []));
      const { door, packageId, registerId, shopId } = read.header;
      const again = { door, packageId, registerId, shopId, range: { kind: 'none' }, body: read.body } as const;
      assert.equal((await stage.intake.receive(again)).kind, 'repeated', state);
      if (state === 'error')
        // The shop id was put right on the register: then it is another package (see the folders).
        assert.equal((await stage.intake.receive({ ...again, shopId: '_shop_8' })).kind, 'stored');
    }
    assert.deepEqual(await stage.intake.reason('broken', names.broken[0] ?? ''), reason);
    const returning = names.error[1] ?? '';
    assert.equal(await stage.intake.retry(returning), true);
    assert.ok(filesIn(stage.packing.folders.waiting).has(returning));
    assert.equal(stage.packing.index.find(returning), undefined);
  });

  test(`${engine.name}: a package of error stays as long as it is tried by itself; packed it rests until somebody or a register asks for it`, async (t) => {
    await using opened = await engine.open();
    const settings = { ...quietSettings, errorAfterMs: 86_400_000 };
    const stage = await openArchive(t, opened.database, { settings });
    const names = await fillFolders(stage);
    await packFiles(stage.packing);
    assert.equal(filesIn(stage.packing.folders.error).size, 6);
    stage.clock.nowMs += 86_400_000;
    await packFiles(stage.packing);
    assert.equal(filesIn(stage.packing.folders.error).size, 0);
    while (await stage.ledger.turn());
    assert.equal(filesIn(stage.packing.folders.waiting).size, 0, 'it is not taken out by itself');
    // The register becomes known: what was packed is loaded now, too.
    await stage.registers.addShop({ shopCode: '9', timeZone: 'Europe/Moscow', shopId: '_shop_9' });
    const known = { shopCode: '9', registerCode: '12', protocolVersion: 4, registerId: '_cash_9' } as const;
    assert.ok((await stage.registers.addRegister(known)).ok);
    await opened.database.transaction((tx) => retryAllNow(tx, stage.clock));
    while (await stage.ledger.turn());
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], names.error);
  });

  test(`${engine.name}: a package that the index has not caught up with is not packed, nor one whose bytes changed on the disk`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const { processed } = await fillFolders(stage);
    const [unknown = '', changed = ''] = processed;
    await opened.database.run('DELETE FROM package WHERE name = ?', [unknown]);
    const path = join(stage.packing.folders.processed, changed);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')]));
    const [result] = await packFiles(stage.packing);
    assert.deepEqual([result?.packages, result?.damaged], [1, [changed]]);
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], [unknown, changed].sort());
    assert.ok((await events(stage)).includes('archive.source_damaged'));
  });

  test(`${engine.name}: after the tables came back from an older backup, what they lack is taken out of the archives and loaded`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    await fillFolders(stage);
    await packFiles(stage.packing);
    const sums = () => opened.database.all('SELECT COUNT(*) AS n, SUM(document_sum) AS sum FROM document');
    const whole = await sums();
    await using older = await engine.open();
    const restored = await openArchive(t, older.database, { root: stage.root });
    await packFiles(restored.packing);
    while (await restored.ledger.turn());
    assert.deepEqual(await older.database.all('SELECT COUNT(*) AS n, SUM(document_sum) AS sum FROM document'), whole);
    const rows = await older.database.all<{ n: number }>('SELECT COUNT(*) AS n FROM package');
    assert.equal(rows[0]?.n, 9);
  });

  test(`${engine.name}: the names of packed packages are found again from the archives when their file is lost`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const { processed } = await fillFolders(stage);
    await packFiles(stage.packing);
    for (const rest of ['', '-wal', '-shm']) rmSync(join(stage.root, `packed.db${rest}`), { force: true });
    const again = await openArchive(t, opened.database, { root: stage.root });
    assert.equal(again.packing.index.find(processed[0] ?? ''), undefined);
    await packFiles(again.packing);
    for (const name of processed) assert.equal((await again.intake.read('processed', name)).kind, 'package');
    assert.deepEqual(await events(again), ['archive.packed', 'archive.packed', 'archive.packed']);
  });

  test(`${engine.name}: a full backup disk or a folder that cannot be written loses nothing and holds up no other folder`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    mkdirSync(join(stage.root, 'backup'));
    writeFileSync(stage.packing.archives.processed, 'a file in the place of the folder');
    const results = await packFiles(stage.packing);
    assert.match(results[0]?.failure ?? '', /EEXIST|ENOTDIR/);
    assert.deepEqual(
      results.map(({ packages }) => packages),
      [0, 3, 3],
    );
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], names.processed);
    rmSync(stage.packing.archives.processed);
    const full = { ...stage.packing, settings: { ...quietSettings, minFreeBytes: Number.MAX_SAFE_INTEGER } };
    const [refused] = await packFiles(full);
    assert.match(refused?.failure ?? '', /^ENOSPC/);
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], names.processed);
    const [done] = await packFiles(stage.packing);
    assert.deepEqual([done?.packages, done?.failure], [3, null]);
  });

  test(`M38 ${engine.name}: a backup disk that is full or read-only in the midst of packing loses nothing; with room the work goes on`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    const folder = stage.packing.archives.processed;
    mkdirSync(folder, { recursive: true });
    using disk = sickDisk(folder);
    // Most of what is to be packed looks small, so the room is found to be missing only when it is written.
    const small = { ...stage.packing, partBytes: 1 };
    const hurt = disk.fill === undefined ? () => disk.forbid() : () => disk.fill?.(0);
    hurt();
    const [failed] = await packFiles(small);
    assert.match(failed?.failure ?? '', /ENOSPC|EACCES|EPERM|EROFS/);
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], names.processed);
    disk.mend();
    disk.forbid();
    const [forbidden] = await packFiles(small);
    assert.match(forbidden?.failure ?? '', /EACCES|EPERM|EROFS/);
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], names.processed);
    disk.mend();
    const [done] = await packFiles(stage.packing);
    assert.deepEqual([done?.packages, done?.failure], [3, null]);
    for (const name of names.processed) assert.equal((await stage.intake.read('processed', name)).kind, 'package');
  });

  test(`M38 ${engine.name}: what the disk gives back otherwise than it was written is no archive, and nothing is removed`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    const { archives, folders } = stage.packing;
    const before = endStates.map((state) => filesIn(folders[state]));
    const flip = () => {
      for (const folder of Object.values(archives).filter((one) => existsSync(one)))
        for (const name of readdirSync(folder).filter((one) => one.startsWith('.tmp-'))) {
          const bytes = readFileSync(join(folder, name));
          bytes[200] = (bytes[200] ?? 0) ^ 1;
          writeFileSync(join(folder, name), bytes);
        }
    };
    const packed = await packFiles({ ...stage.packing, step: (step) => step === 'written' && flip() });
    for (const { failure, packages } of packed)
      assert.deepEqual([/damaged|packed as it is/.test(failure ?? ''), packages], [true, 0]);
    for (const [index, state] of endStates.entries()) {
      assert.deepEqual(filesIn(folders[state]), before[index]);
      assert.deepEqual(readdirSync(archives[state]), []);
    }
    assert.equal(stage.packing.index.find(names.processed[0] ?? ''), undefined);
  });

  test(`M38 ${engine.name}: a package or a reason that changes while its archive is made stays, and goes with the next one`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const names = await fillFolders(stage);
    const name = names.error[0] ?? '';
    const reason = join(stage.packing.folders.error, reasonFileName(name));
    const other = readFileSync(reason, 'utf8').replace('"at"', ' "at"');
    let isChanged = false;
    const change = (step: string) => {
      if (isChanged || step !== 'named' || !existsSync(join(stage.packing.archives.error, FIRST))) return;
      isChanged = true;
      writeFileSync(reason, other);
    };
    await packFiles({ ...stage.packing, step: change });
    assert.deepEqual([...filesIn(stage.packing.folders.error).keys()], [name, reasonFileName(name)]);
    await packFiles(stage.packing);
    assert.deepEqual([...filesIn(stage.packing.folders.error).keys()], []);
    assert.equal(
      unpacked(t, join(stage.packing.archives.error, 'file-26-11-08-2.tgz')).get(reasonFileName(name)),
      Buffer.from(other).toString('base64'),
    );
  });
}
