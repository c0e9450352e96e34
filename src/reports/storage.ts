/** «Хранение» (S17): what lies where, how it grows, when it was trimmed last. */
import type { StoragePlace, StorageResult, StorageRun, StorageState } from '../../contracts/web-api.ts';
import { toLocal } from '../domain/local-time.ts';
import { diskStates, growthPerDay, isLow, type StorageMeasure } from '../domain/storage-growth.ts';
import { nextSlot } from '../domain/time-slots.ts';
import { messageText } from '../messages/messages.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { keepsFreedSpace } from '../platform/database/sqlite-space.ts';
import type { Tables } from '../schema/tables.ts';
import { readCounts } from './packages.ts';

/** Facts of the configuration that no table holds. */
export type StorageFacts = {
  /** Where each place lies; null = on no disk of this machine. */
  folders: Readonly<Record<string, string | null>>;
  keepDays: number;
  lowDays: number;
  minFreeBytes: number;
  /** HH:mm of the daily run, in this zone. */
  time: string;
  timeZone: string;
};

type Measured = StorageMeasure & { measuredAt: string; files: number; oldestAt: string | null };

const LOOKS_BACK_MS = 30 * 86_400_000;

export async function storageReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  facts: StorageFacts,
): Promise<StorageState> {
  const nowMs = clock.now();
  const { places, lowDisks } = await readPlaces(database, facts, nowMs);
  const archives = await database.get<Record<'count' | 'packages' | 'bytes' | 'damaged', number>>(
    `SELECT COUNT(*) AS count, COALESCE(SUM(packages), 0) AS packages, COALESCE(SUM(size), 0) AS bytes,
       COUNT(damage) AS damaged
     FROM archive_file WHERE shop_id = '' AND deleted_utc IS NULL`,
  );
  const { count = 0, packages = 0, bytes = 0, damaged = 0 } = archives ?? {};
  return {
    places,
    archives: { count, packages: Number(packages), bytes: Number(bytes), damaged },
    undecided: await readCounts(database),
    keepDays: facts.keepDays,
    nextRunAt: nextSlot({ kind: 'daily', times: [facts.time] }, toLocal(nowMs, facts.timeZone)),
    lowDisks,
    lastRuns: await readLastRuns(database),
    lastBackup: await readLastBackup(database),
    asOf: utcText(nowMs),
  };
}

/** Numbers of the storage for the state of the server. */
export async function storageTroubles(
  database: QueryDatabase<Tables>,
  facts: StorageFacts,
  nowMs: number,
): Promise<{ damagedArchives: number; lowDisks: number; failedBackups: number; keepsSpace: number }> {
  const [row, { lowDisks, keepsSpace }] = await Promise.all([
    database.get<{ damaged: number; lastBackup: string | null }>(
      `SELECT (SELECT COUNT(damage) FROM archive_file WHERE shop_id = '' AND deleted_utc IS NULL) AS damaged,
         (SELECT result FROM audit_entry ${LAST_BACKUP}) AS "lastBackup"`,
    ),
    readPlaces(database, facts, nowMs),
  ]);
  const hasFailed = row?.lastBackup != null && row.lastBackup !== SOUND;
  return {
    damagedArchives: row?.damaged ?? 0,
    lowDisks,
    failedBackups: hasFailed ? 1 : 0,
    keepsSpace: keepsSpace ? 1 : 0,
  };
}

