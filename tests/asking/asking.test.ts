import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  LoadConfirmation,
  RequestedTransfer,
  ScheduleList,
  TransferList,
  TransferRow,
} from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { FIRST_DAY, openKnownRegister } from '../support/listening-register.ts';
import { receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { classifyPayments } from '../support/shop-floor.ts';
import type { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

/** The server as registers see it. */
const SERVER = '127.0.0.1';

/** A register that sends nothing by itself, listens for commands and tells its states, known to the server. */
async function openRegister(
  t: Parameters<typeof temporaryFolder>[0],
  server: TestServer,
  api: ApiClient,
  protocolVersion: 3 | 4,
) {
  const codes = { shopCode: '12', registerCode: String(protocolVersion), protocolVersion };
  const { register, commands, registerId, registerCode, shopId } = await openKnownRegister(t, server, api, codes);
  // M15: the register is told the ids that were issued, the protocol, and where the server is.
  const { grpcPort, registerHttpPort } = server;
  const told = {
    cashId: registerId,
    shopId,
    cashCode: registerCode,
    shopCode: '12',
    protocolVersion: String(protocolVersion),
  };
  const where = { grpcHostCS: SERVER, grpcPortCS: grpcPort, httpHostCS: SERVER, httpPortCS: registerHttpPort };
  assert.deepEqual(commands.settings(), { ...told, ...where });
  return { register, registerCode };
}

const wholeDay = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: `${FIRST_DAY}T23:59:59` };

function asks(registerCode: string, range: object, more: object = {}) {
  return { shopCode: '12', registerCode, range, author: 'Петрова', ...more };
}

async function ended(api: ApiClient, transferId: string): Promise<TransferRow> {
  return until(`${transferId} has ended`, async () => {
    const transfer = await api.get<TransferRow>(`/transfers/${transferId}`);
    return transfer.endedAt === null ? undefined : transfer;
  });
}

for (const engine of databasesUnderTest) {
  for (const protocol of [3, 4] as const)
    test(`M3 M4 M14 M15 ${engine.name}: a register of protocol ${protocol} is asked for a period and each stage is told, to the kopeck`, async (t) => {
      await using place = await engine.place();
      const env = { SMENA_REGISTERS_SERVER_HOST: SERVER };
      await using server = await startTestServer({ database: place.location, env });
      const api = createApiClient(() => server.url);
      await api.addShop('12');
      await classifyPayments(api);
      const { register, registerCode } = await openRegister(t, server, api, protocol);
      await register.openShift();
      await register.sellMany(8);
      await register.closeShift();

      const asked = await api.send<RequestedTransfer>('POST', '/transfers', asks(registerCode, wholeDay));
      const { transferId } = asked.transfer;
      await until('the register has the command', async () => (await register.condition()).queued > 0 || undefined);
      await until('it has sent', async () => (await register.work()) === 'sent' || undefined);
      const transfer = await ended(api, transferId);
      assert.deepEqual([transfer.state, transfer.cause, transfer.author], ['done', 'person', 'Петрова']);
      assert.ok(transfer.documentsNew >= 8 && transfer.documentsSame === 0, JSON.stringify(transfer));
      assert.deepEqual([transfer.shifts, transfer.differing, transfer.packages], [1, 0, 1]);
      const stages = transfer.stages.map(({ stage }) => stage);
      for (const stage of ['requested', 'accepted', 'received', 'loaded'] as const)
        assert.ok(stages.includes(stage), stage);
      assert.ok(transfer.registerSaid !== null, 'the register told its states over REST');

      const [shift] = (await api.shifts('12', registerCode)).shifts;
      const [expected] = await register.expected();
      assert.equal(shift?.saleSum, (Number(expected?.sums.saleSum) / 100).toFixed(2));

      // The same once more: the register sends what is here, and nothing is doubled.
      const { totals } = await api.shifts('12', registerCode);
      const again = await api.send<RequestedTransfer>('POST', '/transfers', asks(registerCode, wholeDay));
      await until(
        'the register has the command again',
        async () => (await register.condition()).queued > 0 || undefined,
      );
      await until('it has sent again', async () => (await register.work()) === 'sent' || undefined);
      assert.equal((await ended(api, again.transfer.transferId)).state, 'already');
      assert.deepEqual((await api.shifts('12', registerCode)).totals, totals);

      const log = await api.wholeLog();
      const codes = log.map((event) => event.code);
      for (const code of [
        'transfer.requested',
        'transfer.accepted',
        'transfer.loaded',
        'transfer.done',
        'transfer.already',
      ])
        assert.ok(codes.includes(code), code);
      const told = (code: string) => log.findLast((event) => event.code === code)?.text.ru ?? '';
      assert.match(told('transfer.requested'), /, период 14\.03\.2026 00:00 – 14\.03\.2026 23:59\. /);
      assert.match(told('transfer.loaded'), new RegExp(`новых документов ${transfer.documentsNew}, уже были 0\\.`));
      // A period without sales: the register says so, and nothing comes.
      const empty = { kind: 'dates', from: '2026-03-10T00:00:00', to: '2026-03-10T23:59:59' };
      const nothing = await api.send<RequestedTransfer>('POST', '/transfers', asks(registerCode, empty));
      await until('the register looked', async () => {
        await register.work();
        const row = await api.get<TransferRow>(`/transfers/${nothing.transfer.transferId}`);
        return row.state === 'sent' || row.endedAt !== null || undefined;
      });
    });

  test(`M2 ${engine.name}: a schedule over the API is listed, run at once, paused and removed, and asks each register in service`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    await api.addShop('12');
    for (const registerCode of ['3', '4', '5']) await api.addRegister('12', registerCode);
    for (const registerCode of ['3', '4'])
      await api.send('PATCH', `/shops/12/registers/${registerCode}`, { commandHost: SERVER, commandPort: 9 });
    const rule = { kind: 'every', minutes: 60, from: '08:00', to: '22:00' };
    const added = await api.send<ScheduleList>('POST', '/schedules', { shopCode: '12', rule, author: 'Петрова' });
    const { scheduleId, next, paused } = added.schedules[0] ?? assert.fail();
    assert.deepEqual([paused, next?.slot.endsWith(':00:00')], [false, true]);
    const ran = await api.send('POST', `/schedules/${scheduleId}/run`, {});
    assert.deepEqual(ran, { requested: 2, running: 0, refused: 1, noWay: 1 });
    const { transfers } = await api.get<TransferList>('/transfers?cause=schedule');
    assert.deepEqual(transfers.map(({ registerCode, range }) => [registerCode, range.kind]).sort(), [
      ['3', 'new'],
      ['4', 'new'],
    ]);
    const change = (method: string, body?: object) =>
      fetch(new URL(`/api/v1/schedules/${scheduleId}`, server.url), {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
    const stopped = (await (await change('PATCH', { paused: true })).json()) as ScheduleList;
    assert.deepEqual([stopped.schedules[0]?.paused, stopped.schedules[0]?.next], [true, null]);
    assert.equal((await change('PATCH', { rule: { ...rule, minutes: 0 } })).status, 400);
    assert.deepEqual(((await (await change('DELETE')).json()) as ScheduleList).schedules, []);
    assert.equal((await change('DELETE')).status, 404);
  });

  test(`M10 M11 M12 ${engine.name}: a week is asked about first: 409 with a preview, declined with a notice and a line in the log, confirmed it starts`, async () => {
    await using place = await engine.place();
    await using server = await startTestServer({ database: place.location });
    const api = createApiClient(() => server.url);
    await api.addShop('12');
    await api.addRegister('12', '3');
    const stored = { shift: 3, cashCode: '3', timeBeg: '2026-03-05T08:00:00', timeEnd: '2026-03-05T20:00:00' };
    const sold = [1, 2].map((number) =>
      receipt(number, '10.00', { shift: 3, cashCode: '3', timeEnd: '2026-03-05T09:00:00' }),
    );
    await api.loadFile('12', 'sales.json', Buffer.from(salesFile({ shifts: [shiftInfo(stored)], documents: sold })));
    const week = { kind: 'dates', from: '2026-03-01T00:00:00', to: '2026-03-07T23:59:59' };
    const post = (body: object) =>
      fetch(new URL('/api/v1/transfers', server.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const question = await post(asks('3', week));
    assert.equal(question.status, 409);
    const { code, message, preview } = (await question.json()) as LoadConfirmation;
    assert.deepEqual([code, preview.days, preview.shifts, preview.receipts], ['confirmation_required', 7, 1, 2]);
    assert.match(message.ru, /за 7.дней\?.*касса 3/);
    assert.match(message.en, /for 7.days\?.*register 3/);
    const declined = await api.send<{ message: { ru: string } }>('POST', '/transfers/declined', {
      shopCode: '12',
      registerCode: '3',
      from: week.from,
      to: week.to,
      author: 'Петрова',
    });
    assert.match(declined.message.ru, /Загрузка не запущена: вы отказались от загрузки за период 01\.03\.2026/);
    const made = (await api.get<TransferList>('/transfers')).transfers.map(({ cause }) => cause);
    assert.deepEqual(made, ['person'], 'nothing but the file by hand');
    await until('the log has it', async () => {
      const { events } = await api.log();
      return events.some((event) => event.code === 'transfer.declined' && event.registerCode === '3') || undefined;
    });
    const started = await post(asks('3', week, { confirmed: true }));
    assert.equal(started.status, 202);
    const { transfer, running } = (await started.json()) as RequestedTransfer;
    assert.deepEqual([running, transfer.range.from], [false, week.from]);
    const same = (await (await post(asks('3', week, { confirmed: true }))).json()) as RequestedTransfer;
    // Its address is not known, so it may have ended by now; else it is found running.
    if (same.running) assert.equal(same.transfer.transferId, transfer.transferId);
    const end = await ended(api, transfer.transferId);
    assert.deepEqual([end.state, end.endedIn], ['failed', 'requested']);
    assert.match(end.reason?.ru ?? '', /Адрес службы команд кассы не задан/);
  });
}
