/**
 * Trimming beside live loading (M45): how long a receipt takes to be in the tables while old days leave them, against a server
 * that trims nothing, and how fast days go. Receipts come one by one, `--pause` ms after the one before was loaded, until all is gone. `--days`, `--registers` (2,000 receipts each); `--engine=sqlite|postgres`.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sd2000Day } from '../src/simulator/day.ts';
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { openHistory } from './parts/history.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { message, packagesOf } from './parts/packages.ts';
import { openPostgresForBench } from './parts/postgres.ts';
import { bar, latencyLine, machineLine, option, say } from './parts/report.ts';
import { get, post } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';

const days = Number(option('days', '5'));
const registers = Number(option('registers', '5'));
const engine = option('engine', 'sqlite') === 'postgres' ? 'postgres' : 'sqlite';
const QUIET_RECEIPTS = 150;
/**
 * Receipts of a shift of today; the next ones belong to the next shift. No more than the quiet stretch has: a long open shift is
 * handed to the ERP every minute, which takes its time with or without trimming.
 */
const A_SHIFT = QUIET_RECEIPTS;
const PAUSE_MS = Number(option('pause', '50'));

const postgres = engine === 'postgres' ? await openPostgresForBench() : undefined;
const env = { SMENA_TRIM_AFTER_DAYS: '30', SMENA_TRIM_AT: 'off', SMENA_TRIM_UNCHECKED: 'on' };
const history = await openHistory({ engine, folder: undefined, days, registers, postgres, env });
const { server } = history;
const watch = await watchLedger(server, history.databaseUrl);
const client = createSalesClient({ address: server.grpcAddress });
const [register] = history.registers;
if (register === undefined) throw new Error('no register');

/** Receipts of today, one package each. */
const today = new Date().toISOString().slice(0, 10);
let shiftNumber = 9_000;
let receipts: Buffer[] = [];

async function nextReceipt(): Promise<Buffer> {
  if (receipts.length === 0 && register !== undefined) {
    const shift = sd2000Day({ run: shiftNumber, ...register, date: today, shiftNumber });
    receipts = (await packagesOf(shift, 1, A_SHIFT)).toReversed();
    shiftNumber += 1;
  }
  const receipt = receipts.pop();
  if (receipt === undefined) throw new Error('no receipt');
  return receipt;
}

/** Sends a receipt and waits until it is in the tables; answers the ms. */
async function load(): Promise<number> {
  if (register === undefined) throw new Error('no register');
  const zip = await nextReceipt();
  const before = await watch.finished();
  const begun = performance.now();
  await sendStream(client, [message(register, zip)]);
  while ((await watch.finished()) <= before) await sleep(2);
  return performance.now() - begun;
}

/** The days of the workload do not hand their drawers on to one another: their differences are accepted, as a person would. */
async function acceptCases(): Promise<void> {
  for (;;) {
    const { cases } = await get<{ cases: { caseId: string }[] }>(server, '/api/v1/cases?state=open&limit=500');
    if (cases.length === 0) return;
    const body = { cases: cases.map(({ caseId }) => caseId), reason: 'measurement', author: 'bench' };
    await post(server, '/api/v1/cases/accepted', body);
  }
}

const quiet: number[] = [];
while (quiet.length < QUIET_RECEIPTS) {
  quiet.push(await load());
  await sleep(PAUSE_MS);
}

await acceptCases();
const rowsBefore = Number((await watch.query('SELECT count(*) AS n FROM document'))[0]?.n);
type Plan = { days: number; documents: number; blocked: { reasons: { code: string }[] }[] };
const { plan } = await post<{ plan: Plan }>(server, '/api/v1/trim/runs', { confirmed: true });
const reasons = new Set(plan.blocked.flatMap((one) => one.reasons.map(({ code }) => code)));
say(
  `to trim: ${plan.days} days, ${plan.documents} documents; must stay: ${plan.blocked.length} shifts (${[...reasons].join(', ')})`,
);
const begun = performance.now();
const busy: number[] = [];
const isRunning = async () =>
  Number((await watch.query("SELECT count(*) AS n FROM trim_run WHERE state = 'asked'"))[0]?.n) > 0;
const longest: { atSeconds: number; ms: number }[] = [];
while (await isRunning()) {
  const ms = await load();
  busy.push(ms);
  longest.push({ atSeconds: (performance.now() - begun) / 1000, ms });
  await sleep(PAUSE_MS);
}
longest.sort((a, b) => b.ms - a.ms);
const seconds = (performance.now() - begun) / 1000;
const rowsAfter = Number((await watch.query('SELECT count(*) AS n FROM document'))[0]?.n);
const gone = rowsBefore + busy.length - rowsAfter;

say(machineLine(1), '', latencyLine('quiet   ', quiet), latencyLine('trimming', busy));
say(
  `${gone} documents in ${seconds.toFixed(0)} s, ${(gone / seconds).toFixed(0)} a second; ${busy.length} receipts loaded meanwhile`,
);
if (engine === 'sqlite')
  say(`database file: ${(statSync(join(server.folder, 'smena.db')).size / 2 ** 20).toFixed(0)} MB after`);
for (const { atSeconds, ms } of longest.slice(0, 5))
  say(`waited ${ms.toFixed(0)} ms, ${atSeconds.toFixed(1)} s after the begin`);
const worst = (values: readonly number[]) => Math.max(...values);
say(bar('longest wait of a receipt beyond the quiet one', Math.max(0, worst(busy) - worst(quiet)), '≤', 100, 'ms'));

client.close();
await watch.close();
await history.close();
await postgres?.stop();
