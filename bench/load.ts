/**
 * Case B and bulk: SD-2000 in packages of several sizes, from the stream to the ledger: taken to disk, checked, in the
 * tables, with totals. Beside it the rows of such a shift put bare into the same tables.
 */
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { type LedgerWatch, watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { openPostgresForBench } from './parts/postgres.ts';
import { countRows, type RawTarget, rawPostgres, rawSqlite, rowsOfLastShift } from './parts/raw-rows.ts';
import { bar, cpuLine, machineLine, option, say } from './parts/report.ts';
import { assignPaymentTypes, type PairedRegister, pairOne, startServerProcess } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { measure, table, type Variant } from './support.ts';

const ROUNDS = Number(option('rounds', '5'));
const DAYS = Number(option('days', '2'));
const ENGINE = option('engine', 'both');
const RECEIPTS = 2000;
const SIZES = [50, 200, RECEIPTS];

type Stand = { address: string; register: PairedRegister; watch: LedgerWatch; runs: { last: number; sent: number } };

/** New days for every round: a day that is known already would not be written. Exports of the round before are over. */
async function freshPackages(stand: Stand, size: number): Promise<Buffer[]> {
  await stand.watch.untilExported();
  const packages: Buffer[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    stand.runs.last += 1;
    packages.push(...(await packagesOf(dayOf(stand.register, stand.runs.last), size)));
  }
  return packages;
}

async function load(stand: Stand, packages: Buffer[]): Promise<number> {
  const client = createSalesClient({ address: stand.address });
  await sendStream(
    client,
    packages.map((zip) => message(stand.register, zip)),
  );
  client.close();
  stand.runs.sent += packages.length;
  await stand.watch.until(stand.runs.sent);
  return DAYS * RECEIPTS;
}

function loading(stand: Stand, size: number): Variant<Buffer[]> {
  return {
    name: size === RECEIPTS ? 'one package a shift' : `packages of ${size} receipts`,
    prepare: () => freshPackages(stand, size),
    run: (packages) => load(stand, packages),
  };
}

async function measureEngine(name: string, databaseUrl: string | null, openRaw: OpenRaw): Promise<void> {
  const server = await startServerProcess(databaseUrl === null ? {} : { databaseUrl });
  const register = await pairOne(server);
  await assignPaymentTypes(server);
  const watch = await watchLedger(server, databaseUrl);
  const stand = { address: server.grpcAddress, register, watch, runs: { last: 0, sent: 0 } };
  await load(stand, await freshPackages(stand, RECEIPTS));
  const rows = await rowsOfLastShift(watch.query);
  const raw = await openRaw(rows);
  const bare: Variant<Buffer[]> = {
    name: 'bare rows of the same receipts',
    async run() {
      for (let day = 0; day < DAYS; day += 1) await raw.insert();
      return DAYS * RECEIPTS;
    },
  };
  const measured = await measure([bare, ...SIZES.map((size) => loading(stand, size))], { rounds: ROUNDS });
  say('', `${name}: ${countRows(rows)} rows for a shift of ${RECEIPTS} receipts`, '', table(measured, 'receipts'));
  say(cpuLine(measured, 'receipt'), '');
  const [bareOne, small, , whole] = measured.map(({ units, ms }) => (units / ms) * 1000);
  say(bar(`B, packages of ${SIZES[0]}`, small ?? 0, '≥', 4000, 'receipts/s'));
  say(bar('bulk, whole shifts against bare rows', (whole ?? 0) / (bareOne ?? 1), '≥', 0.5, '×'));
  await raw.close();
  await watch.close();
  await server.stop();
}

type OpenRaw = (rows: Awaited<ReturnType<typeof rowsOfLastShift>>) => Promise<RawTarget>;

say(machineLine(ROUNDS));
if (ENGINE !== 'postgres') await measureEngine('embedded database', null, rawSqlite);
if (ENGINE !== 'sqlite') {
  const postgres = await openPostgresForBench();
  if (postgres === undefined) {
    say('', 'PostgreSQL: not on this machine, not measured');
  } else {
    const rawUrl = await postgres.newDatabase();
    await measureEngine('PostgreSQL', await postgres.newDatabase(), (rows) => rawPostgres(rawUrl, rows));
    await postgres.stop();
  }
}
