/** A register behind the server of its store, of whose receipts one is missing there and at the centre. */
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/server.ts';
import { isHeld, openBehindNat, shopOf } from '../support/stream-register.ts';
import type { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import { forwardsTo, knowRegisters, servers, setServer, untilForwarded } from './stand.ts';

export type GapBehindStore = AsyncDisposable & { store: ApiClient; register: SimulatedRegister; lost: number };

/** Shop 12 with register 3, which keeps back the number `lost` until `faults.loseReceipts` is null again. */
export async function openGapBehindStore(
  t: Parameters<typeof temporaryFolder>[0],
  centre: TestServer,
  options: TestServerOptions = {},
): Promise<GapBehindStore> {
  const top = createApiClient(() => centre.url);
  // The store would ask by itself: here a person at the centre is to be the first.
  const env = { ...forwardsTo(centre.grpcPort, '12'), SMENA_REARM_FIRST_PAUSE_MS: '24 h' };
  const server = await startTestServer({ ...options, env });
  try {
    const shop = await shopOf(server);
    const { register } = await openBehindNat(t, shop);
    await isHeld(shop);
    await knowRegisters(top, [shop.codes]);
    await setServer(top, '12', ['12']);
    await until('the line stands', async () => (await servers(top)).servers[0]?.connectedSince !== null);
    await register.openShift();
    const sold = await register.sellMany(5);
    const lost = sold[2]?.receiptNumber ?? 0;
    register.faults.loseReceipts = { from: lost, to: lost };
    await register.closeShift();
    await register.unload({ from: '2026-03-14T00:00:00', to: '2026-03-31T23:59:59' });
    await until('everything else is in the store', async () => {
      await register.work();
      return (await shop.api.shifts('12', '3')).shifts.length === 1;
    });
    await untilForwarded(shop.api, top);
    return { store: shop.api, register, lost, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  } catch (cause) {
    await server[Symbol.asyncDispose]();
    throw cause;
  }
}
