import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, globSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { makeProcessFolder } from '../../src/platform/process-folder.ts';

/** A PostgreSQL of our own: `url` leads to a superuser in its database `postgres`. */
export type PostgresCluster = { url: string; stop: () => Promise<void> };

const oldestServed = 15;
const superuser = 'smena_test';
const startLimitMs = 60_000;
const folderPrefix = 'smena-test-postgres-';

/** The bin folder of the newest PostgreSQL on this machine that is at least version 15, or undefined. */
export function findPostgres(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'initdb'));
  const usual = globSync(['/usr/lib/postgresql/*/bin/initdb', '/usr/pgsql-*/bin/initdb']);
  const found = [...onPath, ...usual]
    .flatMap((initdb) => globSync(initdb))
    .map((initdb) => dirname(realpathSync(initdb)))
    .map((folder) => ({ folder, version: versionOf(folder) }))
    .filter(({ version }) => version >= oldestServed)
    .sort((a, b) => b.version - a.version);
  return found[0]?.folder;
}

/**
 * Starts a cluster in a temporary folder, on a free port of the loopback, with a password nobody knows beforehand.
 * Run by root, the server itself runs as `postgres` or `nobody`, because it refuses to be root. `stop` ends it and
 * deletes the folder. Throws an Error with the end of the server's own log when it does not come up.
 */
export async function startPostgres(bin: string): Promise<PostgresCluster> {
  const folder = makeProcessFolder(folderPrefix);
  const account = unprivilegedAccount();
  if (account) chownSync(folder, account.uid, account.gid);
  try {
    const password = randomBytes(12).toString('hex');
    initialise(bin, folder, password, account);
    const port = await freePort();
    const server = launch(bin, folder, port, account);
    const url = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
    const stop = () => end(server, folder);
    try {
      await untilReady(server, url, join(folder, 'log'));
    } catch (error) {
      await stop();
      throw error;
    }
    return { url, stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

type Account = { uid: number; gid: number };

function initialise(bin: string, folder: string, password: string, account: Account | undefined): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  const args = ['--pgdata', join(folder, 'data'), '--username', superuser, '--pwfile', passwordFile];
  const settings = ['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'];
  const result = spawnSync(join(bin, 'initdb'), [...args, ...settings], {
    ...account,
    cwd: folder,
    encoding: 'utf8',
    env: serverEnvironment(folder),
  });
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr.trim()}`);
  rmSync(passwordFile);
}

function launch(bin: string, folder: string, port: number, account: Account | undefined): ChildProcess {
  const log = openSync(join(folder, 'log'), 'a');
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '200',
    // The cluster is thrown away with the run, and what a power cut would take is no test of ours.
    fsync: 'off',
    full_page_writes: 'off',
    autovacuum_naptime: '10min',
    timezone: 'UTC',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [join(bin, 'postgres'), '-D', join(folder, 'data'), ...flags];
  // Dies with us even if we are killed without a chance to tidy up.
  const guarded = canTieToParent() ? ['setpriv', '--pdeathsig', 'INT', ...server] : server;
  return spawn(guarded[0] as string, guarded.slice(1), {
    ...account,
    cwd: folder,
    env: serverEnvironment(folder),
    stdio: ['ignore', log, log],
    detached: true,
  });
}

async function untilReady(server: ChildProcess, url: string, log: string): Promise<void> {
  const giveUpAt = performance.now() + startLimitMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      const ended = server.exitCode !== null || server.signalCode !== null;
      if (ended || performance.now() > giveUpAt) {
        const lines = readFileSync(log, 'utf8').trim().split('\n').slice(-10).join('\n');
        throw new Error(`PostgreSQL did not start. Its log ends with:\n${lines}`, { cause: error });
      }
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** SIGQUIT ends PostgreSQL at once, without writing out what is deleted right after. */
async function end(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody" to run it as.');
}

function versionOf(bin: string): number {
  const answer = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return Number(/\d+/.exec(answer)?.[0] ?? 0);
}

function canTieToParent(): boolean {
  return spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0;
}

function serverEnvironment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C.UTF-8' };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port number.');
  return address.port;
}
