/** What starts a load (M1–M3, M9; registers §8), each with registers of both protocols, to the kopeck. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestedTransfer, TransferList } from '../../contracts/web-api.ts';
import { startClockedServer } from '../support/clocked-server.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { SAMPLE } from '../support/sales-file-text.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { answerRequest, endOfLatest, openAskedShop, transfersOf } from './asked-shop.ts';

const EVENING = '2026-03-14T20:00:00Z';
const DAY = { from: '2026-03-14T00:00:00', to: '2026-03-14T22:59:59' };

for (const engine of databasesUnderTest) {
  test(`M1 M14 ${engine.name}: closing a receipt sends it, closing the shift sends the shift`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, EVENING);
    const sendOn = { receipt: true, shift: true };
    const { api, registers } = await openAskedShop(t, clocked, { firstDate: '2026-03-14', sendOn });
    for (const register of registers) {
      await register.openShift();
      await register.sellReceipt();
      assert.equal(await register.work(), 'sent');
      assert.equal((await endOfLatest(api, register, 'receipt')).state, 'done');
      const [open] = await checkLedger(api, register);
      assert.equal(open?.closedAt, null);

      await register.closeShift();
      assert.equal(await register.work(), 'sent');
      assert.equal((await endOfLatest(api, register, 'shift')).state, 'done');
      const [closed] = await checkLedger(api, register);
      assert.notEqual(closed?.closedAt, null);
      assert.deepEqual(await transfersOf(api, register, 'person'), [], 'nobody asked');
    }
  });

  test(`M3 M9 M14 ${engine.name}: a person asks for what is new: from the last sale stored, and nothing twice`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, EVENING);
    const { api, registers } = await openAskedShop(t, clocked, { firstDate: '2026-03-14' });
    for (const register of registers) {
      const { registerCode } = register;
      const ask = () => {
        const wanted = { shopCode: '12', registerCode, range: { kind: 'new' }, author: 'Петрова' };
        return api.send<RequestedTransfer>('POST', '/transfers', wanted);
      };
      await register.openShift();
      await register.sellMany(3);
      await ask();
      const first = await answerRequest(api, register, 'person');
      assert.deepEqual([first.state, first.documentsSame, first.author], ['done', 0, 'Петрова']);
      await checkLedger(api, register);
      const last = register
        .expected()[0]
        ?.documents.map(({ closedAt }) => closedAt)
        .sort()
        .at(-1);

      await register.sellMany(2);
      await register.closeShift();
      const { transfer } = await ask();
      assert.deepEqual([transfer.range.from, transfer.range.to], [last, '2026-03-14T23:00:00']);
      const second = await answerRequest(api, register, 'person');
      assert.deepEqual([second.state, second.documentsNew >= 2], ['done', true]);
      await checkLedger(api, register);
    }
  });

  test(`M14 ${engine.name}: the menu of a register sends a period unasked; the load says that the register began it`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, EVENING);
    const { api, registers } = await openAskedShop(t, clocked, { firstDate: '2026-03-14' });
    for (const register of registers) {
      await register.openShift();
      await register.sellMany(4);
      await register.closeShift();
      assert.equal(await register.unload({ ...DAY, fromMenu: true }), 'queued');
      assert.equal(await register.work(), 'sent');
      const transfer = await endOfLatest(api, register, 'register');
      assert.deepEqual(
        [transfer.state, transfer.range.kind, transfer.range.from, transfer.author],
        ['done', 'dates', DAY.from, null],
      );
      assert.ok(transfer.registerSaid !== null, 'its states belong to this load');
      await checkLedger(api, register);
      assert.deepEqual(await transfersOf(api, register, 'person'), []);
    }
  });

  test(`M3 M14 ${engine.name}: a register that is set to be asked kicks the server instead of sending, and is asked for what is new`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, EVENING);
    const sendOn = { receipt: true, shift: true };
    const { api, registers } = await openAskedShop(t, clocked, { firstDate: '2026-03-14', sendOn });
    for (const register of registers) {
      register.settings.unloadSalesRequestThroughCS = true;
      await register.openShift();
      await register.sellMany(2);
      await register.closeShift();
      assert.equal(await register.work(), 'idle', 'it has asked to be asked');
      const transfer = await answerRequest(api, register, 'register');
      assert.deepEqual([transfer.state, transfer.range.kind], ['done', 'new']);
      await checkLedger(api, register);
      assert.deepEqual(await transfersOf(api, register, 'receipt'), [], 'nothing was sent unasked');
    }
  });

  test(`M9 ${engine.name}: a file brought by hand is a load of its register, and the same file again changes nothing`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, EVENING);
    const { api } = await openAskedShop(t, clocked, { firstDate: '2026-03-14' });
    await api.addShop('5');
    const load = async () => {
      await api.loadFile('5', 'sample.json', Buffer.from(SAMPLE));
      return until('the loads of the file have ended', async () => {
        const { transfers } = await api.get<TransferList>('/transfers?shop=5');
        return transfers.length > 0 && transfers.every(({ endedAt }) => endedAt !== null) ? transfers : undefined;
      });
    };
    const [loaded] = await load();
    assert.deepEqual([loaded?.cause, loaded?.registerCode, loaded?.state], ['person', '12', 'done']);
    assert.ok((loaded?.documentsNew ?? 0) > 0);
    const { totals } = await api.shifts('5', '12');
    await load();
    assert.deepEqual((await api.shifts('5', '12')).totals, totals);
  });
}
