/** From the ledger to the exchange folder without doors: the real stations, a real folder, the simulated ERP beside it. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createErpFolder } from '../../src/connections/erp-folder/erp-folder.ts';
import { createExports, type ErpTarget, type ExportChange, type Exports } from '../../src/pipeline/exports/exports.ts';
import type { Database } from '../../src/platform/database/database.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import type { ShiftExportRow, Tables } from '../../src/schema/tables.ts';
import { createSimulatedErp, type SimulatedErp } from '../../src/simulator/erp.ts';
import { type LedgerUnderTest, openLedger } from './ledger.ts';

export const OPEN_SHIFT_INTERVAL_MS = 60_000;

export type ExportsUnderTest = AsyncDisposable & {
  database: Database<Tables>;
  road: LedgerUnderTest;
  exchange: string;
  erp: SimulatedErp;
  exports: Exports;
  target: ErpTarget;
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
  events(): Promise<{ code: string; params: Record<string, unknown> }[]>;
};

export async function openExports(database: Database<Tables>): Promise<ExportsUnderTest> {
  const time = { ms: Date.UTC(2026, 2, 14, 19, 0, 0, 123) };
  const clock = { now: () => time.ms };
  const road = await openLedger(database, clock);
  const exchange = join(road.folder, 'exchange');
  mkdirSync(exchange);
  const target = createErpFolder(exchange);
  const changes: ExportChange[] = [];
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
    changes,
    time,
    restarted: (over = createErpFolder(exchange)) => start(over),
    async drain(other = exports) {
      while (await other.turn());
    },
    files: () => filesBelow(exchange),
    read: (path) => readFileSync(join(exchange, path), 'utf8'),
    rows: () => database.all<ShiftExportRow>('SELECT * FROM shift_export ORDER BY shift_id'),
    async events() {
      const rows = await database.all<{ code: string; params: string }>(
        "SELECT code, params FROM event WHERE code LIKE 'export.%' ORDER BY event_id",
      );
      return rows.map(({ code, params }) => ({ code, params: JSON.parse(params) as Record<string, unknown> }));
    },
    [Symbol.asyncDispose]: () => road[Symbol.asyncDispose](),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
