/** One turn of asking, and the end of all that it has begun. */
import type { Transfers } from '../../src/pipeline/transfers/transfers.ts';

export async function askTurn(transfers: Transfers): Promise<void> {
  await transfers.turn();
  await transfers.settled();
}
