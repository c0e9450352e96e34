import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportNames } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { cells, fullShift, reportStage, totals } from '../../../tests/support/report-stage.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { SAMPLE } from '../../../tests/support/sales-file-text.ts';
import { isFigureName } from '../../messages/figures.ts';
import { isScreenText } from '../../messages/screen-texts.ts';

for (const engine of databasesUnderTest)
  describe(`reports on ${engine.name}`, () => {
    it('M49–M51: «Отчёт по отделам» has all columns, allocates payments, and its total is the line of the shift', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const table = await here.read('departments', { shop: '5', register: '12', shift: '347@2026-03-14' });
      const keys = [
        'department',
        'receipts',
        'positions',
        'quantity',
        'baseSum',
        'discount',
        'saleSum',
        'refundSum',
        'revenue',
        'tax',
        'cash',
        'noncash',
        'other',
      ];
      assert.deepEqual(cells(table, ...keys), [
        ['1', 2, 2, '0.000', '65.00', '5.00', '60.00', '30.00', '30.00', '10.00', '-10.00', '40.00', '0.00'],
        ['2', 2, 2, '1.500', '115.00', '0.00', '115.00', '0.00', '115.00', '0.00', '13.33', '26.67', '75.00'],
      ]);
      assert.deepEqual(totals(table, ...keys.slice(1)), [
        3,
        4,
        '1.500',
        '180.00',
        '5.00',
        '175.00',
        '30.00',
        '145.00',
        '10.00',
        '3.33',
        '66.67',
        '75.00',
      ]);
      assert.deepEqual(
        table.ties.map(({ figure, report, shifts, equal }) => [figure, report, shifts, equal]),
        [
          ['saleSum', '175.00', '175.00', true],
          ['refundSum', '30.00', '30.00', true],
          ['revenue', '145.00', '145.00', true],
        ],
      );
      assert.equal(table.previous, null);
      assert.equal(table.loadMode, 'db');
      const period = await here.read('departments');
      assert.deepEqual(cells(period, ...keys), cells(table, ...keys), 'the same over the day of the network');
      assert.deepEqual(cells(period, 'previous', 'change'), [
        ['0.00', '30.00'],
        ['0.00', '115.00'],
      ]);
    });

    it('a shift whose register reported otherwise does not tie, and the report says by how much', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift().replace('"sumGain":145.00', '"sumGain":645.00'));
      const { ties } = await here.read('departments', { shop: '5', register: '12', shift: '347@2026-03-14' });
      assert.deepEqual(ties.at(-1), { figure: 'revenue', report: '145.00', shifts: '645.00', equal: false });
    });

    it('M48: the sales report by day, shop and register; a shift over midnight belongs to the day of its opening', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const before = shiftInfo({
        timeBeg: '2026-03-13T23:30:00',
        timeEnd: '2026-03-14T01:00:00',
        shift: 346,
        sumGain: amount('20.00'),
      });
      const night = receipt(1, '20.00', { shift: 346, timeEnd: '2026-03-14T00:30:00' });
      await here.bring('5', salesFile({ shifts: [before], documents: [night] }));
      const byDay = await here.read('sales', { from: '2026-03-13' });
      assert.deepEqual(cells(byDay, 'date', 'receipts', 'saleCash', 'revenue', 'drawerSum', 'average'), [
        ['2026-03-13', 1, '20.00', '20.00', '20.00', '20.00'],
        // The drawer before reported nothing, so it begins with 0: 1000 + 33.33 − 30 − 700.
        ['2026-03-14', 3, '33.33', '145.00', '303.33', '48.33'],
      ]);
      assert.deepEqual(totals(byDay, 'receipts', 'saleNoncash', 'revenue', 'revenueOther', 'drawerSum'), [
        4,
        '66.67',
        '165.00',
        '75.00',
        '303.33',
      ]);
      for (const by of ['shop', 'register'] as const) {
        const table = await here.read('sales', { from: '2026-03-13', by });
        assert.deepEqual(cells(table, 'shop', 'revenue', 'drawerSum'), [['5', '165.00', '303.33']], by);
        assert.deepEqual(table.totals['revenue'], '165.00');
      }
      const march14 = await here.read('sales');
      assert.deepEqual(march14.previous?.from, '2026-03-13');
      assert.deepEqual(totals(march14, 'previous', 'change'), ['20.00', '125.00']);
      const shifts = await here.read('shifts', { from: '2026-03-13' });
      assert.deepEqual(cells(shifts, 'shift', 'revenue', 'drawerSum'), [
        ['347', '145.00', '303.33'],
        ['346', '20.00', '20.00'],
      ]);
      assert.deepEqual(shifts.totals['revenue'], byDay.totals['revenue']);
    });

    it('cashiers, payment types, hours and discounts add up to the same shift', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const cashiers = await here.read('cashiers');
      assert.deepEqual(
        cells(
          cashiers,
          'cashier',
          'cashierName',
          'receipts',
          'revenue',
          'cancelledCount',
          'cancelledSum',
          'annulledCount',
          'annulledSum',
        ),
        [
          ['7002', null, 1, '75.00', 1, '33.00', 0, '0.00'],
          ['7001', 'Иванова Мария', 2, '70.00', 0, '0.00', 1, '55.00'],
        ],
      );
      const payments = await here.read('payments');
      assert.deepEqual(cells(payments, 'paymentType', 'paymentClass', 'saleCount', 'saleSum', 'refundSum', 'revenue'), [
        ['6', 'other', 1, '75.00', '0.00', '75.00'],
        ['4', 'noncash', 1, '66.67', '0.00', '66.67'],
        ['1', 'cash', 1, '33.33', '30.00', '3.33'],
      ]);
      const hours = await here.read('hours');
      assert.deepEqual(cells(hours, 'hour', 'receipts', 'revenue'), [
        ['00', 1, '-30.00'],
        ['09', 1, '100.00'],
        ['10', 1, '75.00'],
      ]);
      assert.deepEqual(hours.heat, [
        { weekday: 6, hour: 9, revenue: '100.00' },
        { weekday: 6, hour: 10, revenue: '75.00' },
        { weekday: 7, hour: 0, revenue: '-30.00' },
      ]);
      const discounts = await here.read('discounts');
      assert.deepEqual(cells(discounts, 'discountType', 'discountName', 'lines', 'discount', 'share'), [
        ['percent', 'Скидка дня', 1, '5.00', '100.0'],
      ]);
      for (const table of [cashiers, payments, hours]) assert.equal(table.totals['revenue'], '145.00', table.report);
    });

    it('lists: returns with their sale, cancelled lines with who confirmed, cash with reasons; totals of the whole list on every page', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const refunds = await here.read('refunds');
      assert.deepEqual(cells(refunds, 'number', 'kind', 'refundSum', 'annulledSum', 'reason', 'source', 'days'), [
        ['5', 'annulSale', null, '55.00', null, null, null],
        ['4', 'refundBySale', '30.00', null, 'Брак', '2', 1],
      ]);
      assert.deepEqual(totals(refunds, 'refundSum', 'annulledSum'), ['30.00', '55.00']);
      assert.equal(refunds.rowCount, 2);
      assert.deepEqual(refunds.rows[1]?.target, {
        shop: '5',
        register: '12',
        shift: '347@2026-03-14',
        document: '00000000-0000-4000-8000-000000000004',
      });
      const first = await here.read('refunds', { limit: 1 });
      const second = await here.read('refunds', { limit: 1, after: first.next ?? assert.fail('no next page') });
      assert.deepEqual([...first.rows, ...second.rows], refunds.rows);
      assert.equal(second.next, null);
      assert.deepEqual(first.totals, refunds.totals);
      const cancelled = await here.read('cancelled');
      assert.deepEqual(cells(cancelled, 'number', 'item', 'cancelledSum', 'cashier', 'confirmedBy', 'cancelledAt'), [
        ['3', 'C', '33.00', '7002', '7777', '2026-03-14T10:14:00'],
      ]);
      assert.deepEqual([cancelled.totals['cancelledSum'], cancelled.rowCount], ['33.00', 1]);
      const cash = await here.read('cash');
      assert.deepEqual(cells(cash, 'kind', 'cashIn', 'cashOut', 'reason'), [
        ['cashOut', null, '700.00', 'Инкассация'],
        ['cashIn', '1000.00', null, null],
      ]);
      assert.deepEqual(totals(cash, 'cashIn', 'cashOut', 'cashWithdrawal'), ['1000.00', '700.00', '0.00']);
    });

    it('goods are the same before and after they are kept, and after a recount', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const fresh = await here.read('goods');
      assert.deepEqual(cells(fresh, 'item', 'receipts', 'quantity', 'saleSum', 'refundSum', 'revenue'), [
        ['A', 3, '1.000', '135.00', '30.00', '105.00'],
        ['B', 1, '0.500', '40.00', '0.00', '40.00'],
      ]);
      assert.equal(fresh.totals['revenue'], '145.00');
      await here.drain();
      assert.deepEqual((await here.read('goods')).rows, fresh.rows);
      await here.bring('5', salesFile({ documents: [receipt(9, '10.00', { lines: [{ sum: '10.00', item: 'A' }] })] }));
      const behind = await here.read('goods');
      assert.equal(behind.totals['revenue'], '155.00', 'a shift that changed is read anew');
      await here.recount();
      assert.deepEqual((await here.read('goods')).rows, behind.rows);
    });

    it('the sign of annulments is a setting: as a return an annulled receipt lowers the revenue everywhere', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      await here.setDocumentClass(7, 'refund');
      await here.drain();
      for (const name of ['departments', 'cashiers', 'payments', 'hours'])
        assert.equal((await here.read(name)).totals['revenue'], '90.00', name);
      // The register said what it said: the reported revenue stays, and the reports say that they differ.
      assert.equal((await here.read('sales')).totals['revenue'], '145.00');
      assert.equal((await here.read('departments')).ties.at(-1)?.equal, false);
      assert.deepEqual(totals(await here.read('refunds'), 'refundSum', 'annulledSum'), ['85.00', '0.00']);
    });

    it('cash given with a purchase stands in the sale and leaves the drawer', async () => {
      await using here = await reportStage(engine);
      const lines = [{ sum: '50.00' }, { sum: '500.00', opCode: 300 }];
      await here.bring(
        '5',
        salesFile({
          shifts: [shiftInfo({ timeEnd: '2026-03-14T21:00:00' })],
          documents: [receipt(1, '550.00', { lines, payments: [[70, 4, '550.00']] })],
        }),
      );
      const cash = await here.read('cash');
      assert.deepEqual(cells(cash, 'kind', 'cashWithdrawal'), [['cashWithdrawal', '500.00']]);
      assert.deepEqual([cash.totals['cashWithdrawal'], cash.rowCount], ['500.00', 1]);
      assert.deepEqual(cells(await here.read('sales'), 'saleNoncash', 'drawerSum'), [['550.00', '-500.00']]);
      for (const name of ['departments', 'cashiers', 'payments', 'hours', 'goods'])
        assert.equal((await here.read(name)).totals['revenue'], '550.00', name);
      assert.deepEqual(cells(await here.read('departments'), 'cash', 'noncash'), [['0.00', '550.00']]);
    });

    it('a repeated shift number is two rows, each with an address of its own', async () => {
      await using here = await reportStage(engine);
      const shift = (day: string, number: number, sum: string) =>
        salesFile({
          shifts: [shiftInfo({ timeBeg: `${day}T08:00:00`, timeEnd: `${day}T21:00:00`, sumGain: amount(sum) })],
          documents: [receipt(number, sum, { timeBeg: `${day}T09:00:00`, timeEnd: `${day}T09:01:00` })],
        });
      await here.bring('5', shift('2026-03-10', 1, '10.00'));
      await here.bring('5', shift('2026-03-14', 1, '7.00'));
      const table = await here.read('shifts', { from: '2026-03-01' });
      assert.deepEqual(
        table.rows.map(({ target, cells: { shift: number, revenue } }) => [target.shift, number, revenue]),
        [
          ['347@2026-03-14', '347', '7.00'],
          ['347@2026-03-10', '347', '10.00'],
        ],
      );
      for (const [key, sum] of [
        ['347@2026-03-10', '10.00'],
        ['347@2026-03-14', '7.00'],
      ] as const)
        for (const name of ['departments', 'payments', 'cashiers', 'hours'])
          assert.equal(
            (await here.read(name, { shop: '5', register: '12', shift: key })).totals['revenue'],
            sum,
            `${name} of ${key}`,
          );
    });

    it('a shift over midnight is whole in every report of its day, and in none of the next', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const hours = await here.read('hours');
      assert.deepEqual(
        cells(hours, 'hour', 'revenue').filter(([hour]) => hour === '00'),
        [['00', '-30.00']],
      );
      for (const name of reportNames) {
        const next = await here.read(name, { from: '2026-03-15', to: '2026-03-15' });
        // A row stands there only for what the day before had.
        assert.ok(
          next.rows.every((row) => row.cells['revenue'] === '0.00'),
          name,
        );
      }
    });

    it('lists and goods tell the totals of the period before, as that period itself tells them', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      for (const [name, expected] of [
        ['refunds', { refundSum: '30.00', annulledSum: '55.00' }],
        ['cancelled', { cancelledSum: '33.00' }],
        ['cash', { cashIn: '1000.00', cashOut: '700.00', cashWithdrawal: '0.00' }],
        ['discounts', { discount: '5.00' }],
        ['goods', { revenue: '145.00' }],
      ] as const) {
        const { previous } = await here.read(name, { from: '2026-03-15', to: '2026-03-15' });
        assert.deepEqual([previous?.from, previous?.to], ['2026-03-14', '2026-03-14'], name);
        const told = Object.entries(previous?.totals ?? {}).filter(([, value]) => value !== null);
        assert.deepEqual(Object.fromEntries(told), expected, name);
        const then = await here.read(name);
        assert.deepEqual({ ...then.totals, ...expected }, then.totals, name);
        const ofShift = await here.read(name, { shop: '5', register: '12', shift: '347@2026-03-14' });
        assert.equal(ofShift.previous, null, name);
      }
    });

    it('two gift cards sold and one taken as payment, change with plus and minus: net, and told by payment type', async () => {
      await using here = await reportStage(engine);
      await here.bring(
        '5',
        salesFile({
          documents: [
            receipt(1, '2000.00', {
              lines: [
                { sum: '1000.00', opCode: 63 },
                { sum: '1000.00', opCode: 63 },
              ],
            }),
            receipt(2, '900.00', {
              payments: [
                [70, 6, '1000.00'],
                [72, 1, '100.00'],
                [70, 1, '40.00'],
                [72, 1, '40.00'],
              ],
            }),
          ],
        }),
      );
      assert.deepEqual(cells(await here.read('payments'), 'paymentType', 'saleSum'), [
        ['1', '1900.00'],
        ['6', '1000.00'],
      ]);
      const departments = await here.read('departments');
      assert.deepEqual(cells(departments, 'saleSum', 'cash', 'other'), [['2900.00', '1900.00', '1000.00']]);
    });

    it('AC24: tells what the figures lack: registers without a shift, open shifts, records set aside', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', SAMPLE);
      assert.equal((await here.read('sales')).missing.complete, true);
      const later = await here.read('sales', { from: '2026-04-01', to: '2026-04-02' });
      assert.deepEqual(later.missing.silent, [{ shopCode: '5', registerCode: '12', name: null }]);
      assert.equal(later.missing.complete, false);
      await here.bring(
        '5',
        salesFile({
          shifts: [shiftInfo({ shift: 348, timeBeg: '2026-03-15T08:00:00' })],
          documents: [receipt(1, '1.00', { shift: 348 }), '{"docType":1}'],
        }),
      );
      const open = (await here.read('sales', { to: '2026-03-15' })).missing;
      assert.deepEqual([open.openShifts, open.setAside, open.complete], [1, 1, false]);
    });

    it('AC23: has a heading and, for every figure, a definition', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', SAMPLE);
      for (const name of reportNames) {
        const table = await here.read(name);
        for (const { key, group, figure } of table.columns) {
          assert.ok(isScreenText(`col.${key}`), `${name}: col.${key}`);
          assert.ok(group === null || isScreenText(`group.${group}`), `${name}: group.${group}`);
          assert.ok(figure === null || isFigureName(figure), `${name}: ${figure}`);
        }
      }
    });
  });
