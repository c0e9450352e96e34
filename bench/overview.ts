/**
 * Pages that count and list over a whole network (S1, S2, S4, S9, S11, S13 and what stands beside them), over a short history and
 * over one a hundred times as long: what is done with must not make them slower. The whole answer over HTTP counts.
 * `--engine=sqlite|postgres|both`, `--shops`, `--registers` in each, `--days` of the long history, `--rounds`.
 */
import { join } from 'node:path';
import { root } from '../scripts/root.ts';
import { readMigrations } from '../src/platform/database/migrate.ts';
import { openDatabase } from '../src/platform/database/open-database.ts';
import type { Tables } from '../src/schema/tables.ts';
import { fillNetwork } from './parts/long-network.ts';
import { openPostgresForBench } from './parts/postgres.ts';
import { bar, machineLine, option, say } from './parts/report.ts';
import { get, type RunningServer, startServerProcess, temporaryFolder } from './parts/running-server.ts';
import { median } from './support.ts';

const ENGINE = option('engine', 'both');
const SHOPS = Number(option('shops', '100'));
const REGISTERS = Number(option('registers', '5'));
const DAYS = Number(option('days', '400'));
const ROUNDS = Number(option('rounds', '9'));
const FEW_DAYS = Math.max(1, Math.round(DAYS / 100));
const HELD_MS = 30;
/** A page of a few ms may take a little longer at a hundred times the history; more than this it may not. */
const MOST_GROWTH = 1.5;

const today = new Date().toISOString().slice(0, 10);
const before = (days: number) => new Date(Date.parse(today) - days * 86_400_000).toISOString().slice(0, 10);

/** Over the days that both histories have; pages as long as the short one can fill. */
const from = before(FEW_DAYS - 1);
const pages: readonly (readonly [name: string, path: string])[] = [
  ['state of the server', '/api/v1/status'],
  ['shops', '/api/v1/shops'],
  ['registers of a shop', '/api/v1/shops/1/registers'],
  ['a register', '/api/v1/shops/1/registers/1'],
  ['shifts of a register', '/api/v1/shops/1/registers/1/shifts?limit=4'],
  ['shops and days', `/api/v1/reconciliation/days?from=${from}&to=${today}`],
  ['days of a shop', `/api/v1/shops/1/reconciliation?from=${from}&to=${today}`],
  ['a day of a shop', `/api/v1/shops/1/reconciliation/${today}`],
  ['cases', '/api/v1/cases'],
  ['missing numbers', '/api/v1/gaps'],
  ['not checked', '/api/v1/reconciliation/unchecked'],
  ['exchange, all shops', '/api/v1/erp'],
  ['exchange of a shop', '/api/v1/erp?shop=1'],
  ['targets', '/api/v1/erp/targets'],
  ['requests of the ERP', '/api/v1/erp/requests'],
  ['files of the ERP', '/api/v1/erp/files?limit=20'],
  ['files of a shop', '/api/v1/erp/files?shop=1&limit=20'],
  ['confirmations', '/api/v1/erp/confirmations'],
  ['exports', '/api/v1/exports?limit=20'],
  ['exports of a shop', '/api/v1/exports?shop=1&limit=20'],
  ['packages', '/api/v1/packages?limit=20'],
  ['packages in error', '/api/v1/packages?state=error&limit=3'],
  ['packages of a shop', '/api/v1/packages?shop=1&limit=20'],
  ['transfers', '/api/v1/transfers'],
  ['log', '/api/v1/log?limit=20'],
  ['log of a shop', '/api/v1/log?shop=1&limit=20'],
  ['audit', '/api/v1/audit'],
  ['storage', '/api/v1/storage'],
  ['expiries', '/api/v1/expiries'],
  ['servers', '/api/v1/servers'],
];

const postgres = ENGINE === 'sqlite' ? undefined : await openPostgresForBench();
if (ENGINE !== 'sqlite' && postgres === undefined) say('no PostgreSQL on this machine: the embedded database alone');

async function open(engine: 'sqlite' | 'postgres', days: number): Promise<RunningServer> {
  const folder = temporaryFolder();
  const databaseUrl = engine === 'postgres' ? await postgres?.newDatabase() : undefined;
  const location =
    databaseUrl === undefined
      ? ({ engine: 'sqlite', file: join(folder, 'smena.db') } as const)
      : ({ engine: 'postgres', url: databaseUrl } as const);
  const database = openDatabase<Tables>(location, readMigrations(join(root, 'migrations')), 1);
  await database.migrate();
  const begun = performance.now();
  const shifts = await fillNetwork(database, { shops: SHOPS, registers: REGISTERS, days, lastDay: today });
  if (engine === 'postgres') await database.run('ANALYZE');
  await database.close();
  say(`${engine}: ${shifts} shifts in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return startServerProcess({ folder, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
}

async function measure(engine: 'sqlite' | 'postgres'): Promise<void> {
  const servers = { short: await open(engine, FEW_DAYS), long: await open(engine, DAYS) };
  const taken = new Map(pages.map(([name]) => [name, { short: [] as number[], long: [] as number[] }]));
  for (let round = -2; round < ROUNDS; round += 1)
    for (const [name, path] of pages)
      for (const kind of ['short', 'long'] as const) {
        const begun = performance.now();
        await get(servers[kind], path);
        if (round >= 0) taken.get(name)?.[kind].push(performance.now() - begun);
      }
  say('', `${engine}: ms, ${FEW_DAYS} and ${DAYS} days of ${SHOPS} shops × ${REGISTERS} registers`);
  const growths: [name: string, ms: number, growth: number][] = [];
  for (const [name, { short, long }] of taken) {
    const growth = median(long) / median(short);
    growths.push([name, median(long), growth]);
    say(
      `${name.padEnd(24)} ${median(short).toFixed(1).padStart(8)} ${median(long).toFixed(1).padStart(8)}  ${growth.toFixed(2)} ×`,
    );
  }
  const slowest = growths.toSorted((a, b) => b[1] - a[1])[0];
  const steepest = growths.toSorted((a, b) => b[2] - a[2])[0];
  if (slowest) say(bar(`${engine}: slowest page, ${slowest[0]}`, slowest[1], '≤', HELD_MS, 'ms'));
  if (steepest) say(bar(`${engine}: growth of ${steepest[0]}`, steepest[2], '≤', MOST_GROWTH, '×'));
  for (const server of Object.values(servers)) await server.stop();
}

say(machineLine(ROUNDS));
for (const engine of ['sqlite', 'postgres'] as const)
  if ((ENGINE === 'both' || ENGINE === engine) && (engine === 'sqlite' || postgres !== undefined))
    await measure(engine);
await postgres?.stop();
