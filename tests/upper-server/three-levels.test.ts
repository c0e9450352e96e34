/** M3 M17: store → region → centre, each a process of its own: sales go up, requests for loads go down, stages come back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestedTransfer, TransferRow } from '../../contracts/web-api.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { FIRST_DAY } from '../support/listening-register.ts';
import { startTestServer } from '../support/server.ts';
import { isHeld, openBehindNat, shopOf } from '../support/stream-register.ts';
import { checkLedger } from '../support/tie-out.ts';
import { until } from '../support/until.ts';
import { forwardsTo, knowRegisters, ledgerOf, servers, setServer, untilForwarded } from './stand.ts';

/** Asks the server at the top for a load and lets the register work until it has ended there. */
async function loadFrom(api: ApiClient, range: object, work: () => Promise<unknown>): Promise<TransferRow> {
  const asked = { shopCode: '12', registerCode: '3', range, author: 'Петрова', confirmed: true };
  const { transfer } = await api.send<RequestedTransfer>('POST', '/transfers', asked);
  return until('the load has ended', async () => {
    await work();
    const row = await api.get<TransferRow>(`/transfers/${transfer.transferId}`);
    return row.endedAt !== null && row;
  });
}

const period = { kind: 'dates', from: `${FIRST_DAY}T00:00:00`, to: '2026-03-31T23:59:59' };

