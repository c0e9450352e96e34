/**
 * `npm test`: prepares what the tests need and runs them; `npm test -- <files or folders>` runs only those.
 * Arguments that begin with `--test-` go to the runner: `--test-name-pattern=…`, `--test-only` and what else `test-runner.ts` knows.
 */
import { existsSync, rmSync, statfsSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { join } from 'node:path';
import { makeProcessFolder } from '../src/platform/process-folder.ts';
import { type Migrated, prepareMigrated } from '../tests/support/migrated.ts';
import { type PostgresCluster, startPostgres } from '../tests/support/postgres-cluster.ts';
import { endLike, runChild } from './child.mjs';
import { packProgram } from './packed-program.ts';
import { root } from './root.ts';
import { batchTests, writeBatches } from './test-batches.ts';
import { orderTests } from './test-order.ts';
import { chromium, grpcPython, libreOffice, postgres, provide, rabbitmq, thriftPython } from './test-programs.ts';
import { needsOf, selectTests } from './test-selection.ts';
import { buildWeb } from './web-build.ts';

/** Types are taken away once and kept, not by the process of every file. */
const nodeFlags = [`--import=${join(root, 'scripts', 'plain-source.mjs')}`];
/**
 * More files at once than there are processors, because most wait for a server, a database or a browser half of their time.
 * The time only ends what hangs.
 */
const runnerFlags = [`--test-concurrency=${2 * availableParallelism() + 2}`, '--test-timeout=900000'];
/** A disk in memory: thousands of small databases and queues are made and thrown away, and what a power cut would take is no test of ours. */
const MEMORY_DISK = '/dev/shm';
const LEAST_MEMORY_DISK = 8 * 2 ** 30;
/** Near the lowest, and of nobody's concern where only the tests run. */
const LOW = 15;
const runner = join(root, 'scripts', 'test-runner.ts');

async function runTests(args: readonly string[]): Promise<void> {
  useMemoryDisk();
  // What the server does in the background at the lowest priority would wait for the tests of other files.
  setPriority(LOW);
  const flags = args.filter((arg) => arg.startsWith('--test-'));
  const wanted = args.filter((arg) => !flags.includes(arg));
  const tests = selectTests(root, wanted, process.env.INIT_CWD ?? root);
  const needs = needsOf(root, tests);
  const environment = cleanEnvironment();
  let cluster: PostgresCluster | undefined;
  let migrated: Migrated | undefined;
  const batches = makeProcessFolder('smena-test-batches-');
  const interruption = watchForInterruption();
  const clearUp = async () => {
    await migrated?.remove();
    migrated = undefined;
    await cluster?.stop();
    cluster = undefined;
    rmSync(batches, { recursive: true, force: true });
    interruption.forget();
  };
  try {
    if (needs.chromium) {
      const path = provide(chromium);
      if (path) environment.SMENA_TEST_CHROMIUM = path;
    }
    if (needs.grpcPython) {
      const path = provide(grpcPython);
      if (path) environment.SMENA_TEST_GRPC_PYTHON = path;
    }
    if (needs.thriftPython) {
      const path = provide(thriftPython);
      if (path) environment.SMENA_TEST_THRIFT_PYTHON = path;
    }
    if (needs.rabbitmq) {
      const path = provide(rabbitmq);
      if (path) environment.SMENA_TEST_RABBITMQ = path;
    }
    if (needs.libreOffice) {
      const path = provide(libreOffice);
      if (path) environment.SMENA_TEST_LIBREOFFICE = path;
    }
    if (needs.webPages) buildWeb(root, { quiet: true });
    if (needs.packedProgram) environment.SMENA_TEST_PROGRAM ??= await packProgram(root);
    if (needs.postgres && !environment.SMENA_TEST_POSTGRES_URL) {
      const bin = provide(postgres);
      if (bin) cluster = await startPostgres(bin);
      if (cluster) environment.SMENA_TEST_POSTGRES_URL = cluster.url;
    }
    if (needs.postgres) {
      migrated = await prepareMigrated(root, environment.SMENA_TEST_POSTGRES_URL);
      Object.assign(environment, migrated.environment);
    }
    if (interruption.came()) return endLike({ code: null, signal: interruption.came() });
    const files = writeBatches(root, batches, batchTests(root, orderTests(tests)));
    const run = [...nodeFlags, runner, ...runnerFlags, ...flags, ...files];
    const end = await runChild(process.execPath, run, { cwd: root, env: environment });
    await clearUp();
    endLike(end);
  } finally {
    await clearUp();
  }
}

/** Temporary folders go there when there is room, unless a person has said where they go. */
function useMemoryDisk(): void {
  if (process.env.TMPDIR !== undefined || !existsSync(MEMORY_DISK)) return;
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  if (bavail * bsize >= LEAST_MEMORY_DISK) process.env.TMPDIR = MEMORY_DISK;
}

/** Nothing that a person has set for a Smena of theirs, or for psql, may change what the tests see. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(SMENA_(?!TEST_)|PG[A-Z]+$|NODE_TEST_CONTEXT$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/** Keeps a signal from ending us before what we started is put away. */
function watchForInterruption(): { came: () => NodeJS.Signals | null; forget: () => void } {
  let signal: NodeJS.Signals | null = null;
  const note = (name: NodeJS.Signals) => {
    signal ??= name;
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, note);
  return {
    came: () => signal,
    forget: () => {
      for (const name of signals) process.off(name, note);
    },
  };
}

runTests(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
