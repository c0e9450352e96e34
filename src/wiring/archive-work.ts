/** Packing, deleting and measuring, put together over the configuration: for the thread of the server and for the command line. */

import { join } from 'node:path';
import type { StorageResult } from '../../contracts/web-api.ts';
import { type Acting, actAs, asServer } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import { toLocal } from '../domain/local-time.ts';
import type { SlotRule } from '../domain/time-slots.ts';
import { messageText } from '../messages/messages.ts';
import {
  checkArchives,
  createArchiveRuns,
  type DictionaryTrimming,
  finishLeftOver,
  type MeasuredPlace,
  measureStorage,
  type PackedIndex,
  type Packing,
  type ReturnQuery,
  returnPackages,
  storagePlaces,
  trimDictionaries,
  trimFiles,
} from '../pipeline/archive/archive.ts';
import { recordEvents } from '../pipeline/event-log/event-log.ts';
import { endStates, type Intake } from '../pipeline/intake/intake.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { makeFolder } from '../platform/durable-file.ts';
import type { Logger } from '../platform/logger.ts';
import type { StorageFacts } from '../reports/storage.ts';
import type { Tables } from '../schema/tables.ts';
import { archiveFolders, queueFolders } from './stations.ts';

/** `slot` null = by hand. */
export type TrimRequest = {
  task: StorageResult['task'];
  slot: string | null;
  dryRun: boolean;
  author: string | null;
  /** Which packages come back; only of `restore`. */
  restore: ReturnQuery | null;
  /** Who has asked; absent = the server by its timetable. */
  acting?: Acting;
  /** What the server says of the folder of dictionaries; only for that task. */
  dictionaries?: Awaited<ReturnType<DictionaryTrimming['readFolder']>>;
};

type Progress = (done: number, all: number) => Promise<void>;

export type ArchiveWorkParts = {
  config: Config;
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  intake: Intake;
  index: PackedIndex;
};

export type ArchiveWork = {
  /** What a crash left is finished; to be called once before anything else. */
  start(): Promise<void>;
  trim(request: TrimRequest): Promise<StorageResult>;
  measure(): Promise<void>;
};

/** The daily slot of the configuration. */
export function dailyRule({ archive }: Config): SlotRule {
  return { kind: 'daily', times: [archive.time] };
}

export function archiveSettingsOf({ archive, minFreeBytes, timeZone, upper }: Config): Packing['settings'] {
  return {
    keepDays: archive.keepDays,
    errorAfterMs: archive.errorAfterMs,
    minFreeBytes,
    timeZone,
    forwards: upper !== null,
  };
}

/** What the screens say of the storage. */
export function storageFacts(config: Config): StorageFacts {
  const { archive, minFreeBytes, timeZone } = config;
  const folders = Object.fromEntries(placesOf(config).map(({ place, folder }) => [place, folder]));
  return { ...archive, minFreeBytes, timeZone, folders };
}

function placesOf(config: Config): MeasuredPlace[] {
  const { folders, database, dataFolder } = config;
  const of: Record<MeasuredPlace['place'], string | null> = {
    waiting: folders.waiting,
    processed: folders.processed,
    error: folders.error,
    broken: folders.broken,
    processed_archive: folders.processedArchive,
    error_archive: folders.errorArchive,
    broken_archive: folders.brokenArchive,
    sales_archive: folders.salesArchive,
    server_backup: folders.serverBackup,
    exchange: folders.exchange,
    descriptions: join(dataFolder, 'descriptions'),
    database: database.engine === 'sqlite' ? join(database.file, '..') : null,
  };
  return storagePlaces.map((place) => ({ place, folder: of[place] }));
}

