/** Servers above one another: processes of their own, each with the shop, its registers and the store servers that it must know. */
import type { IssuedRegister, ServerList, ShiftRow } from '../../contracts/web-api.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import type { ApiClient } from '../support/api-client.ts';
import { classifyPayments } from '../support/shop-floor.ts';
import { until } from '../support/until.ts';

/** Settings of a server that forwards to `127.0.0.1:port` in plaintext, with pauses that a test can wait for. */
export function forwardsTo(port: number, serverCode: string): Record<string, string> {
  return {
    SMENA_UPPER_HOST: '127.0.0.1',
    SMENA_UPPER_PORT: String(port),
    SMENA_UPPER_SERVER_CODE: serverCode,
    SMENA_UPPER_TLS: 'off',
    SMENA_UPPER_FIRST_PAUSE_MS: '10 ms',
    SMENA_UPPER_LONGEST_PAUSE_MS: '60 ms',
    SMENA_EXPORTS_OPEN_SHIFT_INTERVAL_MS: '0 ms',
  };
}

export type Codes = Pick<SimulatedRegister, 'registerId' | 'registerCode' | 'shopId' | 'shopCode'>;

/** Makes shop and registers known on a server above, under the ids that the store has given them. */
export async function knowRegisters(api: ApiClient, registers: readonly Codes[]): Promise<void> {
  const shops = new Map(registers.map(({ shopCode, shopId }) => [shopCode, shopId]));
  for (const [shopCode, shopId] of shops)
    await api.send('POST', '/shops', { shopCode, shopId, timeZone: 'Europe/Moscow' });
  await classifyPayments(api);
  for (const { shopCode, registerCode, registerId } of registers)
    await api.send<IssuedRegister>('POST', `/shops/${shopCode}/registers`, { registerCode, registerId });
}

export function setServer(api: ApiClient, serverCode: string, shopCodes: readonly string[], more: object = {}) {
  return api.send<ServerList>('PUT', `/servers/${serverCode}`, { shopCodes, ...more });
}

export const servers = (api: ApiClient) => api.get<ServerList>('/servers');

/** Waits until the server above has acknowledged everything, and both have loaded what they have. */
export async function untilForwarded(lower: ApiClient, ...above: ApiClient[]): Promise<void> {
  await until('everything is loaded in the store', async () => (await lower.status()).packages.waiting === 0);
  await until('everything is acknowledged above', async () => {
    const { upper } = await servers(lower);
    return upper?.waitingPackages === 0;
  });
  for (const api of above)
    await until('everything is loaded above', async () => (await api.status()).packages.waiting === 0);
}

/** What two ledgers must have in common of a shift: everything that is not a number or a moment of one server. */
export async function ledgerOf(api: ApiClient, registers: readonly Codes[]): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { shopCode, registerCode } of registers) {
    const { shifts } = await api.shifts(shopCode, registerCode);
    for (const row of [...shifts].sort((a, b) => (a.key < b.key ? -1 : 1))) {
      const { documents } = await api.documents(shopCode, registerCode, row.key);
      const lines = documents.map(({ documentType, documentNumber, receiptNumber, closedAt, sum, identifier }) =>
        [documentType, documentNumber, receiptNumber, closedAt, sum, identifier].join(' '),
      );
      const { totals, counts } = await api.shift(shopCode, registerCode, row.key);
      all.push({ shopCode, registerCode, ...figuresOf(row), totals, counts, documents: lines.sort() });
    }
  }
  return all;
}

function figuresOf(row: ShiftRow) {
  const { key, openedAt, closedAt, receiptCount, saleSum, saleCash, saleNoncash, saleOther, refundSum } = row;
  const { revenue, revenueCash, revenueNoncash, drawerSum, computed, differs, conflicts, setAsideDocuments } = row;
  const marks = { computed, differs, conflicts, setAsideDocuments };
  const sums = {
    saleSum,
    saleCash,
    saleNoncash,
    saleOther,
    refundSum,
    revenue,
    revenueCash,
    revenueNoncash,
    drawerSum,
  };
  return { key, openedAt, closedAt, receiptCount, ...sums, ...marks };
}
