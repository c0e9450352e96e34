/** A register that a server asks for its sales: it sells by hand, listens for commands and sends when told to work. */
import type { TestContext } from 'node:test';
import type { IssuedRegister } from '../../contracts/web-api.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import { startCommandService } from '../../src/simulator/command-service.ts';
import { createHttpStates } from '../../src/simulator/http-states.ts';
import { createSimulatedRegister, type SimulatedRegister } from '../../src/simulator/register.ts';
import type { TestServer } from '../support/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const FIRST_DAY = '2026-03-14';

export type AskedRegister = {
  register: SimulatedRegister;
  commandPort: number;
  /** Does what was asked of it, again and again, until the work has ended. */
  workUntil<T>(work: Promise<T>): Promise<T>;
};

/** Starts the register that the server has issued; its command service must then be made known to the server. */
export async function startAskedRegister(
  t: TestContext,
  server: Pick<TestServer, 'grpcPort' | 'registerHttpPort'>,
  issued: Pick<IssuedRegister, 'registerId' | 'shopId' | 'registerCode' | 'shopCode'>,
): Promise<AskedRegister> {
  const { registerId, shopId, registerCode, shopCode } = issued;
  const register = await createSimulatedRegister({
    registerId,
    shopId,
    registerCode,
    shopCode,
    folder: temporaryFolder(t),
    serverAddress: `127.0.0.1:${server.grpcPort}`,
    protocolVersion: 4,
    seed: 7,
    sleep,
    firstDate: FIRST_DAY,
    sendOn: { receipt: false, shift: false },
    states: createHttpStates({ baseUrl: `http://127.0.0.1:${server.registerHttpPort}` }),
  });
  const commands = await startCommandService({ register, port: 0 });
  t.after(async () => {
    await commands.stop();
    await register.close();
  });
  return {
    register,
    commandPort: commands.port,
    async workUntil(work) {
      let ended = false;
      const end = work.finally(() => {
        ended = true;
      });
      while (!ended) {
        await register.work();
        await sleep(50);
      }
      return end;
    },
  };
}
