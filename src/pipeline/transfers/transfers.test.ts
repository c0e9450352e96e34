import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askTurn, noteOne } from '../../../tests/support/asking.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { defaultStageLimits } from '../../domain/transfer.ts';
import { messageText } from '../../messages/messages.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { createRegisters } from '../registers/registers.ts';
import { type Ask, type AskOutcome, createTransfers, type LoadRequest, type PackageNews } from './transfers.ts';

const NOON = Date.UTC(2026, 10, 26, 9);
const WEEK = { kind: 'dates', from: '2026-11-01T00:00:00', to: '2026-11-07T23:59:59' } as const;
const DAY = { kind: 'dates', from: '2026-11-25T00:00:00', to: '2026-11-25T23:59:59' } as const;

type Stage = Awaited<ReturnType<typeof openStage>>;

async function openStage(database: Database<Tables>) {
  const time = { ms: NOON };
  const clock = { now: () => time.ms };
  const asked: Ask[] = [];
  const changed: number[] = [];
  let answer: (ask: Ask) => Promise<AskOutcome> = async () => ({ kind: 'accepted' });
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  await registers.addShop({ shopCode: '12', name: 'Магазин 12', timeZone: 'Europe/Moscow' });
  const ids: { shopId: string; registerId: string }[] = [];
  for (const [registerCode, protocolVersion] of [
    ['3', 4],
    ['4', 3],
  ] as const) {
    const added = await registers.addRegister({ shopCode: '12', registerCode, protocolVersion });
    assert.ok(added.ok);
    ids.push(added);
  }
  const transfers = createTransfers({
    database,
    clock,
    onChanged: (changes) => changed.push(...changes.map((change) => change.transferId)),
    ask: (ask) => {
      asked.push(ask);
      return answer(ask);
    },
  });
  const wanted = (more: Partial<LoadRequest> = {}): LoadRequest => ({
    shopCode: '12',
    registerCode: '3',
    cause: 'person',
    author: 'Петрова',
    range: DAY,
    confirmed: false,
    ...more,
  });
  return {
    time,
    asked,
    changed,
    transfers,
    wanted,
    register: ids[0] ?? assert.fail(),
    answers: (next: typeof answer) => {
      answer = next;
    },
    async request(more: Partial<LoadRequest> = {}): Promise<number> {
      const result = await transfers.request(wanted(more));
      assert.equal(result.kind, 'requested', JSON.stringify(result));
      return result.kind === 'requested' ? result.transferId : 0;
    },
    async row(transferId: number): Promise<TransferRow> {
      const row = await database.get<TransferRow>('SELECT * FROM transfer WHERE transfer_id = ?', [transferId]);
      return row ?? assert.fail();
    },
    news(more: Partial<PackageNews> = {}): Promise<number> {
      const { shopId, registerId } = ids[0] ?? assert.fail();
      const news: PackageNews = {
        shopId,
        registerId,
        transferId: null,
        stateId: null,
        range: { kind: 'none' },
        byHand: false,
        receivedAt: new Date(time.ms).toISOString(),
        outcome: 'processed',
        reason: null,
        documentsNew: 5,
        documentsSame: 1,
        documentsSum: 0,
        shifts: 1,
        differing: 0,
        ...more,
      };
      return database.transaction((tx) => noteOne(tx, clock, news));
    },
    async log(): Promise<string[]> {
      const rows = await database.all<{ code: string; params: string }>(
        "SELECT code, params FROM event WHERE code LIKE 'transfer.%' ORDER BY event_id",
      );
      for (const { code, params } of rows)
        for (const language of ['ru', 'en'] as const) {
          const text = messageText(language, code, JSON.parse(params));
          assert.doesNotMatch(text, /[{}@]|undefined/, `${code}: ${text}`);
        }
      return rows.map(({ code }) => code.slice('transfer.'.length));
    },
    states: async () =>
      (await database.all<{ state: string }>('SELECT state FROM transfer ORDER BY transfer_id')).map(
        (row) => row.state,
      ),
  };
}

