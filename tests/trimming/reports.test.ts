/** What people see of a trimmed day: every total as before, and where the documents lie instead of nothing. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { receiptQuery, reportNames, reportQuery } from '../../contracts/web-api.ts';
import { openReceiptIndex, planTrim } from '../../src/pipeline/archive/archive.ts';
import { createReports, type ReportOptions, type Reports } from '../../src/reports/reports.ts';
import { createReportsFor, everything } from '../../src/reports/reports-for.ts';
import type { Reader } from '../../src/reports/seen-by.ts';
import { createReadExportFile } from '../../src/wiring/export-file.ts';
import { createTrimming } from '../../src/wiring/trimming.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { receipt } from '../support/sales.ts';
import { dayFile, openTrimStage, type TrimStage, trimSettings } from '../support/trim-stage.ts';
import { quietStorage } from '../support/web-api.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const LISTS = ['refunds', 'cancelled', 'cash'];
const shift = { shopCode: '5', registerCode: '12', shiftKey: '301@2026-03-01' };

function taken<T>(answer: { ok: true; value: T } | { ok: false }): T {
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.value;
}

/** All figures of the pages, by page. */
async function figures(reports: Reports): Promise<Record<string, unknown>> {
  const pages: Record<string, unknown> = {};
  for (const name of reportNames)
    for (const place of [
      {},
      { shop: '5' },
      { shop: '5', register: '12' },
      { shop: '5', register: '12', shift: shift.shiftKey },
    ]) {
      const { rows, rowCount, missing, ...table } = taken(
        await reports.table(name, reportQuery.parse({ ...MARCH, ...place })),
      );
      const { trimmed: _, ...lacks } = missing;
      pages[`${name} ${JSON.stringify(place)}`] = {
        ...table,
        ...(LISTS.includes(name) ? {} : { rows, rowCount, lacks }),
      };
    }
  pages['shifts'] = taken(
    await reports.shiftList({ shopCode: '5', registerCode: '12' }, { state: 'all', ...MARCH } as never),
  );
  pages['shift'] = taken(await reports.shift(shift));
  pages['days'] = taken(await reports.shopDays('5', MARCH as never));
  pages['day'] = taken(await reports.shopDay('5', '2026-03-01'));
  pages['network'] = await reports.networkDays(MARCH as never);
  pages['registers'] = taken(await reports.registers('5'));
  return pages;
}

