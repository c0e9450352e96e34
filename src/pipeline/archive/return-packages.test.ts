import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ArchiveUnderTest, filesIn, fillFolders, openArchive } from '../../../tests/support/archive.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { createPackageDecisions, packFiles, type ReturnQuery, returnPackages } from './archive.ts';

const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };

async function stateOf({ packing }: ArchiveUnderTest) {
  const rows = await packing.database.all<object>(
    `SELECT (SELECT COUNT(*) FROM document) AS documents, (SELECT SUM(document_sum) FROM document) AS sum,
       (SELECT SUM(revision) FROM shift) AS revisions, (SELECT COUNT(*) FROM package) AS packages FROM counter LIMIT 1`,
  );
  return { ...rows[0] };
}

for (const engine of databasesUnderTest) {
  const onStage =
    (work: (stage: ArchiveUnderTest, names: Awaited<ReturnType<typeof fillFolders>>) => Promise<void>) =>
    async (t: Parameters<typeof openArchive>[0]) => {
      await using opened = await engine.open();
      const stage = await openArchive(t, opened.database);
      const names = await fillFolders(stage);
      await packFiles(stage.packing);
      await work(stage, names);
    };
  const give = (stage: ArchiveUnderTest, query: ReturnQuery, dryRun = false) =>
    returnPackages(stage.packing, query, { dryRun });
  const waiting = (stage: ArchiveUnderTest) => [...filesIn(stage.packing.folders.waiting).keys()];

  test(
    `M38 ${engine.name}: packages of a period come back out of their archives into the line; what is loaded already doubles nothing, and once more nothing is left to return`,
    onStage(async (stage, { processed }) => {
      const before = await stateOf(stage);
      const query = { state: 'processed', ...NOVEMBER } as const;
      const tried = await give(stage, query, true);
      assert.deepEqual(
        [tried.packages, tried.known, tried.returned, tried.names, tried.archives],
        [3, 3, 0, processed, [{ name: 'file-26-11-08.tgz', packages: 3 }]],
      );
      assert.ok(tried.bytes > 0);
      assert.deepEqual(waiting(stage), [], 'a dry run moves nothing');
      assert.equal((await give(stage, { ...query, to: '2026-11-07' })).packages, 0, 'of other days');
      // A crash between the line and the index: it is in both, and once more is no fault.
      const [first = ''] = processed;
      const packed = await stage.packing.index.read(first);
      writeFileSync(join(stage.packing.folders.waiting, first), packed?.file ?? '');
      const told: [number, number][] = [];
      const done = await returnPackages(stage.packing, query, {
        dryRun: false,
        onProgress: async (one, all) => void told.push([one, all]),
      });
      assert.deepEqual([done.returned, done.unreadable, done.failure, told], [3, 0, null, [[3, 3]]]);
      assert.deepEqual(waiting(stage), processed);
      stage.intake.rescan();
      while (await stage.ledger.turn());
      assert.deepEqual(await stateOf(stage), before);
      assert.deepEqual([...filesIn(stage.packing.folders.processed).keys()], processed);
      assert.equal((await give(stage, query)).packages, 0);
      const events = await stage.packing.database.all<{ params: string }>(
        "SELECT params FROM event WHERE code = 'archive.returned'",
      );
      assert.deepEqual(
        events.map(({ params }) => JSON.parse(params).returned),
        [3],
      );
    }),
  );

  test(
    `M39 ${engine.name}: what failed comes back to be loaded, and what was decided of it falls`,
    onStage(async (stage, { error }) => {
      const decisions = createPackageDecisions({ ...stage.packing });
      await decisions.decide(error[0] ?? '', 'a test of the shop', 'Анна');
      await stage.registers.addShop({ shopCode: '9', timeZone: 'Europe/Moscow', shopId: '_shop_9' });
      const known = { shopCode: '9', registerCode: '12', protocolVersion: 4, registerId: '_cash_9' } as const;
      await stage.registers.addRegister(known);
      const done = await give(stage, { state: 'error', ...NOVEMBER });
      assert.deepEqual([done.packages, done.known, done.returned], [3, 0, 3]);
      while (await stage.ledger.turn());
      const rows = await stage.packing.database.all<{ name: string }>(
        "SELECT name FROM package WHERE state = 'processed' AND shop_id = '_shop_9' ORDER BY name",
      );
      assert.deepEqual(
        rows.map(({ name }) => name),
        error,
      );
      assert.deepEqual(await stage.packing.database.all('SELECT name FROM package_decision'), []);
    }),
  );

  test(
    `M40 ${engine.name}: a damaged archive gives back what can be read of it, one that is gone nothing, and both are counted`,
    onStage(async (stage, { broken }) => {
      const path = join(stage.packing.archives.broken, 'file-26-11-08.tgz');
      const whole = readFileSync(path);
      const bytes = Buffer.from(whole);
      bytes[60] = (bytes[60] ?? 0) ^ 0xff;
      writeFileSync(path, bytes);
      const query = { state: 'broken', ...NOVEMBER } as const;
      const some = await give(stage, query);
      assert.deepEqual([some.packages, some.returned, some.unreadable], [3, 2, 1]);
      rmSync(path);
      const none = await give(stage, query);
      assert.deepEqual([none.packages, none.returned, none.unreadable], [1, 0, 1]);
      writeFileSync(path, whole);
      assert.equal((await give(stage, query)).returned, 1);
      assert.deepEqual(waiting(stage), broken);
    }),
  );
}
