/** Registers of both protocols are asked by schedule (M2): at the slots of their shop, across changes of clocks, after sleep. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RegisterList, ScheduleList, TransferRow } from '../../contracts/web-api.ts';
import type { ApiClient } from '../support/api-client.ts';
import { startClockedServer } from '../support/clocked-server.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { answerRequest, openAskedShop, readSchedule, transfersOf } from './asked-shop.ts';

async function addSchedule(api: ApiClient, schedule: object): Promise<number> {
  const { schedules } = await api.send<ScheduleList>('POST', '/schedules', schedule);
  return schedules.at(-1)?.scheduleId ?? assert.fail('nothing was added');
}

/** Another shop that is asked every minute: when it has run, the timetable has looked at all schedules before it. */
async function addWitness(api: ApiClient): Promise<(utc: string) => Promise<void>> {
  await api.addShop('99');
  await api.addRegister('99', '1');
  const rule = { kind: 'every', minutes: 1, from: '00:00', to: '23:59' };
  const witness = await addSchedule(api, { shopCode: '99', rule });
  return (utc) =>
    until('the timetable has looked', async () => {
      const ranAt = (await readSchedule(api, witness)).lastRun?.ranAt;
      return ranAt !== undefined && Date.parse(ranAt) >= Date.parse(utc);
    }).then(() => undefined);
}

const brought = ({ state, documentsNew }: TransferRow) => [state, documentsNew > 0];

// Each begins less than two minutes before its first slot: a new register is not asked by the server itself so early.
for (const engine of databasesUnderTest) {
  test(`M2 M14 ${engine.name}: at its slot each register is asked by itself; a server that slept catches up with one run, to the kopeck`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, '2026-03-14T20:28:40Z');
    const { api, registers } = await openAskedShop(t, clocked, { firstDate: '2026-03-14' });
    const id = await addSchedule(api, { shopCode: '12', rule: { kind: 'daily', times: ['23:30'] }, author: 'Петрова' });
    for (const register of registers) {
      await register.openShift();
      await register.sellMany(4);
      await register.closeShift();
    }
    assert.equal((await readSchedule(api, id)).lastRun, null);

    clocked.at('2026-03-14T20:30:05Z');
    for (const register of registers) {
      const transfer = await answerRequest(api, register, 'schedule');
      assert.deepEqual(brought(transfer), ['done', true]);
      assert.equal(transfer.range.kind, 'new');
      await checkLedger(api, register);
    }
    const ran = (await readSchedule(api, id)).lastRun;
    assert.deepEqual([ran?.outcome, ran?.slot, ran?.requested, ran?.loaded], ['on_time', '2026-03-14T23:30:00', 2, 2]);
    const { registers: rows } = await api.get<RegisterList>('/shops/12/registers');
    assert.deepEqual(
      rows.map(({ nextScheduled }) => nextScheduled?.at),
      ['2026-03-15T20:30:00.000Z', '2026-03-15T20:30:00.000Z'],
    );

    for (const register of registers) {
      await register.openShift();
      await register.sellMany(3);
      await register.closeShift();
    }
    await clocked.sleepUntil('2026-03-17T05:00:00Z');
    for (const register of registers) {
      assert.deepEqual(brought(await answerRequest(api, register, 'schedule')), ['done', true]);
      await checkLedger(api, register);
      assert.equal((await transfersOf(api, register, 'schedule')).length, 2, 'asked once for two slots');
    }
    const woken = (await readSchedule(api, id)).lastRun;
    assert.deepEqual([woken?.outcome, woken?.slot, woken?.missed], ['caught_up', '2026-03-16T23:30:00', 1]);
    const told = (await api.wholeLog()).find(({ code }) => code === 'schedule.caught_up');
    assert.match(told?.text.ru ?? '', /пропущено: 1.запуск\. Сервер не работал или база была недоступна/);
  });

  test(`M2 ${engine.name}: the clocks go forward: a slot of the hour that is left out runs when they have moved on, once and on time`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, '2026-03-29T00:58:40Z');
    const trade = { firstDate: '2026-03-28', timeZone: 'Europe/Berlin' };
    const { api, registers } = await openAskedShop(t, clocked, trade);
    const id = await addSchedule(api, { shopCode: '12', rule: { kind: 'daily', times: ['02:30'] } });
    const looked = await addWitness(api);
    for (const register of registers) {
      await register.openShift();
      await register.sellMany(2);
      await register.closeShift();
    }
    assert.equal((await readSchedule(api, id)).next?.at, '2026-03-29T01:00:00.000Z');
    clocked.at('2026-03-29T00:59:30Z');
    await looked('2026-03-29T00:59:30Z');
    assert.equal((await readSchedule(api, id)).lastRun, null, 'it is 01:59 in Berlin');
    clocked.at('2026-03-29T01:00:10Z');
    for (const register of registers) {
      assert.equal((await answerRequest(api, register, 'schedule')).state, 'done');
      await checkLedger(api, register);
    }
    clocked.at('2026-03-29T02:00:00Z');
    await looked('2026-03-29T02:00:00Z');
    const { lastRun, next } = await readSchedule(api, id);
    assert.deepEqual(
      [lastRun?.outcome, lastRun?.slot, lastRun?.ranAt],
      ['on_time', '2026-03-29T02:30:00', '2026-03-29T01:00:10.000Z'],
    );
    assert.equal(next?.at, '2026-03-30T00:30:00.000Z');
  });

  test(`M2 ${engine.name}: the clocks go back: a slot of the hour that comes twice runs at its first time only`, async (t) => {
    await using place = await engine.place();
    await using clocked = await startClockedServer(place.location, '2026-10-25T00:28:40Z');
    const trade = { firstDate: '2026-10-24', timeZone: 'Europe/Berlin' };
    const { api, registers } = await openAskedShop(t, clocked, trade);
    const id = await addSchedule(api, { shopCode: '12', rule: { kind: 'daily', times: ['02:30'] } });
    const looked = await addWitness(api);
    for (const register of registers) {
      await register.openShift();
      await register.sellMany(2);
      await register.closeShift();
    }
    clocked.at('2026-10-25T00:30:10Z');
    for (const register of registers) {
      assert.equal((await answerRequest(api, register, 'schedule')).state, 'done');
      await checkLedger(api, register);
    }
    clocked.at('2026-10-25T01:30:10Z');
    await looked('2026-10-25T01:30:10Z');
    for (const register of registers) assert.equal((await transfersOf(api, register, 'schedule')).length, 1);
    const { lastRun, next } = await readSchedule(api, id);
    assert.deepEqual([lastRun?.outcome, lastRun?.ranAt], ['on_time', '2026-10-25T00:30:10.000Z']);
    assert.equal(next?.at, '2026-10-26T01:30:00.000Z');
  });
}
