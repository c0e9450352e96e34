/** A register that nobody can call holds a command stream, and is asked over it: for a period, for shifts, for what is new. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { status } from '@grpc/grpc-js';
import type { Register } from '../../contracts/web-api.ts';
import { holdCommandStream, pairByStream } from '../../src/simulator/command-stream.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { FIRST_DAY } from '../support/listening-register.ts';
import { startTestServer } from '../support/server.ts';
import {
  asks,
  change,
  isHeld,
  load,
  logOf,
  openBehindNat,
  presence,
  SERVER_HOST,
  type Shop,
  shopOf,
} from '../support/stream-register.ts';
import { until } from '../support/until.ts';

const WHOLE_DAY = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: `${FIRST_DAY}T23:59:59` };

for (const engine of databasesUnderTest) {
  const withServer = (work: (shop: Shop, t: TestContext) => Promise<void>) => async (t: TestContext) => {
    await using place = await engine.place();
    const env = { SMENA_REGISTERS_SERVER_HOST: SERVER_HOST };
    await using server = await startTestServer({ database: place.location, env });
    await work(await shopOf(server), t);
  };

  test(
    `M3 M4 M15 ${engine.name}: a register behind NAT is asked over its stream for a period, for shifts by number and for what is new`,
    withServer(async (shop, t) => {
      const shifts = { kind: 'shifts', from: 340, to: 347 };
      const refused = await fetch(new URL('/api/v1/transfers', shop.server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asks(shifts)),
      });
      assert.equal(refused.status, 422);
      assert.match(await refused.text(), /load\.no_stream.*не держит поток команд/);
      assert.equal((await presence(shop)).by, 'nothing');
      assert.match((await presence(shop)).why?.ru ?? '', /Адрес службы команд кассы не задан/);

      const { register, stream } = await openBehindNat(t, shop);
      await isHeld(shop);
      for (const number of [339, 340, 343, 347, 348]) {
        await register.openShift(number);
        await register.sellMany(3);
        await register.closeShift();
      }
      const { codes, server } = shop;
      const { registerId, shopId, registerCode, shopCode } = codes;
      const ids = { registerId, shopId, registerCode, shopCode, protocolVersion: '4' };
      const where = { grpcHost: SERVER_HOST, grpcPort: server.grpcPort };
      const rest = { httpHost: SERVER_HOST, httpPort: server.registerHttpPort };
      await until('it was told its settings', async () => stream.settings()['registerId'] !== undefined || undefined);
      assert.deepEqual(stream.settings(), { ...ids, ...where, ...rest });

      const byNumbers = await load(shop, shifts, register.work);
      assert.deepEqual([byNumbers.state, byNumbers.range], ['done', { ...shifts, from: '340', to: '347' }]);
      assert.equal(byNumbers.shiftsExpected, 8);
      assert.ok(byNumbers.registerSaid !== null, 'the register told its states without REST');
      const stored = await shop.api.shifts('12', '3');
      assert.deepEqual(stored.shifts.map((shift) => shift.shiftNumber).sort(), [340, 343, 347]);

      const period = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: '2026-03-18T23:59:59' };
      const byDates = await load(shop, period, register.work);
      assert.deepEqual([byDates.state, byDates.shifts], ['done', 5]);
      const totals = (await shop.api.shifts('12', '3')).totals;
      assert.equal(totals.shifts, 5);
      const sold = (await shop.api.shifts('12', '3')).shifts.map(({ shiftNumber, saleSum }) => [shiftNumber, saleSum]);
      const expected = register
        .expected()
        .map(({ shiftNumber, sums }) => [shiftNumber, (sums.saleSum / 100).toFixed(2)]);
      assert.deepEqual(sold.sort(), expected.sort(), 'to the kopeck');

      const fresh = await load(shop, { kind: 'new' }, register.work);
      assert.equal(fresh.state, 'already', 'nothing but the last receipt, which is here');
      const nothing = { kind: 'shifts', from: 900, to: 901 };
      assert.equal(
        (await load(shop, nothing, register.work)).state,
        'empty',
        'it says so itself, nobody waits for a time',
      );
      assert.deepEqual((await shop.api.shifts('12', '3')).totals, totals, 'nothing is doubled');
      const { softwareVersion } = await shop.api.get<Register>('/shops/12/registers/3');
      assert.equal(softwareVersion, '4.6.120');
    }),
  );

  test(
    `M15 ${engine.name}: a register without an id is paired by its codes, once, and is told every change`,
    withServer(async (shop, t) => {
      const { codes, server } = shop;
      const address = `127.0.0.1:${server.grpcPort}`;
      const { registerId, shopId } = await pairByStream({ address, shopCode: '12', registerCode: '3' });
      assert.deepEqual([registerId, shopId], [codes.registerId, codes.shopId]);
      const { stream } = await openBehindNat(t, shop);
      await isHeld(shop);
      await until('told', async () => stream.settings()['protocolVersion'] === '4' || undefined);
      await change(shop, { protocolVersion: 3 });
      await until('the change was told', async () => stream.settings()['protocolVersion'] === '3' || undefined);
      await until('the log tells of it', async () => (await logOf(shop, 'register.synced')).length === 2 || undefined);
      const again = pairByStream({ address, shopCode: '12', registerCode: '3' });
      await assert.rejects(again, { code: status.FAILED_PRECONDITION, details: /второй раз он сам не выдаётся/ });
      const nobody = pairByStream({ address, shopCode: '12', registerCode: '9' });
      await assert.rejects(nobody, { code: status.NOT_FOUND, details: /Кассы 9 в магазине 12 нет/ });
    }),
  );

  test(
    `P5 T10 ${engine.name}: an unknown id and a pair of id and code that does not fit are refused by name, and one taken out of service is`,
    withServer(async (shop, t) => {
      const wrong = [
        [{ registerId: '_cash_3_00000000' }, status.NOT_FOUND, 'handshake.unknown_register'],
        [{ registerCode: '4' }, status.FAILED_PRECONDITION, 'stream.code_mismatch'],
        [{ shopCode: '13' }, status.FAILED_PRECONDITION, 'stream.code_mismatch'],
        [{ shopId: '_shop_13_00000000' }, status.FAILED_PRECONDITION, 'stream.shop_mismatch'],
        [{ registerId: '', registerCode: '' }, status.INVALID_ARGUMENT, 'stream.no_identity'],
        [{ softwareVersion: 'x'.repeat(300) }, status.INVALID_ARGUMENT, 'stream.too_long'],
      ] as const;
      for (const [says, code, reason] of wrong) {
        const { stream } = await openBehindNat(t, shop, { says });
        const end = await until(reason, async () => stream.lastEnd() ?? undefined);
        assert.deepEqual([end.status, end.reason], [code, reason]);
        assert.match(end.text, / \/ /, 'in both languages');
        await stream.stop();
      }
      await until('the log names the wrong pair', async () => {
        const told = await logOf(shop, 'register.stream_refused');
        return told.some((text) => /выдан кассе 3 магазина 12, а назвалась касса 4/.test(text)) || undefined;
      });

      const { stream } = await openBehindNat(t, shop);
      await isHeld(shop);
      await change(shop, { inService: false });
      await until(
        'its stream is ended',
        async () => stream.lastEnd()?.reason === 'handshake.out_of_service' || undefined,
      );
      assert.equal(stream.lastEnd()?.status, status.PERMISSION_DENIED);
      assert.equal((await presence(shop)).by, 'nothing');
      await change(shop, { inService: true });
      await isHeld(shop);
    }),
  );

  test(
    `M4 M14 ${engine.name}: a register of protocol 3 that holds a stream is asked for shifts by number too, and sends by Thrift`,
    withServer(async (shop, t) => {
      await change(shop, { protocolVersion: 3 });
      const { register } = await openBehindNat(t, shop, { protocolVersion: 3 });
      await isHeld(shop);
      for (const number of [346, 347]) {
        await register.openShift(number);
        await register.sellMany(2);
        await register.closeShift();
      }
      const transfer = await load(shop, { kind: 'shifts', from: 347, to: 347 }, register.work);
      assert.deepEqual([transfer.state, transfer.shifts, transfer.packages], ['done', 1, 1]);
      const [shift, ...others] = (await shop.api.shifts('12', '3')).shifts;
      assert.deepEqual([shift?.shiftNumber, others], [347, []]);
    }),
  );

  test(
    `${engine.name}: the second stream of a register takes the place of the first, and the log names both`,
    withServer(async (shop, t) => {
      const first = await openBehindNat(t, shop, { pauses: { first: 3_600_000, longest: 3_600_000 } });
      await isHeld(shop);
      const commands: string[] = [];
      const second = holdCommandStream({
        address: `127.0.0.1:${shop.server.grpcPort}`,
        register: { ...shop.codes, unload: first.register.unload, callOff: first.register.callOff },
        sleep: async () => undefined,
        onCommand: async ({ commandId }) => void commands.push(commandId),
      });
      t.after(() => second.stop());
      await until('the first is ended', async () => first.stream.lastEnd() ?? undefined);
      assert.equal(first.stream.lastEnd()?.status, status.ABORTED);
      assert.match(first.stream.lastEnd()?.text ?? '', /Касса 3 открыла другой поток команд, с адреса 127/);
      await until('the log names it', async () => (await logOf(shop, 'register.stream_replaced'))[0] ?? undefined);
      const before = first.stream.commands().length;
      const { register } = first;
      await register.openShift();
      await register.sellMany(2);
      assert.equal((await load(shop, WHOLE_DAY, register.work)).state, 'done');
      assert.equal(first.stream.commands().length, before, 'the first got nothing more');
      assert.ok(commands.some((id) => id.startsWith('T-')));
    }),
  );
}
