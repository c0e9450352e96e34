/**
 * The main thread's end of packing and trimming: what is due once a day, what a person asks for, and measuring, one after
 * another, each in a process of its own, so that registers and pages notice nothing.
 */

import type { StorageResult } from '../../contracts/web-api.ts';
import { acting } from '../audit/audit.ts';
import type { Config } from '../config.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import { type ArchiveTask, createArchiveRuns, type DailyTask, type ReturnQuery } from '../pipeline/archive/archive.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, DatabaseUnavailable, SchemaMismatch } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { sleep, startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import type { Reports } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';
import { type ArchiveJobs, createJobs } from './archive-jobs.ts';
import { archiveSettingsOf, dailyRule } from './archive-work.ts';
import { type AskSelf, askDictionaryFolder } from './dictionary-folder.ts';
import { hint } from './live-hints.ts';
import { createStorageAlarm } from './storage-alarm.ts';

export type TrimOrder = {
  task: ArchiveTask;
  dryRun: boolean;
  author: string | null;
  /** Only of `restore`. */
  restore: ReturnQuery | null;
};

/** `url` is the address of the pages. */
type Self = { url: string; ask: AskSelf };

export type ArchiveWorker = {
  /** Does it now; refuses while something runs. */
  trim(order: TrimOrder): Promise<Found<StorageResult>>;
  /** `self` is this server as its API is reached. */
  start(self: Self): void;
  stop(): Promise<void>;
};

export type ArchiveWorkerParts = {
  config: Config;
  database: Database<Tables>;
  clock: Clock;
  logger: Logger;
  log: EventBuffer;
  live: LiveHub;
  reports: Pick<Reports, 'storage'>;
  /** Lets this server in at its own API. */
  ownKey: string;
  /** Packages may have come back into the line. */
  wake: () => void;
};

const TASKS: readonly DailyTask[] = ['files', 'check', 'dictionaries'];
const START_AFTER_MS = 6_000;
const IDLE_MS = 20_000;
const MEASURE_EVERY_MS = 3_600_000;

export function createArchiveWorker(parts: ArchiveWorkerParts): ArchiveWorker {
  const { config, database, logger } = parts;
  const stopping = new AbortController();
  const jobs = createJobs(config, () => {
    parts.live.publish(hint('packages'));
    parts.live.publish(hint('log'));
    parts.wake();
  });
  const day = createDay(parts, jobs);
  let loop: WorkerLoop | null = null;
  let underWay: Promise<void> | null = null;

  /** One piece of work at a time; undefined while another runs. */
  async function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (underWay !== null) return undefined;
    const running = work();
    underWay = running.then(ignore, ignore);
    try {
      return await running;
    } finally {
      underWay = null;
    }
  }

  async function turn(): Promise<boolean> {
    // A server that has just started has better to do.
    if (!day.hasBegun()) await sleep(START_AFTER_MS, stopping.signal);
    if (stopping.signal.aborted) return false;
    await database.migrate();
    return (await alone(day.work)) ?? false;
  }

  function noteFailure(cause: unknown, pauseMs: number): void {
    if (stopping.signal.aborted || cause instanceof DatabaseUnavailable || cause instanceof SchemaMismatch) return;
    logger.error(`work on archives failed, next try in ${pauseMs} ms`, cause);
  }

  return {
    async trim(order) {
      // Measuring is soon over.
      while (underWay !== null && !day.isTrimming()) await underWay;
      const result = await alone(() => day.trim(order, null));
      if (result === undefined) return notFound('archive.busy', {});
      loop?.wake();
      return found(result);
    },
    start(self) {
      day.learnSelf(self);
      loop = startWorkerLoop({ idleMs: IDLE_MS, maxBackoffMs: 60_000, turn, onFailure: noteFailure });
    },
    async stop() {
      stopping.abort();
      // What is cut short is finished at the next start: packing can be ended at any moment.
      await jobs.cut();
      await loop?.stop();
    },
  };
}

/** The failure of a work belongs to those who asked for it. */
function ignore(): void {
  return;
}

type Day = {
  /** The next thing that is due; true = there may be more. */
  work(): Promise<boolean>;
  trim(order: TrimOrder, slot: string | null): Promise<StorageResult>;
  /** What a crash left is finished. */
  hasBegun(): boolean;
  isTrimming(): boolean;
  learnSelf(self: Self): void;
};

/** What a server does with its archives in a day; whoever calls sees to it that it does one thing at a time. */
function createDay(parts: ArchiveWorkerParts, jobs: ArchiveJobs): Day {
  const { config, database, clock } = parts;
  const runs = createArchiveRuns({ database, clock, settings: archiveSettingsOf(config), rule: dailyRule(config) });
  const alarm = createStorageAlarm(parts);
  let begun = false;
  let trimming = false;
  let measuredMs = Number.NEGATIVE_INFINITY;
  let self: Self = { url: '', ask: () => Promise.reject(new Error('not listening yet')) };

  async function trim({ task, dryRun, author, restore }: TrimOrder, slot: string | null): Promise<StorageResult> {
    trimming = true;
    try {
      const dictionaries =
        task === 'dictionaries' ? { dictionaries: await askDictionaryFolder(self.url, self.ask, parts.ownKey) } : {};
      // The process knows nobody but whom it is told of.
      const by = slot === null ? { acting: acting() } : {};
      const request = { task, slot, dryRun, author, restore, ...by, ...dictionaries };
      const result = await jobs.run({ kind: 'trim', request });
      if (result === null) throw new Error('the work on archives told no result');
      if (!dryRun) measuredMs = Number.NEGATIVE_INFINITY;
      return result;
    } finally {
      trimming = false;
    }
  }

  async function measure(kind: 'start' | 'measure'): Promise<void> {
    await jobs.run({ kind });
    measuredMs = clock.now();
    await alarm();
  }

  async function work(): Promise<boolean> {
    if (!begun) await measure('start');
    begun = true;
    for (const task of TASKS) {
      const slot = await runs.due(task);
      if (slot === null) continue;
      await trim({ task, dryRun: false, author: null, restore: null }, slot);
      return true;
    }
    // A clock that was set back must not stop the measuring.
    if (Math.abs(clock.now() - measuredMs) >= MEASURE_EVERY_MS) await measure('measure');
    return false;
  }

  return {
    work,
    trim,
    hasBegun: () => begun,
    isTrimming: () => trimming,
    learnSelf(own) {
      self = own;
    },
  };
}
