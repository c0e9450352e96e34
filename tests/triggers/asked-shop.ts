/** A shop with a register of each protocol that the server knows and can ask for its sales. */
import assert from 'node:assert/strict';
import type { Schedule, ScheduleList, TransferList, TransferRow } from '../../contracts/web-api.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { type ApiClient, createApiClient } from '../support/api-client.ts';
import type { ClockedServer } from '../support/clocked-server.ts';
import { startListeningRegister } from '../support/listening-register.ts';
import { classifyPayments } from '../support/shop-floor.ts';
import type { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

type Test = Parameters<typeof temporaryFolder>[0];

export const PROTOCOLS = [3, 4] as const;

type Wanted = { firstDate: string; timeZone?: string; sendOn?: { receipt: boolean; shift: boolean } };

/** Shop 12, whose registers are called by the number of their protocol. */
export async function openAskedShop(t: Test, { server }: ClockedServer, wanted: Wanted) {
  const { timeZone = 'Europe/Moscow', ...trade } = wanted;
  const api = createApiClient(() => server.url);
  await api.send('POST', '/shops', { shopCode: '12', timeZone });
  await classifyPayments(api);
  const registers: SimulatedRegister[] = [];
  for (const protocolVersion of PROTOCOLS) {
    const registerCode = String(protocolVersion);
    const body = { registerCode, protocolVersion };
    const ids = await api.send<{ registerId: string; shopId: string }>('POST', '/shops/12/registers', body);
    const codes = { ...ids, registerCode, shopCode: '12', protocolVersion, ...trade };
    const { register, commands } = await startListeningRegister(t, server, codes);
    const address = { commandHost: '127.0.0.1', commandPort: commands.port };
    const changed = await fetch(new URL(`/api/v1/shops/12/registers/${registerCode}`, server.url), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(address),
    });
    assert.equal(changed.status, 200, await changed.text());
    registers.push(register);
  }
  return { api, registers };
}

/** The transfers of a register that were caused so, the oldest first. */
export async function transfersOf(
  api: ApiClient,
  { registerCode }: Pick<SimulatedRegister, 'registerCode'>,
  cause: TransferRow['cause'],
): Promise<TransferRow[]> {
  const list = await api.get<TransferList>(`/transfers?cause=${cause}&shop=12&register=${registerCode}`);
  return list.transfers.toReversed();
}

/** Waits until the register was asked, lets it send, and answers the transfer when it has ended. */
export async function answerRequest(
  api: ApiClient,
  register: SimulatedRegister,
  cause: TransferRow['cause'],
): Promise<TransferRow> {
  const { registerCode } = register;
  await until(`register ${registerCode} has the command`, async () => (await register.condition()).queued > 0);
  await until(`register ${registerCode} has sent`, async () => (await register.work()) === 'sent');
  return endOfLatest(api, register, cause);
}

/** The latest transfer of a register that was caused so, when it has ended. */
export function endOfLatest(
  api: ApiClient,
  register: SimulatedRegister,
  cause: TransferRow['cause'],
): Promise<TransferRow> {
  return until(`the load of register ${register.registerCode} by ${cause} has ended`, async () => {
    const latest = (await transfersOf(api, register, cause)).at(-1);
    return latest === undefined || latest.endedAt === null ? undefined : latest;
  });
}

/** The schedule of a number as it is now. */
export async function readSchedule(api: ApiClient, scheduleId: number): Promise<Schedule> {
  const { schedules } = await api.get<ScheduleList>('/schedules');
  return schedules.find((one) => one.scheduleId === scheduleId) ?? assert.fail(`no schedule ${scheduleId}`);
}
