import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { createRegisters, type Registers } from '../pipeline/registers/registers.ts';
import type { LoadRequest, RequestResult } from '../pipeline/transfers/transfers.ts';
import type { Database } from '../platform/database/database.ts';
import { withQueries } from '../platform/database/query-builder.ts';
import { logReport } from '../reports/log.ts';
import { registersReport } from '../reports/registers.ts';
import { scheduleRunsReport } from '../reports/schedule-runs.ts';
import { schedulesReport } from '../reports/schedules.ts';
import type { Tables } from '../schema/tables.ts';
import { createTimetable, type NewSchedule } from './timetable.ts';

const MINUTE = 60_000;
const HOURLY = { kind: 'every', minutes: 60, from: '08:00', to: '22:00' } as const;
const everywhere = { groupCode: null, shopCode: null, registerCode: null, author: 'Петрова' };

/** A register that can be called. */
async function addWithAddress(registers: Registers, shopCode: string, registerCode: string): Promise<void> {
  await registers.addRegister({ shopCode, registerCode, protocolVersion: 4 });
  await registers.changeRegister({ shopCode, registerCode }, { commandHost: '10.0.0.1' });
}

async function openStage(database: Database<Tables>) {
  const time = { ms: Date.UTC(2026, 10, 26, 6, 30) };
  const clock = { now: () => time.ms };
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  await registers.addShop({ shopCode: '1', timeZone: 'Europe/Moscow' });
  await registers.addShop({ shopCode: '2', timeZone: 'Asia/Yekaterinburg' });
  for (const [shopCode, registerCode] of [
    ['1', '1'],
    ['1', '2'],
    ['2', '1'],
  ] as const)
    await addWithAddress(registers, shopCode, registerCode);
  const asked: string[] = [];
  /** How many registers were handed over together. */
  const pieces: number[] = [];
  const reading = withQueries(database);
  let answer: RequestResult = { kind: 'requested', transferId: 1 };
  const open = () =>
    createTimetable({
      database,
      clock,
      transfers: {
        async requestAll(requests: readonly LoadRequest[]) {
          pieces.push(requests.length);
          for (const { shopCode, registerCode, cause, range } of requests)
            asked.push(`${shopCode}/${registerCode} ${cause} ${range.kind}`);
          return requests.map(() => answer);
        },
      },
      onChanged: () => undefined,
    });
  const timetable = open();
  return {
    time,
    registers,
    timetable,
    open,
    asked,
    pieces,
    answers: (next: RequestResult) => {
      answer = next;
    },
    list: async () => (await schedulesReport(reading, clock)).schedules,
    async runs(scheduleId: number) {
      const found = await scheduleRunsReport(reading, clock, scheduleId, { limit: 10 });
      assert.ok(found.ok);
      return found.value.runs;
    },
    counts: () =>
      database.all<{ registers: number; requested: number }>(
        'SELECT register_count AS registers, requested_count AS requested FROM schedule_run ORDER BY shop_id',
      ),
    async rows() {
      return (await database.get<{ n: number }>('SELECT COUNT(*) AS n FROM schedule_run'))?.n ?? 0;
    },
    async events(code: string, place: { shop: string; register: string }) {
      const found = await logReport(reading, clock, { ...place, limit: 10 });
      assert.ok(found.ok);
      return found.value.events.filter((event) => event.code === code).map((event) => event.text.ru);
    },
    async nextOf(shopCode: string, registerCode: string) {
      const found = await registersReport(
        { database: reading, clock, readStream: () => null, readBehind: () => null },
        shopCode,
      );
      assert.ok(found.ok);
      return found.value.registers.find((one) => one.registerCode === registerCode)?.nextScheduled ?? null;
    },
    add: async (schedule: Partial<NewSchedule> = {}) => {
      const added = await timetable.add({ ...everywhere, rule: HOURLY, ...schedule });
      assert.ok(added.ok, JSON.stringify(added));
      return added.scheduleId;
    },
    /** Lets the clock go on and the timetable look, minute by minute. */
    async pass(minutes: number): Promise<string[]> {
      const before = asked.length;
      for (let minute = 0; minute < minutes; minute += 1) {
        time.ms += MINUTE;
        await timetable.turn();
      }
      return asked.slice(before);
    },
  };
}

