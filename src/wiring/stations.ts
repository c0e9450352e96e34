/** The stations of the road that pull their work, put together: used by the pipeline thread and by the command line. */
import { hash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { createErpFolder } from '../connections/erp-folder/erp-folder.ts';
import { createExchangeFolder } from '../connections/erp-folder/exchange-folder.ts';
import { defaultPackageLimits } from '../formats/sales-package/sales-package.ts';
import {
  type ArchiveFolders,
  createReadTrimmed,
  createTrimmer,
  openPackedIndex,
  type PackedIndex,
  type Trimmer,
  type TrimSettings,
} from '../pipeline/archive/archive.ts';
import {
  createBacklog,
  createExports,
  createFeed,
  createFolderWatch,
  type ExportChange,
  type Exports,
  type Feed,
  type FolderWatch,
  type ServerName,
} from '../pipeline/exports/exports.ts';
import { createIntake, type Intake, type IntakeEvents } from '../pipeline/intake/intake.ts';
import { createLedger, type Ledger, type LedgerChange, type LoadResult } from '../pipeline/ledger/ledger.ts';
import {
  type CheckedRegister,
  createReconciliation,
  type Reconciliation,
} from '../pipeline/reconciliation/reconciliation.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { readMigrations } from '../platform/database/migrate.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { makeFolder } from '../platform/durable-file.ts';
import type { Logger } from '../platform/logger.ts';
import { createOneAtATime } from '../platform/one-at-a-time.ts';
import type { ExchangeFacts } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';
import { stageLimits } from './stage-limits.ts';

/** The tables of this program. */
export const migrations = readMigrations(fileURLToPath(new URL('../../migrations', import.meta.url)));

/** The database of the configuration; PostgreSQL gets a pool of `connections`. */
export function openConfigured(config: Config, connections: number, writerCacheKib?: number): Database<Tables> {
  return openDatabase<Tables>(config.database, migrations, connections, writerCacheKib);
}

/** The keys of this server, for its eyes alone. */
export const keysFolder = ({ dataFolder }: Config): string => join(dataFolder, 'keys');
/** The index of receipts in archives. */
export const receiptsFolder = ({ dataFolder }: Config): string => join(dataFolder, 'archived-receipts');

export type Stations = {
  intake: Intake;
  /** What left the folders for archives; to be closed. */
  packed: PackedIndex;
  ledger: Ledger;
  reconciliation: Reconciliation;
  exports: Exports;
  folderWatch: FolderWatch;
  /** The order in which programs that pull get shifts, and how much the ERP lacked over time. */
  feed: Feed;
  backlog: { turn(): Promise<void> };
  trimmer: Trimmer;
};

/** The listeners are told after what they hear of is durable. */
export function openStations(parts: {
  config: Config;
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  events: IntakeEvents;
  onLoaded?: (results: LoadResult[]) => void;
  onChanged: (changes: LedgerChange[]) => void;
  onChecked: (registers: CheckedRegister[]) => void;
  onExported: (changes: ExportChange[]) => void;
  /** Told after documents have left the tables or come back. */
  onTrimmed?: () => void;
  /** Lets what is more urgent go first, between two pieces of the work of the archive. */
  breathe?: () => Promise<void>;
}): Stations {
  const { config, database, clock, logger } = parts;
  const packed = openPacked(config, logger);
  const intake = openIntake(config, clock, parts.events, packed);
  // The text of a package and that of a file for the ERP are the largest things in memory: never both at once.
  const textAtATime = createOneAtATime();
  const loader = createLedger({
    database,
    intake,
    clock,
    limits: { ...defaultPackageLimits, ...config.packageLimits },
    timeZone: config.timeZone,
    stageLimits: stageLimits(config),
    forwards: config.upper !== null,
    readTrimmed: createReadTrimmed(database, config.folders.salesArchive, logger),
    onChanged: parts.onChanged,
    onLoaded: parts.onLoaded,
  });
  const ledger: Ledger = { ...loader, turn: () => textAtATime(loader.turn) };
  const reconciliation = createReconciliation({
    database,
    clock,
    settings: { firstPauseMs: config.rearm.firstPauseMs, clockToleranceMs: config.registers.clockToleranceMs },
    onChanged: parts.onChecked,
  });
  const folderWatch = createFolderWatch({
    ...config.exports,
    database,
    clock,
    folder: createExchangeFolder(config.folders.exchange),
    own: serverName(config),
    logger,
    onChanged: parts.onExported,
  });
  const target = folderWatch.guard(createErpFolder(config.folders.exchange, config.dataFolder));
  const exports = createExports({
    database,
    clock,
    target: { ...target, publish: (...file) => textAtATime(() => target.publish(...file)) },
    openShiftIntervalMs: config.exports.openShiftIntervalMs,
    logger,
    onChanged: parts.onExported,
  });
  const feed = createFeed(database, clock);
  const backlog = createBacklog(database, clock);
  const trimmer = openTrimmer({ ...parts, takeUpRestored: loader.takeUpRestored });
  return { intake, packed, ledger, reconciliation, exports, folderWatch, feed, backlog, trimmer };
}

/** The trimmer of the configuration. */
export function openTrimmer(parts: {
  config: Config;
  database: Database<Tables>;
  clock: Clock;
  takeUpRestored?: () => Promise<void>;
  onTrimmed?: () => void;
  breathe?: () => Promise<void>;
}): Trimmer {
  const { config, database, clock, takeUpRestored, onTrimmed, breathe } = parts;
  return createTrimmer({
    database,
    clock,
    folders: { archives: config.folders.salesArchive, keys: keysFolder(config), receipts: receiptsFolder(config) },
    settings: trimSettings(config),
    at: config.trim.at,
    timeZone: config.timeZone,
    ...(breathe === undefined ? {} : { breathe }),
    ...(takeUpRestored === undefined ? {} : { takeUpRestored }),
    ...(onTrimmed === undefined ? {} : { onChanged: onTrimmed }),
  });
}

export function trimSettings({ trim, push }: Config): TrimSettings {
  return {
    keepDays: trim.afterDays,
    shopDays: trim.shopDays,
    uncheckedToo: trim.unchecked,
    pushIsOn: push.url !== null,
  };
}

/** What the screens say of the targets. */
export function exchangeFacts({ folders, push }: Config): ExchangeFacts {
  return { folder: folders.exchange, pushUrl: push.url };
}

/** How this server calls itself in exchange folders: the same after each start on its data folder. */
function serverName({ dataFolder }: Config): ServerName {
  const host = hostname();
  return { server: hash('sha256', `${host} ${dataFolder}`).slice(0, 16), run: randomUUID(), host };
}

/** The file queue over the configured folders. Each thread has its own; the folders are the truth for both. */
export function openIntake(config: Config, clock: Clock, events: IntakeEvents, packed: PackedIndex): Intake {
  const limits = { minFreeBytes: config.minFreeBytes };
  return createIntake({ folders: queueFolders(config), limits, clock, packed, events });
}

/** Which package lies in which archive; needs the data folder, and no database. */
export function openPacked(config: Config, logger: Logger): PackedIndex {
  return openPackedIndex(join(config.dataFolder, 'packed.db'), archiveFolders(config), logger);
}

/** The folders of the archives of packages. */
export function archiveFolders({ folders }: Config): ArchiveFolders {
  return { processed: folders.processedArchive, error: folders.errorArchive, broken: folders.brokenArchive };
}

/** The four folders of the file queue. */
export function queueFolders({ folders }: Config) {
  const { waiting, processed, error, broken } = folders;
  return { waiting, processed, error, broken };
}

/**
 * Makes the data folder, and the exchange folder when it lies inside: an exchange folder elsewhere is a share of the ERP,
 * and one that is not mounted must not be replaced by a local folder of its name.
 */
export async function prepareDataFolder({ dataFolder, folders }: Config): Promise<void> {
  // Sales and keys are nobody else's; what stands there already is left as it is.
  await makeFolder(dataFolder, 0o750);
  if (!relative(dataFolder, folders.exchange).startsWith('..')) await makeFolder(folders.exchange);
}
