/**
 * Case D: 2,000 receipts that the server has already, sent again: as the very packages of before, and as the same receipts
 * in another package, as a register packs them after it was asked. Nothing may change, and it must be over within a second.
 */
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { bar, cpuLine, machineLine, option, say } from './parts/report.ts';
import { assignPaymentTypes, pairOne, startServerProcess } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { measure, table, type Variant } from './support.ts';

const ROUNDS = Number(option('rounds', '5'));
const SIZES = [1, 50, 2000];

const server = await startServerProcess();
const register = await pairOne(server);
await assignPaymentTypes(server);
const watch = await watchLedger(server, null);
const client = createSalesClient({ address: server.grpcAddress });

const shift = dayOf(register, 1);
const known = new Map<number, Buffer[]>();
let finished = 0;
for (const size of SIZES) {
  const packages = await packagesOf(shift, size);
  known.set(size, packages);
  await sendStream(
    client,
    packages.map((zip) => message(register, zip)),
  );
  finished += packages.length;
  await watch.until(finished);
}
const before = await watch.fingerprint();
let repacked = 0;

async function unchanged(): Promise<void> {
  const now = await watch.fingerprint();
  if (now !== before) throw new Error(`the ledger has changed:\n${before}\n${now}`);
}

function again(size: number): Variant {
  const packages = known.get(size) ?? [];
  return {
    name: size === 2000 ? 'the very package of the shift' : `the very packages of ${size}`,
    async run() {
      await sendStream(
        client,
        packages.map((zip) => message(register, zip)),
      );
      return shift.documents.length;
    },
    tidy: unchanged,
  };
}

/** The same receipts under another name in the ZIP: other bytes, so that only the ledger can recognise them. */
const otherwise: Variant<Buffer[]> = {
  name: 'the same receipts in another package',
  async prepare() {
    repacked += 1;
    return packagesOf({ ...shift, registerId: `${shift.registerId}_${repacked}` }, shift.documents.length);
  },
  async run(packages) {
    await sendStream(
      client,
      packages.map((zip) => message(register, zip)),
    );
    finished += packages.length;
    await watch.until(finished);
    return shift.documents.length;
  },
  tidy: unchanged,
};

const measured = await measure([...SIZES.map(again), otherwise] as Variant<unknown>[], { rounds: ROUNDS });
say(machineLine(ROUNDS), '', table(measured, 'receipts'), cpuLine(measured, 'receipt'), '');
for (const { name, ms } of measured) say(bar(`D, ${name}`, ms / 1000, '≤', 1, 's'));

client.close();
await watch.close();
await server.stop();
