import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type LedgerUnderTest, openLedger } from '../../../tests/support/ledger.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ConflictRow, SetAsideRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { retryAllNow } from '../intake/intake.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);

type Road = { database: Database<Tables>; road: LedgerUnderTest };

async function shiftsOf({ database }: Road): Promise<ShiftRow[]> {
  return database.all<ShiftRow>('SELECT * FROM shift ORDER BY shift_number, opened_at');
}

async function eventsOf({ database }: Road): Promise<string[]> {
  const rows = await database.all<{ code: string }>('SELECT code FROM event ORDER BY event_id');
  return rows.map((row) => row.code);
}

/** The ledger as an accountant would compare two of them: no ids, no revisions, no times of the server. */
async function ledgerContent({ database }: Road): Promise<unknown> {
  const shifts = await database.all<ShiftRow>('SELECT * FROM shift');
  const content = [];
  for (const shift of shifts) {
    const { shop_id, shift_id, register_id, revision, updated_utc, ...columns } = shift;
    const documents = await database.all<{ identity: string; sum: number; raw: string }>(
      `SELECT identity, document_sum AS sum, raw FROM document d JOIN document_raw r USING (shop_id, document_id) WHERE d.shift_id = ?`,
      [shift_id],
    );
    const cells = await database.all('SELECT * FROM shift_total WHERE shift_id = ?', [shift_id]);
    const lines = await database.all(
      'SELECT line, position_sum, cancelled FROM position WHERE document_id IN (SELECT document_id FROM document WHERE shift_id = ?)',
      [shift_id],
    );
    content.push({
      ...columns,
      documents: documents.map((row) => JSON.stringify(row)).sort(),
      cells: cells.map(({ shop_id: _, shift_id: __, ...cell }) => JSON.stringify(cell)).sort(),
      lines: lines.map((row) => JSON.stringify(row)).sort(),
    });
  }
  return content.map((shift) => JSON.stringify(shift)).sort();
}

