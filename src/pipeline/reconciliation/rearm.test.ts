import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { AWAY, DAY, from, MINUTE, openRearmStage, type RearmStage } from '../../../tests/support/rearm-stage.ts';

for (const engine of databasesUnderTest) {
  describe(`registers asked again on ${engine.name}`, () => {
    const onStage = (work: (stage: RearmStage) => Promise<void>) => async () => {
      await using opened = await engine.open();
      const stage = await openRearmStage(opened.database);
      await using _road = stage.road;
      await work(stage);
    };

    it(
      'P4: a dead register costs one call an ask, with pauses that grow for the register and not for each of its holes',
      onStage(async (stage) => {
        stage.answers(AWAY);
        await stage.send(from(1, 20).map((number) => number * 2));
        await stage.pass(8 * 60, 1);
        const at = stage.asked.map(({ at: minute }) => minute);
        const pauses = at.slice(1).map((minute, index) => minute - (at[index] ?? 0));
        assert.ok(at.length >= 8 && at.length <= 14, `${at.length} calls in eight hours: ${at.join(' ')}`);
        for (const [index, pause] of pauses.entries()) {
          const before = pauses[index - 1];
          if (before !== undefined) assert.ok(pause >= before - 2 || pause >= 58, `pauses ${pauses.join(' ')}`);
        }
        assert.ok((pauses.at(-1) ?? 0) >= 58, `the last pause: ${pauses.join(' ')}`);
        const [row] = await stage.again();
        assert.ok((row?.attempts ?? 0) >= 6);
        const failed = await stage.database.get<{ n: number }>("SELECT COUNT(*) AS n FROM event WHERE level = 'error'");
        assert.equal(failed?.n, 0, 'a register that is away is no error of its own each time');
      }),
    );

    it(
      'no more than sixteen registers are asked at once over the whole chain',
      onStage(async (stage) => {
        const { road } = stage;
        for (let code = 100; code < 130; code += 1) {
          const codes = { shopCode: '5', registerCode: String(code) };
          await road.registers.addRegister({ ...codes, protocolVersion: 4 });
          await road.registers.changeRegister(codes, { commandHost: '10.0.5.13' });
        }
        await stage.database.run('UPDATE register SET sync_due = 0');
        const running = async () => {
          const row = await stage.database.get<{ n: number }>(
            "SELECT COUNT(*) AS n FROM transfer WHERE ended_utc IS NULL AND cause = 'server'",
          );
          return row?.n ?? 0;
        };
        await stage.pass(3, 0.1);
        assert.equal(await running(), 16);
        let most = 0;
        for (let minute = 0; minute < 10; minute += 1) {
          await stage.pass(1, 0.1);
          most = Math.max(most, await running());
        }
        assert.equal(most, 16);
        assert.equal(new Set(stage.asked.map(({ ask }) => ask.registerId)).size, 31, 'each gets its turn');
      }),
    );

    it(
      'P4: registers whose streams are down wait for them and keep no other from being asked',
      onStage(async (stage) => {
        stage.answers({ kind: 'later', cause: { code: 'ask.stream_closed' } });
        for (let code = 100; code < 140; code += 1)
          await stage.road.registers.addRegister({ shopCode: '5', registerCode: String(code), protocolVersion: 4 });
        await stage.database.run("UPDATE register SET sync_due = 0, stream_opened_utc = '2026-11-26T05:00:00.000Z'");
        await stage.pass(4, 0.1);
        assert.equal(new Set(stage.asked.map(({ ask }) => ask.registerId)).size, 41);
      }),
    );

    it(
      'T2: a register that told of an error is woken with what it was asked for, until it answers',
      onStage(async (stage) => {
        await stage.send([1, 2, 3]);
        const wanted = { kind: 'dates', from: `${DAY}T08:00:00`, to: `${DAY}T11:00:00` } as const;
        await stage.transfers.request({
          ...stage.codes,
          cause: 'person',
          author: null,
          range: wanted,
          confirmed: false,
        });
        await stage.pass(0.5);
        await stage.says('STATUS_ERROR');
        await stage.pass(4);
        assert.deepEqual(
          stage.asked.map(({ ask }) => ask.range),
          [wanted, wanted],
        );
        assert.deepEqual(
          (await stage.again()).map(({ reason }) => reason),
          ['stopped'],
        );
        await stage.says('STATUS_ERROR');
        await stage.pass(4);
        assert.equal(stage.asked.length, 3);
        await stage.ends('already');
        await stage.pass(6);
        assert.deepEqual([await stage.again(), stage.asked.length], [[], 3]);
        assert.deepEqual(await stage.log(), ['rearm.stopped', 'rearm.answered']);
      }),
    );

    it(
      'T2: an error told of a load whose package is here already stops the register no less',
      onStage(async (stage) => {
        await stage.send([1, 2, 3]);
        const wanted = { kind: 'dates', from: `${DAY}T08:00:00`, to: `${DAY}T11:00:00` } as const;
        await stage.transfers.request({
          ...stage.codes,
          cause: 'person',
          author: null,
          range: wanted,
          confirmed: false,
        });
        await stage.pass(0.5);
        await stage.ends('processed', 1);
        // The answer to its stream was lost: it holds the task for failed and sends nothing more.
        await stage.says('STATUS_ERROR');
        await stage.pass(1);
        assert.deepEqual(
          (await stage.again()).map(({ reason }) => reason),
          ['stopped'],
        );
        await stage.pass(3);
        assert.equal(stage.asked.length, 2);
        await stage.ends('already');
        await stage.pass(6);
        assert.deepEqual([await stage.again(), stage.asked.length], [[], 2]);
        assert.deepEqual(await stage.log(), ['rearm.stopped', 'rearm.answered']);
      }),
    );

    it(
      'T2: a failure that the register overcomes by itself asks nobody',
      onStage(async (stage) => {
        const task = {
          ...stage.register,
          status: 'STATUS_DURING',
          messageRu: 'в очереди',
          messageEn: 'queued',
        } as const;
        await stage.transfers.openTask({ ...task, calledByServer: false, range: { kind: 'none' } });
        await stage.says('STATUS_ERROR');
        await stage.pass(1);
        assert.deepEqual(
          (await stage.again()).map(({ reason }) => reason),
          ['stopped'],
        );
        await stage.send([1]);
        await stage.pass(3);
        assert.deepEqual([stage.asked.length, await stage.again()], [0, []]);
        assert.deepEqual(await stage.log(), ['rearm.stopped', 'rearm.over']);
      }),
    );

    it(
      'A6: a register silent with an open shift is asked for its new sales; with its shift closed it is left alone',
      onStage(async (stage) => {
        await stage.send([1, 2, 3]);
        await stage.pass(29, 1);
        assert.equal(stage.asked.length, 0);
        await stage.pass(3, 1);
        assert.equal(stage.asked.length, 1);
        assert.equal(stage.asked[0]?.ask.range.from, `${DAY}T11:03:00`);
        assert.deepEqual(await stage.log(), ['rearm.silent']);
        await stage.send([4], { timeEnd: `${DAY}T12:40:00` });
        await stage.ends('processed', 1);
        await stage.pass(8 * 60, 2);
        assert.equal(stage.asked.length, 1, 'silent and closed: nothing is expected');
        assert.deepEqual(await stage.log(), ['rearm.silent', 'rearm.answered']);
      }),
    );

    it(
      'registers §8: a new register without sales is asked for its last 24 hours, once it is told where the server is',
      onStage(async (stage) => {
        await stage.pass(5);
        assert.equal(stage.asked.length, 0);
        await stage.database.run('UPDATE register SET sync_due = 0');
        await stage.pass(2);
        assert.deepEqual(
          stage.asked.map(({ ask }) => ask.range),
          [{ kind: 'new', from: '2026-11-25T12:05:30', to: '2026-11-26T12:05:30' }],
        );
        await stage.says('STATUS_READY');
        await stage.pass(60, 2);
        assert.equal(stage.asked.length, 1, 'it has answered that there is nothing');
      }),
    );

    it(
      'M7: a clock two hours off is a named problem, told once for each change; nothing is lost and nothing is asked for',
      onStage(async (stage) => {
        const at = (minutes: number) =>
          new Date(stage.time.ms + (3 * 60 + minutes) * MINUTE).toISOString().slice(0, 19);
        const sell = async (number: number, aheadMinutes: number) => {
          await stage.send([number], { sold: { timeBeg: at(aheadMinutes), timeEnd: at(aheadMinutes) } });
          await stage.pass(2, 1);
        };
        for (const number of from(1, 6)) await sell(number, 120);
        assert.deepEqual(
          (await stage.clocks()).map(({ offset_ms }) => Math.round(offset_ms / MINUTE)),
          [120],
        );
        assert.deepEqual(await stage.log(), ['register.clock_ahead']);
        for (const number of from(7, 12)) await sell(number, -120);
        assert.deepEqual(await stage.log(), ['register.clock_ahead', 'register.clock_behind']);
        await sell(13, 0);
        assert.deepEqual([await stage.clocks(), (await stage.log()).at(-1)], [[], 'register.clock_right']);
        const stored = await stage.database.get<{ shifts: number; n: number }>(
          'SELECT COUNT(DISTINCT shift_id) AS shifts, COUNT(*) AS n FROM document',
        );
        assert.deepEqual([stored?.shifts, stored?.n], [1, 13]);
        assert.deepEqual(await stage.gaps(), []);
      }),
    );

    it(
      'a restart forgets nothing: holes, pauses and what is asked stand in the tables',
      onStage(async (stage) => {
        stage.answers(AWAY);
        await stage.send([1, 3]);
        await stage.pass(10);
        const before = stage.asked.length;
        stage.restart();
        await stage.pass(1);
        assert.equal(stage.asked.length, before, 'the pause goes on');
        stage.answers({ kind: 'accepted' });
        await stage.pass(20);
        assert.equal(stage.asked.length, before + 1);
        stage.restart();
        await stage.send([2]);
        assert.deepEqual(await stage.gapStates(), ['2-2 filled not_sent']);
      }),
    );
  });
}
