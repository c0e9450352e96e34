import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { amount } from '../../../tests/support/sales.ts';
import { dayFile, documentTables, openTrimStage, type TrimStage, totalsOf } from '../../../tests/support/trim-stage.ts';
import { shiftHistoryReport } from '../../reports/shift-life/history.ts';
import { exportAgain } from '../exports/exports.ts';
import { setPaymentClass } from './ledger.ts';

/** The file of a day with a space more, so that the package is another one and its documents are the same. */
const again = (file: string) => file.replaceAll('"docType":', '"docType": ');

for (const engine of databasesUnderTest) {
  /** Day 1 is trimmed, day 2 is not. */
  const onStage = (work: (stage: TrimStage, before: Record<string, unknown[]>) => Promise<void>) => async () => {
    await using opened = await engine.open();
    await using stage = await openTrimStage(opened.database);
    await stage.bring(dayFile(1));
    stage.age();
    const before = await stage.rows();
    await stage.trimmer.run();
    await work(stage, before);
  };
  const asides = (stage: TrimStage) =>
    stage.database.all<{ section: string; state: string; reason_code: string }>(
      'SELECT section, state, reason_code FROM set_aside ORDER BY set_aside_id',
    );
  /** Totals are as they were, and no document has come into the tables. */
  const checkUntouched = async (stage: TrimStage, before: Record<string, unknown[]>) => {
    const after = await stage.rows();
    for (const table of documentTables) assert.deepEqual(after[table], [], table);
    const { set_aside: _, ...totals } = totalsOf(after);
    const { set_aside: __, ...was } = totalsOf(before);
    assert.deepEqual(totals, was);
  };

  describe(`M45 packages for a trimmed shift on ${engine.name}`, () => {
    it('a repeat changes nothing, whether the package is known or only its documents are', () =>
      onStage(async (stage, before) => {
        const same = await stage.all.road.bring('5', dayFile(1));
        assert.deepEqual([same.outcome, same.documents.same], ['already', 4]);
        const other = await stage.all.road.bring('5', again(dayFile(1)));
        assert.deepEqual(
          [other.outcome, other.documents],
          ['already', { new: 0, same: 4, enriched: 0, conflict: 0, set_aside: 0 }],
        );
        await stage.settle();
        assert.deepEqual(await asides(stage), []);
        await checkUntouched(stage, before);
      })());

    it('a receipt that the archive lacks and one with other money are set aside, and loaded once when the day is brought back', () =>
      onStage(async (stage, before) => {
        const file = dayFile(1, 4);
        const late = await stage.all.road.bring('5', file.replace('"posSum":4.00', '"posSum":4.10'));
        // Sale 4 and return 5 are not in the archive; the other report of the shift is kept beside the stored one.
        assert.deepEqual([late.outcome, late.documents.new, late.documents.set_aside], ['processed', 0, 3]);
        await stage.settle();
        assert.deepEqual(
          (await asides(stage)).map(({ section, state, reason_code }) => `${section} ${state} ${reason_code}`),
          [
            'document open document.shift_trimmed',
            'document open document.shift_trimmed',
            'document open document.shift_trimmed',
          ],
        );
        await checkUntouched(stage, before);

        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        await stage.settle();
        const rows = await stage.rows();
        assert.equal(rows['document']?.length, 6, 'sale 4 and return 5 are new');
        assert.ok((await asides(stage)).every(({ state }) => state === 'decided'));
        const [shift] = rows['shift'] as { counted_sale_sum: number; counted_refund_sum: number; revision: number }[];
        assert.deepEqual([shift?.counted_sale_sum, shift?.counted_refund_sum], [4_000, 2_000]);
        const conflicts = await stage.database.all('SELECT 1 AS one FROM conflict WHERE document_id > 0');
        assert.equal(conflicts.length, 1, 'the copy with other money is kept beside the stored one');
        await stage.settle();
        assert.equal((await stage.trimmer.plan()).days.length, 0);
      })());

    it('an archive that cannot be read makes no receipt count twice: all of it is set aside', () =>
      onStage(async (stage, before) => {
        rmSync(join(stage.folders.archives, '5'), { recursive: true });
        const late = await stage.all.road.bring('5', again(dayFile(1)));
        assert.deepEqual([late.documents.new, late.documents.set_aside], [0, 4]);
        await stage.settle();
        await checkUntouched(stage, before);
      })());

    it('another report of the shift changes nothing: one that adds is set aside, one that disagrees is kept beside', () =>
      onStage(async (stage, before) => {
        await stage.all.road.bring('5', dayFile(1, 3, { shift: { sumDrawer: amount('77.00') } }));
        assert.deepEqual(
          (await asides(stage)).map(({ section }) => section),
          ['shift'],
        );
        await stage.all.road.bring('5', dayFile(1, 3, { shift: { sumGain: amount('77.00') } }));
        const conflicts = await stage.database.all('SELECT 1 AS one FROM conflict WHERE document_id = 0');
        assert.equal(conflicts.length, 1);
        await stage.settle();
        await checkUntouched(stage, before);
        await stage.trimmer.restore({ shopCode: '5', from: '2026-03-01', to: '2026-03-01' }, false);
        const [shift] = await stage.database.all<{ drawer: number }>('SELECT reported_drawer_sum AS drawer FROM shift');
        assert.equal(shift?.drawer, 7_700);
      })());

    it('cashiers that log on then, a new class of a payment type, and a later shift leave it and its check as they were', () =>
      onStage(async (stage, before) => {
        const log = { cashCode: '12', userCode: '7001', opCode: 14, time: '2026-03-01T08:01:00' };
        const outcomes = () => stage.database.all('SELECT * FROM shift_check WHERE shift_id = 1');
        const checked = (await outcomes()).map((row) => ({ ...(row as object) }));
        await stage.all.road.bring(
          '5',
          dayFile(1).replace(
            '### securitylog info begin ###\n',
            `### securitylog info begin ###\n${JSON.stringify(log)}\n---\n`,
          ),
        );
        await stage.settle();
        await checkUntouched(stage, before);
        await setPaymentClass(
          stage.database,
          { now: () => stage.all.time.ms },
          { shopId: '', paymentTypeCode: 1, paymentClass: 'other' },
        );
        await stage.database.run('UPDATE shift SET recount = 1');
        await stage.settle();
        await checkUntouched(stage, before);
        // The shift before it, which its drawer and its first receipt number depend on, comes only now.
        const earlier = dayFile(1, 3, { shift: { sumDrawer: amount('50.00') } }).replaceAll(
          '"shift":301',
          '"shift":300',
        );
        await stage.bring(earlier.replaceAll('2026-03-01', '2026-02-28'));
        await stage.bring(dayFile(2));
        assert.deepEqual(
          (await outcomes()).map((row) => ({ ...(row as object) })),
          checked,
        );
        assert.deepEqual(await stage.database.all('SELECT * FROM receipt_gap WHERE shift_id = 1'), []);
      })());

    it('is not exported again: a person is told where its documents lie, and no file without receipts is written', () =>
      onStage(async (stage) => {
        const files = stage.all.files();
        const clock = { now: () => stage.all.time.ms };
        const asked = await exportAgain(
          stage.database,
          clock,
          [{ shopCode: '5', registerCode: '12', shiftKey: '301@2026-03-01' }],
          { confirmed: true, author: null },
        );
        const address = { shopCode: '5', registerCode: '12', shiftKey: '301@2026-03-01' };
        const history = await shiftHistoryReport(stage.database, clock, address);
        assert.ok(history.ok);
        const told = history.value.entries.map(({ text }) => text.ru);
        assert.equal(
          told.filter((text) => /^Чеки смены убраны из базы в архив .+\.$/.test(text)).length,
          1,
          told.join(),
        );
        assert.deepEqual(asked, {
          kind: 'refused',
          code: 'trim.export_refused',
          params: {
            shiftNumber: 301,
            businessDate: '2026-03-01',
            path: '5/2026/5-2026-03-01.ndjson.gz',
            shopCode: '5',
          },
        });
        const outcome = await stage.all.exports.exportShift({ shopId: (await shopId(stage)) ?? '', shiftId: 1 });
        assert.equal(outcome.kind === 'failed' ? outcome.reason.code : outcome.kind, 'export.shift_trimmed');
        await stage.settle();
        assert.deepEqual(stage.all.files(), files);
      })());

    it('a request of the ERP for its day exports what is here, asks no register, and says what lies in the archive', () =>
      onStage(async (stage) => {
        const { all } = stage;
        await stage.bring(dayFile(2));
        await all.erp.pass();
        all.erp.request('5', '12', '2026-03-01', '2026-03-02');
        await all.erp.pass();
        all.time.ms += 5_000;
        await all.watch.turn();
        const [request] = await all.requests();
        assert.deepEqual([request?.state, request?.shifts, request?.load_state], ['answered', 1, 'none']);
        const told = (await all.events('trim')).filter(({ code }) => code === 'trim.request_incomplete');
        assert.deepEqual(
          told.map(({ code, params }) => [code, params['archived'], params['from'], params['to']]),
          [['trim.request_incomplete', 1, '2026-03-01', '2026-03-02']],
        );
        await all.drain();
        const files = all.files().filter((path) => path.endsWith('.json'));
        assert.ok(files.length > 0 && files.every((path) => !path.includes('_301_')), files.join());
      })());
  });
}

async function shopId(stage: TrimStage): Promise<string | undefined> {
  return (await stage.database.get<{ id: string }>('SELECT shop_id AS id FROM shop'))?.id;
}
