/** A simulated register that the server of a stage can ask for its sales. */
import assert from 'node:assert/strict';
import type { Register } from '../../contracts/web-api.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { startListeningRegister } from '../support/listening-register.ts';
import { openBehindNat } from '../support/stream-register.ts';
import type { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';
import type { Stage } from './stage.ts';

export { FIRST_DAY } from '../support/listening-register.ts';

export type AskedRegister = {
  registerCode: string;
  register: SimulatedRegister;
  /** True once a command of the server lies in its queue. */
  asked(): Promise<boolean>;
  /** Sends what waits, once it is there. */
  send(): Promise<void>;
};

/** Makes a register of shop 5 that nobody can call; the server has its command stream. */
export async function openStreamRegister(
  t: Parameters<typeof temporaryFolder>[0],
  { api, server }: Pick<Stage, 'api' | 'server'>,
  registerCode: string,
): ReturnType<typeof openBehindNat> {
  const ids = await api.send<{ registerId: string; shopId: string }>('POST', '/shops/5/registers', { registerCode });
  const opened = await openBehindNat(t, { server, codes: { ...ids, registerCode, shopCode: '5' } });
  await until('the server has the stream', async () => {
    const { asked } = await api.get<Register>(`/shops/5/registers/${registerCode}`);
    return asked.by === 'stream' || undefined;
  });
  return opened;
}

type Options = { registerCode: string; protocolVersion?: 3 | 4; sendOn?: { receipt: boolean; shift: boolean } };

/** Makes a register of shop 5, which trades on `firstDate` and listens for commands. */
export async function openAskedRegister(
  t: Parameters<typeof temporaryFolder>[0],
  { api, server }: Pick<Stage, 'api' | 'server'>,
  { registerCode, protocolVersion = 4, sendOn = { receipt: false, shift: false } }: Options,
): Promise<AskedRegister> {
  const wanted = { registerCode, protocolVersion };
  const ids = await api.send<{ registerId: string; shopId: string }>('POST', '/shops/5/registers', wanted);
  const codes = { ...ids, registerCode, shopCode: '5', protocolVersion, sendOn };
  const { register, commands } = await startListeningRegister(t, server, codes);
  const changed = await fetch(new URL(`/api/v1/shops/5/registers/${registerCode}`, server.url), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ commandHost: '127.0.0.1', commandPort: commands.port }),
  });
  assert.equal(changed.status, 200, await changed.text());
  const asked = async () => (await register.condition()).queued > 0;
  const send = () =>
    until(`register ${registerCode} has sent`, async () => (await register.work()) === 'sent' || undefined);
  return { registerCode, register, asked, send: async () => void (await send()) };
}
