import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { cells, type ReportStage, reportStage } from '../../../tests/support/report-stage.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };

/** A closed shift of a day that sold `A` for so many roubles and `B` for one. */
function sold(shift: number, date: string, roubles: string, keys: Record<string, unknown> = {}): string {
  return salesFile({
    shifts: [shiftInfo({ shift, timeBeg: `${date}T08:00:00`, timeEnd: `${date}T21:00:00`, ...keys })],
    documents: [
      receipt(1, `${Number(roubles) + 1}.00`, {
        shift,
        identifier: `${shift}-${date}-${roubles}`,
        timeEnd: `${date}T09:00:00`,
        lines: [
          { sum: `${roubles}.00`, item: 'A', tax: '1.00' },
          { sum: '1.00', item: 'B', quantity: '0.250' },
        ],
      }),
    ],
  });
}

async function revenues(here: ReportStage, query: Record<string, string> = YEAR): Promise<unknown[][]> {
  return cells(await here.read('goods', query), 'item', 'receipts', 'quantity', 'revenue', 'tax');
}

/** The same sums, added up from the shifts themselves: goods of a register never come from those of its shop. */
async function agree(here: ReportStage, when: string): Promise<void> {
  const periods = [YEAR, { from: '2026-02-10', to: '2026-03-31' }, { from: '2026-03-02', to: '2026-03-30' }];
  for (const period of periods) {
    const ofRegister = await revenues(here, { ...period, shop: '5', register: '12' });
    assert.deepEqual(await revenues(here, { ...period, shop: '5' }), ofRegister, `${when}: ${JSON.stringify(period)}`);
  }
}

async function states(here: ReportStage): Promise<Record<string, string>> {
  const rows = await here.database.all<{ period: string; state: string }>(
    'SELECT period, state FROM shop_item_period ORDER BY period',
  );
  return Object.fromEntries(rows.map(({ period, state }) => [period, state]));
}

for (const engine of databasesUnderTest)
  describe(`goods of months and dates on ${engine.name}`, () => {
    it('give the same figures as the shifts before they are added up, after, and while a shift is behind', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', sold(1, '2026-02-27', '10'));
      await here.bring('5', sold(2, '2026-03-01', '20'));
      await here.bring('5', sold(3, '2026-03-31', '30'));
      const expected = [
        ['A', 3, '3.000', '60.00', '3.00'],
        ['B', 3, '0.750', '3.00', '0.00'],
      ];
      assert.deepEqual(await revenues(here), expected, 'before anything is added up');
      await here.drain();
      assert.deepEqual(await states(here), {
        '2026-02': 'kept',
        '2026-02-27': 'kept',
        '2026-03': 'kept',
        '2026-03-01': 'kept',
        '2026-03-31': 'kept',
      });
      assert.deepEqual(await revenues(here), expected, 'from months');
      await agree(here, 'kept');
      // A shift of a kept month and date comes late: it is in the report at once, before it is counted.
      await here.bring('5', sold(4, '2026-03-01', '400'));
      assert.deepEqual((await revenues(here))[0], ['A', 4, '4.000', '460.00', '4.00']);
      await agree(here, 'behind');
      // An open shift has no goods of its own: its month waits, its other dates do not.
      await here.bring('5', sold(5, '2026-03-15', '5000', { timeEnd: null }));
      await here.drain();
      const { '2026-03': march, '2026-03-01': first } = await states(here);
      assert.deepEqual([march, first], ['waiting', 'kept']);
      assert.deepEqual((await revenues(here))[0], ['A', 5, '5.000', '5460.00', '5.00']);
      await agree(here, 'open');
      await here.bring('5', sold(5, '2026-03-15', '5000'));
      await here.drain();
      assert.deepEqual(Object.values(await states(here)), Array(6).fill('kept'));
      await agree(here, 'closed');
      await here.recount();
      await agree(here, 'counted anew');
    });

    it('leave a date that its shift has left, when its open time became known', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', sold(1, '2026-03-10', '10'));
      await here.drain();
      await here.database.transaction((tx) =>
        tx.run("UPDATE shift SET business_date = '2026-03-09', revision = revision + 1"),
      );
      await agree(here, 'moved');
      await here.drain();
      await agree(here, 'counted where it is now');
      assert.deepEqual(await revenues(here, { from: '2026-03-10', to: '2026-03-10' }), []);
      assert.deepEqual((await revenues(here, { from: '2026-03-09', to: '2026-03-09' }))[0], [
        'A',
        1,
        '1.000',
        '10.00',
        '1.00',
      ]);
      assert.deepEqual((await revenues(here))[0], ['A', 1, '1.000', '10.00', '1.00']);
      assert.equal((await states(here))['2026-03'], 'kept');
    });

    it('of two shops stay apart, and the network is both', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', sold(1, '2026-03-10', '10'));
      await here.bring('6', sold(1, '2026-03-10', '200'));
      await here.drain();
      const ofA = async (query: Record<string, string>) => (await revenues(here, { ...YEAR, ...query }))[0]?.[3];
      assert.deepEqual(
        [await ofA({ shop: '5' }), await ofA({ shop: '6' }), await ofA({})],
        ['10.00', '200.00', '210.00'],
      );
    });
  });
