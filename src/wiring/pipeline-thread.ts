/**
 * The pipeline thread: loader, reconciliation and exports, each a loop that pulls its own work. What it says to the main thread and what it
 * is told are hints; a lost hint costs a pause and never work, because the truth is on disk and in tables.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config.ts';
import type { IntakeEvent } from '../pipeline/intake/intake.ts';
import type { FileToCheck, LedgerChange, LoadResult } from '../pipeline/ledger/ledger.ts';
import type { CheckedRegister } from '../pipeline/reconciliation/reconciliation.ts';
import { systemClock } from '../platform/clock.ts';
import { DatabaseUnavailable, SchemaMismatch } from '../platform/database/database.ts';
import { createLogger } from '../platform/logger.ts';
import { giveBackAfterStart } from '../platform/memory/collect.ts';
import { startWorkerLoop, type WorkerLoop, type WorkerLoopOptions } from '../platform/worker-loop.ts';
import { createBackupService } from './backup-service.ts';
import { createBreathing } from './breathing.ts';
import type { Checked } from './check-file.ts';
import { createOutage } from './outage.ts';
import { openPush } from './push.ts';
import { openConfigured, openStations } from './stations.ts';

/** What the main thread says. */
export type ToPipeline = { kind: 'stored' } | { kind: 'check'; id: number; file: FileToCheck } | { kind: 'stop' };

/** What the pipeline says. */
export type FromPipeline =
  | { kind: 'changed'; topic: 'ledger' | 'exports'; changes: LedgerChange[] }
  | { kind: 'reconciled'; registers: CheckedRegister[] }
  | { kind: 'loaded'; results: LoadResult[] }
  | { kind: 'checked'; id: number; checked: Checked }
  | { kind: 'database'; available: boolean; cause: string }
  | { kind: 'event'; event: IntakeEvent }
  | { kind: 'stopped' };

/** Loading goes all over the indexes. */
const LOADING_CACHE_KIB = 4_000;
/** Packages that come one by one are loaded together after so many ms: each transaction costs a flush of the disk. */
const LEDGER_GATHER_MS = 20;
/** A missed hint is made up after so many ms. */
const LEDGER_IDLE_MS = 1_000;
const EXPORTS_IDLE_MS = 500;
const PUSH_IDLE_MS = 1_000;
const RECONCILIATION_IDLE_MS = 1_000;
/** People who ask for a run of the trimmer wait so long at most. */
const ARCHIVE_IDLE_MS = 2_000;
const BACKUP_IDLE_MS = 30_000;
/** While packages wait, a later station takes a turn every so many ms: a day that comes at once is loaded before it is handed over. */
const BUSY_PAUSE_MS = 2_000;
/** Shifts that such a turn looks at or exports. */
const BUSY_CHECKS = 2;
const BUSY_EXPORTS = 1;

const port = parentPort;
if (port === null) throw new Error('pipeline-thread.ts runs as a worker of the server');
const say = (message: FromPipeline): void => port.postMessage(message);

const config = workerData as Config;
const clock = systemClock;
const logger = createLogger((line) => process.stderr.write(line), clock.now);
// One for each loop.
const database = openConfigured(config, 6, LOADING_CACHE_KIB);
const stopping = new AbortController();
const stations = openStations({
  config,
  database,
  clock,
  logger,
  events: (event) => say({ kind: 'event', event }),
  onLoaded: (results) => say({ kind: 'loaded', results }),
  onChanged: (changes) => {
    say({ kind: 'changed', topic: 'ledger', changes });
    exportsLoop.wake();
  },
  onChecked: (registers) => say({ kind: 'reconciled', registers }),
  onExported: (changes) => say({ kind: 'changed', topic: 'exports', changes }),
  onTrimmed: () => say({ kind: 'changed', topic: 'ledger', changes: [] }),
  // Between two small pieces of trimming loading comes in.
  breathe: createBreathing({ isBusy: () => loading, stopping: stopping.signal }),
});

/** True while packages wait. */
let loading = false;
/** A package was stored since the running turn of the ledger began. */
let stored = false;
/** Since when a later station lets the ledger go first: since the loading began, or since its last turn in the midst of it. */
const waitsSinceMs = { reconciliation: 0, exports: 0 };
let migrated = false;
const outage = createOutage({
  onAway(cause) {
    logger.warn(
      cause instanceof SchemaMismatch ? `database of no use: ${cause.message}` : `database away: ${cause.message}`,
    );
    say({ kind: 'database', available: false, cause: cause.message });
  },
  onBack: () => say({ kind: 'database', available: true, cause: '' }),
});

/** `begun`: the recoveries when the turn began; one that began before the last tells of an outage that is over. */
function noteFailure(name: string, cause: unknown, pauseMs: number, begun: number): void {
  if (!(cause instanceof DatabaseUnavailable || cause instanceof SchemaMismatch)) {
    logger.error(`${name} failed, next try in ${pauseMs} ms`, cause);
    return;
  }
  outage.failed(cause, begun);
}

