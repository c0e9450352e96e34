import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';

const record = (opcode: number, optime: string) => ({ opcode, optime, cashiercard: '7001', cashcode: '12' });

for (const engine of databasesUnderTest) {
  test(`a late log record raises the revision of the one shift that it belongs to, and only once (${engine.name})`, async () => {
    await using opened = await engine.open();
    await using road = await openLedger(opened.database);
    const revisions = async () => {
      const rows = await opened.database.all<{ revision: number }>('SELECT revision FROM shift ORDER BY shift_number');
      return rows.map((row) => row.revision);
    };
    const first = shiftInfo({ timeEnd: '2026-03-14T21:45:00' });
    const second = shiftInfo({ shift: 348, timeBeg: '2026-03-14T22:00:00', timeEnd: '2026-03-15T06:00:00' });
    await road.bring('5', salesFile({ shifts: [first], documents: [receipt(1, '10.00')] }));
    await road.bring('5', salesFile({ shifts: [second], documents: [receipt(2, '20.00', { shift: 348 })] }));
    assert.deepEqual(await revisions(), [1, 1]);
    // A minute after the close: the cashier of the first shift logs off.
    await road.bring('5', salesFile({ shifts: [first], log: [record(4, '2026-03-14T21:46:00')] }));
    assert.deepEqual(await revisions(), [2, 1]);
    // A minute before the opening: the cashier of the second shift logs on.
    await road.bring('5', salesFile({ shifts: [first], log: [record(3, '2026-03-14T21:59:00')] }));
    assert.deepEqual(await revisions(), [2, 2]);
    await road.bring('5', salesFile({ shifts: [first, second], log: [record(3, '2026-03-14T21:59:00')] }));
    assert.deepEqual(await revisions(), [2, 2]);
  });
}
