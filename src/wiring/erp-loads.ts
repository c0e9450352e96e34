/** Days that АСТУ asked for and the server does not have are asked of their registers, with АСТУ as the cause. */
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import { type DueLoad, listDueLoads, noteLoad } from '../pipeline/exports/exports.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import type { AskingTurn } from './asking.ts';

/** The work of a loop: a load that is noted is not asked for again, one that died before is asked for anew and found running. */
export function createErpLoads(parts: {
  database: Database<Tables>;
  transfers: Pick<Transfers, 'request'>;
  log: Pick<EventBuffer, 'add'>;
  onChanged: () => void;
}): AskingTurn {
  const { database, transfers, log } = parts;

  async function ask(load: DueLoad): Promise<void> {
    const { shopCode, registerCode, from, to, requestId, shopId } = load;
    const range = { kind: 'dates', from, to } as const;
    const wanted = { shopCode, registerCode, range, cause: 'erp', author: null, confirmed: false } as const;
    const result = await transfers.request(wanted);
    if (result.kind === 'requested' || result.kind === 'running') return noteLoad(database, load, result);
    if (result.kind === 'confirmation_required') throw new Error('only people are asked about a long period');
    await noteLoad(database, load, result);
    const params = { ...result.params, requestId, registerCode, reason: `@${result.code}` };
    log.add({ code: 'erp.request_not_loaded', level: 'warning', shopId, params });
  }

  return {
    async turn() {
      const loads = await listDueLoads(database);
      for (const load of loads) await ask(load);
      if (loads.length > 0) parts.onChanged();
      return false;
    },
  };
}
