import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { DAY, from, openRearmStage, type RearmStage, soldReceipt } from '../../../tests/support/rearm-stage.ts';
import { salesFile, shiftInfo } from '../../../tests/support/sales.ts';

for (const engine of databasesUnderTest) {
  describe(`holes in receipt numbers on ${engine.name}`, () => {
    const onStage = (work: (stage: RearmStage) => Promise<void>) => async () => {
      await using opened = await engine.open();
      const stage = await openRearmStage(opened.database);
      await using _road = stage.road;
      await work(stage);
    };

    it(
      'A6 C5: a hole that lasts is told of and asked for as exactly its period, and what comes fills it',
      onStage(async (stage) => {
        await stage.send([...from(1, 9), 12, 13]);
        assert.deepEqual(await stage.gapStates(), ['10-11 waiting not_sent']);
        await stage.pass(1.5);
        assert.deepEqual([stage.asked.length, await stage.log()], [0, []], 'what is only late is not told of');
        await stage.pass(1.5);
        assert.deepEqual(
          stage.asked.map(({ ask }) => ask.range),
          [{ kind: 'dates', from: `${DAY}T11:09:00`, to: `${DAY}T11:12:00` }],
        );
        assert.deepEqual(await stage.gapStates(), ['10-11 asked not_sent']);
        await stage.send([10, 11]);
        await stage.ends('processed', 2);
        await stage.pass(3);
        assert.deepEqual(await stage.gapStates(), ['10-11 filled not_sent']);
        assert.deepEqual(await stage.log(), ['gap.found', 'gap.filled']);
        assert.deepEqual(await stage.again(), []);
        assert.equal(stage.asked.length, 1);
      }),
    );

    it(
      'a register that sends the period without the receipts has none: the hole keeps that cause and is not asked for again',
      onStage(async (stage) => {
        await stage.send([1, 2, 5]);
        await stage.pass(3);
        await stage.ends('already');
        await stage.pass(3);
        assert.deepEqual(await stage.gapStates(), ['3-4 absent not_at_register']);
        assert.deepEqual(await stage.log(), ['gap.found', 'gap.absent']);
        await stage.pass(600, 2);
        assert.deepEqual([stage.asked.filter(({ ask }) => ask.range.to < `${DAY}T12:00:00`).length], [1]);
        // It came after all.
        await stage.send([3, 4]);
        assert.deepEqual(await stage.gapStates(), ['3-4 filled not_at_register']);
      }),
    );

    it(
      'what a load brought is looked at before the register is believed to have none',
      onStage(async (stage) => {
        await stage.send([1, 2, 4]);
        await stage.pass(3);
        await stage.send([3], { lookedAt: false });
        await stage.ends('processed', 1);
        stage.time.ms += 10_000;
        await stage.rearm().turn();
        assert.deepEqual(await stage.gapStates(), ['3-3 asked not_sent']);
        await stage.pass(2);
        assert.deepEqual(await stage.gapStates(), ['3-3 filled not_sent']);
      }),
    );

    it(
      'T1: «no sales» without a package is believed when it is said twice; a person may ask once more',
      onStage(async (stage) => {
        await stage.send([1, 2, 4]);
        await stage.pass(3);
        await stage.says('STATUS_READY');
        await stage.pass(2.5);
        assert.deepEqual(await stage.gapStates(), ['3-3 waiting not_sent']);
        await stage.pass(3);
        assert.equal(stage.asked.length, 2);
        await stage.says('STATUS_READY');
        await stage.pass(2.5);
        assert.deepEqual(await stage.gapStates(), ['3-3 absent not_at_register']);
        const [gap] = await stage.gaps();
        const again = await stage.rearm().askGap(gap?.gap_id ?? 0, 'Петрова', false);
        assert.equal(again.kind, 'requested');
        await stage.pass(0.5);
        assert.deepEqual([stage.asked.length, await stage.gapStates()], [3, ['3-3 asked not_at_register']]);
        assert.equal((await stage.rearm().askGap(404, null, false)).kind, 'unknown');
      }),
    );

    it(
      'what lies on our side is not asked for: records set aside; a broken package is asked for again',
      onStage(async (stage) => {
        const odd = soldReceipt(3, { docSum: 'ten', inventPositions: 'none' });
        const documents = [...[1, 2, 4].map((number) => soldReceipt(number)), odd];
        await stage.send([], {}, salesFile({ shifts: [shiftInfo({ timeBeg: `${DAY}T08:00:00` })], documents }));
        await stage.pass(5);
        assert.deepEqual(await stage.gapStates(), ['3-3 held set_aside set_aside']);
        assert.equal(stage.asked.length, 0);
        await stage.send([6]);
        await stage.send([], {}, '### shift info begin ###\n{"cut');
        await stage.pass(3);
        assert.deepEqual((await stage.gapStates()).at(-1), '5-5 asked package_broken');
      }),
    );

    it(
      'what only a person asks for: old shifts, a jump of the numbering',
      onStage(async (stage) => {
        const old = { timeBeg: '2026-09-01T08:00:00', timeEnd: '2026-09-01T20:00:00', shift: 7 };
        const sold = { timeEnd: '2026-09-01T09:00:00', shift: 7 };
        await stage.send([1, 3], { ...old, sold });
        await stage.send([50_001, 50_002], { timeEnd: `${DAY}T11:59:00` });
        await stage.pass(5);
        assert.deepEqual(await stage.gapStates(), [
          '2-2 held not_sent too_old',
          '4-50000 held number_jump number_jump',
        ]);
        assert.deepEqual(await stage.log(), ['gap.found'], 'old holes do not fill the log of today');
        assert.equal(stage.asked.length, 0);
      }),
    );

    it(
      'a lost shift shows between its neighbours, is asked for, and its late coming fills the hole',
      onStage(async (stage) => {
        const shift = (number: number, hour: string) => ({
          shift: number,
          timeBeg: `${DAY}T0${hour}:00:00`,
          timeEnd: `${DAY}T0${hour}:50:00`,
        });
        const sold = (number: number, hour: string) => ({ sold: { shift: number, timeEnd: `${DAY}T0${hour}:30:00` } });
        await stage.send([1, 2], { ...shift(1, '1'), ...sold(1, '1') });
        await stage.send([6, 7], { ...shift(3, '3'), ...sold(3, '3') });
        await stage.pass(3);
        assert.deepEqual(
          stage.asked.map(({ ask }) => ask.range),
          [{ kind: 'dates', from: `${DAY}T01:30:00`, to: `${DAY}T03:30:00` }],
        );
        await stage.send([3, 4, 5], { ...shift(2, '2'), ...sold(2, '2') });
        assert.deepEqual(await stage.gapStates(), ['3-5 filled not_sent']);
      }),
    );

    it(
      'an out-of-service register and one without an address are not asked, and their holes are listed all the same',
      onStage(async (stage) => {
        await stage.road.registers.changeRegister(stage.codes, { commandHost: null });
        await stage.send([1, 3]);
        await stage.pass(120, 2);
        assert.deepEqual([stage.asked.length, await stage.gapStates()], [0, ['2-2 waiting not_sent']]);
        assert.deepEqual(await stage.log(), ['gap.found']);
      }),
    );
  });
}