async function migrateOnce(): Promise<void> {
  if (migrated) return;
  await database.migrate();
  migrated = true;
}

function noteLoading(waiting: boolean): void {
  if (waiting && !loading) waitsSinceMs.reconciliation = waitsSinceMs.exports = clock.now();
  loading = waiting;
}

/** While packages wait, the ledger goes first; but every later station gets a turn at least every so many ms. */
function mayGo(station: keyof typeof waitsSinceMs): boolean {
  const now = clock.now();
  // A clock that was set back must not make a station wait until it has caught up.
  if (loading && Math.abs(now - waitsSinceMs[station]) < BUSY_PAUSE_MS) return false;
  waitsSinceMs[station] = now;
  return true;
}

type Loop = Pick<WorkerLoopOptions, 'idleMs' | 'gatherMs' | 'turn'>;

/** A loop over the tables; `name` says in the log of the process what failed. */
function startLoop(name: string, { turn, ...pauses }: Loop): WorkerLoop {
  let begun = outage.recoveries();
  return startWorkerLoop({
    ...pauses,
    async turn(signal) {
      begun = outage.recoveries();
      await migrateOnce();
      return turn(signal);
    },
    onFailure: (cause, pauseMs) => noteFailure(name, cause, pauseMs, begun),
    onRecovery: outage.recovered,
    maxBackoffMs: 5_000,
  });
}

const ledgerLoop = startLoop('loading', {
  idleMs: LEDGER_IDLE_MS,
  gatherMs: LEDGER_GATHER_MS,
  turn: async () => {
    stored = false;
    const more = await stations.ledger.turn();
    noteLoading(more || stored);
    if (!loading) exportsLoop.wake();
    return more;
  },
});

const reconciliationLoop = startLoop('reconciliation', {
  idleMs: RECONCILIATION_IDLE_MS,
  turn: async () => {
    if (!mayGo('reconciliation')) return false;
    return (await stations.reconciliation.turn(loading ? BUSY_CHECKS : undefined)) && !loading;
  },
});

const exportsLoop = startLoop('export', {
  idleMs: EXPORTS_IDLE_MS,
  turn: async (signal) => {
    if (!mayGo('exports')) return false;
    await stations.folderWatch.turn();
    const more = await stations.exports.turn(signal, loading ? BUSY_EXPORTS : undefined);
    const moreOfFeed = await stations.feed.turn();
    pushLoop?.wake();
    if (!more) await stations.backlog.turn();
    return (more || moreOfFeed) && !loading;
  },
});

/** A backup waits for the thread that makes it, so it has a loop of its own. */
const backup = createBackupService(config, database, clock);
const backupLoop = startLoop('backup', {
  idleMs: BACKUP_IDLE_MS,
  turn: async () => {
    await backup.turn();
    return false;
  },
});

/** Trimming is in no hurry: packages that wait go first, and what is asked for is found at the next look. */
const archiveLoop = startLoop('archive', {
  idleMs: ARCHIVE_IDLE_MS,
  turn: async () => {
    try {
      return await stations.trimmer.turn();
    } catch (cause) {
      // Cut off by the stop: the next start goes on where it was.
      if (stopping.signal.aborted) return false;
      throw cause;
    }
  },
});

/** What is sent over HTTP waits for the other side, so it has a loop of its own. */
const push = openPush(config, database, clock, () => say({ kind: 'changed', topic: 'exports', changes: [] }));
const pushLoop =
  push === null ? null : startLoop('push', { idleMs: PUSH_IDLE_MS, turn: (signal) => push.turn(signal) });

void giveBackAfterStart(stopping.signal);

port.on('message', (message: ToPipeline) => {
  if (message.kind === 'stored') {
    stations.intake.rescan();
    stored = true;
    noteLoading(true);
    ledgerLoop.wake();
    archiveLoop.wake();
    return;
  }
  if (message.kind === 'check') {
    void check(message.file).then((checked) => say({ kind: 'checked', id: message.id, checked }));
    return;
  }
  void stop();
});

/** Somebody waits for the answer, so every failure is one. */
async function check(file: FileToCheck): Promise<Checked> {
  try {
    await migrateOnce();
    return { ok: true, forecast: await stations.ledger.check(file) };
  } catch (cause) {
    if (!(cause instanceof DatabaseUnavailable)) logger.error('a file could not be checked', cause);
    return { ok: false, cause: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function stop(): Promise<void> {
  stopping.abort();
  outage.stop();
  await backup.stop();
  await Promise.all([
    ledgerLoop.stop(),
    reconciliationLoop.stop(),
    exportsLoop.stop(),
    archiveLoop.stop(),
    backupLoop.stop(),
    pushLoop?.stop(),
  ]);
  stations.packed.close();
  await database.close();
  say({ kind: 'stopped' });
  port?.close();
}
