/** What people and the ERP ask of the exchange: the tables are the request, the pipeline thread takes it from there. */
import type { ExchangeFunctions } from '../connections/web-api/web-api.ts';
import { confirmExports, exportAgain, notePosition, startExchange } from '../pipeline/exports/exports.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';

/** `wake` is the hint for the exports, `onConfirmed` for those who look. */
export function createExchangeChanges(
  database: Database<Tables>,
  clock: Clock,
  hints: { wake: () => void; onConfirmed: () => void },
): ExchangeFunctions['exchange'] {
  return {
    async again(shifts, asked) {
      const result = await exportAgain(database, clock, shifts, asked);
      if (result.kind === 'requested') hints.wake();
      return result;
    },
    async start(shopCode) {
      const amount = await startExchange(database, clock, shopCode);
      if (amount !== null) hints.wake();
      return amount;
    },
    async confirm(confirmations) {
      const result = await confirmExports(database, clock, confirmations);
      if (result.ok) hints.onConfirmed();
      return result;
    },
    noteRead: (target, position) => notePosition(database, clock, { name: target, kind: 'pull' }, position),
  };
}
