import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';

/** Everything that is counted: the sums of each shift and its totals by hour, department and class. */
async function counted(database: Database<Tables>): Promise<unknown> {
  const shifts = await database.all<ShiftRow>('SELECT * FROM shift ORDER BY shift_id');
  const cells = await database.all('SELECT * FROM shift_total ORDER BY shift_id, hour, department_code, payment_class');
  const unmapped = await database.all('SELECT * FROM shift_unmapped_payment ORDER BY shift_id, payment_type_code');
  const sums = shifts.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => /^(counted|first|last)_/.test(name))),
  );
  // A cell that nothing is left in says the same as none.
  const filled = cells.filter((cell) => cell.sale_sum !== 0 || cell.refund_sum !== 0);
  return { sums, cells: filled.map((cell) => ({ ...cell })), unmapped: unmapped.map((row) => ({ ...row })) };
}

const kopecks = (value: number) => (value / 100).toFixed(2);

const document = fc
  .record({
    number: fc.integer({ min: 1, max: 8 }),
    type: fc.constantFrom(1, 1, 1, 2, 25, 3, 4, 7, 99),
    lines: fc.array(fc.tuple(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('1', '2', '')), { maxLength: 4 }),
    payment: fc.constantFrom(1, 4, 15),
    closed: fc.constantFrom(true, true, true, false),
    hour: fc.integer({ min: 9, max: 21 }),
    identifier: fc.constantFrom(undefined, null, 'known'),
  })
  .map(({ number, type, lines, payment, closed, hour, identifier }) => {
    const total = lines.reduce((sum, [line]) => sum + line, 0);
    const opCode = type === 2 || type === 25 ? 74 : 70;
    return receipt(number, kopecks(total), {
      docType: type,
      lines: lines.map(([sum, deptCode]) => ({ sum: kopecks(sum), deptCode })),
      payments: [[opCode, payment, kopecks(total)]],
      timeEnd: closed ? `2026-03-14T${String(hour).padStart(2, '0')}:30:00` : null,
      ...(identifier === undefined ? {} : { identifier }),
    });
  });

const files = fc.array(fc.record({ documents: fc.array(document, { maxLength: 12 }), twoRecords: fc.boolean() }), {
  minLength: 1,
  maxLength: 4,
});

for (const engine of databasesUnderTest) {
  test(`the sums kept while loading are those of counting all documents anew, whatever arrives (${engine.name})`, async () => {
    const runs = engine.name === 'sqlite' ? 60 : 15;
    await fc.assert(
      fc.asyncProperty(files, async (arriving) => {
        await using opened = await engine.open();
        await using road = await openLedger(opened.database);
        for (const { documents, twoRecords } of arriving) {
          const shifts = twoRecords ? [shiftInfo(), shiftInfo({ timeBeg: '2026-03-15T08:00:00' })] : [shiftInfo()];
          await road.bring('5', salesFile({ shifts, documents }));
        }
        const kept = await counted(opened.database);
        await opened.database.transaction((tx) => tx.run('UPDATE shift SET recount = 1'));
        await road.drain();
        assert.deepEqual(kept, await counted(opened.database));
      }),
      { numRuns: runs },
    );
  });
}
