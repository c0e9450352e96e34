import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { receipt, salesFile, shiftInfo, type TestDocument } from '../../../tests/support/sales.ts';
import { languages, type MessageParams, messageText } from '../../messages/messages.ts';

const CLOSED = { timeEnd: '2026-03-14T21:45:00' };

async function bring(all: ExportsUnderTest, shift: object, documents: TestDocument[]): Promise<void> {
  await all.road.bring('5', salesFile({ shifts: [shiftInfo({ ...shift })], documents }));
  await all.drain();
}

/** A receipt that is set aside: without a price nobody knows what it says. */
function unreadable(number: number, shift = 347): TestDocument {
  const document = receipt(number, '20.00', { shift });
  const [position] = document['inventPositions'] as TestDocument[];
  return { ...document, inventPositions: [{ ...position, price: null }] };
}

async function noteOf(all: ExportsUnderTest, index = 0): Promise<[number | null, string | null, unknown]> {
  const row = (await all.rows())[index];
  const details = row?.reason_details == null ? null : (JSON.parse(row.reason_details) as unknown);
  return [row?.revision ?? null, row?.reason_code ?? null, details];
}

type Told = { level: string; code: string; params: MessageParams };

async function told(all: ExportsUnderTest): Promise<Told[]> {
  const rows = await all.database.all<{ level: string; code: string; params: string }>(
    "SELECT level, code, params FROM event WHERE code LIKE 'export.%' ORDER BY event_id",
  );
  return rows.map((row) => ({ ...row, params: JSON.parse(row.params) as MessageParams }));
}

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`notes of exports on ${engine.name}`, () => {
    it('a closed shift with records set aside is published at once, with a note and a warning', () =>
      withExports(async (all) => {
        await bring(all, CLOSED, [receipt(1, '10.00'), unreadable(2)]);
        assert.equal(all.files().length, 1);
        const counts = { setAside: 1, conflicts: 0, openDocuments: 0 };
        assert.deepEqual(await noteOf(all), [1, 'export.incomplete', counts]);
        const [event, ...more] = await told(all);
        assert.ok(event);
        assert.deepEqual([event.level, event.code, more], ['warning', 'export.published', []]);
        for (const language of languages) {
          const note = messageText(language, 'export.incomplete', counts);
          const text = messageText(language, event.code, event.params);
          assert.ok(text.endsWith(`.json. ${note}`), text);
        }
      }));

    it('a copy that disagrees is told as well; the file of it all stays the same, so the note alone changes', () =>
      withExports(async (all) => {
        await bring(all, CLOSED, [receipt(1, '10.00')]);
        assert.deepEqual(await noteOf(all), [1, null, null]);
        await bring(all, CLOSED, [receipt(1, '11.00')]);
        await all.database.run('UPDATE shift SET revision = revision + 1, updated_utc = ?', [
          new Date(all.time.ms).toISOString(),
        ]);
        await all.drain();
        const [, code, counts] = await noteOf(all);
        assert.deepEqual([code, counts], ['export.incomplete', { setAside: 0, conflicts: 1, openDocuments: 0 }]);
        assert.equal(all.files().length, 1);
      }));

    it('a shift number that comes again after years has nothing to do with what was set aside before', () =>
      withExports(async (all) => {
        const old = { timeBeg: '2025-03-14T08:00:00', timeEnd: '2025-03-14T20:00:00' };
        all.time.ms = Date.UTC(2025, 2, 14, 19);
        const bought = receipt(1, '10.00', { timeEnd: '2025-03-14T10:00:00', timeBeg: null });
        await bring(all, old, [bought, { ...unreadable(2), timeEnd: '2025-03-14T11:00:00' }]);
        all.time.ms = Date.UTC(2026, 2, 14, 19);
        await bring(all, CLOSED, [receipt(3, '10.00')]);
        const codes = (await all.rows()).map((row) => row.reason_code);
        assert.deepEqual(codes, ['export.incomplete', null]);
      }));

    it('documents that are not closed yet are left out and counted: no news while the shift is open, a warning when it closes', () =>
      withExports(async (all) => {
        const documents = [
          receipt(1, '10.00'),
          receipt(2, '20.00', { timeEnd: null }),
          receipt(3, '5.00', { closed: 0 }),
        ];
        await bring(all, {}, documents);
        assert.deepEqual(await noteOf(all), [1, 'export.open_documents', { count: 2 }]);
        assert.deepEqual(
          (await all.erp.pass()).taken.map((file) => file.added),
          [1],
        );
        await bring(all, CLOSED, []);
        const events = await told(all);
        assert.deepEqual(
          events.map(({ level, params }) => [level, params['reason'] ?? null]),
          [
            ['info', null],
            ['warning', '@export.open_documents'],
          ],
        );
        const [open] = events;
        assert.match(messageText('ru', 'export.published', open?.params), /\.json\.$/);
      }));

    it('a shift of nothing but open documents is not taken for exported', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(1, '10.00', { timeEnd: null })]);
        assert.deepEqual(await noteOf(all), [null, 'export.only_open_documents', { count: 1 }]);
        assert.deepEqual([all.files(), await told(all)], [[], []], 'an open shift waits quietly');
        await bring(all, CLOSED, []);
        assert.deepEqual(await noteOf(all), [null, 'export.only_open_documents', { count: 1 }]);
        assert.deepEqual(
          (await told(all)).map(({ code, params }) => [code, params['reason']]),
          [['export.failed', '@export.only_open_documents']],
        );
        await bring(all, CLOSED, [receipt(1, '10.00')]);
        assert.deepEqual([(await noteOf(all))[1], all.files().length], [null, 1]);
      }));
  });
}
