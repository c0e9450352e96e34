/** A backup of the whole server, made while it works, and a server out of it. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createAnchors, readHead, record, verifyChain } from '../../src/audit/audit.ts';
import { listBackups, makeBackup, rehearseBackup, removeOldBackups, restoreBackup } from '../../src/backup/backup.ts';
import { type DatabaseLocation, openDatabase } from '../../src/platform/database/open-database.ts';
import { withQueries } from '../../src/platform/database/query-builder.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { databasesUnderTest, migrations, type OpenedDatabase } from '../support/databases.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { dayFile, openTrimStage, rowsOf, type TrimStage } from '../support/trim-stage.ts';

function fileArchivesIn(folder: string) {
  const of = (state: string) => join(folder, 'backup', `${state}_archive`);
  return { processed: of('processed'), error: of('error'), broken: of('broken') };
}

for (const engine of databasesUnderTest) {
  const onStage =
    (work: (stage: TrimStage, opened: OpenedDatabase, places: ReturnType<typeof placesOf>) => Promise<void>) =>
    async () => {
      await using opened = await engine.open();
      await using stage = await openTrimStage(opened.database);
      for (const day of [1, 2]) await stage.bring(dayFile(day, 40));
      await work(stage, opened, placesOf(stage, opened));
    };

  function placesOf(stage: TrimStage, { location }: OpenedDatabase) {
    return {
      database: location,
      dataFolder: stage.all.road.folder,
      queue: stage.all.road.folders,
      salesArchive: stage.folders.archives,
      fileArchives: fileArchivesIn(stage.all.road.folder),
      keys: stage.folders.keys,
      anchors: join(stage.all.road.folder, 'audit'),
      auditHead: null,
      settings: { dataFolder: '/var/lib/smena', 'http.port': '8080' },
      program: '0.1.0',
      schema: migrations.at(-1)?.name ?? '',
    };
  }

  const clockAt = (utc: string) => ({ now: () => Date.parse(utc) });

  describe(`a backup of the whole server on ${engine.name}`, () => {
    it('made while receipts are loaded is whole, and gives the same server in an empty folder', (t) =>
      onStage(async (stage, _opened, places) => {
        stage.age();
        await stage.trimmer.run();
        await stage.bring(dayFile(3));
        await stage.all.road.receive({ shopId: '', registerId: 'unknown' }, 'waits', Buffer.from('not loaded yet'));
        writeFileSync(join(places.dataFolder, 'protocol-descriptions.json'), '{"known":true}');
        await stage.database.transaction((tx) =>
          record(tx, clockAt('2029-06-01T02:00:00Z'), { verb: 'see', object: 'log' }),
        );
        await createAnchors(stage.database, clockAt('2029-06-01T02:00:00Z'), places).write();
        const auditHead = { ...((await readHead(stage.database)) ?? assert.fail('the trail is empty')) };
        for (const folder of Object.values(places.fileArchives)) {
          mkdirSync(folder, { recursive: true });
          writeFileSync(join(folder, 'file-26-03-14.tgz'), `packages of ${folder}`);
        }
        const parent = temporaryFolder(t);
        // Loading goes on: what comes in the middle is in the copy as a whole or not at all.
        const loading = (async () => {
          for (const day of [4, 5, 6]) await stage.bring(dayFile(day, 20));
        })();
        const made = await makeBackup({ ...places, auditHead }, parent, clockAt('2029-06-01T02:10:00Z'));
        await loading;
        assert.deepEqual(readdirSync(parent), ['smena-2029-06-01T02-10-00Z']);
        assert.ok(made.rows > 0 && made.tables > 20);

        const rehearsed = await rehearseBackup(made.folder, places.database, migrations);
        assert.ok(rehearsed.ok, JSON.stringify(rehearsed));
        await using place = await engine.emptyPlace();
        const target = targetIn(join(temporaryFolder(t), 'new'), place.location);
        const restored = await restoreBackup(made.folder, target, migrations);
        assert.ok(restored.ok, JSON.stringify(restored));
        const database = withQueries(openDatabase<Tables>(target.database, migrations, 2));
        try {
          const rows = await rowsOf(database);
          const now = await rowsOf(stage.database);
          const known = new Set((rows['document'] as { document_id: number }[]).map(({ document_id }) => document_id));
          assert.deepEqual(
            rows['document'],
            (now['document'] as { document_id: number }[]).filter(({ document_id }) => known.has(document_id)),
          );
          // A snapshot: the totals of each shift are those of its documents.
          const apart = await database.all(
            `SELECT s.shift_id FROM shift s WHERE s.trimmed_utc IS NULL AND s.counted_document_count <>
               (SELECT COUNT(*) FROM document d WHERE d.shop_id = s.shop_id AND d.shift_id = s.shift_id)`,
          );
          assert.deepEqual(apart, []);
          // The trail of the new server is whole, its anchors and their key have come with it, and it cannot be rewritten here either.
          const { problem, anchored, last, lastHash } = await verifyChain(database, target);
          assert.deepEqual([problem, anchored?.number], [null, auditHead.number]);
          const { auditHead: said } = JSON.parse(readFileSync(join(made.folder, 'manifest.json'), 'utf8'));
          assert.deepEqual(said, auditHead);
          assert.deepEqual({ number: last, hash: lastHash }, auditHead);
          await assert.rejects(database.run('DELETE FROM audit_entry'), /append-only/);
        } finally {
          await database.close();
        }
        assert.equal(readFileSync(join(target.dataFolder, 'protocol-descriptions.json'), 'utf8'), '{"known":true}');
        // The loader has put it away meanwhile, or has not: it is in the copy either way.
        const packages = readdirSync(join(target.dataFolder, 'queue'), { recursive: true, withFileTypes: true });
        const texts = packages
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
        assert.ok(texts.some((text) => text.includes('not loaded yet')));
        assert.equal(statSync(join(target.keys, 'deletions.key.pem')).mode & 0o777, 0o600);
        assert.deepEqual(
          readdirSync(join(target.salesArchive, '5', '2026')),
          readdirSync(join(places.salesArchive, '5', '2026')),
        );
        for (const state of ['processed', 'error', 'broken'] as const)
          assert.equal(
            readFileSync(join(target.fileArchives[state], 'file-26-03-14.tgz'), 'utf8'),
            `packages of ${places.fileArchives[state]}`,
          );
        const settings = readFileSync(join(made.folder, 'settings.json'), 'utf8');
        assert.deepEqual(JSON.parse(settings), places.settings);
        assert.ok(existsSync(join(made.folder, 'manifest.json')));
      })());

    it('is refused when a file of it is damaged, when the folder is not empty, and when it is of the other database', (t) =>
      onStage(async (_stage, _opened, places) => {
        const parent = temporaryFolder(t);
        const { folder } = await makeBackup(places, parent, clockAt('2026-03-15T02:10:00Z'));
        const codeOf = async (work: Promise<{ ok: boolean; code?: string }>) => (await work).code;
        const full = temporaryFolder(t);
        writeFileSync(join(full, 'something'), '');
        await using place = await engine.emptyPlace();
        assert.equal(
          await codeOf(restoreBackup(folder, targetIn(full, place.location), migrations)),
          'backup.not_empty',
        );
        if (places.database.engine === 'postgres') {
          const elsewhere = targetIn(join(temporaryFolder(t), 'new'), places.database);
          assert.equal(await codeOf(restoreBackup(folder, elsewhere, migrations)), 'backup.database_not_empty');
        }
        const other: DatabaseLocation =
          places.database.engine === 'sqlite'
            ? { engine: 'postgres', url: 'postgres://x/y' }
            : { engine: 'sqlite', file: '/x' };
        assert.equal(await codeOf(rehearseBackup(folder, other, migrations)), 'backup.other_engine');
        assert.equal(await codeOf(rehearseBackup(parent, places.database, migrations)), 'backup.none');
        assert.equal(await codeOf(rehearseBackup(folder, places.database, migrations.slice(0, 3))), 'backup.newer');
        const damaged = join(parent, 'damaged');
        cpSync(folder, damaged, { recursive: true });
        const [file = ''] = readdirSync(join(damaged, 'database'));
        truncateSync(join(damaged, 'database', file), 10);
        assert.equal(await codeOf(rehearseBackup(damaged, places.database, migrations)), 'backup.damaged');
        const manifest = join(folder, 'manifest.json');
        const lie = JSON.parse(readFileSync(manifest, 'utf8'));
        lie.database.facts.find(({ table }: { table: string }) => table === 'document').sums.document_sum = '1';
        writeFileSync(manifest, JSON.stringify(lie));
        assert.equal(await codeOf(rehearseBackup(folder, places.database, migrations)), 'backup.differs');
      })());

    it('old ones go, the latest stay; nothing is left of one that could not be made', (t) =>
      onStage(async (_stage, _opened, places) => {
        const parent = temporaryFolder(t);
        for (const day of ['01', '02', '03']) await makeBackup(places, parent, clockAt(`2026-03-${day}T02:10:00Z`));
        assert.equal(await removeOldBackups(parent, 2), 1);
        assert.deepEqual(
          (await listBackups(parent)).map(({ madeUtc }) => madeUtc),
          ['2026-03-02T02:10:00.000Z', '2026-03-03T02:10:00.000Z'],
        );
        const gone: DatabaseLocation =
          places.database.engine === 'sqlite'
            ? { engine: 'sqlite', file: join(parent, 'no.db') }
            : { engine: 'postgres', url: 'postgres://127.0.0.1:1/none' };
        await assert.rejects(makeBackup({ ...places, database: gone }, parent, clockAt('2026-03-04T02:10:00Z')));
        assert.equal(readdirSync(parent).length, 2);
      })());
  });
}

function targetIn(dataFolder: string, database: DatabaseLocation) {
  const queue = (name: string) => join(dataFolder, 'queue', name);
  return {
    database: database.engine === 'sqlite' ? { ...database, file: join(dataFolder, 'smena.db') } : database,
    dataFolder,
    queue: { waiting: queue('waiting'), processed: queue('processed'), error: queue('error'), broken: queue('broken') },
    salesArchive: join(dataFolder, 'sales_archive'),
    fileArchives: fileArchivesIn(dataFolder),
    keys: join(dataFolder, 'keys'),
    anchors: join(dataFolder, 'audit'),
  };
}