async function readPlaces(
  database: QueryDatabase<Tables>,
  facts: StorageFacts,
  nowMs: number,
): Promise<{ places: StoragePlace[]; lowDisks: number; keepsSpace: boolean }> {
  const rows = await database.all<Measured>(
    `SELECT place AS place, measured_on AS "measuredOn", measured_utc AS "measuredAt", files AS files, bytes AS bytes,
       oldest_utc AS "oldestAt", free_bytes AS "freeBytes", disk_bytes AS "diskBytes"
     FROM storage_size WHERE shop_id = '' AND measured_on >= ? ORDER BY place, measured_on`,
    [utcText(nowMs - LOOKS_BACK_MS).slice(0, 10)],
  );
  const byPlace = Map.groupBy(rows, ({ place }) => place);
  const known = Object.keys(facts.folders).flatMap((place) => {
    const measures = byPlace.get(place) ?? [];
    const measure = measures.at(-1);
    return measure === undefined ? [] : [{ place, measure, growth: growthPerDay(measures) }];
  });
  const disks = diskStates(known, facts.minFreeBytes);
  const keepsSpace = await keepsFreedSpace(database);
  const places = known.map(({ place, measure, growth }): StoragePlace => {
    const disk = disks.get(measure.diskBytes ?? -1);
    return {
      place,
      name: bothTexts(`storage_place.${place}`),
      folder: facts.folders[place] ?? null,
      files: measure.files,
      bytes: measure.bytes,
      oldestAt: measure.oldestAt,
      growthPerDay: growth,
      freeBytes: measure.freeBytes,
      enoughForDays: disk?.enoughForDays ?? null,
      rule: bothTexts(`storage_rule.${place === 'database' && keepsSpace ? 'database_keeps' : place}`, {
        days: facts.keepDays,
      }),
      measuredAt: measure.measuredAt,
    };
  });
  return { places, lowDisks: [...disks.values()].filter((disk) => isLow(disk, facts.lowDays)).length, keepsSpace };
}

function bothTexts(code: string, params: Record<string, number | string> = {}): { ru: string; en: string } {
  return { ru: messageText('ru', code, params), en: messageText('en', code, params) };
}

type BackupEntry = { at: string; folder: string; result: string; reason: string | null };

const LAST_BACKUP = "WHERE object_kind = 'backup' AND verb = 'back-up' ORDER BY number DESC LIMIT 1";
const SOUND = 'done';

/** As the audit trail tells it, which holds every backup that was made by itself or by hand. */
async function readLastBackup(database: QueryDatabase<Tables>): Promise<StorageState['lastBackup']> {
  const entry = await database.get<BackupEntry>(
    `SELECT happened_utc AS at, object_key AS folder, result AS result, reason AS reason FROM audit_entry
     ${LAST_BACKUP}`,
  );
  if (entry === undefined) return null;
  const { at, folder, result, reason } = entry;
  const sound = result === SOUND;
  const code = sound ? 'backup_state.sound' : folder === '' ? 'backup_state.not_made' : 'backup_state.not_trusted';
  return { at, folder: folder === '' ? null : folder, sound, text: bothTexts(code, { cause: reason ?? '' }) };
}

type StoredRun = Omit<StorageRun, 'result'> & { details: string };

/** The last run of each task; the mark of a new server is none. */
async function readLastRuns(database: QueryDatabase<Tables>): Promise<StorageRun[]> {
  const rows = await database.all<StoredRun>(
    `SELECT task AS task, slot AS slot, started_utc AS "startedAt", finished_utc AS "finishedAt", started_by AS "startedBy",
       outcome AS outcome, details AS details
     FROM archive_run r WHERE shop_id = '' AND outcome <> 'none' AND run_id = (
       SELECT MAX(l.run_id) FROM archive_run l WHERE l.shop_id = '' AND l.task = r.task AND l.outcome <> 'none')
     ORDER BY task`,
  );
  return rows.map(({ details, ...run }) => {
    const isOver = run.finishedAt !== null;
    return { ...run, progress: isOver ? null : progressOf(details), result: isOver ? resultOf(details) : null };
  });
}

function progressOf(details: string): StorageRun['progress'] {
  return (JSON.parse(details) as Pick<StorageRun, 'progress'>).progress ?? null;
}

function resultOf(details: string): StorageResult | null {
  // Runs of older versions say nothing of packages that came back.
  const value = { restored: null, ...(JSON.parse(details) as Partial<StorageResult>) };
  return value.task === undefined ? null : (value as StorageResult);
}
