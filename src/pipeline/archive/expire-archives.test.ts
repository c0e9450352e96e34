import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ArchiveUnderTest, filesIn, fillFolders, openArchive } from '../../../tests/support/archive.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { endStates, retryAllNow } from '../intake/intake.ts';
import { checkArchives } from './check-archives.ts';
import { createPackageDecisions } from './decide-packages.ts';
import { expireArchives } from './expire-archives.ts';
import { packFiles } from './pack-files.ts';
import { trimFiles } from './trim-files.ts';

const DAY_MS = 86_400_000;
const FIRST = 'file-26-11-08.tgz';

function archivesOf({ packing }: ArchiveUnderTest): string[][] {
  return endStates.map((state) => readdirSync(packing.archives[state]));
}

for (const engine of databasesUnderTest) {
  test(`M40 ${engine.name}: an archive is deleted after 30 days and not before; what was in it stays known, also to the intake`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const { processed } = await fillFolders(stage);
    const name = processed[0] ?? '';
    const read = await stage.intake.read('processed', name);
    assert.ok(read.kind === 'package');
    await packFiles(stage.packing);
    stage.clock.nowMs += 29 * DAY_MS;
    assert.deepEqual((await expireArchives(stage.packing, false)).deleted, []);
    stage.clock.nowMs += DAY_MS;
    const tried = await expireArchives(stage.packing, true);
    assert.deepEqual(archivesOf(stage), [[FIRST], [FIRST], [FIRST]], 'a dry run deletes nothing');
    const done = await expireArchives(stage.packing, false);
    assert.deepEqual(done, tried);
    assert.deepEqual(archivesOf(stage), [[], [FIRST], [FIRST]]);
    const [row] = await opened.database.all<Record<string, string | number | null>>(
      "SELECT packages, sha256, deleted_utc FROM archive_file WHERE state = 'processed'",
    );
    assert.equal(row?.['packages'], 3);
    assert.match(String(row?.['sha256']), /^[0-9a-f]{64}$/);
    assert.equal(row?.['deleted_utc'], '2026-12-08T00:33:00.000Z');
    assert.equal((await stage.intake.read('processed', name)).kind, 'missing');
    assert.deepEqual(
      { ...stage.packing.index.find(name), place: null },
      { state: 'processed', archive: FIRST, shopId: '', isDamaged: false, isGone: true, place: null },
    );
    // A register that sends it again is told that it is stored; a person who brings the file wants it looked at.
    const again = {
      packageId: '',
      registerId: 'shop-5',
      shopId: '',
      range: { kind: 'none' },
      body: read.body,
    } as const;
    assert.equal((await stage.intake.receive({ ...again, door: 'grpc' })).kind, 'repeated');
    assert.equal((await stage.intake.receive({ ...again, door: 'file' })).kind, 'stored');
  });

  test(`M39 ${engine.name}: packages that never reached the tables outlive the 30 days until somebody has decided or they are loaded`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const { error, broken, processed } = await fillFolders(stage);
    await packFiles(stage.packing);
    stage.clock.nowMs += 40 * DAY_MS;
    const kept = (await expireArchives(stage.packing, false)).kept.map(({ state, reason, n }) => [state, reason, n]);
    assert.deepEqual(kept, [
      ['broken', 'undecided', 3],
      ['error', 'undecided', 3],
    ]);
    const decisions = createPackageDecisions({ ...stage.packing });
    for (const name of broken) assert.equal(await decisions.decide(name, 'kept by the shop', 'Анна'), 'decided');
    assert.equal(await decisions.decide(processed[0] ?? '', 'no', null), 'loaded');
    assert.equal(await decisions.decide('cash_nothing.sales', 'no', null), 'unknown');
    // Two are decided, the third is taken out, its register becomes known, and it is loaded.
    for (const name of error.slice(1)) await decisions.decide(name, 'a test of the shop', null);
    assert.equal((await expireArchives(stage.packing, true)).kept[0]?.n, 1);
    await stage.registers.addShop({ shopCode: '9', timeZone: 'Europe/Moscow', shopId: '_shop_9' });
    const known = { shopCode: '9', registerCode: '12', protocolVersion: 4, registerId: '_cash_9' } as const;
    await stage.registers.addRegister(known);
    // While the next try looks for a package that is in the line already, the line brings it back to its end.
    const { intake } = stage.packing;
    const racing: typeof intake = {
      ...intake,
      async read(state, name) {
        if (state === 'waiting')
          await intake.finish(name, state, 'error', { code: 'load.storage_failed', params: { cause: '' } });
        return intake.read(state, name);
      },
    };
    assert.equal(await intake.retry(error[0] ?? ''), true);
    assert.equal(
      await createPackageDecisions({ ...stage.packing, intake: racing }).retry(error[0] ?? '', 'Анна'),
      'returned',
    );
    assert.equal(
      await intake.finish(error[0] ?? '', 'waiting', 'error', { code: 'load.storage_failed', params: { cause: '' } }),
      true,
    );
    // A try that moved the package and could not write it down is done by the next one.
    assert.equal(await stage.intake.retry(error[0] ?? ''), true);
    assert.equal(await decisions.retry(error[0] ?? '', 'Анна'), 'returned');
    const tried = await opened.database.all("SELECT code FROM event WHERE code = 'package.tried_again'");
    assert.equal(tried.length, 2);
    while (await stage.ledger.turn());
    assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], [error[0]]);
    const end = await expireArchives(stage.packing, false);
    assert.deepEqual(end.kept, []);
    assert.deepEqual(archivesOf(stage), [[], [], []]);
    assert.equal(await decisions.retry(broken[0] ?? '', null), 'gone');
    // A register that changes makes everything due; what is gone rests at once.
    await opened.database.transaction((tx) => retryAllNow(tx, stage.clock));
    while (await stage.ledger.turn());
    const due = await opened.database.all('SELECT name FROM package WHERE next_attempt_utc IS NOT NULL');
    assert.deepEqual(due, []);
    const told = await opened.database.all<{ code: string }>(
      "SELECT code FROM event WHERE code LIKE 'package.decided'",
    );
    assert.equal(told.length, 5);
  });

  test(`${engine.name}: an archive damaged or taken away later is found, told of once, and never deleted; brought back it is whole again`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    const { processed } = await fillFolders(stage);
    await packFiles(stage.packing);
    const path = join(stage.packing.archives.processed, FIRST);
    const whole = readFileSync(path);
    const damaged = Buffer.from(whole);
    damaged[40] = (damaged[40] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    assert.deepEqual((await checkArchives(stage.packing)).damaged, [
      { state: 'processed', name: FIRST, damage: 'changed' },
    ]);
    await assert.rejects(stage.intake.read('processed', processed[0] ?? ''), { name: 'ArchiveDamaged' });
    stage.clock.nowMs += 60 * DAY_MS;
    assert.equal((await expireArchives(stage.packing, false)).kept[0]?.reason, 'undecided');
    assert.equal((await expireArchives(stage.packing, false)).kept.at(-1)?.reason, 'changed');
    assert.deepEqual(readFileSync(path), damaged);
    renameSync(path, `${path}.elsewhere`);
    assert.equal((await checkArchives(stage.packing)).damaged[0]?.damage, 'missing');
    writeFileSync(path, whole);
    assert.deepEqual((await checkArchives(stage.packing)).damaged, []);
    const codes = await opened.database.all<{ code: string }>(
      "SELECT code FROM event WHERE code LIKE 'archive.%' AND code <> 'archive.packed' ORDER BY event_id",
    );
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['archive.changed', 'archive.missing', 'archive.whole_again'],
    );
    assert.equal((await expireArchives(stage.packing, false)).deleted.length, 1);
  });

  test(`${engine.name}: a deletion that a crash cut short is ended by the next run`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    await fillFolders(stage);
    await packFiles(stage.packing);
    const path = join(stage.packing.archives.processed, FIRST);
    const whole = readFileSync(path);
    stage.clock.nowMs += 30 * DAY_MS;
    const index = stage.packing.index;
    const dies = { ...stage.packing, index: { ...index, markGone: () => assert.fail('the process ends here') } };
    await assert.rejects(expireArchives(dies, false), /the process ends here/);
    writeFileSync(path, whole);
    await packFiles(stage.packing);
    await expireArchives(stage.packing, false);
    assert.deepEqual(readdirSync(stage.packing.archives.processed), []);
    assert.deepEqual((await checkArchives(stage.packing)).damaged, []);
  });
}

for (const engine of databasesUnderTest) {
  test(`${engine.name}: after a long gap or a clock set forward nothing is deleted at once, and the next run does`, async (t) => {
    await using opened = await engine.open();
    const stage = await openArchive(t, opened.database);
    await fillFolders(stage);
    await trimFiles(stage.packing, null, false);
    stage.clock.nowMs += 365 * DAY_MS;
    const late = await trimFiles(stage.packing, 365, false);
    assert.deepEqual([late.deletionPutOff, late.expired.deleted], [365, []]);
    assert.equal((await trimFiles(stage.packing, -3, false)).deletionPutOff, -3);
    assert.deepEqual(archivesOf(stage)[0], [FIRST]);
    const next = await trimFiles(stage.packing, 1, false);
    assert.equal(next.expired.deleted.length, 1);
    const told = await opened.database.all<{ code: string }>(
      "SELECT code FROM event WHERE code LIKE 'archive.deletion%'",
    );
    assert.equal(told.length, 2);
  });
}
