/** A simulated register driven by hand, with an account of what the server has acknowledged to it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatKopecks } from '../../src/domain/money.ts';
import type { SimulatedRegister } from '../../src/simulator/register.ts';
import type { WorkOutcome } from '../../src/simulator/sender.ts';
import { contentOf } from '../support/registers.ts';

export type Seller = {
  readonly register: SimulatedRegister;
  /** One session: packs, sends, and notes what was acknowledged. */
  send(): Promise<WorkOutcome>;
  /** Package ids that the server has answered as stored. */
  readonly acknowledged: Set<string>;
  /** Package ids that left the register in a session that failed: nobody knows whether the server has them (T1). */
  readonly handedOver: Set<string>;
  /** Every document of the acknowledged packages: identifier → sum as the API writes it. */
  acknowledgedDocuments(): Promise<Map<string, string>>;
};

/** `folder` is the register's own disk: what lies in its backup has left its hands. */
export function createSeller(register: SimulatedRegister, folder: string): Seller {
  const backup = join(folder, 'backup');
  const acknowledged = new Set<string>();
  const handedOver = new Set<string>();
  const idOf = (name: string) => name.slice('00000000_'.length, -'.zip'.length);
  const ids = () => readdirSync(backup).map(idOf);

  return {
    register,
    acknowledged,
    handedOver,
    async send() {
      const before = new Set(ids());
      const outcome = await register.work();
      const left = ids().filter((id) => !before.has(id));
      for (const id of left) (outcome === 'sent' ? acknowledged : handedOver).add(id);
      return outcome;
    },
    async acknowledgedDocuments() {
      const found = new Map<string, string>();
      for (const name of readdirSync(backup)) {
        if (!acknowledged.has(idOf(name))) continue;
        const saleFile = readFileSync(join(backup, name));
        const message = { id: '', cashId: '', shopId: '', typeOfSales: 'BY_CHECK', saleFile } as const;
        const { documents } = await contentOf(message);
        for (const document of documents) found.set(document.identifier ?? '', formatKopecks(document.sum));
      }
      return found;
    },
  };
}
