import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { until } from '../../../tests/support/until.ts';
import { createPlaces } from '../../platform/places.ts';
import { createRegisters, type RegisterToSync, type SyncOutcome, syncDue, TOLD_AT_ONCE } from './registers.ts';

const AWAY = { code: 'ask.no_connection', params: { address: '10.0.0.7:7795', detail: 'ECONNREFUSED' } } as const;

for (const engine of databasesUnderTest) {
  describe(`telling registers their settings on ${engine.name} (M15)`, () => {
    async function openStage(database: Parameters<typeof syncDue>[0]) {
      const time = { ms: Date.UTC(2026, 10, 26, 9) };
      const clock = { now: () => time.ms };
      const registers = createRegisters({ database, clock, onChanged: () => undefined });
      await registers.addShop({ shopCode: '12', timeZone: 'Europe/Moscow' });
      await registers.addRegister({ shopCode: '12', registerCode: '3', protocolVersion: 3 });
      const told: RegisterToSync[] = [];
      let answer: () => Promise<SyncOutcome> = async () => ({ kind: 'told', isNews: true });
      const places = createPlaces(TOLD_AT_ONCE, () => undefined);
      const begin = () =>
        syncDue(
          database,
          clock,
          (register) => {
            told.push(register);
            return answer();
          },
          places,
        );
      const turn = async () => {
        await begin();
        await places.settled();
      };
      const log = async () => {
        const rows = await database.all<{ code: string }>(
          "SELECT code FROM event WHERE code LIKE '%synced' ORDER BY event_id",
        );
        return rows.map((row) => row.code);
      };
      const codes = { shopCode: '12', registerCode: '3' };
      const answers = (next: typeof answer) => {
        answer = next;
      };
      return { time, registers, codes, told, begin, turn, log, answers };
    }

    it('a register is told when its address becomes known and when its settings change, and not again', async () => {
      await using opened = await engine.open();
      const { registers, codes, told, turn, log } = await openStage(opened.database);
      await turn();
      assert.equal(told.length, 0);
      await registers.changeRegister(codes, { commandHost: '10.0.0.7' });
      await turn();
      await turn();
      assert.deepEqual(
        told.map((one) => [one.commandHost, one.commandPort, one.protocolVersion, one.registerCode, one.shopCode]),
        [['10.0.0.7', null, 3, '3', '12']],
      );
      await registers.changeRegister(codes, { protocolVersion: 4 });
      await registers.changeRegister(codes, { inService: false });
      await turn();
      await turn();
      assert.deepEqual(
        told.map((one) => one.protocolVersion),
        [3, 4],
      );
      assert.deepEqual(await log(), ['register.synced', 'register.synced']);
    });

    it('a register that is away is told when it answers, with growing pauses and few words', async () => {
      await using opened = await engine.open();
      const { registers, codes, told, turn, log, time, answers } = await openStage(opened.database);
      answers(async () => ({ kind: 'later', cause: AWAY }));
      await registers.changeRegister(codes, { commandHost: '10.0.0.7' });
      for (let second = 0; second < 3_600; second += 10) {
        await turn();
        time.ms += 10_000;
      }
      assert.ok(told.length > 5 && told.length < 12, `${told.length} calls within an hour`);
      answers(async () => ({ kind: 'told', isNews: true }));
      time.ms += 30 * 60_000;
      await turn();
      assert.equal((await log()).at(-1), 'register.synced');
      assert.ok((await log()).length <= 5);
    });

    it('a register that opens a command stream is told, and one that is away then is told when it opens it again', async () => {
      await using opened = await engine.open();
      const { registers, codes, told, turn, log, answers, time } = await openStage(opened.database);
      const { registerId } = (await opened.database.get<{ registerId: string }>(
        'SELECT register_id AS "registerId" FROM register',
      )) ?? { registerId: '' };
      const open = async () => {
        time.ms += 1_000;
        registers.streamOpened(registerId, '4.6.120');
        await registers.flushContacts();
        await turn();
      };
      await open();
      assert.deepEqual([told.length, told[0]?.commandHost], [1, null]);
      answers(async () => ({ kind: 'no_way' }));
      await registers.changeRegister(codes, { protocolVersion: 4 });
      for (let minute = 0; minute < 60; minute += 1, time.ms += 60_000) await turn();
      assert.equal(told.length, 2, 'nobody tries what has no way');
      answers(async () => ({ kind: 'told', isNews: true }));
      await open();
      assert.deepEqual([told.length, told[2]?.protocolVersion], [3, 4]);
      answers(async () => ({ kind: 'told', isNews: false }));
      await open();
      assert.equal(told.length, 4);
      assert.deepEqual(await log(), ['register.synced', 'register.synced'], 'a repeat is no news');
    });

    it('P4: registers that do not answer hold their own places; the others are told meanwhile', async () => {
      await using opened = await engine.open();
      const { registers, told, begin, log, answers } = await openStage(opened.database);
      for (let code = 10; code < 30; code += 1) {
        const codes = { shopCode: '12', registerCode: String(code) };
        await registers.addRegister({ ...codes, protocolVersion: 4 });
        await registers.changeRegister(codes, { commandHost: '10.0.0.7' });
      }
      const silent = Promise.withResolvers<SyncOutcome>();
      let count = 0;
      answers(() => {
        count += 1;
        return count < TOLD_AT_ONCE ? silent.promise : Promise.resolve({ kind: 'told', isNews: true });
      });
      const others = 20 - (TOLD_AT_ONCE - 1);
      await until('the others are told', async () => {
        await begin();
        return (await log()).length === others;
      });
      assert.equal(told.length, 20, 'nobody is told twice at a time');
      silent.resolve({ kind: 'told', isNews: true });
      await until('those who answer late are told too', async () => (await log()).length === 20);
    });

    it('a change that comes while the register is being told is told once more', async () => {
      await using opened = await engine.open();
      const { registers, codes, told, turn, answers, time } = await openStage(opened.database);
      await registers.changeRegister(codes, { commandHost: '10.0.0.7' });
      answers(async () => {
        time.ms += 1_000;
        if (told.length === 1) await registers.changeRegister(codes, { protocolVersion: 4 });
        return { kind: 'told', isNews: true };
      });
      await turn();
      await turn();
      await turn();
      assert.deepEqual(
        told.map((one) => one.protocolVersion),
        [3, 4],
      );
    });
  });
}
