/** A register that a server asks for its sales: it sells by hand, listens for commands and sends when told to work. */
import type { TestContext } from 'node:test';
import type { IssuedRegister } from '../../contracts/web-api.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { startListeningRegister } from '../support/listening-register.ts';
import type { TestServer } from '../support/server.ts';

export { FIRST_DAY } from '../support/listening-register.ts';

export type AskedRegister = {
  register: SimulatedRegister;
  commandPort: number;
  /** Does what was asked of it, again and again, until the work has ended. */
  workUntil<T>(work: Promise<T>): Promise<T>;
};

/** Starts the register that the server has issued; its command service must then be made known to the server. */
export async function startAskedRegister(
  t: TestContext,
  server: Pick<TestServer, 'grpcPort' | 'thriftPort' | 'registerHttpPort'>,
  issued: Pick<IssuedRegister, 'registerId' | 'shopId' | 'registerCode' | 'shopCode'>,
): Promise<AskedRegister> {
  const { registerId, shopId, registerCode, shopCode } = issued;
  const codes = { registerId, shopId, registerCode, shopCode };
  const { register, commands } = await startListeningRegister(t, server, codes);
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
