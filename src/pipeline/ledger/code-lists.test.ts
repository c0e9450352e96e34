import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { setPaymentClass } from './ledger.ts';

const paidWith15 = (number: number, more: object = {}) => ({
  ...receipt(number, '10.00'),
  moneyPositions: [{ opCode: 70, valCode: 15, sumB: amount('10.00'), ...more }],
});

async function split(database: Database<Tables>): Promise<[number, number, number][]> {
  const shifts = await database.all<ShiftRow>('SELECT * FROM shift ORDER BY shift_number');
  return shifts.map((row) => [row.counted_sale_noncash, row.counted_sale_unmapped, row.revision]);
}

for (const engine of databasesUnderTest) {
  describe(`payment types on ${engine.name} (T9, P10)`, () => {
    it('a register that says later that a type is non-cash gives it name and class, and what is stored is counted anew', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      await road.bring('5', salesFile({ documents: [paidWith15(1)] }));
      assert.deepEqual(await split(opened.database), [[0, 1000, 1]]);
      const named = { valname: 'СБП', valutoperation: 10 };
      await road.bring('5', salesFile({ documents: [paidWith15(2), paidWith15(3, named)] }));
      await road.drain();
      const [row] = await opened.database.all(
        'SELECT name, payment_class AS class FROM payment_type WHERE payment_type_code = 15',
      );
      assert.deepEqual({ ...row }, { name: 'СБП', class: 'noncash' });
      assert.deepEqual((await split(opened.database))[0]?.slice(0, 2), [3000, 0]);
      const told = await opened.database.all("SELECT code FROM event WHERE code LIKE 'payment.%' ORDER BY event_id");
      assert.deepEqual(
        told.map(({ code }) => code),
        ['payment.unmapped', 'payment.class_learned'],
      );
    });

    it('a class set while a package is being loaded holds for that package too', async () => {
      await using opened = await engine.open();
      const other = await opened.openAgain();
      let armed = false;
      let setting: Promise<void> | undefined;
      // The loader asks for the time when it has read the lists; that is the moment.
      const now = () => {
        if (armed)
          setting ??= setPaymentClass(other, systemClock, { shopId: '', paymentTypeCode: 15, paymentClass: 'noncash' });
        return systemClock.now();
      };
      await using road = await openLedger(opened.database, { now });
      const zone = { name: 'Магазин 5', timeZone: 'Europe/Moscow' };
      await road.registers.addShop({ shopCode: '5', ...zone });
      const added = await road.registers.addRegister({ shopCode: '5', registerCode: '12', protocolVersion: 4 });
      assert.ok(added.ok);
      // The type is known from another shift, so that the loader does not touch its row and cannot meet the other writer there.
      const before = { shifts: [shiftInfo({ shift: 346 })], documents: [{ ...paidWith15(1), shift: 346 }] };
      await road.bring('5', salesFile(before));
      await other.all('SELECT 1 AS one');
      const documents = Array.from({ length: 1500 }, (_, index) => paidWith15(index + 1));
      const name = await road.receive(added, 'one', Buffer.from(salesFile({ documents })));
      armed = true;
      assert.equal((await road.ledger.loadOne(name)).documents.new, 1500);
      await setting;
      await road.drain();
      await other.close();
      const both = (await split(opened.database)).map(([noncash, unmapped]) => [noncash, unmapped]);
      assert.deepEqual(both, [
        [1000, 0],
        [1_500_000, 0],
      ]);
    });

    it('the class that a type has already changes nothing', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      await road.bring('5', salesFile({ documents: [receipt(1, '10.00')] }));
      await setPaymentClass(opened.database, systemClock, { shopId: '', paymentTypeCode: 1, paymentClass: 'cash' });
      await road.drain();
      assert.deepEqual(await split(opened.database), [[0, 0, 1]]);
    });
  });
}
