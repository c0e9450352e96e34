/**
 * A server over a history of so many SD-2000 days of one shop: loaded through the front door, or found where an earlier run left it.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { createSalesClient } from '../../src/simulator/sales-client.ts';
import { watchLedger } from './ledger-watch.ts';
import { dayOf, message, packagesOf } from './packages.ts';
import type { BenchPostgres } from './postgres.ts';
import { say } from './report.ts';
import {
  assignPaymentTypes,
  familyOf,
  type PairedRegister,
  pairShop,
  type RunningServer,
  startServerProcess,
} from './running-server.ts';
import { sendStream } from './senders.ts';

export type History = {
  server: RunningServer;
  /** null = the embedded database. */
  databaseUrl: string | null;
  /** Those that were paired now; none when the history was found. */
  registers: PairedRegister[];
  /** Processor time of the server and of its connections to the database so far, ms. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
};

export type HistoryOptions = {
  engine: 'sqlite' | 'postgres';
  /** Stays after the run; a temporary one when not given. */
  folder: string | undefined;
  days: number;
  registers: number;
  postgres: BenchPostgres | undefined;
  /** Further settings of the server. */
  env?: Record<string, string>;
};

type Watch = Awaited<ReturnType<typeof watchLedger>>;

/** Throws an Error when the folder holds another history than the wanted one, which says to delete it. */
export async function openHistory({
  engine,
  folder,
  days,
  registers,
  postgres,
  env,
}: HistoryOptions): Promise<History> {
  const found = folder !== undefined && existsSync(folder);
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const databaseUrl = engine === 'sqlite' ? null : await databaseOf(postgres, folder);
  const server = await startServerProcess({
    ...(folder === undefined ? {} : { folder }),
    ...(databaseUrl === null ? {} : { databaseUrl }),
    ...(env === undefined ? {} : { env }),
  });
  const watch = await watchLedger(server, databaseUrl);
  const paired = found ? [] : await pairShop(server, '1', registers);
  if (found) await mustHold(watch, days * registers, folder);
  else await load(server, watch, days, paired);
  // Nothing works beside the measurement.
  await untilGoods(watch);
  await watch.untilExported();
  // PostgreSQL counts its tables within a minute by itself; in the midst of the measurement it would be work beside it.
  if (databaseUrl !== null) await watch.query('ANALYZE');
  return {
    server,
    databaseUrl,
    registers: paired,
    cpuMs: async () => processorMs([...familyOf(server.pid), ...(await backendsOf(watch, databaseUrl))]),
    async close() {
      await watch.close();
      await server.stop();
    },
  };
}

function databaseOf(postgres: BenchPostgres | undefined, folder: string | undefined): Promise<string> {
  if (postgres === undefined) throw new Error('no PostgreSQL');
  if (folder === undefined) return postgres.newDatabase();
  return postgres.keptDatabase(`${basename(dirname(folder))}_${basename(folder)}`.replace(/\W/g, '_'));
}

async function mustHold(watch: Watch, shifts: number, folder: string): Promise<void> {
  const [row] = await watch.query(
    'SELECT count(*) AS n FROM shift WHERE closed_at IS NOT NULL AND items_revision = revision',
  );
  if (Number(row?.n) !== shifts)
    throw new Error(`${folder} holds ${row?.n} whole shifts instead of ${shifts}: delete it, it is loaded anew then`);
}

async function load(server: RunningServer, watch: Watch, days: number, registers: PairedRegister[]): Promise<void> {
  await assignPaymentTypes(server);
  const client = createSalesClient({ address: server.grpcAddress });
  const begun = performance.now();
  let sent = 0;
  for (let run = 0; run < days; run += 1) {
    for (const register of registers) {
      const packages = await packagesOf(dayOf(register, run), 2000);
      await sendStream(
        client,
        packages.map((zip) => message(register, zip)),
      );
      sent += packages.length;
    }
    // No further ahead than a few days, or the queue of files grows with the history.
    await watch.until(sent - 3 * registers.length);
  }
  await watch.until(sent);
  client.close();
  say(`loaded ${days} days of ${registers.length} registers in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
}

async function untilGoods(watch: Watch): Promise<void> {
  const behind = `SELECT (SELECT count(*) FROM shift WHERE closed_at IS NOT NULL AND items_revision <> revision)
    + (SELECT count(*) FROM shop_item_period WHERE state = 'due') AS n`;
  while (Number((await watch.query(behind))[0]?.n) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function backendsOf(watch: Watch, databaseUrl: string | null): Promise<number[]> {
  if (databaseUrl === null) return [];
  const rows = await watch.query(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return rows.map(({ pid }) => Number(pid));
}

/** Of all threads, to the nanosecond; a process that has ended counts for nothing. */
function processorMs(pids: readonly number[]): number {
  let sum = 0;
  for (const pid of pids)
    for (const thread of threadsOf(pid)) {
      const text = readIfThere(`/proc/${pid}/task/${thread}/schedstat`);
      sum += Number(text?.split(' ')[0] ?? 0) / 1e6;
    }
  return sum;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch (error) {
    return gone(error);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return gone(error)[0];
  }
}

function gone(error: unknown): string[] {
  if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
  throw error;
}
