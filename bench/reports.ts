/**
 * Case F: every report page and the search of a receipt, over a small history and over one a hundred times as long: SD-2000 days
 * of a shop of five registers. The whole answer over HTTP counts, from the question to the last byte. Then, while a file of all
 * receipts of a month is downloaded, how long others wait.
 */
import { createSalesClient } from '../src/simulator/sales-client.ts';
import { watchLedger } from './parts/ledger-watch.ts';
import { dayOf, message, packagesOf } from './parts/packages.ts';
import { openPostgresForBench } from './parts/postgres.ts';
import { bar, latencyLine, machineLine, option, percentile, say } from './parts/report.ts';
import { assignPaymentTypes, get, pairShop, type RunningServer, startServerProcess } from './parts/running-server.ts';
import { sendStream } from './parts/senders.ts';
import { median } from './support.ts';

const ROUNDS = Number(option('rounds', '9'));
const ENGINE = option('engine', 'both');
/** Of the long history, in thousands; the short one is a hundredth, at least a day. */
const RECEIPTS = Number(option('receipts', '1000')) * 1000;
const REGISTERS = 5;
const A_DAY = REGISTERS * 2000;
const DAYS = Math.max(2, Math.round(RECEIPTS / A_DAY));
const FEW_DAYS = Math.max(1, Math.round(DAYS / 100));
const HELD_MS = 30;
const SEARCH_MS = 50;

const day = (run: number) => new Date(Date.UTC(2024, 0, 1 + run)).toISOString().slice(0, 10);

const REPORTS = [
  'sales',
  'shifts',
  'departments',
  'cashiers',
  'payments',
  'hours',
  'refunds',
  'cancelled',
  'cash',
  'discounts',
  'goods',
];

/** Pages over the days that both histories have, and over a week and a month of the long one. */
function pages(from: string, to: string): [name: string, path: string][] {
  const of = (report: string) => `/api/v1/reports/${report}?shop=1&from=${from}&to=${to}&limit=500`;
  return REPORTS.map((report) => [report, of(report)]);
}

const searches: [name: string, path: string][] = [
  ['search by number and shop', '/api/v1/receipts?shop=1&number=1000'],
  ['search by sum and shop', '/api/v1/receipts?shop=1&sum=100.00&within=0.50'],
  ['first page of a shop', '/api/v1/receipts?shop=1'],
];

type Taken = Map<string, number>;

