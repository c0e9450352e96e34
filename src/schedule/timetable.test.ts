import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { createRegisters } from '../pipeline/registers/registers.ts';
import type { LoadRequest, RequestResult } from '../pipeline/transfers/transfers.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { createTimetable, type NewSchedule } from './timetable.ts';

const MINUTE = 60_000;
const HOURLY = { kind: 'every', minutes: 60, from: '08:00', to: '22:00' } as const;
const everywhere = { shopCode: null, registerCode: null, author: 'Петрова' };

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
    await registers.addRegister({ shopCode, registerCode, protocolVersion: 4 });
  const asked: string[] = [];
  let answer: RequestResult = { kind: 'requested', transferId: 1 };
  const open = () =>
    createTimetable({
      database,
      clock,
      transfers: {
        async request({ shopCode, registerCode, cause, range }: LoadRequest) {
          asked.push(`${shopCode}/${registerCode} ${cause} ${range.kind}`);
          return answer;
        },
      },
    });
  const timetable = open();
  return {
    time,
    registers,
    timetable,
    open,
    asked,
    answers: (next: RequestResult) => {
      answer = next;
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
      'slots that were missed while the server slept are caught up by one run',
      onStage(async (stage) => {
        await stage.add({ shopCode: '1', registerCode: '1' });
        await stage.pass(30);
        stage.time.ms += 30 * 60 * MINUTE;
        // Started again: what is known lies in the tables.
        const restarted = stage.open();
        const before = stage.asked.length;
        await restarted.turn();
        stage.time.ms += MINUTE;
        await restarted.turn();
        assert.deepEqual(stage.asked.slice(before), ['1/1 schedule new']);
      }),
    );

    it(
      'a paused schedule asks nobody, and resumed it begins with its next slot',
      onStage(async (stage) => {
        const id = await stage.add({ shopCode: '1', registerCode: '1' });
        await stage.timetable.change(id, { paused: true });
        assert.deepEqual(await stage.pass(180), []);
        assert.equal((await stage.timetable.list())[0]?.nextSlot, null);
        await stage.timetable.change(id, { paused: false });
        assert.deepEqual(await stage.pass(29), []);
        assert.deepEqual(await stage.pass(1), ['1/1 schedule new']);
      }),
    );

    it(
      'the list tells the last run, how many were asked, and the next slot',
      onStage(async (stage) => {
        const id = await stage.add();
        const [fresh] = await stage.timetable.list();
        assert.deepEqual([fresh?.lastRanAt, fresh?.nextSlot, fresh?.author], [null, '2026-11-26T10:00:00', 'Петрова']);
        await stage.pass(30);
        const [ran] = await stage.timetable.list();
        assert.deepEqual([ran?.scheduleId, ran?.lastRanAt, ran?.lastRequested], [id, '2026-11-26T07:00:00.000Z', 3]);
      }),
    );

    it(
      'it is run at once on demand; a register that is being asked already is not counted',
      onStage(async (stage) => {
        const id = await stage.add();
        assert.deepEqual(await stage.timetable.run(id), { ok: true, requested: 3 });
        stage.answers({ kind: 'running', transferId: 1 });
        assert.deepEqual(await stage.timetable.run(id), { ok: true, requested: 0 });
        assert.equal((await stage.timetable.remove(id)).ok, true);
        assert.deepEqual(await stage.timetable.list(), []);
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
        const changed = await timetable.change(77, { paused: true });
        assert.equal(changed.ok ? '' : changed.code, 'not_found.schedule');
      }),
    );
  });
}
