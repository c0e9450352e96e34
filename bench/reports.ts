/**
 * Case F: every report page and the search of a receipt, over a small history and over one a hundred times as long: SD-2000 days
 * of a shop of five registers. The whole answer over HTTP counts, from the question to the last byte.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { type History, openHistory } from './parts/history.ts';
import { type BenchPostgres, openPostgresForBench } from './parts/postgres.ts';
import { bar, machineLine, option, say } from './parts/report.ts';
import { get } from './parts/running-server.ts';
import { median } from './support.ts';

const ROUNDS = Number(option('rounds', '9'));
const ENGINE = option('engine', 'both');
/** Of the long history, in thousands; the short one is a hundredth, at least a day. */
const RECEIPTS = Number(option('receipts', '1000')) * 1000;
/** A folder in which the histories stay for the next run. Of PostgreSQL only in the server of BENCH_POSTGRES_URL. */
const KEEP = option('keep', '');
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
  const of = (report: string) => `/api/v1/reports/${report}?shop=1&from=${from}&to=${to}&limit=200`;
  return REPORTS.map((report) => [report, of(report)]);
}

const searches: [name: string, path: string][] = [
  ['search by number and shop', '/api/v1/receipts?shop=1&number=1000'],
  ['search by sum and shop', '/api/v1/receipts?shop=1&sum=100.00&within=0.50'],
  ['first page of a shop', '/api/v1/receipts?shop=1'],
];

type Taken = Map<string, Time>;
/** Medians of one page in ms: the whole answer, and the processor time of server and database for it. */
type Time = { ms: number; cpuMs: number };
type Page = readonly [name: string, path: string];
type Asked = { column: string; history: History; pages: readonly Page[] };

/** All pages of all columns take turns, so that a slow minute meets all of them. */
async function take(asked: readonly Asked[]): Promise<Map<string, Taken>> {
  const times = new Map(asked.map(({ column }) => [column, new Map<string, Time[]>()]));
  for (let round = -2; round < ROUNDS; round += 1)
    for (const { column, history, pages } of asked)
      for (const [name, path] of pages) {
        const cpuBefore = await history.cpuMs();
        const begun = performance.now();
        await get(history.server, path);
        const ms = performance.now() - begun;
        const cpuMs = (await history.cpuMs()) - cpuBefore;
        const own = times.get(column);
        if (round >= 0) own?.set(name, [...(own.get(name) ?? []), { ms, cpuMs }]);
      }
  const middle = (all: readonly Time[]) => ({
    ms: median(all.map(({ ms }) => ms)),
    cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
  });
  return new Map(
    [...times].map(([column, own]) => [column, new Map([...own].map(([name, all]) => [name, middle(all)]))]),
  );
}

async function measureEngine(name: string, engine: 'sqlite' | 'postgres', postgres?: BenchPostgres): Promise<void> {
  const open = async (length: string, days: number) =>
    openHistory({
      engine,
      folder: KEEP === '' ? undefined : join(KEEP, engine, length),
      days,
      registers: REGISTERS,
      postgres,
    });
  const short = await open('short', FEW_DAYS);
  const long = await open(`long-${DAYS}`, DAYS);
  const last = (days: number) => [day(Math.max(0, DAYS - days)), day(DAYS - 1)] as const;
  const columns = [
    { column: 'short', history: short, pages: [...pages(day(0), day(FEW_DAYS - 1)), ...searches] },
    { column: 'long', history: long, pages: [...pages(day(0), day(FEW_DAYS - 1)), ...searches] },
    { column: 'a week', history: long, pages: pages(...last(7)) },
    { column: 'a month', history: long, pages: pages(...last(30)) },
    { column: 'all', history: long, pages: pages(...last(DAYS)) },
  ];
  const taken = await take(columns);
  say('', `${name}: ${FEW_DAYS * A_DAY} receipts, then ${DAYS * A_DAY}; ms of the answer / of processor time`);
  say(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
    '',
  );
  say(`${'page'.padEnd(26)}${columns.map(({ column }) => column.padStart(16)).join('')}`);
  const shown = (time: Time | undefined) =>
    (time === undefined ? '–' : `${time.ms.toFixed(1)} / ${time.cpuMs.toFixed(1)}`).padStart(15);
  for (const [page] of columns[0]?.pages ?? [])
    say(`${page.padEnd(26)} ${columns.map(({ column }) => shown(taken.get(column)?.get(page))).join(' ')}`);
  say('');
  for (const { column } of columns.slice(1)) sayBars(column, taken);
  const of = (column: string, page: string) => taken.get(column)?.get(page)?.ms ?? Number.NaN;
  // In processor time: what the machine does besides meets one history at one moment and the other at another.
  const cpu = (column: string, page: string) => taken.get(column)?.get(page)?.cpuMs ?? Number.NaN;
  const growth = REPORTS.map((page) => cpu('long', page) / Math.max(cpu('short', page), 2));
  say(bar('F, growth with a hundred times the history', Math.max(...growth), '≤', 1.5, '×'));
  for (const [page] of searches) say(bar(page, of('long', page), '≤', SEARCH_MS, 'ms'));
  await long.close();
  await short.close();
}

function sayBars(column: string, taken: Map<string, Taken>): void {
  const slowest = (of: (time: Time) => number) =>
    Math.max(...REPORTS.map((page) => of(taken.get(column)?.get(page) ?? { ms: Number.NaN, cpuMs: Number.NaN })));
  say(
    bar(
      `F, slowest report page, ${column}`,
      slowest(({ ms }) => ms),
      '≤',
      HELD_MS,
      'ms',
    ),
  );
  say(
    bar(
      `F, the same in processor time, ${column}`,
      slowest(({ cpuMs }) => cpuMs),
      '≤',
      HELD_MS,
      'ms',
    ),
  );
}

say(machineLine(ROUNDS));
if (ENGINE !== 'postgres') await measureEngine('embedded database', 'sqlite');
if (ENGINE !== 'sqlite') {
  const postgres = await openPostgresForBench();
  if (postgres === undefined) say('', 'PostgreSQL: not on this machine, not measured');
  else {
    await measureEngine('PostgreSQL', 'postgres', postgres);
    await postgres.stop();
  }
}