for (const engine of databasesUnderTest) {
  test(`M3 M4 M17 ${engine.name}: a load asked for at the centre reaches the register behind two servers, and its stages and sales come back`, async (t) => {
    await using places = await new Promise<AsyncDisposableStack>((resolve) => resolve(new AsyncDisposableStack()));
    const place = async () => places.use(await engine.place()).location;
    await using centre = await startTestServer({ database: await place() });
    await using region = await startTestServer({
      database: await place(),
      env: forwardsTo(centre.grpcPort, 'ural'),
    });
    await using store = await startTestServer({ database: await place(), env: forwardsTo(region.grpcPort, '12') });
    const [top, middle] = [createApiClient(() => centre.url), createApiClient(() => region.url)];
    const shop = await shopOf(store);
    const { register } = await openBehindNat(t, shop);
    await isHeld(shop);
    await knowRegisters(middle, [shop.codes]);
    await knowRegisters(top, [shop.codes]);
    await setServer(middle, '12', ['12']);
    await setServer(top, 'ural', ['12']);
    await until('both lines stand', async () => {
      const all = await Promise.all([top, middle].map(servers));
      return all.every((list) => list.servers[0]?.connectedSince !== null);
    });

    for (let shift = 0; shift < 3; shift += 1) {
      await register.openShift();
      await register.sellMany(4);
      await register.closeShift();
    }
    const loaded = await loadFrom(top, period, register.work);
    assert.deepEqual([loaded.state, loaded.shifts], ['done', 3], JSON.stringify(loaded.reason));
    const stages = loaded.stages.map(({ stage }) => stage);
    assert.ok(
      stages.includes('accepted') && stages.includes('received') && stages.includes('loaded'),
      stages.join(' '),
    );
    await untilForwarded(shop.api, middle, top);
    await untilForwarded(middle, top);
    for (const api of [shop.api, middle, top]) await checkLedger(api, register);
    assert.deepEqual(await ledgerOf(top, [shop.codes]), await ledgerOf(shop.api, [shop.codes]));

    // Each knows who brought it: the server right below.
    const brought = async (api: ApiClient) => new Set((await api.allPackages()).map(({ serverCode }) => serverCode));
    assert.deepEqual([...(await brought(middle))], ['12']);
    assert.deepEqual([...(await brought(top))], ['ural']);
    assert.deepEqual([...(await brought(shop.api))], [null]);

    // By shift numbers, which only a stream can ask for; everything is here already, and nothing is doubled.
    const again = await loadFrom(top, { kind: 'shifts', from: 1, to: 9_999 }, register.work);
    assert.equal(again.state, 'already', JSON.stringify(again.reason));
    const below = (await shop.api.get<{ transfers: TransferRow[] }>('/transfers')).transfers;
    assert.ok(
      below.some(({ author }) => author?.includes(String(region.grpcPort))),
      'the store says who asked',
    );
    assert.deepEqual(await ledgerOf(top, [shop.codes]), await ledgerOf(shop.api, [shop.codes]));
    const asked = (await shop.api.wholeLog()).filter(({ code }) => code === 'upper.asked');
    assert.equal(asked.length, 2);
  });

  test(`M3 M17 ${engine.name}: a register that is away is no reason to wait: the store sends once more what it has; what it cannot do comes back in words`, async (t) => {
    await using above = await engine.place();
    await using below = await engine.place();
    await using centre = await startTestServer({ database: above.location });
    await using store = await startTestServer({ database: below.location, env: forwardsTo(centre.grpcPort, '12') });
    const top = createApiClient(() => centre.url);
    const shop = await shopOf(store);
    await shop.api.send('PATCH', '/shops/12/registers/3', { commandHost: '127.0.0.1', commandPort: 9 });
    const { register, stream } = await openBehindNat(t, shop);
    await isHeld(shop);
    await register.openShift();
    await register.sellMany(4);
    await register.closeShift();
    await register.unload({ from: period.from, to: period.to });
    assert.equal(await register.work(), 'sent');
    await until('the store has it', async () => (await shop.api.shifts('12', '3')).shifts.length === 1);
    await stream.stop();
    await knowRegisters(top, [shop.codes]);

    // Nobody speaks for the register yet: the centre waits for its store.
    await setServer(top, '13', ['12']);
    const waiting = { shopCode: '12', registerCode: '3', range: { kind: 'shifts', from: 1, to: 2 } };
    const response = await fetch(new URL('/api/v1/transfers', centre.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(waiting),
    });
    assert.equal(response.status, 422, 'numbers of shifts need a line that stands');
    const { transfer } = await top.send<RequestedTransfer>('POST', '/transfers', {
      ...waiting,
      range: period,
      confirmed: true,
    });
    const reason = await until('it says what it waits for', async () => {
      const row = await top.get<TransferRow>(`/transfers/${transfer.transferId}`);
      return row.reason?.ru.includes('Сервер магазина') === true && row.reason.ru;
    });
    assert.match(reason, /не держит поток команд/);
    await setServer(top, '12', ['12']);
    await untilForwarded(shop.api, top);
    const done = await until('what the store has answers it', async () => {
      const row = await top.get<TransferRow>(`/transfers/${transfer.transferId}`);
      return row.endedAt !== null && row;
    });
    assert.ok(['done', 'already'].includes(done.state), `${done.state} ${JSON.stringify(done.reason)}`);
    await checkLedger(top, register);
    assert.deepEqual(await ledgerOf(top, [shop.codes]), await ledgerOf(shop.api, [shop.codes]));

    // A load that is called off above is called off in the store.
    const other = { kind: 'dates', from: '2026-02-02T00:00:00', to: '2026-02-02T12:00:00' };
    const unwanted = await top.send<RequestedTransfer>('POST', '/transfers', { ...waiting, range: other });
    const inStore = async () =>
      (await shop.api.get<{ transfers: TransferRow[] }>('/transfers')).transfers.find(
        ({ range }) => range.from === other.from,
      );
    await until('the store has it', async () => (await inStore()) !== undefined);
    await top.send('POST', `/transfers/${unwanted.transfer.transferId}/cancel`, { author: 'Петрова' });
    await until('the store has called it off', async () => (await inStore())?.state === 'cancelled');

    // Days of which the store has nothing and that it cannot ask for.
    await shop.api.send('PATCH', '/shops/12/registers/3', { inService: false });
    const failed = await loadFrom(
      top,
      { kind: 'dates', from: '2026-02-01T00:00:00', to: '2026-02-01T12:00:00' },
      async () => null,
    );
    assert.equal(failed.state, 'failed');
    assert.match(`${failed.registerSaid?.ru} ${failed.reason?.ru}`, /выведена из работы/);
  });
}
