/**
 * Two servers must not write the files of one shop: the ERP would get every shift twice and each request would find one of
 * them. Who writes says so in the folder of the shop, again and again; another server waits while that goes on, and takes
 * over when it has stood still for a while. Clocks of two machines are never compared: each measures by its own.
 */
import type { Clock } from '../../platform/clock.ts';
import type { ExchangeFolder, FolderClaim } from './exchange-folder.ts';

/** How a server calls itself; `server` stays the same when it starts again, `run` does not. */
export type ServerName = Pick<FolderClaim, 'server' | 'run' | 'host'>;

/** A claim is written anew so often, in ms. */
export const BEAT_MS = 30_000;
/** A claim that has not changed for so long is no claim any more. */
export const CLAIM_ENDS_MS = 120_000;

export type ClaimKeeper = {
  /** Keeps our claim on the folder of a shop; answers the other server when it is not ours. */
  keep(shopCode: string): Promise<FolderClaim | null>;
};

export function createClaimKeeper(folder: ExchangeFolder, clock: Clock, own: ServerName): ClaimKeeper {
  const written = new Map<string, { ms: number; beat: number }>();
  const others = new Map<string, { text: string; ms: number }>();

  /** False when a claim stands still for too long. */
  function isAlive(shopCode: string, claim: FolderClaim): boolean {
    const text = JSON.stringify(claim);
    const known = others.get(shopCode);
    if (known?.text === text) return Math.abs(clock.now() - known.ms) < CLAIM_ENDS_MS;
    others.set(shopCode, { text, ms: clock.now() });
    return true;
  }

  async function write(shopCode: string): Promise<null> {
    const beat = (written.get(shopCode)?.beat ?? 0) + 1;
    await folder.writeClaim(shopCode, { ...own, beat });
    written.set(shopCode, { ms: clock.now(), beat });
    others.delete(shopCode);
    return null;
  }

  return {
    async keep(shopCode) {
      const claim = await folder.readClaim(shopCode);
      const last = written.get(shopCode);
      if (claim?.run === own.run) {
        const isDue = last === undefined || Math.abs(clock.now() - last.ms) >= BEAT_MS;
        return isDue ? write(shopCode) : null;
      }
      // Our own claim of an earlier run: nobody else calls itself so, unless we have claimed in this run already.
      const isOurPast = claim?.server === own.server && last === undefined;
      if (claim === null || isOurPast || !isAlive(shopCode, claim)) return write(shopCode);
      return claim;
    },
  };
}
