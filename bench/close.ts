/**
 * Case E: a shift whose 2,000 receipts came one package each is closed. From the last package, which says so, to totals in
 * the tables and a checked sales file in the exchange folder, with the register waiting for nothing.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { bar, cpuLine, machineLine, option, say } from './parts/report.ts';
import { assignPaymentTypes, pairOne, startServerProcess } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { measure, table, type Variant } from './support.ts';

const ROUNDS = Number(option('rounds', '5'));
const GIVE_UP_MS = 30_000;
const PAUSE_MS = 1_500;

const server = await startServerProcess();
const register = await pairOne(server);
await assignPaymentTypes(server);
const watch = await watchLedger(server, null);
const client = createSalesClient({ address: server.grpcAddress });
const place = join(server.folder, 'exchange', register.shopCode, `sale${register.registerCode}`);
let run = 0;
let sent = 0;

/** Sales files of the closed shift; an open one has its file in a folder of its own. */
function published(shiftNumber: number): boolean {
  const names = listed(place);
  return names.some((name) => name.startsWith('sale') && name.endsWith('.json') && name.includes(`_${shiftNumber}_`));
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

type Closing = { shiftNumber: number; last: Buffer };

/** Sends all of a new day but the last package. */
async function almostClosed(size: number): Promise<Closing> {
  run += 1;
  const shift = dayOf(register, run);
  const packages = await packagesOf(shift, size);
  const last = packages.pop() as Buffer;
  await sendStream(
    client,
    packages.map((zip) => message(register, zip)),
  );
  sent += packages.length + 1;
  await watch.until(sent - 1);
  // A file of the open shift that is just being written is out of the way before the clock starts.
  await watch.untilExported();
  await sleep(PAUSE_MS);
  return { shiftNumber: shift.shiftNumber, last };
}

async function closeShift({ shiftNumber, last }: Closing): Promise<number> {
  const begun = performance.now();
  await sendStream(client, [message(register, last, 'BY_SHIFT')]);
  while (!published(shiftNumber)) {
    if (performance.now() - begun > GIVE_UP_MS) throw new Error(`shift ${shiftNumber} was not published`);
    await sleep(2);
  }
  return 2000;
}

const variants: Variant<Closing>[] = [1, 50].map((size) => ({
  name: `receipts came in packages of ${size}`,
  prepare: () => almostClosed(size),
  run: closeShift,
}));
const measured = await measure(variants, { rounds: ROUNDS });
say(machineLine(ROUNDS), '', table(measured, 'receipts'), cpuLine(measured, 'receipt'), '');
for (const { name, ms } of measured) say(bar(`E, ${name}`, ms / 1000, '≤', 0.5, 's'));

client.close();
await watch.close();
await server.stop();