/** Medians in ms; all pages take turns, so that a slow minute meets all of them. */
async function take(server: RunningServer, wanted: readonly [string, string][]): Promise<Taken> {
  const times = new Map<string, number[]>(wanted.map(([name]) => [name, []]));
  for (let round = -2; round < ROUNDS; round += 1)
    for (const [name, path] of wanted) {
      const begun = performance.now();
      await get(server, path);
      if (round >= 0) times.get(name)?.push(performance.now() - begun);
    }
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

async function measureEngine(name: string, databaseUrl: string | null): Promise<void> {
  const server = await startServerProcess(databaseUrl === null ? {} : { databaseUrl });
  const registers = await pairShop(server, '1', REGISTERS);
  await assignPaymentTypes(server);
  const watch = await watchLedger(server, databaseUrl);
  const client = createSalesClient({ address: server.grpcAddress });
  let sent = 0;
  async function load(fromRun: number, toRun: number): Promise<void> {
    for (let run = fromRun; run < toRun; run += 1) {
      for (const register of registers) {
        const packages = await packagesOf(dayOf(register, run), 2000);
        await sendStream(
          client,
          packages.map((zip) => message(register, zip)),
        );
        sent += packages.length;
      }
      // No further ahead than a few days, or the queue of files grows with the history.
      await watch.until(sent - 3 * REGISTERS);
    }
    await watch.until(sent);
    await untilGoods();
  }
  async function untilGoods(): Promise<void> {
    const behind = 'SELECT count(*) AS n FROM shift WHERE closed_at IS NOT NULL AND items_revision <> revision';
    while (Number((await watch.query(behind))[0]?.n) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await load(0, FEW_DAYS);
  const wanted = [...pages(day(0), day(FEW_DAYS - 1)), ...searches];
  const few = await take(server, wanted);
  await load(FEW_DAYS, DAYS);
  const many = await take(server, wanted);
  const week = await take(server, pages(day(Math.max(0, DAYS - 7)), day(DAYS - 1)));
  const month = await take(server, pages(day(Math.max(0, DAYS - 30)), day(DAYS - 1)));
  say('', `${name}: ${FEW_DAYS * A_DAY} receipts, then ${DAYS * A_DAY}, ms`, '');
  const ms = (taken: Taken, page: string) => (taken.get(page)?.toFixed(1) ?? '–').padStart(8);
  say(`${'page'.padEnd(26)}${['short', 'long', 'a week', 'a month'].map((head) => head.padStart(9)).join('')}`);
  for (const [page] of wanted)
    say(`${page.padEnd(26)} ${ms(few, page)} ${ms(many, page)} ${ms(week, page)} ${ms(month, page)}`);
  say('');
  const slowest = (taken: Taken, names: readonly string[]) => Math.max(...names.map((page) => taken.get(page) ?? 0));
  say(bar('F, slowest report page of a day', slowest(many, REPORTS), '≤', HELD_MS, 'ms'));
  say(bar('F, slowest report page of a week', slowest(week, REPORTS), '≤', HELD_MS, 'ms'));
  say(bar('slowest report page of a month', slowest(month, REPORTS), '≤', HELD_MS, 'ms'));
  const growth = wanted.map(([page]) => (many.get(page) ?? 0) / Math.max(few.get(page) ?? 0, 2));
  say(bar('F, growth with a hundred times the history', Math.max(...growth), '≤', 1.5, '×'));
  say(bar('search by number and shop', many.get('search by number and shop') ?? 0, '≤', SEARCH_MS, 'ms'));
  await measureDownload(server);
  client.close();
  await watch.close();
  await server.stop();
}

/** Statement 34: a download of a hundred thousand rows slows nobody down by more than a half. */
async function measureDownload(server: RunningServer): Promise<void> {
  const alone = await askFor(server, 200, () => false);
  const path = `/api/v1/receipts/file?shop=1&from=${day(Math.max(0, DAYS - 10))}&to=${day(DAYS - 1)}`;
  let bytes = 0;
  let over = false;
  const begun = performance.now();
  const download = (async () => {
    const response = await fetch(`${server.httpUrl}${path}`);
    if (!response.ok || response.body === null) throw new Error(`${path}: ${response.status}`);
    for await (const piece of response.body) bytes += piece.byteLength;
    over = true;
  })();
  const beside = await askFor(server, 100_000, () => over);
  await download;
  const seconds = (performance.now() - begun) / 1000;
  say(
    '',
    `file of ${Math.min(10, DAYS) * A_DAY} receipts: ${(bytes / 2 ** 20).toFixed(1)} MB in ${seconds.toFixed(1)} s`,
  );
  say(latencyLine('status alone', alone), latencyLine('status beside the download', beside));
  say(bar('34, p95 of status beside a download', percentile(beside, 0.95) / percentile(alone, 0.95), '≤', 1.5, '×'));
}

async function askFor(server: RunningServer, times: number, enough: () => boolean): Promise<number[]> {
  const taken: number[] = [];
  while (taken.length < times && !enough()) {
    const begun = performance.now();
    await get(server, '/api/v1/status');
    taken.push(performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return taken;
}

say(machineLine(ROUNDS));
if (ENGINE !== 'postgres') await measureEngine('embedded database', null);
if (ENGINE !== 'sqlite') {
  const postgres = await openPostgresForBench();
  if (postgres === undefined) say('', 'PostgreSQL: not on this machine, not measured');
  else {
    await measureEngine('PostgreSQL', await postgres.newDatabase());
    await postgres.stop();
  }
}
