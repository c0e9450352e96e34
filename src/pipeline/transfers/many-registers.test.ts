import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askTurn } from '../../../tests/support/asking.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { until } from '../../../tests/support/until.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { createRegisters } from '../registers/registers.ts';
import { type Ask, type AskOutcome, createTransfers, type LoadRequest } from './transfers.ts';

const PLACES = 4;
const AWAY: AskOutcome = { kind: 'later', cause: { code: 'ask.stream_closed' } };

/** Shop 12 with registers 1…`count`, of which the test says how each answers, and a clock that only the test moves. */
async function openChain(database: Database<Tables>, count: number) {
  const time = { ms: Date.UTC(2026, 10, 26, 9) };
  const clock = { now: () => time.ms };
  const registers = createRegisters({ database, clock, onChanged: () => undefined });
  await registers.addShop({ shopCode: '12', timeZone: 'Europe/Moscow' });
  const codes = Array.from({ length: count }, (_, index) => String(index + 1));
  for (const registerCode of codes)
    assert.ok((await registers.addRegister({ shopCode: '12', registerCode, protocolVersion: 4 })).ok);
  await database.run("UPDATE register SET command_host = '10.0.12.3'");
  const asked: Ask[] = [];
  const changed: number[][] = [];
  const answers = { of: async (_: Ask): Promise<AskOutcome> => ({ kind: 'accepted' }) };
  let freed = 0;
  const transfers = createTransfers({
    database,
    clock,
    concurrency: PLACES,
    onChanged: (changes) => changed.push(changes.map(({ transferId }) => transferId)),
    onFree() {
      freed += 1;
    },
    ask(ask) {
      asked.push(ask);
      return answers.of(ask);
    },
  });
  const wanted = (registerCode: string): LoadRequest => ({
    shopCode: '12',
    registerCode,
    cause: 'schedule',
    author: null,
    range: { kind: 'new' },
    confirmed: true,
  });
  const states = async (state: TransferRow['state']) =>
    (await database.all('SELECT transfer_id FROM transfer WHERE state = ?', [state])).length;
  return { time, codes, transfers, asked, changed, answers, wanted, states, freed: () => freed };
}

for (const engine of databasesUnderTest)
  describe(`many registers asked on ${engine.name}`, () => {
    it('P4: registers that do not answer hold their own places; all the others are asked meanwhile', async () => {
      await using opened = await engine.open();
      const { codes, transfers, asked, answers, wanted, states, freed } = await openChain(opened.database, 30);
      const silent = Promise.withResolvers<AskOutcome>();
      const dead = new Set(['1', '2', '3']);
      answers.of = ({ registerCode }) =>
        dead.has(registerCode) ? silent.promise : Promise.resolve({ kind: 'accepted' });
      await transfers.requestAll(codes.map(wanted));
      await until('all that answer are asked', async () => {
        await transfers.turn();
        return (await states('accepted')) === 27;
      });
      assert.equal(asked.length, 30, 'nobody is asked twice at a time');
      silent.resolve({ kind: 'accepted' });
      await transfers.settled();
      assert.deepEqual([await states('accepted'), freed()], [30, 30]);
    });

    it('P4: those asked in vain before leave room for what is asked first', async () => {
      await using opened = await engine.open();
      const { codes, transfers, asked, answers, wanted, states, time } = await openChain(opened.database, 13);
      const [first, others] = [codes.slice(0, 10), codes.slice(10)];
      answers.of = async () => AWAY;
      await transfers.requestAll(first.map(wanted));
      for (let turn = 0; turn < 3; turn += 1) await askTurn(transfers);
      assert.equal(asked.length, 10);
      time.ms += 60_000;
      const silent = Promise.withResolvers<AskOutcome>();
      answers.of = ({ registerCode }) =>
        first.includes(registerCode) ? silent.promise : Promise.resolve({ kind: 'accepted' });
      await transfers.turn();
      await until('half of the places are taken', () => asked.length === 10 + PLACES / 2);
      await transfers.requestAll(others.map(wanted));
      await until('the new ones are asked', async () => {
        await transfers.turn();
        return (await states('accepted')) === others.length;
      });
      assert.equal(asked.length, 10 + PLACES / 2 + others.length);
      silent.resolve(AWAY);
      await transfers.settled();
    });

    it('a register that has spoken before its answer to the call came, or whose line was cut then, is heard', async () => {
      await using opened = await engine.open();
      const { transfers, asked, answers, wanted, states } = await openChain(opened.database, 1);
      answers.of = async ({ transferId }) => {
        const words = { status: 'STATUS_DURING', messageRu: 'архивирую', messageEn: 'archiving' } as const;
        await transfers.hear(`T-${transferId}`, words);
        return { kind: 'later', cause: { code: 'ask.stream_closed' } };
      };
      await transfers.request({ ...wanted('1'), cause: 'server' });
      await askTurn(transfers);
      assert.deepEqual([await states('preparing'), asked.length], [1, 1]);
      const log = await opened.database.all<{ code: string }>('SELECT code FROM event ORDER BY event_id');
      assert.deepEqual(
        log.map(({ code }) => code).filter((code) => code.startsWith('transfer.')),
        ['transfer.requested', 'transfer.preparing'],
      );
    });

    it('many requests are made together, told of once, and answered in their order', async () => {
      await using opened = await engine.open();
      const { transfers, wanted, changed } = await openChain(opened.database, 3);
      const results = await transfers.requestAll(['3', '99', '1', '3'].map(wanted));
      assert.deepEqual(results, [
        { kind: 'requested', transferId: 1 },
        { kind: 'refused', code: 'not_found.register', params: { shopCode: '12', registerCode: '99' } },
        { kind: 'requested', transferId: 2 },
        { kind: 'running', transferId: 1 },
      ]);
      assert.deepEqual(changed, [[1, 2]]);
    });

    it('what goes wrong while a register is asked is told by the next turn, which then goes on', async () => {
      await using opened = await engine.open();
      const { transfers, answers, wanted, states, time } = await openChain(opened.database, 1);
      answers.of = async () => {
        throw new Error('no such thing');
      };
      await transfers.request(wanted('1'));
      await askTurn(transfers);
      await assert.rejects(() => transfers.turn(), /no such thing/);
      answers.of = async () => ({ kind: 'accepted' });
      time.ms += 5_000;
      await askTurn(transfers);
      assert.equal(await states('accepted'), 1);
    });
  });
