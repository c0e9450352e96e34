/** A simulated register that listens for commands and tells its states: what a server needs to ask it for its sales. */
import { sleep } from '../../src/platform/worker-loop.ts';
import { startCommandService } from '../../src/simulator/command-service.ts';
import { createHttpStates } from '../../src/simulator/http-states.ts';
import { createSimulatedRegister, type SimulatedRegister } from '../../src/simulator/register.ts';
import type { TestServer } from './server.ts';
import { temporaryFolder } from './temporary-folder.ts';

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
