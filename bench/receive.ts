/**
 * Cases A and C: one receipt a call through gRPC, on the server's disk before the answer, while the ledger loads what came.
 * Beside it the same bytes written one after another by a bare loop with the same promise: written aside, flushed, renamed,
 * folder flushed.
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../src/platform/durable-file.ts';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { bar, cpuLine, latencyLine, machineLine, option, percentile, say } from './parts/report.ts';
import { type PairedRegister, pairShop, startServerProcess, temporaryFolder } from './parts/running-server.ts';
import { sendBySessions, sendOneByOne } from './parts/senders.ts';
import { type Measurement, measure, table, type Variant } from './support.ts';

const RECEIPTS = Number(option('receipts', '320'));
const ROUNDS = Number(option('rounds', '5'));
const REGISTERS = 16;
const LONG_MAKING_MS = 0.15;

const server = await startServerProcess();
const registers = await pairShop(server, '1', REGISTERS);
const [first] = registers;
if (first === undefined) throw new Error('no register was paired');
const watch = await watchLedger(server, null);
const rawFolder = temporaryFolder();
const client = createSalesClient({ address: server.grpcAddress });
const clients = registers.map(() => createSalesClient({ address: server.grpcAddress }));
let run = 0;
let sent = 0;
const latencies = new Map<string, number[]>();
const shares: number[] = [];

/** New receipts for every round, shared evenly: what was sent before would be recognised and not written. */
async function receiptsOf(some: PairedRegister[]): Promise<Buffer[][]> {
  run += 1;
  return Promise.all(some.map((register) => packagesOf(dayOf(register, run), 1, RECEIPTS / some.length)));
}

async function receiptsOfOne(): Promise<Buffer[]> {
  const [packages] = await receiptsOf(registers.slice(0, 1));
  return packages ?? [];
}

function note(name: string, times: number[]): number {
  latencies.set(name, [...(latencies.get(name) ?? []), ...times]);
  sent += times.length;
  return times.length;
}

/** The ledger catches up before the next round, so that no round pays for another. */
async function settle(): Promise<void> {
  await watch.until(sent);
}

const raw: Variant<Buffer[]> = {
  name: 'bare durable writes, one after another',
  prepare: receiptsOfOne,
  async run(packages) {
    for (const [index, bytes] of packages.entries()) await writeDurably(rawFolder, `${run}-${index}`, [bytes]);
    return packages.length;
  },
};

const oneRegister: Variant<Buffer[]> = {
  name: 'one register, a call a receipt',
  prepare: receiptsOfOne,
  run: async (packages) =>
    note(
      'one register',
      await sendOneByOne(
        client,
        packages.map((zip) => message(first, zip)),
      ),
    ),
  tidy: settle,
};

const bySessions: Variant<Buffer[]> = {
  name: 'one register, a whole session a receipt',
  prepare: receiptsOfOne,
  run: async (packages) =>
    note(
      'whole sessions',
      await sendBySessions(
        server.grpcAddress,
        packages.map((zip) => message(first, zip)),
      ),
    ),
  tidy: settle,
};

/** So many registers, each with a channel of its own and one call at a time. */
function together(count: number): Variant<Buffer[][]> {
  const some = registers.slice(0, count);
  return {
    name: `${count} registers at once`,
    prepare: () => receiptsOf(some),
    async run(packages) {
      const begun = performance.now();
      const ends: number[] = [];
      const all = await Promise.all(
        some.map(async (register, index) => {
          const own = (packages[index] ?? []).map((zip) => message(register, zip));
          const times = await sendOneByOne(clients[index] ?? client, own);
          ends.push(performance.now() - begun);
          return times;
        }),
      );
      if (count === REGISTERS) shares.push(Math.min(...ends) / Math.max(...ends));
      return note(`${count} registers`, all.flat());
    },
    tidy: settle,
  };
}

/** What it takes to make an empty file, in ms: a file system that was rid of many files minutes ago looks through all of them for a free number. */
function makingOfFile(): number {
  const begun = performance.now();
  for (let made = 0; made < 20; made += 1) closeSync(openSync(join(rawFolder, `empty-${made}`), 'wx'));
  return (performance.now() - begun) / 20;
}

const making = makingOfFile();
const variants = [raw, oneRegister, bySessions, together(4), together(REGISTERS)] as Variant<unknown>[];
const measured: Measurement[] = await measure(variants, { rounds: ROUNDS });
const speed = (index: number) => ((measured[index]?.units ?? 0) / (measured[index]?.ms ?? 1)) * 1000;

say(machineLine(ROUNDS), `data in ${join(server.folder, '..')}`, '', table(measured, 'receipts'), '');
say(
  `an empty file is made in ${making.toFixed(3)} ms${making > LONG_MAKING_MS ? '; many were deleted here: in five minutes all of this is faster' : ''}`,
);
for (const [name, times] of latencies) say(latencyLine(name, times));
say(cpuLine(measured, 'receipt'), '');
say(bar('A, one register', speed(1), '≥', 500, 'receipts/s'));
say(bar('A, one register, 95 % of the answers', percentile(latencies.get('one register') ?? [], 0.95), '≤', 10, 'ms'));
say(bar('A, four registers', speed(3), '≥', 500, 'receipts/s'));
say(bar('A, four registers, 95 % of the answers', percentile(latencies.get('4 registers') ?? [], 0.95), '≤', 10, 'ms'));
say(bar('C, sixteen registers against one', speed(4) / speed(1), '≥', 1, '×'));
say(bar('C, slowest register against the fastest', Math.min(...shares), '≥', 0.5, '×'));

for (const one of [client, ...clients]) one.close();
await watch.close();
await server.stop();
