/** What must be true when the storm is over: everything acknowledged is there once, nothing half done is left. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SimulatedErp } from '../../src/simulator/erp.ts';
import type { ApiClient } from '../support/api-client.ts';
import { untilSettled } from '../support/shop-floor.ts';
import { checkErp, checkLedger, documentsInLedger, readExchange } from '../support/tie-out.ts';
import type { Seller } from './seller.ts';

/** Every acknowledged package is listed as processed, and each of its documents is in the ledger once with its sum. */
export async function checkAcknowledged(api: ApiClient, sellers: readonly Seller[]): Promise<void> {
  const packages = await api.allPackages();
  const processed = new Set(packages.filter((one) => one.state === 'processed').map((one) => one.packageId));
  for (const seller of sellers) {
    for (const id of seller.acknowledged)
      assert.ok(processed.has(id), `package ${id} was acknowledged and is not there`);
    const ledger = await documentsInLedger(api, seller.register);
    for (const [identifier, sum] of await seller.acknowledgedDocuments())
      assert.equal(ledger.get(identifier), sum, `document ${identifier} was acknowledged`);
  }
}

/**
 * What was in flight when the server died may be missing, because a register lets go of a package before the server has
 * it (T1). Asked for the whole period, the register brings it again, and then ledger and ERP are complete to the kopeck.
 */
export async function askForEverything(api: ApiClient, sellers: readonly Seller[], erp: SimulatedErp): Promise<void> {
  for (const { register } of sellers) {
    await register.unload({ from: '2026-01-01T00:00:00', to: '2027-12-31T23:59:59' });
    assert.equal(await register.work(), 'sent');
  }
  await untilSettled(api);
  for (const { register } of sellers) await checkLedger(api, register);
  const { refused, deletedEmpty } = await erp.pass();
  assert.deepEqual([refused, deletedEmpty], [[], []]);
  checkErp(
    erp,
    sellers.map((seller) => seller.register),
  );
  const { packages } = await api.packages('limit=1');
  assert.equal(packages[0]?.state, 'processed');
}

/** The queue is worked off and no folder holds anything unfinished. */
export function checkFolders(dataFolder: string): void {
  for (const state of ['waiting', 'error', 'broken'])
    assert.deepEqual(readdirSync(join(dataFolder, 'queue', state)), []);
  const unfinished = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('.tmp'))
    .map((entry) => join(entry.parentPath, entry.name));
  assert.deepEqual(unfinished, []);
  readExchange(join(dataFolder, 'exchange'));
}
