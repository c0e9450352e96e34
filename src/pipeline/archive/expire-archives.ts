/**
 * Deleting archives whose days are over (M40). An archive is read once more before it goes: a damaged one is kept, and so is
 * one that holds a package which was never loaded and of which nobody has decided: such a package is money that no table has;
 * and one that holds what the upper server does not have yet.
 */
import { utcText } from '../../platform/clock.ts';
import type { Statements } from '../../platform/database/database.ts';
import { removeDurably } from '../../platform/durable-file.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { indexedStates, notForwarded } from '../intake/intake.ts';
import { lastExpired, localDate } from './archive-days.ts';
import { type ArchiveRow, archiveRows } from './archive-rows.ts';
import { checkArchive } from './check-archives.ts';
import type { Packing } from './packing.ts';

/** `kept`: archives whose days are over and which must not go, with the reason as a code of the catalogue. */
export type Expired = {
  deleted: { state: string; name: string; packages: number; size: number }[];
  kept: { state: string; name: string; reason: 'undecided' | 'not_forwarded' | 'changed' | 'missing'; n: number }[];
};

const PAGE = 500;

/** Deletes what may go, or with `dryRun` only tells it. */
export async function expireArchives(packing: Packing, dryRun: boolean): Promise<Expired> {
  const result: Expired = { deleted: [], kept: [] };
  if (!dryRun) await finishDeleting(packing);
  const upTo = lastExpired(localDate(packing), packing.settings.keepDays);
  for (const row of await archiveRows(packing.database, 'kept', upTo)) {
    const { state, name, packages, size } = row;
    const damage = dryRun ? row.damage : await checkArchive(packing, row);
    const open = damage === null ? await countUndecided(packing, row) : 0;
    const waiting = damage === null ? await countNotForwarded(packing, row) : 0;
    if (damage !== null)
      result.kept.push({ state, name, reason: damage === 'missing' ? 'missing' : 'changed', n: packages });
    else if (open > 0) result.kept.push({ state, name, reason: 'undecided', n: open });
    else if (waiting > 0) result.kept.push({ state, name, reason: 'not_forwarded', n: waiting });
    else {
      if (!dryRun) await deleteArchive(packing, row);
      result.deleted.push({ state, name, packages, size });
    }
  }
  return result;
}

/** The row first: after a crash it says that the archive was to go, and the next run ends it. */
async function deleteArchive(packing: Packing, row: ArchiveRow): Promise<void> {
  const { database, clock } = packing;
  const now = utcText(clock.now());
  await database.transaction(async (tx) => {
    await tx.run("UPDATE archive_file SET deleted_utc = ? WHERE shop_id = '' AND state = ? AND name = ?", [
      now,
      row.state,
      row.name,
    ]);
    const { name, packages, size, sha256 } = row;
    const params = { archive: name, state: `@archive_state.${row.state}`, n: packages, size, sha256 };
    await recordEvents(tx, clock, [{ code: 'archive.deleted', level: 'info', params }]);
  });
  await removeArchive(packing, row);
}

async function finishDeleting(packing: Packing): Promise<void> {
  for (const row of await archiveRows(packing.database, 'deleted'))
    if (packing.index.countOf(row.state, row.name) > 0) await removeArchive(packing, row);
}

async function removeArchive({ archives, index }: Packing, { state, name }: ArchiveRow): Promise<void> {
  await removeDurably(archives[state], name);
  index.markGone(state, name);
}

/** Packages of an archive that the upper server has not acknowledged: they are read out of it until it has (M17). */
async function countNotForwarded({ database, index, settings }: Packing, { state, name }: ArchiveRow): Promise<number> {
  if (settings.forwards !== true) return 0;
  let waiting = 0;
  for (let after = ''; ; ) {
    const names = index.namesOf(state, name, after, PAGE);
    if (names.length === 0) return waiting;
    after = names.at(-1) ?? '';
    waiting += (await notForwarded(database, names)).size;
  }
}

/** Packages of an archive that no table has and of which nobody has decided; those of `processed` are in the tables. */
export async function countUndecided({ database, index }: Packing, { state, name }: ArchiveRow): Promise<number> {
  if (state === 'processed') return 0;
  let open = 0;
  for (let after = ''; ; ) {
    const names = index.namesOf(state, name, after, PAGE);
    if (names.length === 0) return open;
    after = names.at(-1) ?? '';
    open += (await undecided(database, names)).length;
  }
}

/** Those of the names that are neither loaded nor decided. */
export async function undecided(database: Statements, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const states = await indexedStates(database, names);
  const decided = await database.all<{ name: string }>(
    `SELECT name FROM package_decision WHERE shop_id = '' AND name IN (${names.map(() => '?').join(', ')})`,
    names,
  );
  const isDecided = new Set(decided.map((row) => row.name));
  return names.filter((name) => states.get(name) !== 'processed' && !isDecided.has(name));
}
