import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { dayFile, documentTables, openTrimStage, type TrimStage, totalsOf } from '../../../tests/support/trim-stage.ts';
import type { DayArchiveRow } from '../../schema/tables.ts';

for (const engine of databasesUnderTest) {
  const onStage = (work: (stage: TrimStage) => Promise<void>) => async () => {
    await using opened = await engine.open();
    await using stage = await openTrimStage(opened.database);
    await work(stage);
  };
  const archives = (stage: TrimStage) =>
    stage.database.all<DayArchiveRow>('SELECT * FROM day_archive ORDER BY archive_id');

  describe(`M33 M45 trimming of documents on ${engine.name}`, () => {
    it(
      'takes the documents of old days into archives and leaves every total to the kopeck; the archive gives back the same rows',
      onStage(async (stage) => {
        for (const day of [1, 2]) await stage.bring(dayFile(day, 120));
        await stage.bring(dayFile(3));
        stage.age();
        const before = await stage.rows();
        const plan = await stage.trimmer.plan();
        assert.deepEqual(
          plan.days.map(({ businessDate, documents, saleSum, refundSum }) => [
            businessDate,
            documents,
            saleSum,
            refundSum,
          ]),
          [
            ['2026-03-01', 121, 120_000, 1_000],
            ['2026-03-02', 121, 120_000, 1_000],
            ['2026-03-03', 4, 3_000, 1_000],
          ],
        );
        assert.ok(plan.bytes > 0);
        assert.deepEqual(plan.blocked, []);

        const done = await stage.trimmer.run();
        assert.deepEqual(
          [done.days, done.documents, done.saleSum, done.refundSum, done.failure],
          [3, 246, 243_000, 3_000, null],
        );
        const after = await stage.rows();
        for (const table of documentTables) assert.deepEqual(after[table], [], table);
        assert.deepEqual(totalsOf(after), totalsOf(before));
        assert.deepEqual((await stage.trimmer.plan()).days, [], 'what is gone is not planned again');

        const restored = await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-31' }, false);
        assert.deepEqual([restored.days.length, restored.documents, restored.failed], [3, 246, []]);
        assert.deepEqual(await stage.rows(), before, 'the same ledger, all rows equal');
      }),
    );

    it(
      'writes an archive that any program can read, with the same bytes each time',
      onStage(async (stage) => {
        await stage.bring(dayFile(1));
        stage.age();
        await stage.trimmer.run();
        const [first] = await archives(stage);
        assert.equal(first?.path, '5/2026/5-2026-03-01.ndjson.gz');
        const path = join(stage.folders.archives, first?.path ?? '');
        const bytes = readFileSync(path);
        const lines = gunzipSync(bytes)
          .toString('utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
        assert.deepEqual(
          [lines[0].archive, lines[0].version, lines[0].shopCode, lines[0].businessDate],
          ['smena.sales-day', 1, '5', '2026-03-01'],
        );
        const { manifest } = lines.at(-1);
        assert.deepEqual(manifest.sums, {
          documents: 4,
          saleSum: 3_000,
          refundSum: 1_000,
          positionSum: 4_000,
          discountSum: 300,
          paymentSum: 4_000,
        });
        assert.deepEqual(
          manifest.sections.map((one: { name: string; rows: number }) => [one.name, one.rows]),
          [
            ['shift', 1],
            ['document', 4],
            ['document_raw', 4],
            ['position', 7],
            ['discount', 3],
            ['payment', 4],
          ],
        );
        assert.equal(statSync(path).size, first?.size);
        // Brought back, left alone for a month, and trimmed again: one archive, the same bytes.
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        assert.deepEqual((await stage.trimmer.plan()).blocked[0]?.obstacles, ['restored_lately']);
        assert.equal((await stage.trimmer.run()).days, 0);
        stage.all.time.ms += 31 * 86_400_000;
        assert.equal((await stage.trimmer.run()).days, 1);
        assert.deepEqual(readFileSync(path), bytes);
        assert.deepEqual(
          (await archives(stage)).map(({ state }) => state),
          ['removed'],
        );
      }),
    );

    it(
      'keeps a signed record of each deletion and return, and finds any change of it',
      onStage(async (stage) => {
        for (const day of [1, 2]) await stage.bring(dayFile(day));
        stage.age();
        await stage.trimmer.run();
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-02', to: '2026-03-02' }, false);
        const verdict = await stage.trimmer.verify();
        assert.deepEqual(
          [verdict.archives, verdict.documents, verdict.damaged, verdict.records, verdict.recordProblems],
          [2, 4, [], 3, []],
        );
        const file = join(stage.folders.archives, 'deletions.ndjson');
        const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
        const record = JSON.parse(lines[0] ?? '');
        assert.deepEqual(
          [
            record.content.kind,
            record.content.businessDate,
            record.content.documents,
            record.content.saleSum,
            record.content.archive.path,
          ],
          ['deleted', '2026-03-01', 4, 3_000, '5/2026/5-2026-03-01.ndjson.gz'],
        );
        const [shift] = record.content.shifts;
        assert.deepEqual(
          [
            shift.registerCode,
            shift.shiftNumber,
            shift.exported[0].target,
            shift.exported[0].revision,
            shift.check.result,
          ],
          ['12', 301, 'folder', 1, 'agrees'],
        );
        // Anybody can check the signature with the public key alone.
        const key = createPublicKey(verdict.publicKey ?? '');
        assert.ok(verify(null, Buffer.from(record.hash, 'hex'), key, Buffer.from(record.signature, 'base64')));
        assert.equal(statSync(join(stage.folders.keys, 'deletions.key.pem')).mode & 0o777, 0o600);

        const problems = async () => (await stage.trimmer.verify()).recordProblems;
        const text = readFileSync(file, 'utf8');
        writeFileSync(file, text.replace('"saleSum":3000', '"saleSum":2000'));
        assert.deepEqual(await problems(), [{ recordId: 1, code: 'file' }]);
        writeFileSync(file, text);
        const change = (content: string) =>
          stage.database.run('UPDATE deletion_record SET content = ? WHERE record_id = 1', [content]);
        await change(
          lines[0]
            ?.slice('{"content":'.length, lines[0].indexOf(',"hash":'))
            .replace('"saleSum":3000', '"saleSum":2000') ?? '',
        );
        assert.deepEqual(
          (await problems()).map(({ code }) => code),
          ['content', 'file'],
        );
        await stage.database.run('DELETE FROM deletion_record WHERE record_id = 1');
        assert.deepEqual((await problems())[0], { recordId: 2, code: 'chain' });
      }),
    );

    it(
      'refuses what is not exported, not reconciled, open, or waits for a person, with its reason, and deletes nothing of such a day',
      onStage(async (stage) => {
        await stage.bring(dayFile(1));
        await stage.bring(dayFile(2, 3, { shift: { timeEnd: null } }));
        await stage.bring(
          dayFile(4, 3, {
            shift: {
              sumSale: null,
              sumGain: null,
              sumsalecash: null,
              sumsalenoncash: null,
              sumsaleother: null,
              sumgaincash: null,
              sumgainnoncash: null,
              sumrefund: null,
              sumrefundcash: null,
              sumrefundnoncash: null,
              countsale: null,
              countrefund: null,
            },
          }),
        );
        await stage.bring(dayFile(5, 3, { shift: { sumSale: 999 } }));
        await stage.all.road.bring('5', dayFile(6));
        stage.age();
        await stage.all.road.drain();
        const blocked = async (over = stage.trimmer) =>
          (await over.plan()).blocked.map(({ shiftNumber, obstacles }) => [shiftNumber, obstacles.join()]);
        assert.deepEqual(await blocked(), [
          [302, 'open_shift,not_checked_yet'],
          [304, 'not_reconciled'],
          [305, 'open_case'],
          [306, 'not_exported,not_checked_yet'],
        ]);
        assert.deepEqual((await blocked(stage.trimmerWith({ settings: { pushIsOn: true } })))[0], [
          301,
          'not_exported',
        ]);
        const done = await stage.trimmer.run();
        assert.deepEqual([done.days, done.blockedDays], [1, 4]);
        const numbers = await stage.database.all<{ n: number }>(
          'SELECT DISTINCT s.shift_number AS n FROM document d JOIN shift s ON s.shift_id = d.shift_id ORDER BY n',
        );
        assert.deepEqual(
          numbers.map(({ n }) => n),
          [302, 304, 305, 306],
        );
        // A shift without a report goes when that was set.
        assert.equal((await stage.trimmerWith({ settings: { uncheckedToo: true } }).run()).days, 1);
      }),
    );

    it(
      'one shift that must stay keeps its whole day; a late shift of a trimmed day gets an archive of its own',
      onStage(async (stage) => {
        await stage.bring(dayFile(8));
        const second = dayFile(8, 3, { shift: { sumSale: 999 } }).replaceAll('"shift":308', '"shift":908');
        await stage.bring(second.replaceAll('2026-03-08-0', '2026-03-08-9'));
        await stage.bring(dayFile(1));
        stage.age();
        const blocked = await stage.trimmer.plan();
        assert.deepEqual(
          [blocked.days.map(({ businessDate }) => businessDate), blocked.blocked.map(({ shiftNumber }) => shiftNumber)],
          [['2026-03-01'], [908]],
        );
        assert.equal((await stage.trimmer.run()).days, 1);
        const late = dayFile(1).replaceAll('"shift":301', '"shift":901').replaceAll('2026-03-01-0', '2026-03-01-9');
        await stage.bring(late);
        assert.deepEqual(
          (await stage.trimmer.plan()).days.map(({ shifts }) => shifts),
          [1],
        );
        await stage.trimmer.run();
        assert.deepEqual(
          (await archives(stage)).map(({ path }) => path),
          ['5/2026/5-2026-03-01.ndjson.gz', '5/2026/5-2026-03-01.2.ndjson.gz'],
        );
      }),
    );

    it(
      'keeps documents for the days of the setting, and of a shop of its own',
      onStage(async (stage) => {
        await stage.bring(dayFile(1));
        stage.all.time.ms = Date.UTC(2029, 1, 28, 12, 0, 0);
        assert.deepEqual((await stage.trimmer.plan()).shops, [{ shopCode: '5', before: '2026-03-01' }]);
        assert.deepEqual((await stage.trimmer.plan()).days, []);
        stage.all.time.ms += 86_400_000;
        assert.equal((await stage.trimmer.plan()).days.length, 1);
        assert.deepEqual(
          (await stage.trimmerWith({ settings: { shopDays: new Map([['5', null]]) } }).plan()).shops,
          [],
        );
        assert.equal(
          (await stage.trimmerWith({ settings: { shopDays: new Map([['5', 2_000]]) } }).plan()).days.length,
          0,
        );
      }),
    );

    it(
      'runs by itself once a day from the hour of the setting on, and takes what people ask for',
      onStage(async (stage) => {
        await stage.bring(dayFile(1));
        stage.age();
        const service = stage.trimmerWith({ at: '03:10' });
        stage.all.time.ms = Date.UTC(2029, 5, 1, 0, 5);
        assert.equal(await service.turn(), false, '03:05 in Moscow');
        assert.ok(!existsSync(stage.folders.keys), 'a server that deletes nothing has no key');
        stage.all.time.ms = Date.UTC(2029, 5, 1, 0, 15);
        assert.equal(await service.turn(), true);
        assert.equal((await archives(stage)).length, 1);
        assert.equal(await service.turn(), false, 'once a day');
        const [shop] = await stage.database.all<{ id: string }>('SELECT shop_id AS id FROM shop');
        await service.ask({ kind: 'restore', shopId: shop?.id ?? '', from: '2026-03-01', to: '2026-03-01' });
        assert.equal(await service.turn(), true);
        assert.equal((await archives(stage))[0]?.state, 'restored');
        const runs = await stage.database.all<{ cause: string; state: string }>(
          'SELECT cause, state FROM trim_run ORDER BY run_id',
        );
        assert.deepEqual(
          runs.map(({ cause, state }) => `${cause} ${state}`),
          ['schedule done', 'person done'],
        );
        assert.deepEqual(readdirSync(join(stage.folders.archives, '5/2026')), ['5-2026-03-01.ndjson.gz']);
      }),
    );
  });
}