for (const engine of databasesUnderTest) {
  const onStage = (work: (stage: TrimStage, reports: Reports, parts: ReportOptions) => Promise<void>) => async () => {
    await using opened = await engine.open();
    await using stage = await openTrimStage(opened.database);
    const clock = { now: () => stage.all.time.ms };
    const parts: ReportOptions = {
      database: opened.database,
      clock,
      readWaiting: async () => ({ count: 0, packages: [] }),
      facts: {
        version: '0',
        demo: false,
        runsAsRoot: false,
        defaultLanguage: 'ru',
        timeZone: 'Europe/Moscow',
        startedMs: 0,
      },
      exchange: { folder: stage.all.exchange, pushUrl: null },
      storage: quietStorage,
      findArchived: openReceiptIndex(stage.folders.receipts).find,
    };
    const reports = createReports(parts);
    const open = { shift: 301, timeBeg: '2026-03-01T13:00:00', timeEnd: null, identifier: 'open' };
    const cash = {
      shift: 301,
      timeBeg: '2026-03-01T13:00:00',
      timeEnd: '2026-03-01T13:00:30',
      docType: 3,
      inventPositions: [],
    };
    await stage.bring(dayFile(1, 40, { documents: [receipt(98, '7.00', open), receipt(99, '5.00', cash)] }));
    await stage.bring(dayFile(2));
    stage.age();
    await work(stage, reports, parts);
  };

  describe(`M45 pages of trimmed days on ${engine.name}`, () => {
    it(
      'show every figure as before, to the kopeck',
      onStage(async (stage, reports) => {
        const before = await figures(reports);
        const done = await stage.trimmer.run();
        assert.equal(
          done.days,
          2,
          JSON.stringify(await planTrim(stage.database, { now: () => stage.all.time.ms }, trimSettings)),
        );
        assert.deepEqual(await figures(reports), before);
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-02' }, false);
        assert.deepEqual(await figures(reports), before);
      }),
    );

    it(
      'say of lists of documents where these lie, and of a document that is not here where to look',
      onStage(async (stage, reports) => {
        const list = taken(await reports.documents(shift));
        assert.deepEqual(list.trimmed, { days: 0, archives: [] });
        const [first] = list.documents;
        await stage.trimmer.run();
        const there = { shopCode: '5', businessDate: '2026-03-01', path: '5/2026/5-2026-03-01.ndjson.gz' };
        const other = { shopCode: '5', businessDate: '2026-03-02', path: '5/2026/5-2026-03-02.ndjson.gz' };
        const trimmed = taken(await reports.documents(shift));
        assert.deepEqual([trimmed.documents, trimmed.trimmed], [[], { days: 1, archives: [there] }]);
        const found = taken(await reports.receipts({ number: 2, limit: 50 } as never));
        assert.deepEqual(found.missing.trimmed, { days: 2, archives: [other, there] });
        const refunds = taken(
          await reports.table('refunds', reportQuery.parse({ from: '2026-03-01', to: '2026-03-01' })),
        );
        assert.deepEqual(refunds.missing.trimmed.archives, [there]);
        const sales = taken(await reports.table('sales', reportQuery.parse(MARCH)));
        assert.deepEqual([sales.missing.trimmed.days, sales.missing.complete], [0, true], 'its sums lack nothing');
        assert.ok(first?.identifier != null);
        const gone = await reports.document(first.identifier);
        assert.deepEqual(gone, {
          ok: false,
          code: 'not_found.document_trimmed',
          params: { document: first.identifier, trimmedOn: '2029-06-01', ...there },
        });
        const alone = taken(await reports.receipts(receiptQuery.parse({ identifier: first.identifier })));
        assert.deepEqual([alone.rows, alone.missing.trimmed], [[], { days: 1, archives: [there] }], 'the search, too');
        const nowhere = await reports.document('2026-03-01-no');
        assert.equal(nowhere.ok ? '' : nowhere.code, 'not_found.document');
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        assert.equal((await reports.document(first.identifier)).ok, true, 'and it is here again');
      }),
    );

    it(
      'name the archive of a receipt only to those who may see its shop',
      onStage(async (stage, _, parts) => {
        await stage.trimmer.run();
        const codeFor = async (shops: Reader['shops']) => {
          const answer = await createReportsFor(parts)({ ...everything, shops }).document('2026-03-01-000001');
          return answer.ok ? '' : answer.code;
        };
        assert.equal(await codeFor('all'), 'not_found.document_trimmed');
        assert.equal(await codeFor(['5']), 'not_found.document_trimmed');
        assert.equal(await codeFor(['6']), 'not_found.document');
        assert.equal(await codeFor([]), 'not_found.document');
      }),
    );

    it(
      'find the receipts of archives that an older version has left out of the index, and of numbers alone',
      onStage(async (stage, reports) => {
        const [{ id }] = (await stage.database.all<{ id: number }>('SELECT MIN(document_id) AS id FROM document')) as [
          { id: number },
        ];
        await stage.database.run('UPDATE document SET identifier = NULL WHERE document_id = ?', [id]);
        await stage.trimmer.run();
        rmSync(stage.folders.receipts, { recursive: true });
        const codeOf = async (document: string) => {
          const answer = await reports.document(document);
          return answer.ok ? '' : answer.code;
        };
        assert.equal(await codeOf('2026-03-02-000001'), 'not_found.document');
        const next = stage.trimmerWith({});
        while (await next.turn());
        assert.equal(await codeOf('2026-03-02-000001'), 'not_found.document_trimmed');
        assert.equal(await codeOf(String(id)), 'not_found.document_trimmed');
        assert.equal(await codeOf(String(id + 100_000)), 'not_found.document');
      }),
    );

    it(
      'say of a sales file that is gone and of a trimmed shift where the documents lie',
      onStage(async (stage) => {
        const read = createReadExportFile(stage.database, { now: () => stage.all.time.ms }, stage.all.exchange);
        const [file] = await stage.database.all<{ id: number; path: string }>(
          `SELECT e.file_id AS id, e.path AS path FROM export_file e JOIN shift s ON s.shop_id = e.shop_id AND s.shift_id = e.shift_id
           WHERE s.shift_number = 302 ORDER BY e.file_id DESC LIMIT 1`,
        );
        const fileId = `E-${file?.id}`;
        rmSync(join(stage.all.exchange, file?.path ?? ''));
        const text = () => read(fileId, { from: 1, lines: 10 });
        assert.equal(taken(await text()).source, 'rebuilt');
        await stage.trimmer.run();
        const place = { shopCode: '5', businessDate: '2026-03-02', path: '5/2026/5-2026-03-02.ndjson.gz' };
        assert.deepEqual(await text(), { ok: false, code: 'exchange.text_trimmed', params: { fileId, ...place } });
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-02', to: '2026-03-02' }, false);
        assert.equal(taken(await text()).source, 'rebuilt');
      }),
    );

    it(
      'name the archives of a load whose documents are trimmed',
      onStage(async (stage, reports) => {
        const documents = async () => taken(await reports.transferDocuments('T-1', { only: 'all', limit: 1_000 }));
        assert.equal((await documents()).trimmed.days, 0);
        await stage.trimmer.run();
        const { counts, trimmed } = await documents();
        assert.equal(counts.written, 0);
        assert.deepEqual(trimmed.archives, [
          { shopCode: '5', businessDate: '2026-03-01', path: '5/2026/5-2026-03-01.ndjson.gz' },
        ]);
      }),
    );

    it(
      'show receipts out of the archive without bringing them back',
      onStage(async (stage, reports) => {
        const receiptBefore = taken(await reports.document('2026-03-01-000003'));
        await stage.trimmer.run();
        const trimming = createTrimming({
          database: stage.database,
          clock: { now: () => stage.all.time.ms },
          settings: trimSettings,
          folders: { salesArchive: stage.folders.archives },
          trimmer: stage.trimmer,
          wake: () => undefined,
        });
        const day = taken(await trimming.archivedDay('5', '2026-03-01', { number: 3 }));
        assert.equal(day.count, 1);
        const [
          { positions, raw, registerCode, shiftNumber, payments, packageName, conflicts: _, ...head } = assert.fail(
            'nothing',
          ),
        ] = day.documents;
        const { conflicts: __, ...document } = receiptBefore.document;
        assert.deepEqual(head, document);
        assert.deepEqual(positions, receiptBefore.positions);
        assert.deepEqual([raw, registerCode, shiftNumber], [receiptBefore.raw, '12', 301]);
        assert.equal(packageName, receiptBefore.packageName);
        assert.deepEqual(
          payments.map(({ sum }) => sum),
          receiptBefore.payments.map(({ sum }) => sum),
        );
        assert.equal(taken(await trimming.archivedDay('5', '2026-03-01', {})).count, 43);
        assert.equal(taken(await trimming.archivedDay('5', '2026-03-09', {})).count, 0);
        const refused = await trimming.archivedDay('404', '2026-03-01', {});
        assert.equal(refused.ok ? '' : refused.code, 'not_found.shop');
        const archives = taken(await trimming.archives({ shop: '5' }));
        assert.deepEqual([archives.total.archives, archives.total.documents, archives.oldest], [2, 47, null]);
        assert.deepEqual((await trimming.verdict(false)).recordProblems, []);
        assert.equal((await trimming.verdict(true)).damaged.length, 0);
      }),
    );
  });
}
