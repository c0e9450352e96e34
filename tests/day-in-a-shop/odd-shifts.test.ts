import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalTime } from '../../src/domain/local-time.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import { createSimulatedErp } from '../../src/simulator/erp.ts';
import { addSeconds } from '../../src/simulator/model.ts';
import { createSimulatedRegister } from '../../src/simulator/register.ts';
import { createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/server.ts';
import { openShopFloor, type ShopFloorOptions, untilSettled } from '../support/shop-floor.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checkErp, checkLedger, readExchange } from '../support/tie-out.ts';
import { until } from '../support/until.ts';

/** A shop of one register, over which the test rules the clock. */
async function openShop(server: TestServer, registerOptions: ShopFloorOptions['registerOptions'] = () => ({})) {
  const api = createApiClient(() => server.url);
  const floor = await openShopFloor(api, {
    shopCode: '7',
    registerCodes: ['3'],
    serverAddress: `127.0.0.1:${server.grpcPort}`,
    registerOptions,
  });
  const register = floor.registers[0] ?? assert.fail();
  return { api, floor, register };
}

for (const engine of databasesUnderTest) {
  async function withServer(work: (server: TestServer) => Promise<void>, env: TestServerOptions['env'] = {}) {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location, env });
    await work(server);
  }

  test(`P6 P15 T8 ${engine.name}: a shift over midnight keeps the date it was opened on and is one shift for the ERP`, () =>
    withServer(
      async (server) => {
        let now: LocalTime = '2026-03-14T20:00:00';
        const { api, floor, register } = await openShop(server, () => ({ clock: () => now }));
        await using _floor = floor;
        const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });
        await register.openShift();
        for (let hour = 0; hour < 6; hour += 1) {
          await register.sellMany(4);
          assert.equal(await register.work(), 'sent');
          now = addSeconds(now, 3600);
          if (hour === 2) {
            await untilSettled(api);
            await erp.pass();
          }
        }
        now = '2026-03-15T02:10:00';
        await register.closeShift();
        assert.equal(await register.work(), 'sent');
        await untilSettled(api);

        const [row, ...others] = await checkLedger(api, register);
        assert.deepEqual(others, []);
        assert.deepEqual([row?.key, row?.businessDate], ['1@2026-03-14', '2026-03-14']);
        const { documents } = await api.documents('7', '3', row?.key ?? '');
        assert.ok(documents.some((document) => document.closedAt?.startsWith('2026-03-15') === true));
        const byDate = await api.get<{ shifts: unknown[] }>(
          '/shops/7/registers/3/shifts?from=2026-03-15&to=2026-03-15',
        );
        assert.deepEqual(byDate.shifts, [], 'the next date has no shift of its own');
        for (const { reading } of readExchange(server.exchangeFolder))
          assert.deepEqual(
            reading.zReports.map((zReport) => zReport.key),
            ['7_3_1_14032026'],
          );
        await erp.pass();
        checkErp(erp, [register]);
      },
      { SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms' },
    ));

  test(`M7 P6 ${engine.name}: a shift number that comes back after two days is a shift of its own, for the ledger and for the ERP`, () =>
    withServer(async (server) => {
      let now: LocalTime = '2026-03-14T08:00:00';
      const { api, floor, register } = await openShop(server, () => ({ clock: () => now }));
      await using _floor = floor;
      for (const openedAt of ['2026-03-14T08:00:00', '2026-03-16T08:00:00', '2026-04-20T09:30:00']) {
        now = openedAt;
        await register.openShift(5);
        await register.sellMany(7);
        now = addSeconds(now, 10 * 3600);
        await register.closeShift();
        assert.equal(await register.work(), 'sent');
      }
      await untilSettled(api);
      const rows = await checkLedger(api, register);
      assert.deepEqual(rows.map((row) => [row.key, row.numberRepeated]).sort(), [
        ['5@2026-03-14', true],
        ['5@2026-03-16', true],
        ['5@2026-04-20', true],
      ]);
      // Asked for again by number, all three come in one package and each finds its own shift.
      await register.unload({ shifts: { from: 5, to: 5 } });
      assert.equal(await register.work(), 'sent');
      await untilSettled(api);
      assert.deepEqual(await checkLedger(api, register), rows);
      const told = (await api.wholeLog()).filter((event) => event.code === 'shift.number_repeated');
      assert.equal(told.length, 2);
      assert.match(
        told[0]?.text.ru ?? '',
        /Номер смены 5 повторился на кассе 3: заведена отдельная смена от 20\.04\.2026/,
      );
      const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });
      await erp.pass();
      checkErp(erp, [register]);
    }));

  test(`M8 T7 ${engine.name}: of two undated shifts of one number the second is not loaded, its documents are set aside, and dates resolve it`, () =>
    withServer(async (server) => {
      let now: LocalTime = '2026-03-14T08:00:00';
      const sendOn = { receipt: false, shift: true };
      const { api, floor, register } = await openShop(server, () => ({ clock: () => now, sendOn }));
      await using _floor = floor;
      register.faults.withoutOpenTime = true;
      for (const [openedAt, receipts] of [
        ['2026-03-14T08:00:00', 6],
        ['2026-03-18T08:00:00', 4],
      ] as const) {
        now = openedAt;
        await register.openShift(7);
        await register.sellMany(receipts);
        await register.closeShift();
        assert.equal(await register.work(), 'sent');
        await until('the package is loaded', async () => (await api.status()).packages.waiting === 0);
      }
      const [first, second] = register.expected();
      assert.ok(first !== undefined && second !== undefined);
      const { shifts } = await api.shifts('7', '3');
      assert.equal(shifts.length, 1);
      const row = shifts[0] ?? assert.fail();
      const { documents } = await api.documents('7', '3', row.key);
      assert.equal(documents.length, first.documents.length);

      const { setAside, total } = await api.setAside();
      assert.equal(total, second.documents.length + 1, 'the documents and the head of the shift');
      assert.ok(
        setAside.every(({ reason, raw }) => reason.code === 'document.shift_undated' && raw?.includes('"shift":7')),
      );
      const [told] = (await api.log('level=error')).events.filter((event) => event.code === 'shift.no_open_time');
      assert.match(told?.text.ru ?? '', /^Смена 7 кассы 3 без даты открытия не загружена/);
      assert.match(told?.text.en ?? '', /^Shift 7 of register 3 has no open time and was not loaded/);
      const exported = await until('the export is refused', async () => {
        const { export: state } = (await api.shifts('7', '3')).shifts[0] ?? assert.fail();
        return state.state === 'failed' && state;
      });
      assert.equal(exported.reason?.code, 'export.shift_not_opened');

      // The register is repaired and asked again: the first shift gets its date, the second becomes a shift.
      register.faults.withoutOpenTime = false;
      await register.unload({ shifts: { from: 7, to: 7 } });
      assert.equal(await register.work(), 'sent');
      await untilSettled(api);
      const rows = (await api.shifts('7', '3')).shifts;
      assert.deepEqual(
        rows.map((one) => [one.openedAt, one.saleCount + one.refundCount]).sort(),
        [
          [first.openedAt, 6],
          [second.openedAt, 4],
        ].sort(),
      );
      const erp = createSimulatedErp({ folder: server.exchangeFolder, nowMs: () => Date.now() });
      await erp.pass();
      checkErp(erp, [register]);
    }));

  test(`P5 T1 T10 ${engine.name}: a register nobody knows keeps its sales until it is added, then every receipt arrives`, (t) =>
    withServer(async (server) => {
      const api = createApiClient(() => server.url);
      const { registers } = await (async () => {
        const floor = await openShopFloor(api, {
          shopCode: '7',
          registerCodes: ['3'],
          serverAddress: `127.0.0.1:${server.grpcPort}`,
        });
        t.after(() => floor[Symbol.asyncDispose]());
        return floor;
      })();
      const known = registers[0] ?? assert.fail();
      const failures: unknown[] = [];
      const options = {
        registerCode: '9',
        shopId: known.shopId,
        shopCode: '7',
        folder: temporaryFolder(t),
        serverAddress: `127.0.0.1:${server.grpcPort}`,
        seed: 9,
        sleep,
        onFailure: (cause: unknown) => failures.push(cause),
      };
      const stranger = await createSimulatedRegister({ ...options, registerId: '_cash_9_00000000' });
      await stranger.openShift();
      await stranger.sellMany(5);
      assert.equal(await stranger.work(), 'failed');
      const [failure] = failures;
      assert.match(
        String(failure),
        /серверу не известна.*The server does not know a register with id _cash_9_00000000/s,
      );
      assert.deepEqual((await stranger.condition()).backups, 0, 'the register still has everything');
      await stranger.close();
      await until('the log tells of it', async () =>
        (await api.log('level=warning')).events.some(
          (event) => event.code === 'register.refused' && event.text.en.includes('_cash_9_00000000'),
        ),
      );

      // It is added, and the issued id is written into its settings.
      const { registerId } = await api.addRegister('7', '9');
      const added = await createSimulatedRegister({ ...options, registerId });
      try {
        await added.sellMany(3);
        await added.closeShift();
        assert.equal(await added.work(), 'sent');
        await untilSettled(api);
        await checkLedger(api, added);
      } finally {
        await added.close();
      }
    }));
}
