/** A simulated register that listens for commands and tells its states: what a server needs to ask it for its sales. */
import assert from 'node:assert/strict';
import type { LocalTime } from '../../src/domain/local-time.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import { startCommandService } from '../../src/simulator/command-service.ts';
import { createHttpStates } from '../../src/simulator/http-states.ts';
import { createSimulatedRegister, type SimulatedRegister } from '../../src/simulator/register.ts';
import type { ApiClient } from './api-client.ts';
import type { TestServer } from './server.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** The day on which such a register trades. */
export const FIRST_DAY = '2026-03-14';

type Wanted = {
  /** As the server has issued them. */
  registerId: string;
  shopId: string;
  registerCode: string;
  shopCode: string;
  protocolVersion?: 3 | 4;
  /** Nothing by itself unless told otherwise. */
  sendOn?: { receipt: boolean; shift: boolean };
  /** The day of its first shift. */
  firstDate?: string;
  /** Local time of the shop; without it every shift follows the plan of its day, from FIRST_DAY on. */
  clock?: () => LocalTime;
};

/** Starts the register; its command service must then be made known to the server. Both end with the test. */
export async function startListeningRegister(
  t: Parameters<typeof temporaryFolder>[0],
  server: Pick<TestServer, 'grpcPort' | 'thriftPort' | 'registerHttpPort'>,
  { protocolVersion = 4, sendOn = { receipt: false, shift: false }, firstDate = FIRST_DAY, ...codes }: Wanted,
): Promise<{ register: SimulatedRegister; commands: Awaited<ReturnType<typeof startCommandService>> }> {
  const register = await createSimulatedRegister({
    ...codes,
    folder: temporaryFolder(t),
    serverAddress: `127.0.0.1:${protocolVersion === 4 ? server.grpcPort : server.thriftPort}`,
    protocolVersion,
    seed: 7,
    sleep,
    firstDate,
    sendOn,
    states: createHttpStates({ baseUrl: `http://127.0.0.1:${server.registerHttpPort}` }),
  });
  const commands = await startCommandService({ register, port: 0 });
  t.after(async () => {
    await commands.stop();
    await register.close();
  });
  return { register, commands };
}

/**
 * Adds a register of a shop to the server over the API, starts it, makes its address known, and waits until the server has
 * told it its settings.
 */
export async function openKnownRegister(
  t: Parameters<typeof temporaryFolder>[0],
  server: TestServer,
  api: ApiClient,
  {
    shopCode,
    registerCode,
    protocolVersion,
    ...more
  }: Pick<Wanted, 'shopCode' | 'registerCode' | 'sendOn' | 'clock'> & {
    protocolVersion: 3 | 4;
  },
) {
  const wanted = { registerCode, protocolVersion };
  const ids = await api.send<{ registerId: string; shopId: string }>('POST', `/shops/${shopCode}/registers`, wanted);
  const { registerId, shopId } = ids;
  const codes = { registerId, shopId, registerCode, shopCode, protocolVersion };
  const opened = await startListeningRegister(t, server, { ...codes, ...more });
  const changed = await fetch(new URL(`/api/v1/shops/${shopCode}/registers/${registerCode}`, server.url), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commandHost: '127.0.0.1', commandPort: opened.commands.port }),
  });
  assert.equal(changed.status, 200, await changed.text());
  await until(
    'the register was told its settings',
    () => opened.commands.settings().cashId === registerId || undefined,
  );
  return { ...opened, ...codes };
}
