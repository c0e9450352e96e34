/**
 * Packing of one day (M38–M40). What a crash left is finished first, then the packages that are over are packed, one
 * archive after another: what is in one is gone from its folder before the next is begun.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanTemporaryFiles, makeFolder } from '../../platform/durable-file.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { type EndState, endStates } from '../intake/intake.ts';
import { localDate } from './archive-days.ts';
import { archiveDayOf } from './archive-name.ts';
import { promiseRoom } from './archive-room.ts';
import { finishedPackages } from './finished-packages.ts';
import type { Packing } from './packing.ts';
import { ArchiveDamaged } from './read-archive.ts';
import { returnUnknown, settleArchive, settleFound } from './settle-archive.ts';
import { writeArchive } from './write-archive.ts';

/** What was done with the packages of one folder. `failure`: why it stopped, for people; what was packed until then stays packed. */
export type PackedState = {
  state: EndState;
  packages: number;
  archives: string[];
  /** Packages that stay because their bytes have changed on the disk. */
  damaged: string[];
  failure: string | null;
};

/** Packs what is over in all three folders; a folder that fails does not hold up the next. */
export async function packFiles(packing: Packing): Promise<PackedState[]> {
  const results: PackedState[] = [];
  for (const state of endStates) {
    const result: PackedState = { state, packages: 0, archives: [], damaged: [], failure: null };
    results.push(result);
    try {
      await finishLeftOver(packing, state);
      await packState(packing, result);
    } catch (cause) {
      packing.logger.error(`packing of ${state} stopped`, cause);
      result.failure = cause instanceof Error ? cause.message : String(cause);
    }
  }
  await tell(packing, results);
  return results;
}

async function packState(packing: Packing, result: PackedState): Promise<void> {
  const { state } = result;
  let names = await finishedPackages(packing, state);
  while (names.length > 0) {
    await promiseRoom(packing, state, names);
    const { taken, damaged, ...written } = await writeArchive(packing, state, localDate(packing), names);
    names = names.slice(taken);
    result.damaged.push(...damaged);
    if (written.archive === undefined) continue;
    await settleArchive(packing, state, written.archive, written.members);
    result.archives.push(written.archive);
    result.packages += written.members.length;
  }
}

/**
 * Finishes what a crash or an older backup of the tables left: half-written archives go, archives that are whole are
 * settled. To be called at the start and before packing, with nobody else at work on the folder.
 */
export async function finishLeftOver(packing: Packing, state: EndState): Promise<void> {
  const folder = packing.archives[state];
  await makeFolder(folder);
  await cleanTemporaryFiles(folder);
  const entered = await enteredArchives(packing, state);
  for (const name of (await readdir(folder)).sort()) {
    if (archiveDayOf(name) === undefined) continue;
    if (entered.has(name) && packing.index.isSettled(state, name)) continue;
    try {
      await settleFound(packing, state, name);
      if (!entered.has(name)) await returnUnknown(packing, state, name);
    } catch (cause) {
      if (!(cause instanceof ArchiveDamaged)) throw cause;
      packing.logger.error(`${join(folder, name)} cannot be read and is left alone`, cause);
    }
  }
}

async function enteredArchives({ database }: Packing, state: EndState): Promise<Set<string>> {
  const rows = await database.all<{ name: string }>("SELECT name FROM archive_file WHERE shop_id = '' AND state = ?", [
    state,
  ]);
  return new Set(rows.map(({ name }) => name));
}

async function tell({ database, clock }: Packing, results: readonly PackedState[]): Promise<void> {
  const events = results.flatMap(({ state, damaged, failure }) => {
    const inWords = `@archive_state.${state}`;
    const failed = { code: 'archive.failed', level: 'error', params: { state: inWords, cause: failure } } as const;
    const name = damaged[0] ?? '';
    const odd = {
      code: 'archive.source_damaged',
      level: 'error',
      params: { state: inWords, n: damaged.length, name },
    } as const;
    return [...(failure === null ? [] : [failed]), ...(damaged.length === 0 ? [] : [odd])];
  });
  await database.transaction((tx) => recordEvents(tx, clock, events));
}

/** What would be packed now, nothing is changed. */
export async function packingPlan(packing: Packing): Promise<{ state: EndState; packages: number }[]> {
  const plan: { state: EndState; packages: number }[] = [];
  for (const state of endStates) plan.push({ state, packages: (await finishedPackages(packing, state)).length });
  return plan;
}
