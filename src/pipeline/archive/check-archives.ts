/** Reading archives again long after they were made: one that was damaged or taken away is found and named. */
import { join } from 'node:path';
import { utcText } from '../../platform/clock.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type ArchiveRow, archiveRows } from './archive-rows.ts';
import type { Packing } from './packing.ts';
import { fingerprint } from './read-archive.ts';

export type CheckedArchives = { checked: number; damaged: { state: string; name: string; damage: string }[] };

/** Reads every archive that is kept. An archive that is whole again counts as whole. */
export async function checkArchives(packing: Packing): Promise<CheckedArchives> {
  const result: CheckedArchives = { checked: 0, damaged: [] };
  for (const row of await archiveRows(packing.database, 'kept')) {
    const damage = await checkArchive(packing, row);
    result.checked += 1;
    if (damage !== null) result.damaged.push({ state: row.state, name: row.name, damage });
  }
  return result;
}

/** What is wrong with an archive, or null; noted, and told when it is new. */
export async function checkArchive(packing: Packing, row: ArchiveRow): Promise<'changed' | 'missing' | null> {
  const { database, clock, archives } = packing;
  const print = await fingerprint(join(archives[row.state], row.name));
  const isWhole = print !== undefined && print.size === row.size && print.sha256 === row.sha256;
  const damage = isWhole ? null : print === undefined ? 'missing' : 'changed';
  await database.transaction(async (tx) => {
    await tx.run("UPDATE archive_file SET checked_utc = ?, damage = ? WHERE shop_id = '' AND state = ? AND name = ?", [
      utcText(clock.now()),
      damage,
      row.state,
      row.name,
    ]);
    if (damage === row.damage) return;
    const params = { archive: row.name, state: `@archive_state.${row.state}`, n: row.packages };
    const code = damage === null ? 'archive.whole_again' : (`archive.${damage}` as const);
    await recordEvents(tx, clock, [{ code, level: damage === null ? 'info' : 'error', params }]);
  });
  return damage;
}
