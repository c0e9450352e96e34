/** What the tests of the register share: a register in a folder of its own, a receiver, and the content of packages. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { DocumentRecord, ShiftRecord } from '../../src/domain/sales.ts';
import { isSetAside, readSalesFile } from '../../src/formats/sales-file/sales-file.ts';
import { openSalesBody } from '../../src/formats/sales-package/sales-package.ts';
import { sleep } from '../../src/platform/worker-loop.ts';
import type { SimulatedReceiver } from '../../src/simulator/receiver.ts';
import { startReceiver } from '../../src/simulator/receiver.ts';
import type { SimulatedRegister, SimulatedRegisterOptions } from '../../src/simulator/register.ts';
import { createSimulatedRegister } from '../../src/simulator/register.ts';
import type { WirePackage } from '../../src/simulator/sales-client.ts';

export const identity = {
  registerId: '_cash_3_0000000a',
  registerCode: '3',
  shopId: '_shop_12_0000000b',
  shopCode: '12',
};

export async function folderFor(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'smena-register-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function receiverFor(t: TestContext): Promise<SimulatedReceiver> {
  const receiver = await startReceiver();
  t.after(() => receiver.stop());
  return receiver;
}

export async function registerFor(
  t: TestContext,
  options: Partial<SimulatedRegisterOptions> & { serverAddress: string },
): Promise<SimulatedRegister> {
  const folder = options.folder ?? (await folderFor(t));
  const register = await createSimulatedRegister({ ...identity, seed: 77, sleep, ...options, folder });
  t.after(() => register.close().catch(() => undefined));
  return register;
}

export async function contentOf(message: WirePackage): Promise<{ shifts: ShiftRecord[]; documents: DocumentRecord[] }> {
  const opened = await openSalesBody(Buffer.from(message.saleFile));
  assert.ok(opened.ok, JSON.stringify(opened));
  const file = readSalesFile(opened.text);
  assert.ok(file.ok, JSON.stringify(file));
  const documents: DocumentRecord[] = [];
  for (const record of file.documents) {
    assert.ok(!isSetAside(record));
    documents.push(record);
  }
  return { shifts: file.shifts, documents };
}

/** Nobody listens there: binding it was the receiver's, who is gone. */
export async function deadAddress(): Promise<string> {
  const receiver = await startReceiver();
  receiver.stop();
  return receiver.address;
}
