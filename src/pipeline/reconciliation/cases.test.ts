import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { DAY, openRearmStage, type RearmStage, soldReceipt } from '../../../tests/support/rearm-stage.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { createJudgeAssignee } from '../../access/access.ts';
import { differenceOf, readOutcomes } from '../../domain/shift-check.ts';
import { messageText } from '../../messages/messages.ts';
import type { ShiftCaseRow, ShiftCheckRow } from '../../schema/tables.ts';
import { createCases } from './reconciliation.ts';

/** A closed shift of three receipts of 10.00 in cash whose register reports what `more` says. */
const closed = (more: Record<string, unknown> = {}) => ({
  timeEnd: `${DAY}T11:30:00`,
  sumGain: amount('30.00'),
  sumSale: amount('30.00'),
  sumsalecash: amount('30.00'),
  sumsalenoncash: amount('0.00'),
  sumsaleother: amount('0.00'),
  sumrefund: amount('0.00'),
  sumrefundcash: amount('0.00'),
  sumrefundnoncash: amount('0.00'),
  sumDrawer: amount('30.00'),
  countsale: 3,
  countrefund: 0,
  ...more,
});

for (const engine of databasesUnderTest) {
  describe(`differences of shifts on ${engine.name}`, () => {
    type Stand = RearmStage & {
      cases: ReturnType<typeof createCases>;
      rows(): Promise<ShiftCaseRow[]>;
      /** Standing and ended ones: figure, state, first − second, whether it stands. */
      states(): Promise<string[]>;
      told(): Promise<string[]>;
    };
    const onStage = (work: (stage: Stand) => Promise<void>) => async () => {
      await using opened = await engine.open();
      const stage = await openRearmStage(opened.database);
      await using _road = stage.road;
      const { database, transfers } = stage;
      const clock = { now: () => stage.time.ms };
      const rows = () => database.all<ShiftCaseRow>('SELECT * FROM shift_case ORDER BY case_id');
      await work({
        ...stage,
        cases: createCases({
          database,
          clock,
          transfers,
          judgeAssignee: createJudgeAssignee('open'),
          onChanged: () => undefined,
        }),
        rows,
        async states() {
          return (await rows()).map(
            (row) =>
              `${row.figure} ${row.state} ${row.first_value - row.second_value}${row.ended_utc === null ? '' : ' ended'}`,
          );
        },
        async told() {
          const events = await database.all<{ code: string; params: string }>(
            "SELECT code, params FROM event WHERE code LIKE 'case.%' ORDER BY event_id",
          );
          for (const language of ['ru', 'en'] as const)
            for (const { code, params } of events) {
              const text = messageText(language, code, JSON.parse(params));
              assert.doesNotMatch(text, /[{}@]|undefined|—/, text);
            }
          return events.map(({ code }) => code);
        },
      });
    };

    it(
      'C1–C7: a shift that agrees leaves what was examined and no case',
      onStage(async (stage) => {
        await stage.send(
          [1, 2, 3],
          closed({
            kkms: [
              {
                serialNum: '1',
                sumProtectedBeg: amount('100.00'),
                sumProtectedEnd: amount('130.00'),
                sumBack: amount('0.00'),
              },
            ],
          }),
        );
        assert.deepEqual(await stage.states(), []);
        const [check] = await stage.database.all<ShiftCheckRow>('SELECT * FROM shift_check');
        assert.equal(check?.result, 'agrees');
        const outcomes = readOutcomes(check?.outcomes ?? '{}');
        assert.equal(outcomes.length, 17);
        for (const outcome of outcomes) assert.equal(differenceOf(outcome), 0, outcome.figure);
      }),
    );

    for (const [end, states] of [
      ['120.00', []],
      ['115.00', ['fiscalRevenue appeared -500']],
    ] as const)
      it(
        `C7: the counters of several fiscal devices are added up, ${states.length} differences`,
        onStage(async (stage) => {
          const device = (serialNum: string, sumProtectedEnd: string) => ({
            serialNum,
            sumProtectedBeg: amount('100.00'),
            sumProtectedEnd: amount(sumProtectedEnd),
            sumBack: amount('0.00'),
          });
          await stage.send([1, 2, 3], closed({ kkms: [device('1', '110.00'), device('2', end)] }));
          assert.deepEqual(await stage.states(), states);
        }),
      );

    it(
      'C3: a reported sum that the receipts do not give is a case, and goes by itself when the receipt comes',
      onStage(async (stage) => {
        await stage.send([1, 2], closed());
        assert.deepEqual(await stage.states(), [
          'saleSum appeared 1000',
          'saleCash appeared 1000',
          'saleCount appeared 1',
          'drawerSum appeared 1000',
        ]);
        await stage.send([3], closed());
        assert.deepEqual(await stage.states(), [
          'saleSum solved 1000 ended',
          'saleCash solved 1000 ended',
          'saleCount solved 1 ended',
          'drawerSum solved 1000 ended',
        ]);
        assert.deepEqual(await stage.told(), [...Array(4).fill('case.appeared'), ...Array(4).fill('case.solved')]);
        const [shift] = await stage.database.all<{ reported: number }>(
          'SELECT reported_sale_sum AS reported FROM shift',
        );
        assert.equal(shift?.reported, 3_000, 'the reported value is as it was reported');
      }),
    );

    it(
      'seen, then accepted with a reason: frozen, still so after more checks, and new when the difference is another',
      onStage(async (stage) => {
        await stage.send([1, 2, 3], closed({ sumDrawer: amount('25.00') }));
        const [found] = await stage.rows();
        const id = found?.case_id ?? 0;
        assert.deepEqual(await stage.cases.see([id, 404], 'Петрова'), { changed: [id], others: [], unknown: [404] });
        assert.deepEqual(await stage.cases.see([id], 'Иванов'), { changed: [], others: [id], unknown: [] });
        stage.time.ms += 60_000;
        assert.deepEqual((await stage.cases.accept([id], 'Недостача, акт 12', 'Петрова')).changed, [id]);
        assert.deepEqual((await stage.cases.accept([id], 'Ещё раз', 'Иванов')).others, [id]);
        const frozen = (await stage.rows())[0];
        assert.deepEqual(
          [
            frozen?.state,
            frozen?.seen_by,
            frozen?.accepted_by,
            frozen?.reason,
            frozen?.first_value,
            frozen?.second_value,
          ],
          ['accepted', 'Петрова', 'Петрова', 'Недостача, акт 12', 2_500, 3_000],
        );
        // The shift changes and differs by as much: nothing new.
        await stage.send([1, 2, 3], closed({ sumDrawer: amount('25.00'), scode: '9' }));
        assert.deepEqual((await stage.rows())[0], frozen);
        assert.deepEqual(await stage.states(), ['drawerSum accepted -500']);
        // Cash was put into the drawer: another difference.
        const at = `${DAY}T11:20:00`;
        const cashIn = {
          ...receipt(90, '10.00', { timeBeg: at, timeEnd: at, payments: [[80, 1, '10.00']] }),
          docType: 3,
        };
        await stage.send([], {}, salesFile({ shifts: [], documents: [cashIn] }));
        assert.deepEqual(await stage.states(), ['drawerSum accepted -500 ended', 'drawerSum appeared -1500']);
        const after = (await stage.rows())[0];
        assert.deepEqual({ ...after, ended_utc: null }, { ...frozen }, 'the accepted one keeps its values');
        assert.deepEqual(await stage.told(), ['case.appeared', 'case.seen', 'case.accepted', 'case.appeared']);
      }),
    );

    it(
      'assigned: the state stays, and whoever has a difference keeps it when it is accepted, solved, or comes back',
      onStage(async (stage) => {
        const give = (ids: number[], to: string | null, author = 'Иванов') =>
          stage.cases.assign(ids, { to, author, asker: 'all' });
        const parts = { sumsalecash: amount('20.00'), sumsalenoncash: amount('10.00') };
        await stage.send([1, 2, 3], closed({ ...parts, sumDrawer: amount('40.00') }));
        const idOf = async (figure: string) =>
          (await stage.rows()).find((row) => row.figure === figure)?.case_id ?? assert.fail(`no case of ${figure}`);
        const [first, second, ...rest] = [await idOf('drawerSum'), await idOf('saleCash'), await idOf('saleNoncash')];
        const rowOf = async (id: number) => (await stage.rows()).find(({ case_id }) => case_id === id);
        assert.deepEqual(await give([first, second, 404], ' Петрова '), {
          ok: true,
          value: { changed: [first, second], others: [], unknown: [404] },
        });
        // Who has it already is not given it once more; nobody is taken off what nobody has.
        assert.deepEqual((await give([first], 'Петрова', 'Сидоров')).ok && (await rowOf(first))?.assigned_by, 'Иванов');
        assert.deepEqual(await give(rest, null), { ok: true, value: { changed: [], others: rest, unknown: [] } });
        stage.time.ms += 60_000;
        assert.ok((await give([second], null, 'Сидоров')).ok);
        const taken = await rowOf(second);
        assert.deepEqual([taken?.state, taken?.assigned_to, taken?.assigned_by], ['appeared', null, 'Сидоров']);
        const [told] = (await stage.told()).slice(-3, -2);
        assert.equal(told, 'case.assigned');
        assert.equal((await stage.told()).at(-1), 'case.unassigned');
        await stage.cases.accept([second], 'Акт 12', 'Петрова');
        assert.deepEqual((await give([second], 'Иванов')).ok && (await rowOf(second))?.assigned_to, null);
        // Cash explains the drawer, other cash does no more: what was solved keeps its holder, what comes back has it at once.
        const cash = (number: number, minute: number, sum: string) => {
          const at = `${DAY}T11:${minute}:00`;
          return { ...receipt(number, sum, { timeBeg: at, timeEnd: at, payments: [[80, 1, sum]] }), docType: 3 };
        };
        await stage.send([], {}, salesFile({ shifts: [], documents: [cash(90, 20, '10.00')] }));
        await stage.send([], {}, salesFile({ shifts: [], documents: [cash(91, 21, '5.00')] }));
        assert.deepEqual(
          (await stage.rows())
            .filter(({ figure }) => figure === 'drawerSum')
            .map(({ state, assigned_to, assigned_by }) => [state, assigned_to, assigned_by]),
          [
            ['solved', 'Петрова', 'Иванов'],
            ['appeared', 'Петрова', 'Иванов'],
          ],
        );
      }),
    );

    it(
      'C6: a drawer that begins with the shift before is looked at again when that one changes',
      onStage(async (stage) => {
        const first = { shift: 1, timeBeg: `${DAY}T01:00:00`, timeEnd: `${DAY}T02:00:00`, sumGain: amount('10.00') };
        const second = { shift: 2, timeBeg: `${DAY}T03:00:00`, timeEnd: `${DAY}T04:00:00`, sumGain: amount('10.00') };
        const sold = (shift: number) => ({
          sold: { shift, timeBeg: `${DAY}T0${shift}:30:00`, timeEnd: `${DAY}T0${shift}:30:00` },
        });
        await stage.send([2], { ...second, sumDrawer: amount('20.00'), ...sold(2) });
        assert.deepEqual(await stage.states(), ['drawerSum appeared 1000']);
        await stage.send([1], { ...first, sumDrawer: amount('10.00'), ...sold(1) });
        assert.deepEqual(await stage.states(), ['drawerSum solved 1000 ended']);
      }),
    );

    it(
      'C5: a hole is a difference once it has lasted, and none when it is filled',
      onStage(async (stage) => {
        const shift = { timeEnd: `${DAY}T11:30:00`, sumGain: amount('30.00') };
        await stage.send([1, 3], shift);
        assert.deepEqual(await stage.states(), ['revenue appeared 1000']);
        await stage.pass(3);
        assert.deepEqual(await stage.states(), ['revenue appeared 1000', 'receiptNumbers appeared 1']);
        await stage.send([2], shift);
        assert.deepEqual(await stage.states(), ['revenue solved 1000 ended', 'receiptNumbers solved 1 ended']);
      }),
    );

    it(
      'C4: a receipt that does not add up is a case of its shift, open or closed',
      onStage(async (stage) => {
        const odd = receipt(2, '10.00', {
          timeBeg: `${DAY}T11:02:00`,
          timeEnd: `${DAY}T11:02:00`,
          lines: [{ sum: '9.00' }],
        });
        await stage.send(
          [],
          {},
          salesFile({ shifts: [shiftInfo({ timeBeg: `${DAY}T08:00:00` })], documents: [soldReceipt(1), odd] }),
        );
        assert.deepEqual(await stage.states(), ['documentSums appeared 100']);
      }),
    );

    it(
      'a person asks for the shift of a case once more; an accepted one is not asked for',
      onStage(async (stage) => {
        await stage.send([1, 2], closed());
        const [first, second] = await stage.rows();
        const asked = await stage.cases.ask(first?.case_id ?? 0, 'Петрова', false);
        assert.equal(asked.kind, 'requested');
        await stage.pass(0.5);
        assert.deepEqual(
          stage.asked.map(({ ask }) => ask.range),
          [{ kind: 'dates', from: `${DAY}T08:00:00`, to: `${DAY}T11:30:00` }],
        );
        assert.notEqual((await stage.rows())[0]?.transfer_id, null);
        await stage.cases.accept([second?.case_id ?? 0], 'так и есть', 'Петрова');
        assert.equal((await stage.cases.ask(second?.case_id ?? 0, null, false)).kind, 'ended');
        assert.equal((await stage.cases.ask(404, null, false)).kind, 'unknown');
        assert.deepEqual((await stage.told()).slice(-2), ['case.asked', 'case.accepted']);
      }),
    );

    it(
      'an open shift has no case of sums that its receipts still make',
      onStage(async (stage) => {
        await stage.send([1], { ...closed(), timeEnd: null });
        assert.deepEqual(await stage.states(), []);
        const [check] = await stage.database.all<ShiftCheckRow>('SELECT * FROM shift_check');
        assert.equal(check?.result, 'open');
      }),
    );
  });
}
