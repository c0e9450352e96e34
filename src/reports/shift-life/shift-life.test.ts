import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { shiftHistory, shiftRoute } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ReportStage, reportStage } from '../../../tests/support/report-stage.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { systemClock } from '../../platform/clock.ts';
import { shiftHistoryReport } from './history.ts';
import { lastedMs } from './packages.ts';
import { shiftRouteReport } from './route.ts';

const ADDRESS = { shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };
const open = shiftInfo({ sumGain: amount('30.00') });

for (const engine of databasesUnderTest) {
  describe(`the life of a shift on ${engine.name}`, () => {
    let here: ReportStage;
    before(async () => {
      here = await reportStage(engine);
      await here.bring('5', salesFile({ shifts: [open], documents: [receipt(5001, '10.00')] }));
      await here.bring('5', salesFile({ shifts: [open], documents: [receipt(5002, '20.00'), receipt(5001, '10.00')] }));
      // The same receipt with another sum, and a shift of the same number long before.
      await here.bring('5', salesFile({ shifts: [open], documents: [receipt(5001, '11.00')] }));
      const earlier = { shift: 347, timeBeg: '2024-03-14T08:00:00', timeEnd: '2024-03-14T20:00:00' };
      await here.bring(
        '5',
        salesFile({
          shifts: [shiftInfo(earlier)],
          documents: [receipt(9001, '99.00', { ...earlier, timeEnd: '2024-03-14T08:01:00' })],
        }),
      );
    });
    after(() => here[Symbol.asyncDispose]());

    test('its way holds every package that brought something of it, newest first, and says what is still to come', async () => {
      const answer = await shiftRouteReport(here.database, systemClock, ADDRESS);
      assert.ok(answer.ok);
      const route = shiftRoute.parse(answer.value);
      assert.deepEqual(
        route.packages.map(({ documents }) => [documents.new, documents.same, documents.conflict]),
        [
          [0, 0, 1],
          [1, 1, 0],
          [1, 0, 0],
        ],
      );
      assert.deepEqual([route.packageCount, route.fileCount, route.exportState], [3, 0, 'not_exported']);
      const stages = route.stages.map(({ step, at, localAt }) => [step, at !== null || localAt !== null]);
      assert.deepEqual(stages, [
        ['opened', true],
        ['closed', false],
        ['received', true],
        ['written', true],
        ['checked', false],
        ['exported', false],
        ['taken', false],
        ['confirmed', false],
      ]);
      assert.equal(route.stages[2]?.text?.ru, '3 пакета');
      assert.ok((route.stages[3]?.lastedMs ?? -1) >= 0, 'written after it was received');
    });

    test('its history tells what came, what disagreed and what the log knows, and nothing of a shift with the same number', async () => {
      const answer = await shiftHistoryReport(here.database, systemClock, ADDRESS);
      assert.ok(answer.ok);
      const { entries, total, shift } = shiftHistory.parse(answer.value);
      assert.equal(total, entries.length);
      assert.ok(shift.revision > 0);
      assert.deepEqual(
        entries.map(({ at }) => at),
        entries
          .map(({ at }) => at)
          .toSorted()
          .toReversed(),
      );
      const told = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ text }) => text.ru);
      assert.deepEqual(told('sales').toSorted(), [
        'Пришли продажи: новых документов 1, дополнено 0, отложено 0.',
        'Пришли продажи: новых документов 1, дополнено 0, отложено 0.',
      ]);
      const [conflict] = told('conflict');
      assert.match(conflict ?? '', /^Документ 5001 пришёл ещё раз с другим содержанием.*10\.00.*11\.00/);
      assert.deepEqual(entries.find(({ kind }) => kind === 'conflict')?.link?.kind, 'document');
      assert.match(told('shift').join(), /Смена 347 кассы 12 появилась на сервере, открыта 14\.03\.2026/);
      assert.equal(told('shift').length, 1);
    });

    test('an address without a shift is refused by name', async () => {
      const nowhere = { ...ADDRESS, shiftKey: '348@2026-03-14' };
      for (const read of [shiftRouteReport, shiftHistoryReport]) {
        const answer = await read(here.database, systemClock, nowhere);
        assert.deepEqual(answer.ok ? '' : answer.code, 'not_found.shift');
      }
    });
  });
}

test('a duration needs both of its times, in their order', () => {
  assert.equal(lastedMs('2026-03-14T10:00:00.000Z', '2026-03-14T10:00:01.500Z'), 1_500);
  assert.equal(lastedMs('2026-03-14T10:00:01.000Z', '2026-03-14T10:00:00.000Z'), null);
  assert.equal(lastedMs(null, '2026-03-14T10:00:00.000Z'), null);
});
