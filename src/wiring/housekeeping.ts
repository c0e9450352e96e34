/** What the main thread writes now and then: the schema at the start, signs of life, the log of the doors. */
import type { LiveHub } from '../connections/web-api/web-api.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import { retryAllNow } from '../pipeline/intake/intake.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { StoreServers } from '../pipeline/store-servers/store-servers.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, DatabaseUnavailable, SchemaMismatch } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import type { Tables } from '../schema/tables.ts';
import type { AuditTrail } from './audit-trail.ts';
import { hint } from './live-hints.ts';
import type { PipelineWorker } from './pipeline-worker.ts';

export type Housekeeping = WorkerLoop & {
  /** Migrates and reads the registers once, before anything runs. Throws what the database throws. */
  begin(): Promise<void>;
  /** Starts the loop. */
  start(): void;
  /** A shop or a register was added: packages that waited for it may go on. */
  registersChanged(): void;
};

export type HousekeepingParts = {
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  registers: Registers;
  servers: StoreServers;
  log: EventBuffer;
  live: LiveHub;
  pipeline: PipelineWorker;
  trail: Pick<AuditTrail, 'anchorWhenDue'>;
};

/** Signs of life and events reach the tables within this many ms. */
const IDLE_MS = 1_000;
/** Those of so many ms are written together: each writing makes the thread of the doors wait for the disk. */
const GATHER_MS = 50;

export function createHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { database, clock, logger, registers, servers, log, live, pipeline, trail } = parts;
  let begun = false;
  let changed = false;

  async function begin(): Promise<void> {
    await database.migrate();
    await registers.reload();
    await servers.reload();
    begun = true;
  }

  async function turn(): Promise<boolean> {
    if (!begun) await begin();
    if (changed) {
      await database.transaction((tx) => retryAllNow(tx, clock));
      changed = false;
      pipeline.wake();
    }
    if (await registers.flushContacts()) live.publish(hint('shops'));
    if (await servers.flush()) live.publish(hint('servers'));
    if (await log.flush()) live.publish(hint('log'));
    await trail.anchorWhenDue();
    return false;
  }

  function noteFailure(cause: unknown, pauseMs: number): void {
    // The pipeline thread tells when the database goes and comes, and that it does not fit; here it is only waited for.
    if (cause instanceof DatabaseUnavailable || cause instanceof SchemaMismatch) return;
    logger.error(`housekeeping failed, next try in ${pauseMs} ms`, cause);
  }

  let loop: WorkerLoop | null = null;
  const wake = () => loop?.wake();
  return {
    begin,
    start() {
      loop = startWorkerLoop({
        idleMs: IDLE_MS,
        gatherMs: GATHER_MS,
        maxBackoffMs: 5_000,
        turn,
        onFailure: noteFailure,
      });
    },
    wake,
    stop: async () => loop?.stop(),
    registersChanged() {
      changed = true;
      live.publish(hint('shops'));
      wake();
    },
  };
}