for (const engine of databasesUnderTest) {
  describe(`the timetable on ${engine.name} (M2)`, () => {
    const onStage = (work: (stage: Awaited<ReturnType<typeof openStage>>) => Promise<void>) => async () => {
      await using opened = await engine.open();
      await work(await openStage(opened.database));
    };
    const all = ['1/1 schedule new', '1/2 schedule new', '2/1 schedule new'];

    it(
      'asks every register at each slot of the clock of its shop, once',
      onStage(async (stage) => {
        await stage.add();
        assert.deepEqual(await stage.pass(29), []);
        assert.deepEqual(await stage.pass(1), all);
        assert.deepEqual(await stage.pass(59), []);
        assert.deepEqual(await stage.pass(1), all);
      }),
    );

    it(
      'covers a shop or one register, and leaves out what is out of service',
      onStage(async (stage) => {
        await stage.add({ shopCode: '1' });
        await stage.registers.changeRegister({ shopCode: '1', registerCode: '2' }, { inService: false });
        assert.deepEqual(await stage.pass(30), ['1/1 schedule new']);
        await stage.add({ shopCode: '2', registerCode: '1', rule: { kind: 'daily', times: ['12:15'] } });
        assert.deepEqual(await stage.pass(15), ['2/1 schedule new']);
      }),
    );

    it(
      'slots that were missed while the server slept are caught up by one run, which says so',
      onStage(async (stage) => {
        const id = await stage.add({ shopCode: '1', registerCode: '1' });
        await stage.pass(30);
        stage.time.ms += 30 * 60 * MINUTE;
        // Started again: what is known lies in the tables.
        const restarted = stage.open();
        const before = stage.asked.length;
        await restarted.turn();
        stage.time.ms += MINUTE;
        await restarted.turn();
        assert.deepEqual(stage.asked.slice(before), ['1/1 schedule new']);
        const [caughtUp, onTime] = await stage.runs(id);
        assert.deepEqual([caughtUp?.outcome, caughtUp?.slot], ['caught_up', '2026-11-27T16:00:00']);
        // 11:00 – 22:00 of the first day, 08:00 – 15:00 of the second.
        assert.equal(caughtUp?.missed, 12 + 8);
        assert.deepEqual([onTime?.outcome, onTime?.missed, onTime?.slot], ['on_time', 0, '2026-11-26T10:00:00']);
        const [told] = await stage.events('schedule.caught_up', { shop: '1', register: '1' });
        assert.match(told ?? '', /запуск 27\.11\.2026 16:00 наверстан.*пропущено: 20.запусков/);
      }),
    );

    it(
      'one slot that the server slept through is caught up too; a change of clocks is no sleep',
      onStage(async (stage) => {
        const id = await stage.add({ shopCode: '1' });
        stage.time.ms += 45 * MINUTE;
        await stage.timetable.turn();
        const [run] = await stage.runs(id);
        assert.deepEqual([run?.outcome, run?.missed, run?.requested], ['caught_up', 0, 2]);
      }),
    );

    it(
      'daylight saving: the slot of an hour that comes twice runs once and on time, one of a skipped hour when the clocks have moved on',
      onStage(async (stage) => {
        stage.time.ms = Date.UTC(2026, 9, 24, 20, 0);
        await stage.registers.addShop({ shopCode: '3', timeZone: 'Europe/Berlin' });
        await stage.registers.addRegister({ shopCode: '3', registerCode: '1', protocolVersion: 3 });
        const id = await stage.add({ shopCode: '3', rule: { kind: 'daily', times: ['02:30'] } });
        const next = async () => (await stage.list())[0]?.next;
        assert.deepEqual(await next(), {
          slot: '2026-10-25T02:30:00',
          timeZone: 'Europe/Berlin',
          at: '2026-10-25T00:30:00.000Z',
        });
        assert.deepEqual(await stage.pass(5 * 60), ['3/1 schedule new']);
        assert.equal((await next())?.slot, '2026-10-26T02:30:00', 'the second 02:30 is nobody’s');
        assert.deepEqual(await stage.pass(5 * 60), []);
        const [autumn] = await stage.runs(id);
        assert.deepEqual([autumn?.outcome, autumn?.ranAt], ['on_time', '2026-10-25T00:30:00.000Z']);
        stage.time.ms = Date.UTC(2027, 2, 27, 20, 0);
        await stage.timetable.turn();
        assert.equal((await next())?.at, '2027-03-28T01:00:00.000Z');
        assert.deepEqual(await stage.pass(10 * 60), ['3/1 schedule new']);
        const [spring, asleep] = await stage.runs(id);
        assert.deepEqual(
          [spring?.slot, spring?.outcome, spring?.ranAt],
          ['2027-03-28T02:30:00', 'on_time', '2027-03-28T01:00:00.000Z'],
        );
        assert.deepEqual([asleep?.outcome, asleep?.missed], ['caught_up', 152]);
      }),
    );

    it(
      'a paused schedule asks nobody, and resumed it begins with its next slot; what passed is told as skipped',
      onStage(async (stage) => {
        const id = await stage.add({ shopCode: '1', registerCode: '1' });
        await stage.timetable.change(id, { paused: true, author: 'Иванов' });
        assert.deepEqual(await stage.pass(180), []);
        const [paused] = await stage.list();
        assert.deepEqual([paused?.paused, paused?.pausedBy, paused?.next], [true, 'Иванов', null]);
        assert.equal(paused?.pausedAt, '2026-11-26T06:30:00.000Z');
        assert.equal(await stage.nextOf('1', '1'), null);
        await stage.timetable.change(id, { paused: false, author: 'Иванов' });
        const [resumed] = await stage.list();
        assert.equal(resumed?.lastRun, null, 'not run yet');
        assert.deepEqual([resumed?.lastSkip?.outcome, resumed?.lastSkip?.missed], ['paused', 3]);
        assert.deepEqual(await stage.pass(29), []);
        assert.deepEqual(await stage.pass(1), ['1/1 schedule new']);
        const [ran] = await stage.list();
        assert.deepEqual([ran?.lastRun?.outcome, ran?.lastRun?.missed, ran?.lastSkip], ['on_time', 0, null]);
      }),
    );

    it(
      'a rule that was changed, and a shop that is new, do not catch up what lies before',
      onStage(async (stage) => {
        const id = await stage.add({ shopCode: '1', registerCode: '1', rule: { kind: 'daily', times: ['20:00'] } });
        await stage.timetable.change(id, { rule: HOURLY, author: null });
        assert.deepEqual(await stage.pass(29), []);
        assert.deepEqual(await stage.pass(1), ['1/1 schedule new']);
        await stage.timetable.remove(id, null);
        await stage.add();
        await stage.pass(10);
        await stage.registers.addShop({ shopCode: '4', timeZone: 'Europe/Moscow' });
        await stage.registers.addRegister({ shopCode: '4', registerCode: '1', protocolVersion: 4 });
        assert.deepEqual(await stage.pass(10), []);
      }),
    );

    it(
      'the list tells the last run, how many were asked, and the next slot',
      onStage(async (stage) => {
        const id = await stage.add();
        const [fresh] = await stage.list();
        assert.deepEqual([fresh?.lastRun, fresh?.author, fresh?.shops, fresh?.registers], [null, 'Петрова', 2, 3]);
        assert.deepEqual(fresh?.next, {
          slot: '2026-11-26T10:00:00',
          timeZone: 'Europe/Moscow',
          at: '2026-11-26T07:00:00.000Z',
        });
        await stage.pass(30);
        const [ran] = await stage.list();
        const { ranAt, requested, registers, shops, outcome } = ran?.lastRun ?? assert.fail();
        assert.deepEqual([ran?.scheduleId, ranAt, outcome], [id, '2026-11-26T07:00:00.000Z', 'on_time']);
        assert.deepEqual([requested, registers, shops], [3, 3, 2]);
      }),
    );

    it(
      'of several schedules the narrowest holds: register over shop over group over server, paused or not',
      onStage(async (stage) => {
        const { registers, timetable } = stage;
        assert.ok((await registers.addGroup({ groupCode: 'ural', name: 'Урал', shopCodes: ['2'] })).ok);
        await stage.add();
        const group = await stage.add({ groupCode: 'ural', rule: { kind: 'daily', times: ['12:15'] } });
        const own = await stage.add({ shopCode: '1', registerCode: '2', rule: { kind: 'daily', times: ['10:15'] } });
        assert.deepEqual(
          (await stage.list()).map((one) => [one.shops, one.registers]),
          [
            [1, 1],
            [1, 1],
            [1, 1],
          ],
        );
        assert.equal((await stage.nextOf('1', '1'))?.slot, '2026-11-26T10:00:00');
        assert.deepEqual(await stage.nextOf('2', '1'), {
          scheduleId: group,
          slot: '2026-11-26T12:15:00',
          timeZone: 'Asia/Yekaterinburg',
          at: '2026-11-26T07:15:00.000Z',
        });
        assert.deepEqual(await stage.pass(30), ['1/1 schedule new']);
        assert.deepEqual((await stage.pass(15)).sort(), ['1/2 schedule new', '2/1 schedule new']);
        await timetable.change(own, { paused: true, author: null });
        assert.equal(await stage.nextOf('1', '2'), null, 'the wider schedule does not take over');
        assert.deepEqual(await stage.pass(45), ['1/1 schedule new']);
        await timetable.remove(own, null);
        assert.deepEqual(await stage.pass(60), ['1/1 schedule new', '1/2 schedule new']);
        const removed = await registers.removeGroup('ural');
        assert.equal(removed.ok ? '' : removed.code, 'group.has_schedule');
        await timetable.remove(group, null);
        assert.ok((await registers.removeGroup('ural')).ok);
        assert.equal((await stage.nextOf('2', '1'))?.slot, '2026-11-26T15:00:00');
      }),
    );

    it(
      'a shop that joins a group is not asked for the slots before it came',
      onStage(async (stage) => {
        await stage.registers.addGroup({ groupCode: 'g', name: 'Группа', shopCodes: [] });
        const id = await stage.add({ groupCode: 'g' });
        assert.equal((await stage.list())[0]?.registers, 0);
        assert.deepEqual(await stage.pass(40), []);
        await stage.registers.changeGroup('g', { shopCodes: ['1'] });
        assert.deepEqual(await stage.pass(49), []);
        assert.deepEqual(await stage.pass(1), ['1/1 schedule new', '1/2 schedule new']);
        assert.equal((await stage.runs(id))[0]?.outcome, 'on_time');
      }),
    );

    it(
      'it is run at once on demand, paused as well; a register that is being asked already is not counted',
      onStage(async (stage) => {
        const id = await stage.add();
        await stage.timetable.change(id, { paused: true, author: null });
        const run = () => stage.timetable.run(id, 'Петрова');
        assert.deepEqual(await run(), { ok: true, requested: 3, running: 0, refused: 0, noWay: 0 });
        stage.answers({ kind: 'running', transferId: 1 });
        assert.deepEqual(await run(), { ok: true, requested: 0, running: 3, refused: 0, noWay: 0 });
        const [last] = await stage.runs(id);
        assert.deepEqual([last?.outcome, last?.author, last?.alreadyRunning], ['by_hand', 'Петрова', 3]);
        assert.equal((await stage.timetable.remove(id, null)).ok, true);
        assert.deepEqual(await stage.list(), []);
        assert.deepEqual(await stage.rows(), 0);
      }),
    );

    it(
      'registers of many shops are handed over in pieces, each register once and each shop with its own counts',
      onStage(async (stage) => {
        for (let shop = 10; shop < 40; shop += 1) {
          await stage.registers.addShop({ shopCode: String(shop), timeZone: 'Europe/Moscow' });
          for (const registerCode of ['1', '2', '3', '4', '5', '6', '7'])
            await addWithAddress(stage.registers, String(shop), registerCode);
        }
        const id = await stage.add();
        const run = await stage.timetable.run(id, 'Петрова');
        assert.deepEqual(run, { ok: true, requested: 213, running: 0, refused: 0, noWay: 0 });
        assert.equal(new Set(stage.asked).size, 213);
        assert.ok(stage.pieces.length >= 2 && stage.pieces.length <= 4, stage.pieces.join(' '));
        assert.ok(Math.max(...stage.pieces) <= 107, stage.pieces.join(' '));
        const rows = await stage.counts();
        assert.equal(rows.length, 32);
        assert.ok(rows.every(({ registers, requested }) => registers === requested));
        assert.equal(rows.filter(({ requested }) => requested === 7).length, 30);
      }),
    );

    it(
      'runs are forgotten after 30 days, the latest of a shop never',
      onStage(async (stage) => {
        await stage.add({ shopCode: '1', rule: { kind: 'daily', times: ['10:00'] } });
        for (let day = 0; day < 40; day += 1) {
          await stage.pass(60);
          stage.time.ms += 23 * 60 * MINUTE;
        }
        assert.ok((await stage.rows()) <= 32, String(await stage.rows()));
        stage.time.ms += 90 * 24 * 60 * MINUTE;
        await stage.open().turn();
        assert.ok((await stage.rows()) >= 1);
      }),
    );

    it(
      'what makes no sense is refused by name',
      onStage(async ({ timetable }) => {
        const code = async (schedule: Partial<NewSchedule>) => {
          const added = await timetable.add({ ...everywhere, rule: HOURLY, ...schedule });
          return added.ok ? 'added' : added.code;
        };
        assert.equal(await code({ rule: { ...HOURLY, minutes: 0 } }), 'schedule.minutes');
        assert.equal(await code({ rule: { kind: 'daily', times: [] } }), 'schedule.no_times');
        assert.equal(await code({ shopCode: '9' }), 'not_found.shop');
        assert.equal(await code({ shopCode: '1', registerCode: '9' }), 'not_found.register');
        assert.equal(await code({ groupCode: 'none' }), 'not_found.group');
        assert.equal(await code({}), 'added');
        assert.equal(await code({}), 'exists.schedule');
        assert.equal(await code({ rule: { kind: 'daily', times: ['12:00', '09:00', '09:00'] } }), 'added');
        assert.equal(await code({ rule: { kind: 'daily', times: ['09:00', '12:00'] } }), 'exists.schedule');
        const changed = await timetable.change(77, { paused: true, author: null });
        assert.equal(changed.ok ? '' : changed.code, 'not_found.schedule');
      }),
    );
  });
}
