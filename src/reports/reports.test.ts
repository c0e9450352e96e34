import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  documentDetail,
  documentList,
  eventList,
  packageList,
  paymentTypeList,
  registerList,
  serverStatus,
  setAsideList,
  shiftDetail,
  shop,
  shopList,
} from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { held } from '../../tests/support/held.ts';
import { addRegister, insertShifts } from '../../tests/support/shift-rows.ts';
import { openWebApi, quietStorage, sampleFile } from '../../tests/support/web-api.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { createStatusReport } from './status.ts';

const address = { shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' };

for (const engine of databasesUnderTest) {
  describe(`the reports on ${engine.name}`, () => {
    it('tie out the shift of the sample: reported beside counted, the drawer as an equation', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await web.stations.bring('5', sampleFile);
      const detail = held(shiftDetail, await web.reports.shift(address));
      assert.deepEqual(detail.figures.revenue, { reported: '200.81', counted: '200.81', difference: '0.00' });
      assert.deepEqual(detail.figures.saleSum, { reported: null, counted: '245.81', difference: null });
      assert.deepEqual(detail.figures.refundSum, { reported: null, counted: '45.00', difference: null });
      assert.deepEqual(detail.drawer, {
        start: '0.00',
        startSource: 'zero',
        saleCash: '145.81',
        refundCash: '45.00',
        cashIn: '3000.00',
        cashOut: '2500.00',
        cashWithdrawal: '0.00',
        counted: '600.81',
      });
      assert.deepEqual(detail.fiscalDevices, [
        {
          serialNumber: '0000000000012345',
          protectedTotalStart: '1000000.00',
          protectedTotalEnd: '1000245.81',
          fiscalRefundSum: '45.00',
          fiscalCashEnd: '600.81',
        },
      ]);
      const sum = (name: 'saleSum' | 'refundSum') =>
        detail.totals.reduce((total, row) => total + Math.round(Number(row[name]) * 100), 0);
      assert.deepEqual([sum('saleSum'), sum('refundSum')], [24_581, 4_500]);
      assert.deepEqual([detail.previousKey, detail.nextKey], [null, null]);
    });

    it('C7: add up the counters of several fiscal devices, and know nothing when one of them says nothing', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const [first = '', second = ''] = [
        '{"serialNum":"111","sumCashEnd":500.81,"sumProtectedBeg":1000.00,"sumProtectedEnd":1150.81,"sumBack":20.00}',
        '{"serialNum":"222","sumCashEnd":100.00,"sumProtectedBeg":7.00,"sumProtectedEnd":102.00,"sumBack":25.00}',
      ];
      const withDevices = (...devices: string[]) =>
        sampleFile.toString('utf8').replace(/"kkms":\[[^\]]*\]/, `"kkms":[${devices.join(',')}]`);
      await web.stations.bring('5', withDevices(first, second));
      const both = held(shiftDetail, await web.reports.shift(address));
      assert.deepEqual(
        both.fiscalDevices.map(({ serialNumber }) => serialNumber),
        ['111', '222'],
      );
      assert.deepEqual(both.fiscal, { revenue: '200.81', refundSum: '45.00', cashEnd: '600.81' });
      const silent = withDevices(first, second.replace('"sumProtectedEnd":102.00', '"sumProtectedEnd":null'));
      await web.stations.bring(
        '5',
        silent.replaceAll('"shift":347', '"shift":348').replaceAll('6f1c0a52-', '7f1c0a52-'),
      );
      const half = held(shiftDetail, await web.reports.shift({ ...address, shiftKey: '348@2026-03-14' }));
      assert.deepEqual(half.fiscal, { revenue: null, refundSum: '45.00', cashEnd: '600.81' });
    });

    it('find the neighbours of a shift and start its drawer from the one before', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const register = await addRegister(web.stations.registers, address);
      await insertShifts(opened.database, register, [
        { shift_id: 1, shift_number: 346, business_date: '2026-03-13', reported_drawer_sum: 7_700 },
        {
          shift_id: 2,
          shift_number: 347,
          business_date: '2026-03-14',
          opened_at: '2026-03-14T08:00:00',
          counted_sale_cash: 5,
        },
        { shift_id: 3, shift_number: 347, business_date: '2026-03-14', opened_at: '2026-03-14T18:00:00' },
      ]);
      const first = held(shiftDetail, await web.reports.shift(address));
      assert.deepEqual([first.previousKey, first.nextKey], ['346@2026-03-13', '347@2026-03-14.2']);
      assert.deepEqual(
        [first.drawer.start, first.drawer.startSource, first.drawer.counted],
        ['77.00', 'previous_shift', '77.05'],
      );
      const second = held(shiftDetail, await web.reports.shift({ ...address, shiftKey: '347@2026-03-14.2' }));
      assert.deepEqual([second.previousKey, second.drawer.startSource], ['347@2026-03-14', 'zero']);
      for (const shiftKey of ['347@2026-03-14.3', '348@2026-03-14', '347', 'x@y']) {
        const missing = await web.reports.shift({ ...address, shiftKey });
        assert.equal(missing.ok ? 'found' : missing.code, 'not_found.shift');
      }
    });

    it('list the documents of a shift and show one with every line, class and byte', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await web.stations.bring('5', sampleFile);
      const { documents } = held(documentList, await web.reports.documents(address));
      assert.deepEqual(
        documents.map(({ documentNumber, documentClass, sum }) => [documentNumber, documentClass, sum]),
        [
          [5000, 'cashIn', '3000.00'],
          [5001, 'sale', '215.81'],
          [5002, 'refund', '45.00'],
          [5003, 'sale', '30.00'],
          [5004, 'cashOut', '2500.00'],
        ],
      );
      const identifier = '6f1c0a52-0001-4c1e-9d55-000000005001';
      const sale = held(documentDetail, await web.reports.document(identifier));
      assert.deepEqual(
        sale.positions.map(({ quantity, price, baseSum, discount, sum }) => [quantity, price, baseSum, discount, sum]),
        [
          ['2.000', '89.90', '179.80', '8.99', '170.81'],
          ['1.000', '45.00', '45.00', '0.00', '45.00'],
        ],
      );
      assert.deepEqual(
        sale.payments.map(({ paymentTypeCode, paymentClass, sum }) => [paymentTypeCode, paymentClass, sum]),
        [
          [4, null, '100.00'],
          [1, 'cash', '200.00'],
          [1, 'cash', '84.19'],
        ],
      );
      assert.equal(sale.shiftKey, address.shiftKey);
      assert.equal((JSON.parse(sale.raw) as { identifier: string }).identifier, identifier);
      const byNumber = held(documentDetail, await web.reports.document(String(sale.document.documentId)));
      assert.deepEqual(byNumber, sale);
      const missing = await web.reports.document('nothing');
      assert.deepEqual(missing, { ok: false, code: 'not_found.document', params: { document: 'nothing' } });
    });

    it('let the class of a shop override the class of the server, and name types without one first', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await web.stations.bring('5', sampleFile);
      const before = held(paymentTypeList, await web.reports.paymentTypes());
      assert.deepEqual(
        before.paymentTypes.map(({ paymentTypeCode, paymentClass, unmappedShifts }) => [
          paymentTypeCode,
          paymentClass,
          unmappedShifts,
        ]),
        [
          [4, null, 1],
          [1, 'cash', 0],
        ],
      );
      assert.deepEqual(
        before.paymentTypes.map(({ firstSeenAt }) => firstSeenAt),
        ['2026-03-14T20:00:00.000Z', null],
      );
      const put = (body: object) =>
        web.fetch('/api/v1/payment-types', {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      assert.equal((await put({ paymentTypeCode: 4, paymentClass: 'noncash' })).status, 200);
      assert.equal((await put({ paymentTypeCode: 4, paymentClass: 'other', shopCode: '5' })).status, 200);
      await web.stations.drain();
      const sale = held(documentDetail, await web.reports.document('6f1c0a52-0001-4c1e-9d55-000000005001'));
      assert.equal(sale.payments[0]?.paymentClass, 'other');
      const { figures } = held(shiftDetail, await web.reports.shift(address));
      assert.deepEqual([figures.saleOther.counted, figures.saleNoncash.counted], ['100.00', '0.00']);
      const after = held(paymentTypeList, await web.reports.paymentTypes());
      assert.deepEqual(
        after.paymentTypes.map(({ shopCode, paymentTypeCode, paymentClass }) => [
          shopCode,
          paymentTypeCode,
          paymentClass,
        ]),
        [
          [null, 1, 'cash'],
          [null, 4, 'noncash'],
          ['5', 4, 'other'],
        ],
      );
    });

    it('show shops and registers in the order of their numbers with what happens today', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await web.stations.bring('5', sampleFile);
      const idle = await addRegister(web.stations.registers, { shopCode: '10', registerCode: '2' });
      const other = await addRegister(web.stations.registers, { shopCode: '5', registerCode: '9' });
      await insertShifts(opened.database, idle, [
        {
          shift_id: 901,
          shift_number: 1,
          business_date: '2026-03-13',
          counted_sale_sum: 999,
          last_document_at: '2026-03-13T20:00:00',
        },
        { shift_id: 902, shift_number: 2, business_date: '2026-03-14' },
      ]);
      await insertShifts(opened.database, other, [
        {
          shift_id: 903,
          shift_number: 5,
          business_date: '2026-03-14',
          reported_sale_sum: 10_000,
          counted_sale_sum: 1,
          counted_sale_count: 4,
          counted_refund_count: 1,
        },
      ]);
      const { shops } = held(shopList, await web.reports.shops());
      assert.deepEqual(
        shops.map((one) => [
          one.shopCode,
          one.registerCount,
          one.salesToday,
          one.openShifts,
          one.notExportedShifts,
          one.notExportedOpenShifts,
          one.lastSaleAt,
        ]),
        [
          ['5', 2, '345.81', 1, 1, 1, '2026-03-14T21:40:30'],
          ['10', 1, '0.00', 2, 0, 2, '2026-03-13T20:00:00'],
        ],
      );
      assert.deepEqual(held(shop, await web.reports.shop('5')), shops[0]);
      const { registers } = held(registerList, await web.reports.registers('5'));
      assert.deepEqual(
        registers.map((one) => [one.registerCode, one.salesToday, one.openShiftNumber, one.openShiftReceipts]),
        [
          ['9', '100.00', 5, 5],
          ['12', '245.81', null, null],
        ],
      );
      assert.equal(registers[0]?.lastLoadAt, null);
      const missing = await web.reports.registers('77');
      assert.equal(missing.ok ? 'found' : missing.code, 'not_found.shop');
    });

    it('page through packages, the waiting ones first, and through the log, the graver levels alone', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const register = await addRegister(web.stations.registers, { shopCode: '5', registerCode: '12' });
      for (let n = 0; n < 3; n += 1) await web.stations.receive(register, `P${n}`, Buffer.from(`no sales ${n}`));
      await web.stations.drain();
      await web.stations.receive(register, 'LAST', sampleFile);
      const query = { state: 'all', limit: 2 } as const;
      const first = held(packageList, await web.reports.packages(query));
      assert.deepEqual(
        first.packages.map(({ state }) => state),
        ['waiting', 'broken', 'broken'],
      );
      assert.equal(first.packages[0]?.packageId, 'LAST');
      assert.equal(first.packages[0]?.registerCode, '12');
      assert.match(first.packages[1]?.reason?.en ?? '', /\w/);
      assert.deepEqual(first.counts, { waiting: 1, error: 0, broken: 3 });
      assert.ok(first.next !== null);
      const second = held(packageList, await web.reports.packages({ ...query, before: first.next }));
      assert.equal(second.packages.length, 1);
      assert.equal(second.next, null);
      const ids = [...first.packages, ...second.packages].map(({ packageId }) => packageId);
      assert.deepEqual(ids.toSorted(), ['LAST', 'P0', 'P1', 'P2']);

      await opened.database.transaction((tx) =>
        recordEvents(tx, { now: () => 0 }, [{ code: 'server.started', level: 'info', params: { version: '9.9' } }]),
      );
      const log = held(eventList, await web.reports.log({ limit: 1 }));
      assert.equal(log.events[0]?.text.en, 'Server started, version 9.9.');
      assert.equal(log.events[0]?.text.ru, 'Сервер запущен, версия 9.9.');
      assert.ok(log.next !== null);
      const errors = held(
        eventList,
        await web.reports.log({ limit: 100, level: 'warning', shop: '5', register: '12' }),
      );
      assert.deepEqual(
        errors.events.map(({ code }) => code),
        ['package.broken', 'package.broken', 'package.broken'],
      );
      assert.ok(errors.events.every(({ shopCode, registerCode }) => shopCode === '5' && registerCode === '12'));
      const next = held(eventList, await web.reports.log({ limit: 100, before: log.next }));
      assert.ok(next.events.every(({ eventId }) => eventId < (log.next ?? 0)));
    });

    it('keep set-aside records in sight with reason and raw text, and count them', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      const broken = sampleFile.toString('utf8').replace('"docSum":30.00', '"docSum":"thirty"');
      await web.stations.bring('5', broken);
      const { setAside, total } = held(
        setAsideList,
        await web.reports.setAside({ state: 'open', limit: 10, shop: '5', register: '12' }),
      );
      assert.equal(total, 1);
      assert.match(setAside[0]?.raw ?? '', /"docSum":"thirty"/);
      assert.match(setAside[0]?.reason.ru ?? '', /[а-я]/);
      assert.match(setAside[0]?.reason.en ?? '', /[a-z]/);
      const { shift } = held(shiftDetail, await web.reports.shift(address));
      assert.equal(shift.setAsideDocuments, 1);
      const status = held(serverStatus, await web.reports.status());
      assert.deepEqual([status.setAsideDocuments, status.registers.total, status.shifts.notExported], [1, 1, 1]);
      assert.equal(status.database.engine, engine.name);
      assert.equal(status.database.available, true);
    });

    it('tell the last known numbers while the database is away, with their time', async () => {
      await using opened = await engine.open();
      await using web = await openWebApi(opened.database);
      await web.stations.bring('5', sampleFile);
      let nowMs = Date.parse('2026-03-14T20:00:00Z');
      let away = false;
      const database = new Proxy(opened.database, {
        get(target, name, receiver) {
          if (away && name === 'all') throw new DatabaseUnavailable('the line is cut');
          return Reflect.get(target, name, receiver) as unknown;
        },
      });
      const facts = {
        version: '1',
        demo: false,
        runsAsRoot: false,
        defaultLanguage: 'en',
        timeZone: 'Europe/Moscow',
        startedMs: nowMs,
      } as const;
      const report = createStatusReport({
        database,
        clock: { now: () => nowMs },
        readWaiting: async () => ({ count: 3, packages: [] }),
        facts,
        storage: quietStorage,
        numbers: undefined,
        readUpper: () => null,
        readLine: () => ({ encrypted: true, plaintext: [] }),
        readFileEnds: async () => ({ files: [], issued: [], revoked: new Set() }),
      });
      away = true;
      await assert.rejects(report(), DatabaseUnavailable);
      away = false;
      const known = held(serverStatus, await report());
      nowMs += 60_000;
      away = true;
      const remembered = held(serverStatus, await report());
      assert.equal(remembered.database.available, false);
      assert.deepEqual({ ...remembered, database: known.database }, known);
      assert.equal(remembered.asOf, '2026-03-14T20:00:00.000Z');
    });
  });
}
