/**
 * Case G: fifty registers push packages of one megabyte at once while the disk takes fifty megabytes a second, one flush at
 * a time. What counts is the highest resident memory of the real server process, its ledger thread included, from the first
 * byte until every package is in the tables. The bare line is the same server doing nothing.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { planDay } from '../src/simulator/day.ts';
import { packShift } from '../src/simulator/package.ts';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message } from './parts/packages.ts';
import { bar, machineLine, option, say } from './parts/report.ts';
import {
  assignPaymentTypes,
  forgetPeak,
  memoryOf,
  type PairedRegister,
  pairShop,
  removeFolder,
  startServerProcess,
} from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { median } from './support.ts';

const REGISTERS = Number(option('registers', '50'));
const EACH = Number(option('each', '1'));
const ROUNDS = Number(option('rounds', '5'));
const DISK = Number(option('disk', String(50 * 2 ** 20)));
const MEGABYTE = 2 ** 20;
const SLOW_DISK = fileURLToPath(new URL('./parts/slow-disk.mjs', import.meta.url));

/** Receipts whose package has just more than a megabyte. */
async function receiptsOfAMegabyte(): Promise<number> {
  const sample: PairedRegister = { shopId: '', shopCode: '1', registerId: '_cash_1_00000000', registerCode: '1' };
  const { length } = await packShift(dayOf(sample, 0));
  return Math.ceil((2000 * MEGABYTE * 1.01) / length);
}

async function bigPackage(register: PairedRegister, run: number, receipts: number): Promise<Buffer> {
  const { closedAt: _closedAt, documents: _documents, securityLog: _log, ...start } = dayOf(register, run);
  return packShift(planDay({ ...start, receipts, rich: false, stepSeconds: 8 }));
}

type Round = { idle: number; received: number; loaded: number; seconds: number; packageBytes: number };

async function round(number: number, receipts: number): Promise<Round> {
  const server = await startServerProcess({
    preload: SLOW_DISK,
    env: { BENCH_DISK_BYTES_PER_SECOND: String(DISK) },
  });
  const registers = await pairShop(server, '1', REGISTERS);
  await assignPaymentTypes(server);
  const packages: Buffer[][] = [];
  for (const [index, register] of registers.entries()) {
    const own: Buffer[] = [];
    for (let one = 0; one < EACH; one += 1)
      own.push(await bigPackage(register, number * 1000 + index * EACH + one, receipts));
    packages.push(own);
  }
  const watch = await watchLedger(server, null);
  await sleep(1000);
  forgetPeak(server.pid);
  const idle = memoryOf(server.pid).rss;
  const begun = performance.now();
  await Promise.all(
    registers.map(async (register, index) => {
      const client = createSalesClient({ address: server.grpcAddress });
      await client.handshake(register.registerId);
      await sendStream(
        client,
        (packages[index] ?? []).map((zip) => message(register, zip, 'BY_SHIFT')),
      );
      client.close();
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  const received = memoryOf(server.pid).peak;
  await watch.until(REGISTERS * EACH);
  const loaded = memoryOf(server.pid).peak;
  await watch.close();
  await server.stop();
  removeFolder(server.folder);
  return { idle, received, loaded, seconds, packageBytes: packages[0]?.[0]?.length ?? 0 };
}

const receipts = await receiptsOfAMegabyte();
const rounds: Round[] = [];
for (let number = 0; number < ROUNDS; number += 1) {
  const one = await round(number, receipts);
  rounds.push(one);
  const inMb = (bytes: number) => (bytes / MEGABYTE).toFixed(0);
  say(
    `round ${number + 1}: idle ${inMb(one.idle)} MB, while receiving at most ${inMb(one.received)} MB, until loaded at most ${inMb(one.loaded)} MB; taken in ${one.seconds.toFixed(1)} s`,
  );
}
const of = (pick: (one: Round) => number) => median(rounds.map(pick)) / MEGABYTE;
const inFlight = REGISTERS * of((one) => one.packageBytes);

say('', machineLine(ROUNDS));
say(
  `${REGISTERS} registers, ${inFlight.toFixed(0)} MB in flight at once, ${receipts} receipts a package, disk ${join('', String(DISK / MEGABYTE))} MB/s`,
);
say(
  `memory above idle for each megabyte in flight: ${((of((one) => one.received) - of((one) => one.idle)) / inFlight).toFixed(2)} MB`,
  '',
);
say(
  bar(
    'G, until all packages are taken',
    of((one) => one.received),
    '≤',
    200,
    'MB',
  ),
);
say(
  bar(
    'G, until all packages are in the tables',
    of((one) => one.loaded),
    '≤',
    200,
    'MB',
  ),
);
