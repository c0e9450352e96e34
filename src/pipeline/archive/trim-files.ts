/** The daily work on files, whole: what is over is packed, archives whose days are over go. */
import { recordEvents } from '../event-log/event-log.ts';
import { type Expired, expireArchives } from './expire-archives.ts';
import { type PackedState, packFiles, packingPlan } from './pack-files.ts';
import type { Packing } from './packing.ts';

/** `deletionPutOff`: days since the last run, when that is why nothing was deleted. */
export type TrimmedFiles = { packed: PackedState[]; expired: Expired; deletionPutOff: number | null };

/** A gap that neither a weekend nor a short holiday makes: the clock may have been moved, and what is deleted is deleted. */
const LONGEST_GAP_DAYS = 7;

/** `daysSinceLast` as the runs tell it; null = there was none. `dryRun` only tells. */
export async function trimFiles(
  packing: Packing,
  daysSinceLast: number | null,
  dryRun: boolean,
): Promise<TrimmedFiles> {
  const packed = dryRun ? await planned(packing) : await packFiles(packing);
  const isOdd = daysSinceLast !== null && (daysSinceLast > LONGEST_GAP_DAYS || daysSinceLast < -1);
  if (isOdd) {
    const days = Math.round(daysSinceLast);
    if (!dryRun) await tell(packing, 'archive.deletion_put_off', { days });
    return { packed, expired: { deleted: [], kept: [] }, deletionPutOff: days };
  }
  const expired = await expireArchives(packing, dryRun);
  if (!dryRun && expired.kept.length > 0) await tell(packing, 'archive.kept', { n: expired.kept.length });
  return { packed, expired, deletionPutOff: null };
}

async function planned(packing: Packing): Promise<PackedState[]> {
  const plan = await packingPlan(packing);
  return plan.map(({ state, packages }) => ({ state, packages, archives: [], damaged: [], failure: null }));
}

async function tell(
  { database, clock }: Packing,
  code: 'archive.deletion_put_off' | 'archive.kept',
  params: Record<string, number>,
): Promise<void> {
  await database.transaction((tx) => recordEvents(tx, clock, [{ code, level: 'warning', params }]));
}
