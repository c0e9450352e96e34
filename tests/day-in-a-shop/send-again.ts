/** Sends packages that a register has long sent once more, byte for byte, as one does after a restore of its own disk. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import { createSalesClient } from '../../src/simulator/sales-client.ts';

/** Every archive of the register's backup folder in one stream; each must be answered as stored. */
export async function sendAgain(register: SimulatedRegister, folder: string, serverAddress: string): Promise<void> {
  const { registerId, shopId } = register;
  const backup = join(folder, 'backup');
  const names = readdirSync(backup).sort();
  const client = createSalesClient({ address: serverAddress });
  try {
    const stream = client.openLoad();
    const ids = names.map((name) => name.slice('00000000_'.length, -'.zip'.length));
    for (const [index, name] of names.entries()) {
      const saleFile = readFileSync(join(backup, name));
      await stream.send({ id: ids[index] ?? '', cashId: registerId, shopId, typeOfSales: 'BY_CHECK', saleFile });
    }
    const answer = await stream.finish();
    assert.deepEqual([answer.success, answer.requestId], [true, ids]);
  } finally {
    client.close();
  }
}
