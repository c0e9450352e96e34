/**
 * How long others wait beside heavy work: a question is asked again and again while a file of a hundred thousand receipts is
 * downloaded, and while packages are packed. `--ask=status` is the question of statement 34 of the acceptance, the state of the
 * server; without it a page of a report is asked for, which reads from the database. What the machine itself takes away is measured in
 * the same run: the same questions beside an idle-priority loop that only keeps a processor busy. `--rounds`,
 * `--engine=postgres`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { type History, openHistory } from './parts/history.ts';
import { message } from './parts/packages.ts';
import { openPostgresForBench } from './parts/postgres.ts';
import { bar, latencyLine, machineLine, option, percentile, say } from './parts/report.ts';
import { get, type PairedRegister, post, type RunningServer } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { median } from './support.ts';

const ROUNDS = Number(option('rounds', '5'));
const engine = option('engine', 'sqlite') === 'postgres' ? 'postgres' : 'sqlite';
const DAYS = 10;
const REGISTERS = 5;
const ASKED = 300;
const PACKED = 1_600;
const PACKAGE_BYTES = 65_536;

const day = (run: number) => new Date(Date.UTC(2024, 0, 1 + run)).toISOString().slice(0, 10);
const [what, asked] =
  option('ask', 'report') === 'status'
    ? ['the state of the server', '/api/v1/status']
    : ['a report page', `/api/v1/reports/sales?shop=1&from=${day(0)}&to=${day(DAYS - 1)}&limit=200`];
const file = `/api/v1/receipts/file?shop=1&from=${day(0)}&to=${day(DAYS - 1)}`;

/** Takes a file in a process of its own, as a browser elsewhere does: here it would stand in the way of the asking that is measured. */
const TAKER = `
const response = await fetch(process.argv[1]);
if (!response.ok) throw new Error(String(response.status));
for await (const piece of response.body) if (piece.byteLength === 0) throw new Error('an empty piece');
`;
/** Keeps a processor busy at the lowest priority and does nothing else: what is slower beside it, the machine makes slower. */
const BUSY = `require('node:os').setPriority(19); for (;;);`;

async function askWhile(server: RunningServer, goesOn: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (goesOn()) {
    const begun = performance.now();
    await get(server, asked);
    taken.push(performance.now() - begun);
    await sleep(5);
  }
  return taken;
}

/** The questions of a quiet stretch. */
function askTimes(server: RunningServer): Promise<number[]> {
  let left = ASKED;
  return askWhile(server, () => {
    left -= 1;
    return left >= 0;
  });
}

/** Seconds that each piece of work took. */
const lasted: Record<string, number[]> = { download: [], packing: [] };

/** The questions of as long as the work takes. */
async function askBeside(server: RunningServer, name: string, work: () => Promise<unknown>): Promise<number[]> {
  let over = false;
  const begun = performance.now();
  const working = work().finally(() => {
    over = true;
    lasted[name]?.push((performance.now() - begun) / 1000);
  });
  const taken = await askWhile(server, () => !over);
  await working;
  return taken;
}

async function besideLoop(server: RunningServer): Promise<number[]> {
  const loop: ChildProcess = spawn(process.execPath, ['-e', BUSY], { stdio: 'ignore' });
  await sleep(300);
  try {
    return await askTimes(server);
  } finally {
    loop.kill('SIGKILL');
  }
}

const download = (server: RunningServer) =>
  promisify(execFile)(process.execPath, ['--input-type=module', '-e', TAKER, '--', `${server.httpUrl}${file}`]);

/** Packages of no format: they are kept in `broken` and packed like the others. */
async function bringPackages(server: RunningServer, register: PairedRegister, round: number): Promise<void> {
  const client = createSalesClient({ address: server.grpcAddress });
  for (let from = 0; from < PACKED; from += 100) {
    const bodies = Array.from({ length: 100 }, (_, at) => {
      const body = Buffer.allocUnsafe(PACKAGE_BYTES);
      for (let position = 0; position < PACKAGE_BYTES; position += 4)
        body.writeUInt32LE(((round * PACKED + from + at) * 2_654_435_761 + position * 40_503) >>> 0, position);
      return message(register, body);
    });
    await sendStream(client, bodies);
  }
  client.close();
  for (;;) {
    const { packages } = await get<{ packages: unknown[] }>(server, '/api/v1/packages?state=waiting&limit=1');
    if (packages.length === 0) return;
    await sleep(100);
  }
}

/** Files lie for less than the days after which an archive is deleted: nothing goes for good. */
const pack = (server: RunningServer) => post(server, '/api/v1/storage/runs', { task: 'files', word: 'DELETE' });

async function measure(history: History): Promise<void> {
  const { server, registers } = history;
  const [register] = registers;
  if (register === undefined) throw new Error('no register');
  const all: Record<string, number[][]> = { alone: [], 'beside an idle-priority loop': [], download: [], packing: [] };
  for (let round = -1; round < ROUNDS; round += 1) {
    await bringPackages(server, register, round + 1);
    const taken = {
      alone: await askTimes(server),
      'beside an idle-priority loop': await besideLoop(server),
      download: await askBeside(server, 'download', () => download(server)),
      packing: await askBeside(server, 'packing', () => pack(server)),
    };
    if (round < 0) continue;
    for (const [name, times] of Object.entries(taken)) all[name]?.push(times);
  }
  const p95 = (name: string) => median((all[name] ?? []).map((times) => percentile(times, 0.95)));
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(', ');
  say(machineLine(ROUNDS), `load of the machine: ${load}`, '');
  for (const [name, times] of Object.entries(all)) say(latencyLine(name.padEnd(30), times.flat()));
  for (const [name, seconds] of Object.entries(lasted)) say(`a ${name} took ${median(seconds).toFixed(1)} s`);
  say('', `what the machine takes away: ${(p95('beside an idle-priority loop') / p95('alone')).toFixed(2)} ×`);
  for (const name of ['download', 'packing'])
    say(bar(`34, p95 of ${what} beside a ${name}`, p95(name) / p95('alone'), '≤', 1.5, '×'));
}

const postgres = engine === 'postgres' ? await openPostgresForBench() : undefined;
const env = { SMENA_TRIM_AT: 'off' };
const history = await openHistory({ engine, folder: undefined, days: DAYS, registers: REGISTERS, postgres, env });
await measure(history);
await history.close();
await postgres?.stop();
