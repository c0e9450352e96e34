/** The packages that lie on a simulated register's own disk, as they go over the wire. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import type { WirePackage } from '../../src/simulator/sales-client.ts';

/** Those that wait to be sent, or those that were sent, in the order of their tasks. */
export function packagesOf(
  register: Pick<SimulatedRegister, 'registerId' | 'shopId'>,
  folder: string,
  place: 'unloadedSales' | 'backup',
): WirePackage[] {
  const names = readdirSync(join(folder, place)).filter((name) => name.endsWith('.zip'));
  return names.sort().map((name) => ({
    id: name.slice('00000000_'.length, -'.zip'.length),
    cashId: register.registerId,
    shopId: register.shopId,
    typeOfSales: 'BY_CHECK',
    saleFile: readFileSync(join(folder, place, name)),
  }));
}
