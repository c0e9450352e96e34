/** The real server as its own process, on any free ports, over either database; it can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runtimeEnvironment, runtimeFlags } from '../../scripts/runtime.mjs';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { FREE_PORTS } from './free-ports.ts';
import { placeMigratedFile } from './migrated.ts';
import { OPEN_ACCESS } from './open-access.ts';
import { main, serverCache, serverFlags } from './program.ts';

/** Servers of tests are started by the hundred: a nursery of the usual size saves them a tenth of their start. Memory is measured elsewhere. */
const ROOMY = '--max-semi-space-size=8';

export type TestServerOptions = {
  /** Default: SQLite in the data folder. */
  database?: DatabaseLocation;
  /** Default: a fresh folder that is deleted with the server. */
  dataFolder?: string;
  /** Further settings, `SMENA_…`. */
  env?: Record<string, string>;
  /** Where the program lies, to start it from its modules; else it is what the tests start as the program. */
  code?: string;
  /** The user of the process; that of the tests unless told otherwise. */
  user?: { uid: number; gid: number };
  /** Told of the process before the server is ready, for tests that end it while it starts. */
  onSpawn?: (process: ChildProcess) => void;
};

export type TestServer = AsyncDisposable & {
  url: string;
  grpcPort: number;
  thriftPort: number;
  /** Of the REST paths that registers call. */
  registerHttpPort: number;
  dataFolder: string;
  exchangeFolder: string;
  process: ChildProcess;
  /** What the server has printed to stderr so far. */
  log(): string;
  /** Ends it as an operator does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9. */
  kill(): Promise<void>;
};

/** Starts a server and waits until it says where it is. Throws with the server's own words when it ends before. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'smena-server-'));
  if (own && options.database === undefined) placeMigratedFile(join(dataFolder, 'smena.db'));
  const { code } = options;
  const [flags, program] =
    code === undefined ? [serverFlags, main] : [runtimeFlags(code), join(code, 'src', 'main.ts')];
  const child = spawn(process.execPath, [...flags, ROOMY, program, 'serve', '--data', dataFolder, ...FREE_PORTS], {
    env: {
      ...runtimeEnvironment,
      ...withoutSettings(process.env),
      ...(code === undefined ? serverCache : {}),
      ...databaseEnv(options.database),
      SMENA_MIN_FREE_BYTES: '1 MiB',
      ...OPEN_ACCESS,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options.user,
  });
  options.onSpawn?.(child);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const place = await readPlace(child, exited, () => log);

  async function stop(): Promise<number | null> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    return (await exited)[0];
  }
  return {
    ...place,
    dataFolder,
    exchangeFolder: join(dataFolder, 'exchange'),
    process: child,
    log: () => log,
    stop,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (own) rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function readPlace(
  child: ChildProcess,
  exited: Promise<[number | null]>,
  log: () => string,
): Promise<Pick<TestServer, 'url' | 'grpcPort' | 'thriftPort' | 'registerHttpPort'>> {
  if (child.stdout === null) throw new Error('the server has no stdout');
  const lines = createInterface({ input: child.stdout });
  const ready = (async () => {
    for await (const line of lines) {
      const [, url = '', ...ports] = /(https?:\/\/\S+?\/)[ ,].*gRPC\D*(\d+)\D*(\d+)\D*(\d+)/.exec(line) ?? [];
      const [grpcPort = 0, thriftPort = 0, registerHttpPort = 0] = ports.map(Number);
      if (url !== '') return { url, grpcPort, thriftPort, registerHttpPort };
    }
    return null;
  })();
  const place = await Promise.race([ready, exited.then(() => null)]);
  if (place === null) throw new Error(`the server ended before it was ready:\n${log()}`);
  return place;
}

function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SMENA_')));
}

/** The settings by which server and command line find a database. */
export function databaseEnv(database: DatabaseLocation | undefined): Record<string, string> {
  return database?.engine === 'postgres' ? { SMENA_DATABASE_URL: database.url } : {};
}
