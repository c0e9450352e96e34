/** A simulated register that nobody can call: it holds a command stream, through a wire that can be cut. */
import assert from 'node:assert/strict';
import type { Register, RequestedTransfer, TransferRow } from '../../contracts/web-api.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import {
  createReportStates,
  type HeldStream,
  type HeldStreamOptions,
  holdCommandStream,
} from '../../src/simulator/command-stream.ts';
import { createSimulatedRegister, type SimulatedRegister } from '../../src/simulator/register.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { FIRST_DAY } from './listening-register.ts';
import type { TestServer } from './server.ts';
import { classifyPayments } from './shop-floor.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** The server as registers see it. */
export const SERVER_HOST = '127.0.0.1';

export type Shop = {
  api: ApiClient;
  server: Pick<TestServer, 'url' | 'grpcPort' | 'thriftPort' | 'registerHttpPort'>;
  /** Of the register, as the server issued them. */
  codes: { registerId: string; shopId: string; registerCode: string; shopCode: string };
};

/** Starts the register and lets it hold its stream; both end with the test. `port` is where its wire begins. */
export async function openBehindNat(
  t: Parameters<typeof temporaryFolder>[0],
  { server, codes }: Pick<Shop, 'server' | 'codes'>,
  {
    port = server.grpcPort,
    protocolVersion = 4,
    ...options
  }: Partial<HeldStreamOptions> & { port?: number; protocolVersion?: 3 | 4 } = {},
): Promise<{ register: SimulatedRegister; stream: HeldStream }> {
  const address = `${SERVER_HOST}:${port}`;
  const states = createReportStates({ address, registerId: codes.registerId });
  const register = await createSimulatedRegister({
    ...codes,
    folder: temporaryFolder(t),
    serverAddress: `${SERVER_HOST}:${protocolVersion === 4 ? server.grpcPort : server.thriftPort}`,
    protocolVersion,
    seed: 7,
    sleep,
    firstDate: FIRST_DAY,
    sendOn: { receipt: false, shift: false },
    states,
  });
  const stream = holdCommandStream({ address, register, sleep, pauses: { first: 20, longest: 200 }, ...options });
  t.after(async () => {
    await stream.stop();
    await register.close();
    states.close();
  });
  return { register, stream };
}

export function asks(range: object) {
  return { shopCode: '12', registerCode: '3', range, author: 'Петрова' };
}

/** Shop 12 with register 3, known to the server; nobody knows where it listens. */
export async function shopOf(server: Shop['server']): Promise<Shop> {
  const api = createApiClient(() => server.url);
  await api.addShop('12');
  await classifyPayments(api);
  const body = { registerCode: '3', protocolVersion: 4 };
  const ids = await api.send<{ registerId: string; shopId: string }>('POST', '/shops/12/registers', body);
  return { api, server, codes: { ...ids, registerCode: '3', shopCode: '12' } };
}

export async function change({ server }: Shop, body: object): Promise<void> {
  const answer = await fetch(new URL('/api/v1/shops/12/registers/3', server.url), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.equal(answer.status, 200, await answer.text());
}

export const presence = async ({ api }: Shop) => (await api.get<Register>('/shops/12/registers/3')).asked;

export async function isHeld(shop: Shop): Promise<void> {
  await until('the server has the stream', async () => (await presence(shop)).by === 'stream' || undefined);
}

/** Asks for a range, lets the register do it, and answers the transfer at its end. */
export async function load(shop: Shop, range: object, work: () => Promise<unknown>): Promise<TransferRow> {
  const asked = await shop.api.send<RequestedTransfer>('POST', '/transfers', asks(range));
  return ended(shop, asked.transfer.transferId, work);
}

export function ended({ api }: Shop, transferId: string, work: () => Promise<unknown>): Promise<TransferRow> {
  return until(`${transferId} has ended`, async () => {
    await work();
    const transfer = await api.get<TransferRow>(`/transfers/${transferId}`);
    return transfer.endedAt === null ? undefined : transfer;
  });
}

export const logOf = async ({ api }: Shop, code: string) =>
  (await api.wholeLog()).filter((event) => event.code === code).map((event) => event.text.ru);
