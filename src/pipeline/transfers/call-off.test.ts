import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askTurn } from '../../../tests/support/asking.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { Database } from '../../platform/database/database.ts';
import { withQueries } from '../../platform/database/query-builder.ts';
import { transferReport } from '../../reports/transfers.ts';
import type { Tables } from '../../schema/tables.ts';
import { createRegisters } from '../registers/registers.ts';
import { createTransfers, type RegisterReport, type TellCallOff } from './transfers.ts';

const MINUTE = 60_000;

async function openStage(database: Database<Tables>) {
  const time = { ms: Date.UTC(2026, 10, 26, 9) };
  const clock = { now: () => time.ms };
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  await registers.addShop({ shopCode: '12', timeZone: 'Europe/Moscow' });
  const added = await registers.addRegister({ shopCode: '12', registerCode: '3', protocolVersion: 4 });
  assert.ok(added.ok);
  const { registerId } = added;
  const stage = { holds: true, answer: 'away' as Awaited<ReturnType<TellCallOff>> };
  const told: number[] = [];
  const transfers = createTransfers({
    database,
    clock,
    ask: async () => ({ kind: 'accepted' }),
    holdsStream: () => stage.holds,
    tellCallOff: async ({ transferId }) => {
      told.push(transferId);
      return stage.answer;
    },
    onChanged: () => undefined,
  });
  const codes = async () =>
    (await database.all<{ code: string }>("SELECT code FROM event WHERE code LIKE 'transfer.%' ORDER BY event_id")).map(
      ({ code }) => code.slice('transfer.'.length),
    );
  return {
    time,
    stage,
    told,
    transfers,
    codes,
    streamed: () => database.run("UPDATE register SET stream_opened_utc = '2026-11-26T05:00:00.000Z'"),
    async asked(): Promise<number> {
      const range = { kind: 'new' } as const;
      const wanted = {
        shopCode: '12',
        registerCode: '3',
        cause: 'person',
        author: null,
        range,
        confirmed: true,
      } as const;
      const result = await transfers.request(wanted);
      assert.equal(result.kind, 'requested');
      return result.kind === 'requested' ? result.transferId : 0;
    },
    async look(): Promise<number[]> {
      const before = told.length;
      await transfers.callOffs.turn();
      await transfers.callOffs.settled();
      return told.slice(before);
    },
    says: (transferId: number, state: RegisterReport['state']) =>
      transfers.hearReport({ registerId, transferId: `T-${transferId}`, state, messageRu: null, messageEn: null }),
    async ignored(transferId: number): Promise<number> {
      const found = await transferReport(withQueries(database), `T-${transferId}`);
      return found.ok ? found.value.ignoredReports : assert.fail();
    },
  };
}

for (const engine of databasesUnderTest)
  describe(`called off on ${engine.name}`, () => {
    const onStage = (work: (stage: Awaited<ReturnType<typeof openStage>>) => Promise<void>) => async () => {
      await using opened = await engine.open();
      await work(await openStage(opened.database));
    };

    it(
      'a register that was asked over its stream is told until it answers, and the log says that it knows',
      onStage(async ({ time, stage, transfers, streamed, asked, look, says, codes }) => {
        await streamed();
        const id = await asked();
        await askTurn(transfers);
        assert.equal(await transfers.cancel(id, 'Петрова'), 'cancelled');
        stage.holds = false;
        assert.deepEqual(await look(), [], 'its stream is down');
        stage.holds = true;
        assert.deepEqual(await look(), [id]);
        assert.deepEqual(await look(), [], 'it did not answer: it is left alone for a while');
        time.ms += MINUTE;
        assert.deepEqual(await look(), [id]);
        assert.equal(await says(id, 'called_off'), 'heard');
        assert.equal(await says(id, 'called_off'), 'heard', 'it may say so twice');
        time.ms += MINUTE;
        assert.deepEqual(await look(), []);
        assert.deepEqual(await codes(), ['requested', 'accepted', 'cancelled', 'called_off']);
      }),
    );

    it(
      'one that does not know the order is told once, one that stays away is given up after a day',
      onStage(async ({ time, stage, transfers, streamed, asked, look }) => {
        await streamed();
        stage.answer = 'answered';
        const id = await asked();
        await askTurn(transfers);
        await transfers.cancel(id, null);
        assert.deepEqual(await look(), [id]);
        time.ms += MINUTE;
        assert.deepEqual(await look(), []);
        const lost = await asked();
        await askTurn(transfers);
        await transfers.cancel(lost, null);
        time.ms += 25 * 60 * MINUTE;
        assert.deepEqual(await look(), []);
      }),
    );

    it(
      'nobody is told who was not asked yet, or who never held a stream',
      onStage(async ({ time, transfers, streamed, asked, look }) => {
        const first = await asked();
        await askTurn(transfers);
        await transfers.cancel(first, null);
        assert.deepEqual(await look(), [], 'it is called by its command service');
        await streamed();
        await transfers.cancel(await asked(), null);
        time.ms += MINUTE;
        assert.deepEqual(await look(), [], 'the command has not left');
      }),
    );

    it(
      'what is said of an ended load, or of a stage that is over, is written once of its kind and counted',
      onStage(async ({ transfers, asked, says, codes, ignored }) => {
        const id = await asked();
        await askTurn(transfers);
        await says(id, 'preparing');
        for (let time = 0; time < 5; time += 1) assert.equal(await says(id, 'accepted'), 'backwards');
        assert.deepEqual(await codes(), ['requested', 'accepted', 'preparing', 'backwards']);
        await transfers.cancel(id, null);
        for (let time = 0; time < 5; time += 1)
          for (const state of ['preparing', 'sent', 'failed'] as const) assert.equal(await says(id, state), 'dead');
        assert.deepEqual((await codes()).slice(4), ['cancelled', 'dead', 'dead', 'dead']);
        assert.equal(await ignored(id), 20);
      }),
    );
  });
