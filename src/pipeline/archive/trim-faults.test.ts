import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { sickDisk } from '../../../tests/support/sick-disk.ts';
import { dayFile, openTrimStage, type TrimStage } from '../../../tests/support/trim-stage.ts';
import type { DayArchiveRow } from '../../schema/tables.ts';
import { compare } from './day-archive-file.ts';

for (const engine of databasesUnderTest) {
  const onStage = (work: (stage: TrimStage) => Promise<void>) => async () => {
    await using opened = await engine.open();
    await using stage = await openTrimStage(opened.database);
    await work(stage);
  };
  const archives = (stage: TrimStage) =>
    stage.database.all<DayArchiveRow>('SELECT * FROM day_archive ORDER BY archive_id');
  const events = (stage: TrimStage) =>
    stage.database.all<{ code: string }>("SELECT code FROM event WHERE code LIKE 'trim.%' ORDER BY event_id");

  describe(`M45 what can go wrong with archives on ${engine.name}`, () => {
    it(
      'an archive that was damaged later is found; nothing that depends on it is deleted, and nothing is restored from it',
      onStage(async (stage) => {
        await stage.bring(dayFile(1, 400));
        stage.age();
        // Cut off in the midst of deleting.
        let deleting = 0;
        const cut = stage.trimmerWith({
          onStep: (step) => {
            deleting += step === 'deleting' ? 1 : 0;
            if (deleting === 1) throw new Error('cut off');
          },
        });
        await assert.rejects(cut.run(), /cut off/);
        const path = join(stage.folders.archives, '5/2026/5-2026-03-01.ndjson.gz');
        const bytes = readFileSync(path);
        truncateSync(path, bytes.length - 20);
        const left = (await stage.rows())['document']?.length ?? 0;
        assert.ok(left > 0 && left < 401, String(left));
        await stage.trimmer.run();
        assert.equal((await stage.rows())['document']?.length, left, 'not one more row is gone');
        assert.deepEqual(
          (await stage.trimmer.verify()).damaged.map(({ problem }) => problem),
          ['trim_archive.other_bytes'],
        );
        const refused = await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        assert.deepEqual([refused.days, refused.failed[0]?.problem], [[], 'trim_archive.other_bytes']);
        assert.deepEqual(
          (await events(stage)).map(({ code }) => code),
          ['trim.archive_damaged'],
        );
        writeFileSync(path, bytes);
        await stage.trimmer.run();
        assert.equal((await stage.rows())['document']?.length, 0);
        assert.deepEqual(
          (await events(stage)).map(({ code }) => code),
          ['trim.archive_damaged', 'trim.archive_sound', 'trim.day_trimmed'],
        );
      }),
    );

    it(
      'an archive is held against the tables row by row: one value that differs is found, and so is a row too many or too few',
      onStage(async (stage) => {
        await stage.bring(dayFile(1));
        stage.age();
        await stage.trimmer.run();
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        const [archive] = await archives(stage);
        const path = join(stage.folders.archives, archive?.path ?? '');
        const day = {
          shopId: archive?.shop_id ?? '',
          shopCode: '5',
          timeZone: 'Europe/Moscow',
          businessDate: '2026-03-01',
          shifts: [{ shiftId: 1, revision: 1 }],
        };
        const held = () => compare(stage.database, path, day, { breathe: async () => undefined });
        assert.equal((await held()).sums.documents, 4);
        for (const [change, undo] of [
          [
            'UPDATE position SET price = price + 1 WHERE line = 2',
            'UPDATE position SET price = price - 1 WHERE line = 2',
          ],
          [
            'INSERT INTO payment (shop_id, document_id, line, failed, op_code, payment_type_code, payment_sum) SELECT shop_id, document_id, 9, 0, 70, 1, 1 FROM document WHERE document_number = 2',
            'DELETE FROM payment WHERE line = 9',
          ],
          ['DELETE FROM discount WHERE document_id = 1', ''],
        ] as const) {
          await stage.database.run(change);
          await assert.rejects(held(), { name: 'DamagedArchive' }, change);
          if (undo !== '') await stage.database.run(undo);
        }
      }),
    );

    it(
      'a full or forbidden folder of archives: the run stops, tells it and deletes nothing; with room the next one goes on',
      onStage(async (stage) => {
        await stage.bring(dayFile(1, 300));
        stage.age();
        const before = await stage.rows();
        mkdirSync(stage.folders.archives);
        using disk = sickDisk(stage.folders.archives);
        if (disk.fill === undefined) disk.forbid();
        else disk.fill(8 * 1024);
        const failed = await stage.trimmer.run();
        const reason = disk.fill === undefined ? 'trim_archive.not_written' : 'trim_archive.no_space';
        assert.deepEqual(
          [failed.days, failed.failure?.reason, failed.failure?.businessDate],
          [0, reason, '2026-03-01'],
        );
        assert.deepEqual(await stage.rows(), before);
        assert.deepEqual(
          (await events(stage)).map(({ code }) => code),
          ['trim.stopped'],
        );
        assert.deepEqual(await archives(stage), []);
        disk.mend();
        assert.equal((await stage.trimmer.run()).days, 1);
        const left = readdirSync(stage.folders.archives, { recursive: true }).map(String);
        assert.deepEqual(
          left.filter((name) => name.includes('.tmp-')),
          [],
          'nothing unfinished stays',
        );
      }),
    );

    it(
      'a half line that a crash left at the end of the file of records is cut off',
      onStage(async (stage) => {
        for (const day of [1, 2]) await stage.bring(dayFile(day));
        stage.age();
        await stage.trimmer.run();
        const file = join(stage.folders.archives, 'deletions.ndjson');
        appendFileSync(file, '{"content":{"rec');
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-02', to: '2026-03-02' }, false);
        assert.deepEqual((await stage.trimmer.verify()).recordProblems, []);
        assert.equal(readFileSync(file, 'utf8').trimEnd().split('\n').length, 3);
      }),
    );
  });
}
