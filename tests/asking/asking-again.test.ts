/** A6: registers that lost receipts, stopped, died or are new are asked again by the real server, over both protocols. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  GapList,
  GapRow,
  RearmList,
  RequestedTransfer,
  TransferList,
  TransferRow,
} from '../../contracts/web-api.ts';
import { toLocal } from '../../src/domain/local-time.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { type DatabaseUnderTest, databasesUnderTest } from '../support/databases.ts';
import { FIRST_DAY, openKnownRegister } from '../support/listening-register.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { classifyPayments } from '../support/shop-floor.ts';
import { until } from '../support/until.ts';

const PAUSE_MS = 800;
/** A test that waits longer hangs. */
const LIMIT_MS = 60_000;
const ZONE = 'Europe/Moscow';
const SETTINGS = {
  SMENA_REGISTERS_SERVER_HOST: '127.0.0.1',
  SMENA_REARM_FIRST_PAUSE_MS: `${PAUSE_MS} ms`,
  SMENA_REARM_LONGEST_PAUSE_MS: '60 s',
  // The simulated day lies in the past.
  SMENA_REARM_GAP_DAYS: '3660',
};
const NOBODY_IS_SILENT = { SMENA_REARM_SILENT_AFTER_MS: '24 h' };

type Place = { server: TestServer; api: ApiClient };

async function onServer(engine: DatabaseUnderTest, work: (place: Place) => Promise<void>): Promise<void> {
  await using place = await engine.place();
  await using server = await startTestServer({ database: place.location, env: { ...SETTINGS, ...NOBODY_IS_SILENT } });
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await classifyPayments(api);
  await work({ server, api });
}

const codesOf = (protocolVersion: 3 | 4) => ({
  shopCode: '12',
  registerCode: String(protocolVersion),
  protocolVersion,
});
const RECEIPTS = { receipt: true, shift: true };
const gapsOf = async (api: ApiClient, state = 'all') => (await api.get<GapList>(`/gaps?state=${state}`)).gaps;
const asksOf = async (api: ApiClient) => (await api.get<TransferList>('/transfers?cause=server')).transfers.reverse();

/** The register works until the server shows what is waited for. */
function whileWorking<T>(
  register: SimulatedRegister,
  what: string,
  ask: () => Promise<T | undefined | false>,
): Promise<T> {
  return until(
    what,
    async () => {
      await register.work();
      return ask();
    },
    LIMIT_MS,
  );
}

/** Every receipt of the register is on the server, once, to the kopeck. */
async function untilComplete(api: ApiClient, register: SimulatedRegister): Promise<void> {
  const expected = register.expected();
  const documents = expected.reduce((sum, shift) => sum + shift.documents.length, 0);
  const sold = expected.map((shift) => (Number(shift.sums.saleSum) / 100).toFixed(2));
  await whileWorking(register, 'everything is on the server', async () => {
    const { shifts } = await api.shifts('12', register.registerCode);
    let stored = 0;
    for (const { key } of shifts) stored += (await api.documents('12', register.registerCode, key)).documents.length;
    assert.deepEqual([shifts.map(({ saleSum }) => saleSum).reverse(), stored], [sold, documents]);
    return true;
  });
}

/** Sells so many receipts of which the register forgets to send the third and the fourth. */
async function loseTwo(register: SimulatedRegister): Promise<{ first: number; from: string; to: string }> {
  await register.openShift();
  const sold = await register.sellMany(7);
  const numbered = register
    .expected()
    .flatMap(({ documents }) => documents.filter((one) => one.receiptNumber !== null));
  const first = sold[2]?.receiptNumber ?? 0;
  const at = (number: number) => numbered.find((one) => one.receiptNumber === number)?.closedAt ?? '';
  register.faults.loseReceipts = { from: first, to: first + 1 };
  return { first, from: at(first - 1), to: at(first + 2) };
}

