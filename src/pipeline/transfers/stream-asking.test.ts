/** What is different for a register that holds a command stream: shift numbers, reports, and when it is asked again. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askTurn, noteOne } from '../../../tests/support/asking.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { createRegisters } from '../registers/registers.ts';
import { type Ask, type AskOutcome, createTransfers, type PackageNews, type RegisterReport } from './transfers.ts';

const SHIFTS = { kind: 'shifts', from: 340, to: 347 } as const;

async function openStage(database: Database<Tables>) {
  const time = { ms: Date.UTC(2026, 10, 26, 9) };
  const clock = { now: () => time.ms };
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  await registers.addShop({ shopCode: '12', timeZone: 'Europe/Moscow' });
  const register = await registers.addRegister({ shopCode: '12', registerCode: '3', protocolVersion: 3 });
  assert.ok(register.ok);
  const { registerId, shopId } = register;
  const asked: Ask[] = [];
  const stage = { holds: true, answer: async (_: Ask): Promise<AskOutcome> => ({ kind: 'accepted' }) };
  const transfers = createTransfers({
    database,
    clock,
    holdsStream: (id) => stage.holds && id === registerId,
    ask(ask) {
      asked.push(ask);
      return stage.answer(ask);
    },
    onChanged: () => undefined,
  });
  const request = (range: { kind: 'new' } | typeof SHIFTS) =>
    transfers.request({
      shopCode: '12',
      registerCode: '3',
      cause: 'person',
      author: 'Петрова',
      range,
      confirmed: false,
    });
  const says = (transferId: number, state: RegisterReport['state'], id = registerId) =>
    transfers.hearReport({ registerId: id, transferId: `T-${transferId}`, state, messageRu: 'нет', messageEn: null });
  async function requested(range: Parameters<typeof request>[0]): Promise<number> {
    const result = await request(range);
    return result.kind === 'requested' ? result.transferId : assert.fail(JSON.stringify(result));
  }
  async function row(transferId: number): Promise<TransferRow> {
    const found = await database.get<TransferRow>('SELECT * FROM transfer WHERE transfer_id = ?', [transferId]);
    return found ?? assert.fail();
  }
  const log = async () =>
    (await database.all<{ code: string }>("SELECT code FROM event WHERE code LIKE 'transfer.%' ORDER BY event_id")).map(
      ({ code }) => code,
    );
  return { ...stage, stage, time, clock, shopId, registerId, asked, transfers, request, requested, says, row, log };
}

for (const engine of databasesUnderTest) {
  describe(`a register that holds a command stream on ${engine.name}`, () => {
    it('M4: is asked for numbers of shifts, whatever its protocol; without a stream they are refused by name', async () => {
      await using opened = await engine.open();
      const { stage, request, requested, transfers, asked } = await openStage(opened.database);
      stage.holds = false;
      const refused = { kind: 'refused', code: 'load.dates_only', params: { registerCode: '3' } };
      assert.deepEqual(await request(SHIFTS), refused);
      stage.holds = true;
      await requested(SHIFTS);
      await askTurn(transfers);
      assert.deepEqual(
        asked.map(({ range }) => range),
        [{ kind: 'shifts', from: '340', to: '347' }],
      );
    });

    it('its report is the answer to a request and is told once; that there is nothing ends the load', async () => {
      await using opened = await engine.open();
      const { stage, requested, transfers, says, row, log, clock, ...ids } = await openStage(opened.database);
      stage.answer = async ({ transferId }) => {
        assert.equal(await says(transferId, 'accepted'), 'heard');
        return { kind: 'reported' };
      };
      const id = await requested(SHIFTS);
      await askTurn(transfers);
      assert.equal((await row(id)).state, 'accepted');
      assert.deepEqual(await log(), ['transfer.requested', 'transfer.accepted']);
      assert.equal(await says(id, 'nothing', 'another register'), 'unknown');
      assert.equal(await says(999, 'nothing'), 'unknown');
      assert.equal(await says(id, 'nothing'), 'heard');
      const { state, message_ru } = await row(id);
      assert.deepEqual([state, message_ru], ['empty', 'нет']);
      assert.equal(await says(id, 'sent'), 'dead');
      const news: PackageNews = {
        shopId: ids.shopId,
        registerId: ids.registerId,
        transferId: null,
        stateId: `T-${id}`,
        range: { kind: 'none' },
        byHand: false,
        receivedAt: new Date(clock.now()).toISOString(),
        outcome: 'processed',
        reason: null,
        documentsNew: 5,
        documentsSame: 0,
        documentsSum: 0,
        shifts: 1,
        differing: 0,
      };
      await opened.database.transaction((tx) => noteOne(tx, clock, news));
      assert.equal((await row(id)).state, 'done', 'what comes after all counts');
    });

    it('is asked at once when it can be reached again, not when its pause is over', async () => {
      await using opened = await engine.open();
      const { stage, time, requested, transfers, asked, registerId } = await openStage(opened.database);
      stage.answer = async () => ({ kind: 'later', cause: { code: 'ask.stream_closed' } });
      await requested({ kind: 'new' });
      for (let second = 0; second < 240; second += 1, time.ms += 1_000) await askTurn(transfers);
      const before = asked.length;
      assert.ok(before > 3 && before < 10, `${before} calls in four minutes`);
      await askTurn(transfers);
      assert.equal(asked.length, before, 'the pause holds');
      transfers.noteReachable(registerId);
      stage.answer = async () => ({ kind: 'accepted' });
      await askTurn(transfers);
      assert.equal(asked.length, before + 1);
      assert.equal(asked.at(-1)?.range.kind, 'new');
    });
  });
}
