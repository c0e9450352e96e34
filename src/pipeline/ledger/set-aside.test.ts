import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { setAsideReport } from '../../reports/set-aside.ts';
import type { SetAsideRow } from '../../schema/tables.ts';

for (const engine of databasesUnderTest) {
  describe(`what the ledger keeps apart on ${engine.name}`, () => {
    it('a document that cannot be understood is kept with its raw text, and the others are loaded', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const bad = '{"docType":1,"docNum":2,"cashCode":"12","shift":347,"docSum":1e400,"stornoPositions":[]}';
      const twice = '{"docType":1,"docNum":3,"docNum":4,"cashCode":"12","shift":347}';
      const documents = [receipt(1, '10.00'), bad, twice, receipt(5, '7.00')];
      const result = await road.bring('5', salesFile({ documents }));
      assert.deepEqual(result.documents, { new: 2, same: 0, enriched: 0, conflict: 0, set_aside: 2 });
      const kept = await opened.database.all<SetAsideRow>('SELECT * FROM set_aside ORDER BY set_aside_id');
      assert.deepEqual(
        kept.map(({ raw, reason_code, state }) => [raw, reason_code, state]),
        [
          [bad, 'field.too_large', 'open'],
          [twice, 'record.duplicate_key', 'open'],
        ],
      );
      const told = await opened.database.all("SELECT 1 AS one FROM event WHERE code = 'document.set_aside'");
      assert.equal(told.length, 2);
    });

    it('P7: what was set aside is solved when the same document arrives in order, and told with its cause', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const good = receipt(2, '7.00');
      const spoil = (document: object) => JSON.stringify(document).replace(/"docSum":[^,]+/, '"docSum":1e400');
      // The number of another document of the shift, and one that says neither what nor when it is.
      const other = spoil(receipt(3, '5.00'));
      const nameless = '{"docType":1,"docNum":2,"cashCode":"12","shift":347,"docSum":1e400}';
      await road.bring('5', salesFile({ documents: [receipt(1, '10.00'), spoil(good), other, nameless] }));
      const states = async () => {
        const rows = await opened.database.all<SetAsideRow>('SELECT * FROM set_aside ORDER BY set_aside_id');
        return rows.map((row) => row.state);
      };
      assert.deepEqual(await states(), ['open', 'open', 'open']);
      const result = await road.bring('5', salesFile({ documents: [good] }));
      assert.equal(result.documents.new, 1);
      assert.deepEqual(await states(), ['decided', 'open', 'open']);
      const clock = { now: () => 0 };
      const ask = (state: 'open' | 'solved') => setAsideReport(opened.database, clock, { state, limit: 10 });
      const [open, solved] = [await ask('open'), await ask('solved')];
      assert.ok(open.ok && solved.ok);
      assert.deepEqual([open.value.total, solved.value.total], [2, 1]);
      assert.equal(solved.value.setAside[0]?.raw, spoil(good));
      assert.equal(solved.value.setAside[0]?.solved?.packageName, result.name);
      const told = await opened.database.all<{ params: string }>(
        "SELECT params FROM event WHERE code = 'document.aside_solved'",
      );
      assert.deepEqual(
        told.map(({ params }) => JSON.parse(params).n),
        [1],
      );
      // The bad copy once more is no news; another one that comes after the good one waits for a person.
      await road.bring('5', salesFile({ documents: [spoil(good), receipt(4, '1.00')] }));
      const later = { ...good, userCode: '7002' };
      await road.bring('5', salesFile({ documents: [spoil(later), receipt(5, '1.00')] }));
      assert.deepEqual(await states(), ['decided', 'open', 'open', 'open']);
      // M7: the same numbers in another life of the shift number are another document.
      const shifts = [shiftInfo({ timeBeg: '2026-05-14T08:54:30' })];
      const times = { timeBeg: '2026-05-14T09:00:00', timeEnd: '2026-05-14T09:01:00', identifier: 'another' };
      await road.bring('5', salesFile({ shifts, documents: [receipt(3, '5.00', times)] }));
      assert.deepEqual(await states(), ['decided', 'open', 'open', 'open']);
      await road.bring('5', salesFile({ documents: [receipt(3, '5.00')] }));
      assert.deepEqual(await states(), ['decided', 'decided', 'open', 'open']);
    });

    it('a section that nobody knows is kept raw each time and told once; nobody has to decide about it', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const section = (text: string) =>
        `### loyalty info begin ###\n{"mark":"${text}"}\n---\n### loyalty info end ###\n`;
      for (const [number, text] of ['first', 'second', 'second'].entries()) {
        const documents = [receipt(number + 1, '10.00')];
        const result = await road.bring('5', salesFile({ documents, extra: section(text) }));
        assert.deepEqual(result.documents, { new: 1, same: 0, enriched: 0, conflict: 0, set_aside: 0 });
      }
      const kept = await opened.database.all<SetAsideRow>('SELECT * FROM set_aside ORDER BY set_aside_id');
      assert.deepEqual(
        kept.map(({ raw, state }) => [/"mark":"(\w+)"/.exec(raw)?.[1], state]),
        [
          ['first', 'kept'],
          ['second', 'kept'],
        ],
      );
      const told = await opened.database.all("SELECT 1 AS one FROM event WHERE code = 'section.first_met'");
      assert.equal(told.length, 1);
    });

    it('two records that are not UTF-8 and differ only there are two; their bytes stay out of the log', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const spoiled = (byte: number) => {
        const bytes = Buffer.from(
          salesFile({ documents: [receipt(1, '10.00', { backReason: 'X' }), receipt(2, '5.00')] }),
        );
        bytes[bytes.indexOf('"X"') + 1] = byte;
        return bytes;
      };
      await road.bring('5', spoiled(0xff));
      await road.bring('5', spoiled(0xfe));
      const kept = await opened.database.all<SetAsideRow>('SELECT * FROM set_aside');
      assert.deepEqual(
        kept.map(({ reason_code }) => reason_code),
        ['record.not_utf8', 'record.not_utf8'],
      );
      const told = await opened.database.all<{ params: string }>(
        "SELECT params FROM event WHERE code = 'document.set_aside'",
      );
      assert.equal(told.length, 2);
      assert.ok(told.every(({ params }) => !params.includes('"bytes"')));
    });
  });
}