for (const engine of databasesUnderTest) {
  describe(`transfers on ${engine.name}`, () => {
    const onStage = (work: (stage: Stage) => Promise<void>) => async () => {
      await using opened = await engine.open();
      await work(await openStage(opened.database));
    };

    it(
      'M3 M4: a request for a period is asked for, taken, prepared, received, loaded and checked; the log tells each step (M13)',
      onStage(async (stage) => {
        const id = await stage.request();
        await askTurn(stage.transfers);
        assert.deepEqual(
          stage.asked.map(({ registerCode, range }) => [registerCode, range]),
          [['3', { kind: 'dates', from: DAY.from, to: DAY.to }]],
        );
        const words = { messageRu: 'архивирую', messageEn: 'archiving' };
        assert.equal(await stage.transfers.hear(`T-${id}`, { status: 'STATUS_DURING', ...words }), 'heard');
        assert.equal(await stage.transfers.hear(`T-${id}`, { status: 'STATUS_READY', ...words }), 'heard');
        assert.equal((await stage.row(id)).state, 'sent');
        assert.equal(await stage.news({ stateId: `T-${id}` }), id);
        const row = await stage.row(id);
        assert.deepEqual(
          [row.state, row.packages, row.documents_new, row.documents_same, row.message_ru, row.silence_utc],
          ['done', 1, 5, 1, 'архивирую', null],
        );
        assert.ok(row.accepted_utc && row.preparing_utc && row.sent_utc && row.received_utc && row.loaded_utc);
        const steps = ['requested', 'accepted', 'preparing', 'sent', 'received', 'loaded', 'done'];
        assert.deepEqual(await stage.log(), steps);
        assert.ok(stage.changed.includes(id));
      }),
    );

    it(
      'M10–M12: a week asks first with what is here already; declined starts nothing and stands in the log; confirmed it starts',
      onStage(async (stage) => {
        const result = await stage.transfers.request(stage.wanted({ range: WEEK }));
        assert.deepEqual(result, {
          kind: 'confirmation_required',
          preview: { days: 7, from: WEEK.from, to: WEEK.to, shifts: 0, receipts: 0 },
        });
        const { from, to } = WEEK;
        await stage.transfers.decline({ shopCode: '12', registerCode: '3', from, to, author: 'Петрова' });
        await askTurn(stage.transfers);
        assert.deepEqual([await stage.states(), stage.asked.length, await stage.log()], [[], 0, ['declined']]);
        await stage.request({ range: WEEK, confirmed: true });
        await stage.request({ range: { ...WEEK, to: '2026-11-06T23:59:59' } });
        // Nobody is there to ask when the schedule or АСТУ wants a month.
        await stage.request({ range: { ...WEEK, from: '2026-10-01T00:00:00' }, cause: 'erp', author: null });
      }),
    );

    it(
      'M9: new data begin at the last sale; a register without sales is asked for its last 24 hours',
      onStage(async (stage) => {
        const row = await stage.row(await stage.request({ range: { kind: 'new' } }));
        assert.deepEqual(
          [row.range_kind, row.range_from, row.range_to],
          ['new', '2026-11-25T12:00:00', '2026-11-26T12:00:00'],
        );
        const again = await stage.transfers.request(stage.wanted({ range: { kind: 'new' } }));
        assert.deepEqual(again, { kind: 'running', transferId: row.transfer_id });
      }),
    );

    it(
      'what cannot be asked is refused by name, and nothing starts',
      onStage(async (stage) => {
        const code = async (more: Partial<LoadRequest>) => {
          const result = await stage.transfers.request(stage.wanted(more));
          return result.kind === 'refused' ? result.code : result.kind;
        };
        assert.equal(await code({ registerCode: '99' }), 'not_found.register');
        assert.equal(await code({ registerCode: '4', range: { kind: 'shifts', from: 1, to: 2 } }), 'load.dates_only');
        assert.equal(await code({ range: { kind: 'shifts', from: 1, to: 2 } }), 'load.no_stream');
        assert.equal(await code({ range: { kind: 'shifts', from: 2, to: 1 } }), 'load.shifts_reversed');
        assert.equal(await code({ range: { ...DAY, to: '2026-11-24T00:00:00' } }), 'load.period_reversed');
        assert.equal(
          await code({ range: { kind: 'dates', from: '2026-11-27T00:00:00', to: '2026-11-28T00:00:00' } }),
          'load.period_future',
        );
        assert.deepEqual(await stage.states(), []);
      }),
    );

    it(
      'P4: a register that is away is asked with growing pauses, one call at a time, and given up when the time is over',
      onStage(async (stage) => {
        stage.answers(async () => ({
          kind: 'later',
          cause: { code: 'ask.no_connection', params: { address: '10.0.5.12:7795', detail: 'ECONNREFUSED' } },
        }));
        const id = await stage.request();
        const other = await stage.request({ range: WEEK, confirmed: true });
        const pauses: number[] = [];
        let last = stage.time.ms;
        for (; (await stage.row(id)).ended_utc === null; stage.time.ms += 1_000) {
          const before = stage.asked.length;
          await askTurn(stage.transfers);
          if (!stage.asked.slice(before).some((ask) => ask.transferId === id)) continue;
          pauses.push((stage.time.ms - last) / 1000);
          last = stage.time.ms;
        }
        assert.deepEqual(pauses.slice(0, 5), [0, 5, 10, 20, 40]);
        assert.ok(pauses.length < 12, `${pauses.length} calls`);
        const row = await stage.row(id);
        assert.deepEqual(
          [row.state, row.ended_in, row.reason_code],
          ['no_answer', 'requested', 'transfer_reason.not_asked'],
        );
        assert.equal((await stage.row(other)).state, 'no_answer');
        assert.deepEqual((await stage.log()).slice(-2), ['no_answer', 'no_answer']);
      }),
    );

    it(
      'P19: READY is a hint: nothing came, so there was nothing; and what comes after all counts',
      onStage(async (stage) => {
        const id = await stage.request();
        await askTurn(stage.transfers);
        await stage.transfers.hear(`T-${id}`, { status: 'STATUS_READY', messageRu: 'нет продаж', messageEn: null });
        stage.time.ms += defaultStageLimits.sent;
        await askTurn(stage.transfers);
        assert.equal((await stage.row(id)).state, 'empty');
        await stage.news({ stateId: `T-${id}` });
        assert.equal((await stage.row(id)).state, 'done');
      }),
    );

    it(
      'a stage that goes backwards, a reply to a dead transfer and an unknown record are named and change nothing',
      onStage(async (stage) => {
        const id = await stage.request();
        await askTurn(stage.transfers);
        const during = { status: 'STATUS_DURING', messageRu: 'архивирую', messageEn: 'archiving' } as const;
        await stage.news({ stateId: `T-${id}`, outcome: 'error', documentsNew: 0, documentsSame: 0 });
        assert.equal(await stage.transfers.hear(`T-${id}`, during), 'backwards');
        assert.equal((await stage.row(id)).state, 'received');
        await stage.news({ stateId: `T-${id}` });
        assert.equal(await stage.transfers.hear(`T-${id}`, during), 'dead');
        assert.equal((await stage.row(id)).state, 'done');
        for (const unknown of ['T-999', 'x', '']) assert.equal(await stage.transfers.hear(unknown, during), 'unknown');
        assert.deepEqual((await stage.log()).slice(-2), ['done', 'dead']);
      }),
    );

    it(
      'registers §3.3: the state record of an asked register is its transfer, also when it moved the beginning of the range',
      onStage(async (stage) => {
        const id = await stage.request();
        const task = {
          ...stage.register,
          status: 'STATUS_DURING',
          messageRu: 'в очереди',
          messageEn: 'queued',
          calledByServer: true,
          range: { kind: 'dates', from: '2026-11-25T07:00:00.0', to: '2026-11-25T23:59:59.0' },
        } as const;
        assert.equal(await stage.transfers.openTask(task), `T-${id}`);
        assert.equal((await stage.row(id)).state, 'accepted');
        const own = await stage.transfers.openTask({ ...task, calledByServer: false });
        assert.notEqual(own, `T-${id}`);
        const row = await stage.row(Number(own.slice(2)));
        assert.deepEqual([row.cause, row.state, row.range_from], ['register', 'accepted', '2026-11-25T07:00:00']);
      }),
    );

    it(
      'M1: a receipt that a register sends by itself is followed, and the log is not filled with its stages',
      onStage(async (stage) => {
        const task = {
          ...stage.register,
          status: 'STATUS_DURING',
          messageRu: 'в очереди',
          messageEn: 'queued',
          calledByServer: false,
          range: { kind: 'none' },
        } as const;
        const stateId = await stage.transfers.openTask(task);
        await stage.transfers.hear(stateId, { status: 'STATUS_READY', messageRu: 'отправлено', messageEn: 'sent' });
        const id = await stage.news({ stateId });
        const row = await stage.row(id);
        assert.deepEqual([`T-${id}`, row.cause, row.state], [stateId, 'receipt', 'done']);
        assert.deepEqual(await stage.log(), []);
        const lost = await stage.transfers.openTask(task);
        await stage.transfers.hear(lost, { status: 'STATUS_ERROR', messageRu: 'нет места', messageEn: 'no space' });
        assert.deepEqual(await stage.log(), ['failed']);
      }),
    );

    it(
      'M1: sales that nobody asked for have a transfer of their own, with their cause',
      onStage(async (stage) => {
        const causes = [
          await stage.news(),
          await stage.news({ range: { kind: 'shifts', from: '347', to: '347' }, outcome: 'already' }),
          await stage.news({ byHand: true, outcome: 'broken', reason: { code: 'package.cut', params: {} } }),
        ];
        const rows = await Promise.all(causes.map(stage.row));
        assert.deepEqual(
          rows.map((row) => [row.cause, row.state, row.reason_code]),
          [
            ['receipt', 'done', null],
            ['shift', 'already', null],
            ['person', 'failed', 'package.cut'],
          ],
        );
      }),
    );

    it(
      'a transfer can be cancelled until something has arrived, and asked for again when it has ended',
      onStage(async (stage) => {
        const id = await stage.request();
        assert.equal(await stage.transfers.cancel(id, 'Петрова'), 'cancelled');
        assert.equal(await stage.transfers.cancel(id, 'Петрова'), 'ended');
        assert.equal(await stage.transfers.cancel(999, null), 'unknown');
        const again = await stage.transfers.retry(id, 'Петрова', false);
        assert.equal(again?.kind, 'requested');
        if (again?.kind !== 'requested') return;
        assert.equal((await stage.row(again.transferId)).range_from, DAY.from);
        await stage.news({ stateId: `T-${again.transferId}`, outcome: 'error' });
        assert.equal(await stage.transfers.cancel(again.transferId, null), 'too_late');
      }),
    );

    it(
      'M10: what a register sent by itself and nobody has agreed to is asked about before it is asked for again',
      onStage(async (stage) => {
        const { kind, from, to } = WEEK;
        const own = await stage.news({ range: { kind, from, to } });
        const byHand = await stage.news({ range: { kind, from, to: '2026-11-08T23:59:59' }, byHand: true });
        for (const [id, days] of [
          [own, 7],
          [byHand, 8],
        ] as const) {
          const asked = await stage.transfers.retry(id, 'Петрова', false);
          assert.ok(asked?.kind === 'confirmation_required', JSON.stringify(asked));
          assert.deepEqual([asked.preview.days, asked.shopCode, asked.registerCode], [days, '12', '3']);
        }
        assert.equal((await stage.states()).length, 2, 'nothing has started');
        const confirmed = await stage.transfers.retry(own, 'Петрова', true);
        assert.ok(confirmed?.kind === 'requested');
        await askTurn(stage.transfers);
        await stage.transfers.cancel(confirmed.transferId, 'Петрова');
        assert.equal(
          (await stage.transfers.retry(confirmed.transferId, null, false))?.kind,
          'requested',
          'agreed once',
        );
      }),
    );

    it(
      'a package that waits too long on our side is told of and not given up',
      onStage(async (stage) => {
        const id = await stage.request();
        await stage.news({ stateId: `T-${id}`, outcome: 'error' });
        stage.time.ms += defaultStageLimits.received;
        await askTurn(stage.transfers);
        const row = await stage.row(id);
        assert.deepEqual([row.state, row.overdue, row.silence_utc], ['received', 1, null]);
        assert.equal((await stage.log()).at(-1), 'overdue');
      }),
    );
  });
}
