/**
 * The whole server in this process, over a clock that the test sets: for what happens at a time of day. Its pipeline thread
 * reads the clock of the machine. Doors, registers and database are the real ones.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { silentLogger } from '../../src/platform/logger.ts';
import { type Server, startServer } from '../../src/server.ts';
import { OPEN_ACCESS } from './open-access.ts';

export type ClockedServer = AsyncDisposable & {
  server: Server;
  /** Sets the clock to a UTC time. */
  at(utc: string): void;
  /** Stops it, lets the clock go on, and starts it again at the same ports. */
  sleepUntil(utc: string): Promise<void>;
};

/** Starts it at a UTC time; disposing stops it and removes its data folder. */
export async function startClockedServer(database: DatabaseLocation, utc: string): Promise<ClockedServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'smena-clocked-'));
  const time = { ms: Date.parse(utc) };
  const clock = { now: () => time.ms };

  async function start(ports: Record<string, string>): Promise<Server> {
    const read = readConfig({
      env: {
        SMENA_MIN_FREE_BYTES: '1 MiB',
        ...OPEN_ACCESS,
        SMENA_REGISTERS_SERVER_HOST: '127.0.0.1',
        ...(database.engine === 'postgres' ? { SMENA_DATABASE_URL: database.url } : {}),
      },
      args: { data: dataFolder, ...ports },
      readTextFile: () => null,
      workFolder: dataFolder,
    });
    assert.ok(read.ok, JSON.stringify(read));
    const started = await startServer({ config: read.config, clock, logger: silentLogger });
    assert.ok(started.ok, JSON.stringify(started));
    return started.server;
  }

  const free = { 'http-port': '0', 'grpc-port': '0', 'thrift-port': '0', 'register-http-port': '0' };
  const clocked = {
    server: await start(free),
    at(next: string) {
      time.ms = Date.parse(next);
    },
    async sleepUntil(next: string) {
      const { httpPort, grpcPort, thriftPort, registerHttpPort } = clocked.server;
      await clocked.server.stop();
      clocked.at(next);
      clocked.server = await start({
        'http-port': String(httpPort),
        'grpc-port': String(grpcPort),
        'thrift-port': String(thriftPort),
        'register-http-port': String(registerHttpPort),
      });
    },
    async [Symbol.asyncDispose]() {
      await clocked.server.stop();
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return clocked;
}
