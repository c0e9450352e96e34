import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askTurn } from '../../tests/support/asking.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { createRegisters } from '../pipeline/registers/registers.ts';
import { createTransfers } from '../pipeline/transfers/transfers.ts';
import { withQueries } from '../platform/database/query-builder.ts';
import { registersReport } from '../reports/registers.ts';
import { scheduleRunsReport } from '../reports/schedule-runs.ts';
import { createTimetable } from './timetable.ts';

const DAILY = { kind: 'daily' as const, times: ['12:00'] };

for (const engine of databasesUnderTest)
  test(`${engine.name}: a schedule passes over registers to which no way leads, and its run says how many`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const time = { ms: Date.UTC(2026, 10, 26, 6, 30) };
    const clock = { now: () => time.ms };
    const onChanged = () => undefined;
    const registers = createRegisters({ database, clock, onChanged });
    await registers.addShop({ shopCode: '1', timeZone: 'Europe/Moscow' });
    for (const registerCode of ['1', '2', '3', '4'])
      assert.ok((await registers.addRegister({ shopCode: '1', registerCode, protocolVersion: 4 })).ok);
    await registers.changeRegister({ shopCode: '1', registerCode: '1' }, { commandHost: '10.0.0.1' });
    await database.run("UPDATE register SET stream_opened_utc = '2026-11-26T05:00:00.000Z' WHERE register_code = '2'");
    const ask = async () => ({ kind: 'accepted' }) as const;
    const transfers = createTransfers({ database, clock, ask, onChanged });
    const timetable = createTimetable({ database, clock, transfers, onChanged });
    const nobody = { groupCode: null, registerCode: null, author: null };
    const added = await timetable.add({ ...nobody, shopCode: '1', rule: DAILY });
    assert.ok(added.ok);

    const ran = await timetable.run(added.scheduleId, 'Петрова');
    assert.deepEqual(ran, { ok: true, requested: 2, running: 0, refused: 2, noWay: 2 });
    await askTurn(transfers);
    const asked = await database.all<{ code: string }>(
      'SELECT r.register_code AS code FROM transfer t JOIN register r ON r.register_id = t.register_id ORDER BY 1',
    );
    assert.deepEqual(
      asked.map(({ code }) => code),
      ['1', '2'],
      'no load is made for the others',
    );
    const told = await database.all<{ code: string }>(
      'SELECT code FROM event WHERE params LIKE \'%"registerCode":"3"%\'',
    );
    assert.deepEqual(
      told.map(({ code }) => code),
      ['register.added'],
      'the log has no line for each of them',
    );
    const reading = withQueries(database);
    const runs = await scheduleRunsReport(reading, clock, added.scheduleId, { limit: 10 });
    assert.ok(runs.ok);
    const [run] = runs.value.runs;
    assert.deepEqual([run?.registers, run?.requested, run?.refused, run?.noWay, run?.failed], [4, 2, 2, 2, 0]);

    const next = async () => {
      const found = await registersReport(
        { database: reading, clock, readStream: () => null, readBehind: () => null },
        '1',
      );
      assert.ok(found.ok);
      return found.value.registers.map(({ nextScheduled }) => nextScheduled?.slot ?? null);
    };
    const noon = '2026-11-26T12:00:00';
    assert.deepEqual(await next(), [noon, noon, null, null], 'nothing is promised that will not happen');

    // A person may still ask it: the answer names what is missing.
    const range = { kind: 'new' } as const;
    const byPerson = {
      shopCode: '1',
      registerCode: '3',
      cause: 'person',
      author: null,
      range,
      confirmed: true,
    } as const;
    assert.equal((await transfers.request(byPerson)).kind, 'requested');

    await registers.changeRegister({ shopCode: '1', registerCode: '4' }, { commandHost: '10.0.0.4' });
    assert.deepEqual(await next(), [noon, noon, null, noon]);
    const again = await timetable.run(added.scheduleId, null);
    assert.deepEqual(again, { ok: true, requested: 1, running: 2, refused: 1, noWay: 1 });
  });
