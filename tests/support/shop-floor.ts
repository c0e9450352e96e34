/** Simulated registers that the real server knows: added through the API, with the ids it issued, each with a folder of its own. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '../../src/platform/worker-loop.ts';
import {
  createSimulatedRegister,
  type SimulatedRegister,
  type SimulatedRegisterOptions,
} from '../../src/simulator/register.ts';
import type { ApiClient } from './api-client.ts';
import { until } from './until.ts';

export type ShopFloor = AsyncDisposable & {
  shopCode: string;
  registers: SimulatedRegister[];
  /** The folder of a register's own disk. */
  folderOf(register: SimulatedRegister): string;
};

export type ShopFloorOptions = {
  shopCode: string;
  registerCodes: string[];
  /** `host:port` of the gRPC door. */
  serverAddress: string;
  /** Seed of the first register; the others follow. */
  seed?: number;
  registerOptions?: (registerCode: string) => Partial<SimulatedRegisterOptions>;
};

/** Adds the shop and its registers, gives payment types their classes, and opens the simulated registers. */
export async function openShopFloor(api: ApiClient, options: ShopFloorOptions): Promise<ShopFloor> {
  const { shopCode, registerCodes, serverAddress, seed = 20_260_314 } = options;
  const root = mkdtempSync(join(tmpdir(), 'smena-floor-'));
  const folderOf = ({ registerCode }: Pick<SimulatedRegister, 'registerCode'>) => join(root, registerCode);
  await api.addShop(shopCode);
  await classifyPayments(api);
  const registers: SimulatedRegister[] = [];
  for (const [index, registerCode] of registerCodes.entries()) {
    const { registerId, shopId } = await api.addRegister(shopCode, registerCode);
    registers.push(
      await createSimulatedRegister({
        registerId,
        registerCode,
        shopId,
        shopCode,
        folder: folderOf({ registerCode }),
        serverAddress,
        seed: seed + index,
        firstDate: '2026-03-14',
        sleep,
        ...options.registerOptions?.(registerCode),
      }),
    );
  }
  return {
    shopCode,
    registers,
    folderOf,
    async [Symbol.asyncDispose]() {
      for (const register of registers) await register.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** The payment types of the simulated trade beside 1 = cash: they are customer data and have no class by nature (T9). */
export async function classifyPayments(api: ApiClient): Promise<void> {
  const classes = { 4: 'noncash', 15: 'noncash', 6: 'other' };
  for (const [code, paymentClass] of Object.entries(classes))
    await api.send('PUT', '/payment-types', { paymentTypeCode: Number(code), paymentClass });
}

/** Waits until every package is worked off and every shift is with the ERP. */
export async function untilSettled(api: ApiClient): Promise<void> {
  await until('every package is loaded and every shift is exported', async () => {
    const { packages, shifts } = await api.status();
    const notExported = shifts.notExported + shifts.notExportedOpen;
    const left = { waiting: packages.waiting, error: packages.error, notExported };
    // The failure that ends the waiting tells what is left.
    assert.deepEqual(left, { waiting: 0, error: 0, notExported: 0 });
    return true;
  });
}
