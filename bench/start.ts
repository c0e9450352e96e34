/**
 * Start: from the command to the first answer of the API on a data folder that holds a shop's days. `npm start` is what a
 * person types; the bare server is the same without npm; an empty program of the same Node is the limit.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../scripts/root.ts';
import { lockFolder } from '../src/platform/folder-lock.ts';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { bar, machineLine, option, say } from './parts/report.ts';
import { assignPaymentTypes, familyOf, pairOne, startServerProcess, temporaryFolder } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { measure, table, type Variant } from './support.ts';

const ROUNDS = Number(option('rounds', '7'));
const DAYS = Number(option('days', '10'));
const GIVE_UP_MS = 30_000;

/** A data folder with some days of SD-2000 in it. */
async function filledFolder(): Promise<string> {
  const folder = temporaryFolder();
  const server = await startServerProcess({ folder });
  const register = await pairOne(server);
  await assignPaymentTypes(server);
  const client = createSalesClient({ address: server.grpcAddress });
  const watch = await watchLedger(server, null);
  for (let day = 0; day < DAYS; day += 1) {
    const packages = await packagesOf(dayOf(register, day), 2000);
    await sendStream(
      client,
      packages.map((zip) => message(register, zip, 'BY_SHIFT')),
    );
  }
  await watch.until(DAYS);
  client.close();
  await watch.close();
  await server.stop();
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const folder = await filledFolder();
const running: ChildProcess[] = [];

async function untilAnswered(command: string, args: string[]): Promise<number> {
  const [http, grpc] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${http}/api/v1/status`;
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'ignore',
    env: {
      ...process.env,
      SMENA_DATA_FOLDER: folder,
      SMENA_HTTP_PORT: String(http),
      SMENA_GRPC_PORT: String(grpc),
      SMENA_THRIFT_PORT: '0',
      SMENA_REGISTER_HTTP_PORT: '0',
      SMENA_HTTP_ACCESS: 'open',
      SMENA_REGISTERS_PLAINTEXT: 'on',
    },
  });
  running.push(child);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}`);
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return 1;
    await sleep(5);
  }
}

/** Ends what the round started and waits until the folder is free again. */
async function end(): Promise<void> {
  for (const child of running.splice(0)) for (const pid of familyOf(child.pid as number).reverse()) terminate(pid);
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (let lock = lockFolder(folder); ; lock = lockFolder(folder)) {
    if (lock !== null) return lock.release();
    if (performance.now() > giveUpAt) throw new Error('the server did not end');
    await sleep(20);
  }
}

/** The youngest first; its parents may end by themselves before their turn. */
function terminate(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const variants: Variant[] = [
  {
    name: 'an empty program',
    async run() {
      const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
      await once(child, 'exit');
      return 1;
    },
  },
  { name: 'npm start', run: () => untilAnswered('npm', ['start', '--', '--data', folder]), tidy: end },
  {
    name: 'the server without npm',
    run: () => untilAnswered(process.execPath, [join(root, 'src/main.ts'), 'serve', '--data', folder]),
    tidy: end,
  },
];
const measured = await measure(variants, { rounds: ROUNDS });
say(machineLine(ROUNDS), `${DAYS * 2000} receipts in the data folder`, '', table(measured, 'starts'), '');
say(bar('start, npm start until the API answers', (measured[1]?.ms ?? 0) / 1000, '≤', 1, 's'));