for (const engine of databasesUnderTest) {
  for (const protocol of [3, 4] as const) {
    test(`A6 C5 ${engine.name}, protocol ${protocol}: lost receipts are asked for as exactly that range and fill the hole; those that the register has not keep that cause`, (t) =>
      onServer(engine, async ({ server, api }) => {
        const { register } = await openKnownRegister(t, server, api, { ...codesOf(protocol), sendOn: RECEIPTS });
        const lost = await loseTwo(register);
        await whileWorking(register, 'the hole is seen', async () => (await gapsOf(api)).length === 1);
        register.faults.loseReceipts = null;
        const filled = await whileWorking(register, 'the hole is filled', async () => {
          const [gap] = await gapsOf(api, 'filled');
          return gap;
        });
        assert.deepEqual([filled.first, filled.last, filled.missing], [lost.first, lost.first + 1, 2]);
        assert.deepEqual([filled.cause.code, filled.canBeAsked], ['not_sent', true]);
        const [ask] = await asksOf(api);
        assert.deepEqual(ask?.range, { kind: 'dates', from: lost.from, to: lost.to });
        assert.deepEqual([filled.from, filled.to, filled.transferId], [lost.from, lost.to, ask?.transferId]);
        await untilComplete(api, register);

        // Receipts that the register does not have any more: it sends the period without them.
        const [gone] = (await register.sellMany(3)).slice(1);
        const number = gone?.receiptNumber ?? 0;
        register.faults.loseReceipts = { from: number, to: number };
        const absent = await whileWorking(register, 'the register says that it has none', async () => {
          const [gap] = await gapsOf(api, 'absent');
          return gap;
        });
        assert.deepEqual(
          [absent.first, absent.last, absent.cause.code, absent.nextAskAt],
          [number, number, 'not_at_register', null],
        );
        const log = (await api.wholeLog()).map((event) => event.code);
        for (const code of ['gap.found', 'gap.filled', 'gap.absent']) assert.ok(log.includes(code), code);
        await whileWorking(register, 'nobody is asked again', async () => {
          const again = await api.get<RearmList>('/rearm');
          return again.registers.length === 0;
        });

        // A person may ask all the same, and then the register has it.
        register.faults.loseReceipts = null;
        const asked = await api.send<RequestedTransfer>('POST', `/gaps/${absent.gapId}/ask`, { author: 'Петрова' });
        assert.deepEqual([asked.transfer.cause, asked.transfer.author], ['person', 'Петрова']);
        await whileWorking(register, 'it came after all', async () => (await gapsOf(api, 'filled')).length === 2);
        await untilComplete(api, register);
        const filledAgain = await fetch(new URL(`/api/v1/gaps/${absent.gapId}/ask`, server.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        });
        assert.equal(filledAgain.status, 422);
      }));

    test(`T2 ${engine.name}, protocol ${protocol}: a register that stopped after a failure is woken and loses nothing`, (t) =>
      onServer(engine, async ({ server, api }) => {
        const { register } = await openKnownRegister(t, server, api, { ...codesOf(protocol), sendOn: RECEIPTS });
        await register.openShift();
        await register.sellMany(2);
        await untilComplete(api, register);
        register.faults.offline = true;
        await register.sellMany(2);
        assert.equal(await register.work(), 'failed');
        register.faults.offline = false;
        assert.ok((await register.condition()).silent);
        // Nobody touches the register: only the server's request can clear the marks.
        await until('the register was woken', async () => !(await register.condition()).silent);
        await untilComplete(api, register);
        const codes = (await api.wholeLog()).map((event) => event.code);
        assert.ok(codes.includes('rearm.stopped'), codes.join(' '));
        await whileWorking(register, 'it is not asked any more', async () => {
          const { registers } = await api.get<RearmList>('/rearm?shop=12');
          return registers.length === 0;
        });
      }));

    test(`registers §3.3 ${engine.name}, protocol ${protocol}: asked twice for overlapping periods, a register sends everything once`, (t) =>
      onServer(engine, async ({ server, api }) => {
        const { register, registerCode } = await openKnownRegister(t, server, api, codesOf(protocol));
        await register.openShift();
        await register.sellMany(12);
        await register.closeShift();
        const middle = register.expected()[0]?.documents[5]?.closedAt ?? '';
        const ask = (from: string, to: string) =>
          api.send<RequestedTransfer>('POST', '/transfers', {
            shopCode: '12',
            registerCode,
            range: { kind: 'dates', from, to },
          });
        const first = await ask(`${FIRST_DAY}T00:00:00`, middle);
        await until('the register has the first', async () => (await register.condition()).queued === 1);
        const second = await ask(`${FIRST_DAY}T08:00:00`, `${FIRST_DAY}T23:59:59`);
        await until('the register has both', async () => (await register.condition()).queued === 2);
        const same = await ask(`${FIRST_DAY}T08:00:00`, `${FIRST_DAY}T23:59:59`);
        assert.deepEqual([same.running, same.transfer.transferId], [true, second.transfer.transferId]);
        await whileWorking(register, 'both have ended', async () => {
          const rows = await Promise.all(
            [first, second].map(({ transfer }) => api.get<TransferRow>(`/transfers/${transfer.transferId}`)),
          );
          assert.deepEqual(
            rows.map(({ state, packages }) => [state, packages]),
            [
              ['done', 1],
              ['done', 1],
            ],
          );
          return true;
        });
        await untilComplete(api, register);
      }));
  }

  test(`P4 ${engine.name}: a dead register is asked with growing pauses, and costs one call each time`, (t) =>
    onServer(engine, async ({ server, api }) => {
      const { register, commands } = await openKnownRegister(t, server, api, { ...codesOf(4), sendOn: RECEIPTS });
      await commands.stop();
      await loseTwo(register);
      await register.work();
      const asks = await until('it was asked four times', async () => {
        const ended = (await asksOf(api)).filter((one) => one.endedAt !== null);
        return ended.length >= 4 && ended;
      });
      for (const { attempts, state, endedIn } of asks)
        assert.deepEqual([attempts, state, endedIn], [1, 'no_answer', 'requested']);
      const at = asks.map(({ requestedAt }) => Date.parse(requestedAt));
      for (const [index, pause] of [PAUSE_MS, 2 * PAUSE_MS, 4 * PAUSE_MS].entries())
        assert.ok((at[index + 1] ?? 0) - (at[index] ?? 0) >= pause, `pauses of ${at.join(' ')}`);
      const [row] = (await api.get<RearmList>('/rearm?shop=12&register=4')).registers;
      assert.ok((row?.again?.attempts ?? 0) >= 3);
      const [gap] = (await gapsOf(api, 'open')) as [GapRow];
      assert.ok(gap.attempts >= 3 && gap.state !== 'absent');
    }));

  test(`registers §8 ${engine.name}: a new register without sales is asked for its last 24 hours by itself`, (t) =>
    onServer(engine, async ({ server, api }) => {
      const clock = () => toLocal(systemClock.now(), ZONE);
      const { register } = await openKnownRegister(t, server, api, { ...codesOf(4), clock });
      await register.tradePast({ firstDate: '2026-03-01', days: 2, receipts: () => 3 });
      await register.openShift();
      const sold = await register.sellMany(3);
      await whileWorking(register, 'its sales of today are here', async () => {
        const { shifts } = await api.shifts('12', '4');
        return shifts.length > 0;
      });
      const { shifts } = await api.shifts('12', '4');
      assert.deepEqual(
        shifts.map(({ shiftNumber, saleCount }) => [shiftNumber, saleCount]),
        [[3, sold.filter(({ documentType }) => documentType === 1).length]],
      );
      const [ask] = await asksOf(api);
      const length = Date.parse(`${ask?.range.to}Z`) - Date.parse(`${ask?.range.from}Z`);
      assert.deepEqual([ask?.range.kind, length / 3_600_000], ['new', 24]);
    }));

  test(`M7 ${engine.name}: a register whose clock is two hours off is a named problem, and nothing is lost`, (t) =>
    onServer(engine, async ({ server, api }) => {
      const clock = () => toLocal(systemClock.now(), ZONE);
      const { register } = await openKnownRegister(t, server, api, { ...codesOf(4), clock, sendOn: RECEIPTS });
      register.faults.clockAheadSeconds = 7_200;
      await register.openShift();
      await register.sellMany(2);
      const wrong = await whileWorking(register, 'the clock is told of', async () => {
        const [row] = (await api.get<RearmList>('/rearm')).registers;
        return row?.clock ?? undefined;
      });
      assert.ok(Math.abs(wrong.offsetSeconds - 7_200) < 600, `${wrong.offsetSeconds} s`);
      await untilComplete(api, register);
      register.faults.clockAheadSeconds = 0;
      await register.sellMany(1);
      await whileWorking(register, 'the clock is right again', async () => {
        const { registers } = await api.get<RearmList>('/rearm');
        return registers.every((row) => row.clock === null);
      });
      await register.closeShift();
      await untilComplete(api, register);
      const codes = (await api.wholeLog())
        .map((event) => event.code)
        .filter((code) => code.startsWith('register.clock'));
      assert.deepEqual(codes.reverse(), ['register.clock_ahead', 'register.clock_right']);
    }));
}