export function createArchiveWork(parts: ArchiveWorkParts): ArchiveWork {
  const { config, database, clock, logger, intake, index } = parts;
  const settings = archiveSettingsOf(config);
  const packing = { database, clock, logger, intake, index, settings };
  const files: Packing = { ...packing, folders: queueFolders(config), archives: archiveFolders(config) };
  const runs = createArchiveRuns({ database, clock, settings, rule: dailyRule(config) });

  async function doTask(request: TrimRequest, progress: Progress): Promise<StorageResult> {
    const { task, dryRun } = request;
    const nothing = emptyResult(task, dryRun);
    if (task === 'check') {
      const { checked, damaged } = await checkArchives(files);
      return { ...nothing, checked, damaged: damaged as StorageResult['damaged'] };
    }
    if (task === 'dictionaries') return dictionariesOf(request, nothing);
    if (request.restore !== null) return restoredOf(request.restore, nothing, progress);
    const { packed, expired, deletionPutOff } = await trimFiles(files, await runs.daysSinceLast('files'), dryRun);
    return {
      ...nothing,
      outcome: packed.some(({ failure }) => failure !== null) ? 'partly' : 'done',
      packed,
      deleted: expired.deleted as StorageResult['deleted'],
      kept: expired.kept.map(({ reason, n, ...archive }) => ({
        ...archive,
        n,
        reason: reasonOf(`archive_kept.${reason}`, { n }),
      })) as StorageResult['kept'],
      deletionPutOff: deletionPutOff === null ? null : reasonOf('archive.deletion_put_off', { days: deletionPutOff }),
    };
  }

  async function restoredOf(query: ReturnQuery, nothing: StorageResult, onProgress: Progress): Promise<StorageResult> {
    const { failure, ...restored } = await returnPackages(files, query, { dryRun: nothing.dryRun, onProgress });
    const isWhole = nothing.dryRun || restored.returned === restored.packages;
    const refusal =
      failure === null
        ? null
        : reasonOf('storage_run.return_stopped', { reason: `@${failure.code}`, ...failure.params });
    return { ...nothing, outcome: isWhole ? 'done' : 'partly', restored, refusal };
  }

  async function dictionariesOf({ dryRun, dictionaries }: TrimRequest, nothing: StorageResult): Promise<StorageResult> {
    if (dictionaries === undefined) throw new Error('nobody asked the server for the folder of dictionaries');
    const journal = dryRun ? null : await journalFile(config, clock);
    const { root } = config.dictionaries;
    const done = await trimDictionaries({ readFolder: async () => dictionaries, root, dryRun, journal });
    if (!done.ok) {
      const isQuiet = done.code === 'dictionaries.no_folder';
      if (!dryRun && !isQuiet) await tell('dictionaries.not_trimmed', { reason: `@${done.code}`, ...done.params });
      return { ...nothing, outcome: isQuiet ? 'done' : 'failed', refusal: reasonOf(done.code, done.params) };
    }
    const { ok: _, ...trimmed } = done;
    if (!dryRun) await tell('dictionaries.trimmed', { ...trimmed, journal: trimmed.journal ?? '' });
    return { ...nothing, outcome: trimmed.kept > 0 ? 'partly' : 'done', dictionaries: trimmed };
  }

  async function tell(
    code: 'dictionaries.trimmed' | 'dictionaries.not_trimmed',
    params: Record<string, string | number | null>,
  ): Promise<void> {
    const level = code === 'dictionaries.trimmed' ? 'info' : 'error';
    await database.transaction((tx) => recordEvents(tx, clock, [{ code, level, params }]));
  }

  return {
    async start() {
      for (const state of endStates) await finishLeftOver(files, state);
    },
    async trim(request) {
      if (request.dryRun) return doTask(request, async () => undefined);
      const begin = () => runs.begin(request.task, request.slot, request.author, request.restore ?? {});
      const { acting } = request;
      const runId = await (acting === undefined ? asServer(request.task, begin) : actAs(acting, begin));
      const result = await doTask(request, (done, all) => runs.progress(runId, done, all));
      await runs.end(runId, result.outcome, result);
      return result;
    },
    measure: () => measureStorage({ database, clock, settings, places: placesOf(config) }),
  };
}

function emptyResult(task: StorageResult['task'], dryRun: boolean): StorageResult {
  const lists = { packed: [], deleted: [], kept: [], damaged: [] };
  const nothing = { deletionPutOff: null, checked: null, dictionaries: null, restored: null, refusal: null };
  return { task, dryRun, outcome: 'done', ...lists, ...nothing };
}

function reasonOf(code: string, params: Record<string, string | number | null>) {
  return { code, ru: messageText('ru', code, params), en: messageText('en', code, params) };
}

/** What was deleted is listed by day beside the archives. */
async function journalFile({ dataFolder, timeZone }: Config, clock: Clock): Promise<string> {
  const folder = join(dataFolder, 'trimmed');
  await makeFolder(folder);
  const date = toLocal(clock.now(), timeZone).slice(0, 10);
  return join(folder, `dictionaries-${date.slice(2)}.log`);
}