for (const engine of databasesUnderTest) {
  async function withRoad(work: (road: Road) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using road = await openLedger(opened.database);
    await work({ database: opened.database, road });
  }

  describe(`ledger on ${engine.name}`, () => {
    it('loads the sample: one shift, five documents, sums to the kopeck, and the same again changes nothing', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const first = await road.bring('5', sample);
        assert.equal(first.outcome, 'processed');
        assert.deepEqual(first.documents, { new: 5, same: 0, enriched: 0, conflict: 0, set_aside: 0 });
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_sum, 24581);
        assert.equal(shift?.counted_refund_sum, 4500);
        assert.equal(shift?.counted_sale_cash, 14581);
        assert.equal(shift?.counted_sale_unmapped, 10000);
        assert.equal(shift?.counted_cash_in, 300000);
        assert.equal(shift?.counted_cash_out, 250000);
        assert.equal(shift?.reported_revenue, 20081);
        assert.equal(shift?.business_date, '2026-03-14');
        assert.equal(shift?.revision, 1);
        const again = await road.bring('5', sample);
        assert.equal(again.outcome, 'already');
        assert.equal(again.documents.new, 0);
        // The same records in another wrapping have another hash: the ledger itself knows them again.
        const wrapped = await road.bring('5', `\uFEFF${sample}`);
        assert.equal(wrapped.outcome, 'already');
        assert.deepEqual(wrapped.documents, { new: 0, same: 5, enriched: 0, conflict: 0, set_aside: 0 });
        assert.deepEqual(await shiftsOf(all), [shift]);
        const totals = await database.get<{ sale: number; refund: number }>(
          'SELECT SUM(sale_sum) AS sale, SUM(refund_sum) AS refund FROM shift_total',
        );
        assert.deepEqual({ sale: Number(totals?.sale), refund: Number(totals?.refund) }, { sale: 24581, refund: 4500 });
      }));

    it('P6, M7: the same number opened two days later is another shift; less than two days is the same one', () =>
      withRoad(async (all) => {
        const at = (timeBeg: string, number: number) =>
          all.road.bring(
            '5',
            salesFile({
              shifts: [shiftInfo({ timeBeg })],
              documents: [receipt(number, '10.00', { timeEnd: timeBeg })],
            }),
          );
        await at('2026-03-14T08:00:00', 1);
        await at('2026-03-16T07:59:59', 2);
        assert.equal((await shiftsOf(all)).length, 1);
        await at('2026-03-16T08:00:00', 3);
        const shifts = await shiftsOf(all);
        assert.deepEqual(
          shifts.map((shift) => shift.opened_at),
          ['2026-03-14T08:00:00', '2026-03-16T08:00:00'],
        );
        assert.deepEqual(
          shifts.map((shift) => shift.counted_sale_count),
          [2, 1],
        );
        assert.deepEqual(
          shifts.map((shift) => shift.number_repeated),
          [1, 1],
        );
        assert.ok((await eventsOf(all)).includes('shift.number_repeated'));
      }));

    it('M8: a shift without open time is not loaded beside another one without; its documents are kept apart', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        await road.bring('5', salesFile({ shifts: [shiftInfo({ timeBeg: null })], documents: [receipt(1, '10.00')] }));
        const second = salesFile({
          shifts: [shiftInfo({ timeBeg: null, sumGain: amount('30.00') })],
          documents: [receipt(1, '10.00'), receipt(2, '20.00')],
        });
        const result = await road.bring('5', second);
        assert.deepEqual(result.documents, { new: 0, same: 1, enriched: 0, conflict: 0, set_aside: 1 });
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_sum, 1000);
        assert.equal(shift?.business_date, '2026-03-14');
        assert.ok((await eventsOf(all)).includes('shift.no_open_time'));
        const kept = await database.all<SetAsideRow>('SELECT * FROM set_aside ORDER BY section');
        assert.deepEqual(
          kept.map((row) => row.section),
          ['document', 'shift'],
        );
        // One of the two with a date is the same shift, and the date is kept.
        await road.bring('5', salesFile({ documents: [receipt(3, '5.00')] }));
        const [dated, ...others] = await shiftsOf(all);
        assert.equal(others.length, 0);
        assert.equal(dated?.opened_at, '2026-03-14T08:54:30');
        assert.equal(dated?.counted_sale_sum, 1500);
      }));

    it('a copy that only adds enriches and raises the revision; a copy that knows less changes nothing', () =>
      withRoad(async (all) => {
        const { road } = all;
        const bare = { ...receipt(1, '10.00'), frdocnum: null, moneyPositions: [] };
        await road.bring('5', salesFile({ documents: [bare] }));
        assert.equal((await shiftsOf(all))[0]?.counted_sale_cash, 0);
        const full = await road.bring('5', salesFile({ documents: [{ ...receipt(1, '10.00'), frdocnum: '77' }] }));
        assert.deepEqual(full.documents, { new: 0, same: 0, enriched: 1, conflict: 0, set_aside: 0 });
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_cash, 1000);
        assert.equal(shift?.counted_sale_sum, 1000);
        assert.equal(shift?.counted_sale_count, 1);
        assert.equal(shift?.revision, 2);
        const less = await road.bring('5', salesFile({ documents: [{ ...bare, note: null }] }));
        assert.deepEqual(less.documents, { new: 0, same: 1, enriched: 0, conflict: 0, set_aside: 0 });
        assert.equal(less.outcome, 'already');
        assert.equal((await shiftsOf(all))[0]?.revision, 2);
      }));

    it('the same key with other money never overwrites: the first stays, the second goes to the vault once', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        await road.bring('5', salesFile({ documents: [receipt(1, '10.00')] }));
        const other = salesFile({ documents: [receipt(1, '99.00')] });
        const result = await road.bring('5', other);
        assert.deepEqual(result.documents, { new: 0, same: 0, enriched: 0, conflict: 1, set_aside: 0 });
        assert.equal((await shiftsOf(all))[0]?.counted_sale_sum, 1000);
        const again = await road.bring('5', ` ${other}`);
        assert.equal(again.documents.conflict, 0);
        const vault = await database.all<ConflictRow>('SELECT * FROM conflict');
        assert.equal(vault.length, 1);
        assert.match(vault[0]?.difference ?? '', /docSum: 10\.00 → 99\.00/);
        assert.match(vault[0]?.raw ?? '', /99\.00/);
        assert.ok((await eventsOf(all)).includes('document.conflict'));
      }));

    it('two closing reports that disagree: the first stays as reported, the second is kept beside it', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const closed = (sumGain: string) =>
          salesFile({
            shifts: [shiftInfo({ timeEnd: '2026-03-14T21:00:00', sumGain: amount(sumGain) })],
            documents: [receipt(1, '10.00')],
          });
        await road.bring('5', closed('10.00'));
        await road.bring('5', closed('12.00'));
        assert.equal((await shiftsOf(all))[0]?.reported_revenue, 1000);
        const vault = await database.all<ConflictRow>('SELECT * FROM conflict');
        assert.deepEqual(
          vault.map((row) => row.document_id),
          [0],
        );
        assert.ok((await eventsOf(all)).includes('shift.conflict'));
      }));

    it('an open shift grows, and the closing report holds whatever the order of arrival', () =>
      withRoad(async (all) => {
        const step = (number: number, sumGain: string, timeEnd: string | null) =>
          salesFile({
            shifts: [shiftInfo({ sumGain: amount(sumGain), timeEnd, countSale: number })],
            documents: [receipt(number, '10.00', { timeEnd: `2026-03-14T09:0${number}:00` })],
          });
        await all.road.bring('5', step(3, '30.00', '2026-03-14T21:00:00'));
        await all.road.bring('5', step(2, '20.00', null));
        await all.road.bring('5', step(1, '10.00', null));
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.reported_revenue, 3000);
        assert.equal(shift?.counted_sale_sum, 3000);
        assert.equal(shift?.closed_at, '2026-03-14T21:00:00');
      }));

    it('T9, P10: unknown payment and document types are kept, told once and never guessed', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const documents = [
          receipt(1, '10.00', { payments: [[70, 15, '10.00']] }),
          receipt(2, '20.00', { payments: [[70, 15, '20.00']] }),
          receipt(3, '40.00', { docType: 99 }),
        ];
        await road.bring('5', salesFile({ documents }));
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_sum, 3000);
        assert.equal(shift?.counted_sale_cash, 0);
        assert.equal(shift?.counted_sale_unmapped, 3000);
        assert.equal(shift?.counted_document_count, 3);
        const events = await eventsOf(all);
        assert.equal(events.filter((code) => code === 'payment.unmapped').length, 1);
        assert.equal(events.filter((code) => code === 'document_type.unknown').length, 1);
        assert.equal(
          (
            await database.get<{ c: string }>(
              'SELECT payment_class AS c FROM payment_type WHERE payment_type_code = 15',
            )
          )?.c,
          null,
        );
      }));

    it('lines that do not add up: loaded as reported, marked and told (C4)', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const result = await road.bring(
          '5',
          salesFile({ documents: [receipt(1, '10.00', { lines: [{ sum: '9.98' }] }), receipt(2, '5.00')] }),
        );
        assert.deepEqual(result.documents, { new: 2, same: 0, enriched: 0, conflict: 0, set_aside: 0 });
        assert.equal((await shiftsOf(all))[0]?.counted_sale_sum, 1500);
        const marked = await database.all<{ d: number }>(
          'SELECT sums_difference AS d FROM document ORDER BY document_number',
        );
        assert.deepEqual(
          marked.map((row) => row.d),
          [2, 0],
        );
        assert.ok((await eventsOf(all)).includes('document.sums_differ'));
      }));

    it('a receipt that was still open is replaced by its closed copy, in either order', () =>
      withRoad(async (all) => {
        const open = receipt(1, '10.00', { timeEnd: null });
        const closed = receipt(1, '30.00', { lines: [{ sum: '10.00' }, { sum: '20.00' }] });
        await all.road.bring('5', salesFile({ documents: [open] }));
        assert.equal((await shiftsOf(all))[0]?.counted_sale_sum, 0);
        await all.road.bring('5', salesFile({ documents: [closed] }));
        await all.road.bring('5', salesFile({ documents: [{ ...open, note: 'x' }] }));
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_sum, 3000);
        assert.equal((await all.database.all('SELECT * FROM conflict')).length, 0);
      }));

    it('T9: giving a payment type its class counts the shifts anew', () =>
      withRoad(async (all) => {
        const { setPaymentClass } = await import('./ledger.ts');
        await all.road.bring('5', sample);
        await setPaymentClass(all.database, systemClock, { shopId: '', paymentTypeCode: 4, paymentClass: 'noncash' });
        await all.road.drain();
        const [shift] = await shiftsOf(all);
        assert.equal(shift?.counted_sale_noncash, 10000);
        assert.equal(shift?.counted_sale_unmapped, 0);
        assert.equal(shift?.revision, 2);
        assert.equal((await all.database.all('SELECT * FROM shift_unmapped_payment')).length, 0);
      }));

    it('P5: an unknown register waits in error and is loaded when it is added; a wrong code is held with a clear reason', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const body = Buffer.from(salesFile({ documents: [receipt(1, '10.00')] }));
        const ids = { shopId: '_shop_5_x', registerId: '_cash_12_x' };
        const name = await road.receive(ids, 'p1', body);
        const held = await road.ledger.loadOne(name);
        assert.equal(held.outcome, 'error');
        assert.equal(held.reason?.code, 'register.unknown');
        assert.ok(await road.intake.reason('error', name));
        await road.registers.addShop({ shopCode: '5', name: 'Пятый', timeZone: 'Europe/Moscow', shopId: ids.shopId });
        const other = await road.registers.addRegister({ shopCode: '5', registerCode: '13', protocolVersion: 4 });
        assert.ok(other.ok);
        const mismatch = await road.ledger.loadOne(await road.receive(other, 'p2', body));
        assert.equal(mismatch.reason?.code, 'register.code_mismatch');
        assert.deepEqual(mismatch.reason?.params, { reported: '12', expected: '13' });
        const wrongShop = { shopId: '_shop_6_y', registerId: other.registerId };
        const moved = await road.ledger.loadOne(
          await road.receive(wrongShop, 'p3', Buffer.concat([body, Buffer.from(' ')])),
        );
        assert.equal(moved.reason?.code, 'register.shop_mismatch');
        assert.equal((await shiftsOf(all)).length, 0);
        assert.equal((await database.all("SELECT * FROM package WHERE state = 'error'")).length, 3);
        const known = { shopCode: '5', registerCode: '12', protocolVersion: 4, registerId: ids.registerId };
        assert.ok((await road.registers.addRegister(known)).ok);
        await database.transaction((tx) => retryAllNow(tx, systemClock));
        await road.drain();
        assert.equal((await shiftsOf(all))[0]?.counted_sale_sum, 1000);
        assert.equal((await database.all("SELECT * FROM package WHERE state = 'processed'")).length, 1);
      }));

    it('the same packages shuffled, doubled and sent in parallel give the same ledger', () =>
      withRoad(async (all) => {
        const packages = Array.from({ length: 24 }, (_, index) => {
          const closed = index === 23;
          const number = index + 1;
          return salesFile({
            shifts: [
              shiftInfo({
                sumGain: amount(`${number * 10}.00`),
                countSale: number,
                timeEnd: closed ? '2026-03-14T21:00:00' : null,
              }),
            ],
            documents: [
              receipt(number, '10.00', {
                timeEnd: `2026-03-14T10:${String(number).padStart(2, '0')}:00`,
                lines: [{ sum: '3.33', department: 2 }, { sum: '6.67' }],
                payments: [
                  [70, 1, '4.00'],
                  [70, 4, '6.00'],
                ],
              }),
              ...(closed
                ? Array.from({ length: 23 }, (_, n) =>
                    receipt(n + 1, '10.00', {
                      timeEnd: `2026-03-14T10:${String(n + 1).padStart(2, '0')}:00`,
                      lines: [{ sum: '3.33', department: 2 }, { sum: '6.67' }],
                      payments: [
                        [70, 1, '4.00'],
                        [70, 4, '6.00'],
                      ],
                    }),
                  )
                : []),
            ],
          });
        });
        for (const text of packages) await all.road.bring('5', text);
        const expected = await ledgerContent(all);
        await using otherDatabase = await engine.open();
        await using other = await openLedger(otherDatabase.database);
        await other.registers.addShop({ shopCode: '5', name: 'Магазин 5', timeZone: 'Europe/Moscow' });
        const shuffled = [...packages, ...packages.map((text) => `${text}\n`)].sort(
          (a, b) => ((a.length * 7919) % 31) - ((b.length * 7919) % 31) || (a < b ? 1 : -1),
        );
        await Promise.all(shuffled.map((text) => other.bring('5', text)));
        assert.deepEqual(await ledgerContent({ database: otherDatabase.database, road: other }), expected);
      }));

    it('after a crash the index catches up with the folders: what it does not know is loaded', () =>
      withRoad(async (all) => {
        const { database, road } = all;
        const { name } = await road.bring('5', salesFile({ documents: [receipt(1, '10.00')] }));
        // As after a restore from an older backup: the file lies in processed, the tables know nothing of it.
        for (const table of ['package', 'document', 'document_raw', 'position', 'payment', 'shift_total', 'shift'])
          await database.run(`DELETE FROM ${table}`);
        await using restarted = await openLedger(database);
        await restarted.drain();
        assert.equal((await shiftsOf(all)).length, 0);
        await road.intake.finish(name, 'processed', 'waiting');
        await road.intake.finish(name, 'waiting', 'processed');
        await road.drain();
        assert.equal((await shiftsOf(all))[0]?.counted_sale_sum, 1000);
        assert.deepEqual(await road.intake.counts(), { waiting: 0, processed: 1, error: 0, broken: 0 });
      }));
  });
}
