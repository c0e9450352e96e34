/** From the ledger to the exchange folder without doors: the real stations, a real folder, the simulated ERP beside it. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createErpFolder } from '../../src/connections/erp-folder/erp-folder.ts';
import { createExchangeFolder } from '../../src/connections/erp-folder/exchange-folder.ts';
import {
  createExports,
  createFolderWatch,
  type ErpTarget,
  type ExportChange,
  type Exports,
  type FolderWatch,
} from '../../src/pipeline/exports/exports.ts';
import type { ReadTrimmed } from '../../src/pipeline/ledger/ledger.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import type { ExportFileRow, SalesRequestRow, ShiftExportRow, Tables } from '../../src/schema/tables.ts';
import { createSimulatedErp, type SimulatedErp } from '../../src/simulator/erp.ts';
import { type LedgerUnderTest, openLedger } from './ledger.ts';

export const OPEN_SHIFT_INTERVAL_MS = 60_000;
export const NOT_TAKEN_AFTER_MS = 30 * 60_000;

export type ExportsUnderTest = AsyncDisposable & {
  database: Database<Tables>;
  road: LedgerUnderTest;
  exchange: string;
  erp: SimulatedErp;
  exports: Exports;
  target: ErpTarget;
  watch: FolderWatch;
  /** A watch of another run, or of another server. */
  watchAs(server: string, run: string): FolderWatch;
  changes: ExportChange[];
  /** UTC milliseconds of every station; tests move it. */
  time: { ms: number };
  /** The station as a new process would start it, perhaps with another way of writing. */
  restarted(target?: ErpTarget): Exports;
  /** Turns until nothing is due. */
  drain(exports?: Exports): Promise<void>;
  /** Every file below the exchange folder as a path, sorted. */
  files(): string[];
  read(path: string): string;
  rows(): Promise<ShiftExportRow[]>;
  /** The outbox, in the order of its numbers. */
  outbox(): Promise<ExportFileRow[]>;
  requests(): Promise<SalesRequestRow[]>;
  /** Entries of the log whose code begins with `area`, `export` unless another is named. */
  events(area?: string): Promise<{ code: string; params: Record<string, unknown> }[]>;
};

export async function openExports(
  database: Database<Tables>,
  readTrimmed?: (roadFolder: string) => ReadTrimmed,
): Promise<ExportsUnderTest> {
  const time = { ms: Date.UTC(2026, 2, 14, 19, 0, 0, 123) };
  const clock = { now: () => time.ms };
  const road = await openLedger(database, clock, undefined, readTrimmed);
  const exchange = join(road.folder, 'exchange');
  mkdirSync(exchange);
  const changes: ExportChange[] = [];
  const watchAs = (server: string, run: string) =>
    createFolderWatch({
      database,
      clock,
      folder: createExchangeFolder(exchange),
      own: { server, run, host: `${server}.example` },
      lookIntervalMs: 5_000,
      notTakenAfterMs: NOT_TAKEN_AFTER_MS,
      logger: silentLogger,
      onChanged: (changed) => changes.push(...changed),
    });
  const watch = watchAs('one', 'first');
  const target = watch.guard(createErpFolder(exchange, road.folder));
  const start = (over: ErpTarget) =>
    createExports({
      database,
      clock,
      target: over,
      openShiftIntervalMs: OPEN_SHIFT_INTERVAL_MS,
      logger: silentLogger,
      onChanged: (changed) => changes.push(...changed),
    });
  const exports = start(target);
  return {
    database,
    road,
    exchange,
    erp: createSimulatedErp({ folder: exchange, nowMs: clock.now }),
    exports,
    target,
    watch,
    watchAs,
    changes,
    time,
    restarted: (over = createErpFolder(exchange, road.folder)) => start(over),
    async drain(other = exports) {
      while (await other.turn());
    },
    files: () => filesBelow(exchange),
    read: (path) => readFileSync(join(exchange, path), 'utf8'),
    rows: () => database.all<ShiftExportRow>('SELECT * FROM shift_export ORDER BY shift_id'),
    outbox: () => database.all<ExportFileRow>('SELECT * FROM export_file ORDER BY file_id'),
    requests: () => database.all<SalesRequestRow>('SELECT * FROM sales_request ORDER BY request_id'),
    async events(area = 'export') {
      const rows = await database.all<{ code: string; params: string }>(
        'SELECT code, params FROM event WHERE code LIKE ? ORDER BY event_id',
        [`${area}.%`],
      );
      return rows.map(({ code, params }) => ({ code, params: JSON.parse(params) as Record<string, unknown> }));
    },
    async [Symbol.asyncDispose]() {
      await using _ = road;
      assert.deepEqual(await otherwiseNoted(database), [], 'a shift and its export name the revision that the ERP has');
    },
  };
}

/** Shifts that say otherwise than `shift_export` what the folder has. */
function otherwiseNoted(database: Database<Tables>): Promise<unknown[]> {
  return database.all(
    `SELECT s.shift_id, s.exported_revision, e.revision FROM shift s
     LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = 'folder'
     WHERE s.exported_revision <> COALESCE(e.revision, 0)`,
  );
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
