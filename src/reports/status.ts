/** The state of the whole server in numbers (S1 in short). While the database is away the last read numbers are told with their time. */
import type { LineDoor, ServerStatus } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { expiryStatus, type ReadFileEnds } from './expiries.ts';
import { type ReadWaiting, readCounts } from './packages.ts';
import { isSeenToday, readActivity } from './register-activity.ts';
import { type ReadUpper, upperStatus } from './servers.ts';
import { type StorageFacts, storageTroubles } from './storage.ts';

/** Facts of the running process that no table holds. */
export type ServerFacts = Pick<ServerStatus, 'version' | 'demo' | 'runsAsRoot' | 'defaultLanguage' | 'timeZone'> & {
  /** UTC milliseconds. */
  startedMs: number;
};

/** How registers come at the moment. */
export type ReadLine = () => { encrypted: boolean; plaintext: readonly LineDoor[] };

type Numbers = Omit<
  ServerStatus,
  'version' | 'startedAt' | 'database' | 'packages' | 'lines' | 'demo' | 'runsAsRoot' | 'defaultLanguage' | 'timeZone'
> & {
  packages: { error: number; broken: number };
  asOf: string;
};

/** The numbers that were read last. */
export type KeptNumbers = { last: Numbers | null };

export type StatusParts = {
  database: QueryDatabase<Tables>;
  clock: Clock;
  readWaiting: ReadWaiting;
  facts: ServerFacts;
  storage: StorageFacts;
  numbers: KeptNumbers | undefined;
  readUpper: ReadUpper;
  readLine: ReadLine;
  readFileEnds: ReadFileEnds;
};

/**
 * Makes the report of the status. It throws DatabaseUnavailable only while no numbers were ever read; afterwards it
 * tells the last ones with `database.available` false.
 */
export function createStatusReport(parts: StatusParts): () => Promise<ServerStatus> {
  const { readWaiting, facts, readLine, numbers: kept = { last: null } } = parts;
  return async () => {
    // Asked first: what no longer waits is in the tables by then, so nothing on its way is in neither number.
    const waiting = (await readWaiting(0)).count;
    let available = true;
    try {
      kept.last = await readNumbers(parts);
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable) || kept.last === null) throw cause;
      available = false;
    }
    const { packages, ...numbers } = kept.last;
    return {
      version: facts.version,
      startedAt: utcText(facts.startedMs),
      database: { engine: parts.database.engine, available },
      packages: { waiting, ...packages },
      ...numbers,
      lines: lineOf(readLine()),
      demo: facts.demo,
      runsAsRoot: facts.runsAsRoot,
      defaultLanguage: facts.defaultLanguage,
      timeZone: facts.timeZone,
    };
  };
}

async function readNumbers({
  database,
  clock,
  storage,
  readUpper,
  readFileEnds,
}: Pick<StatusParts, 'database' | 'clock' | 'storage' | 'readUpper' | 'readFileEnds'>): Promise<Numbers> {
  const nowMs = clock.now();
  const shops = await database.query
    .selectFrom('shop')
    .select(['shop_id as shopId', 'time_zone as timeZone'])
    .execute();
  const zones = new Map(shops.map(({ shopId, timeZone }) => [shopId, timeZone]));
  const registers = await readActivity(database, shops, nowMs, null);
  const seen = registers.filter((one) => isSeenToday(one.lastContactAt, zones.get(one.shopId) ?? 'UTC', nowMs));
  const lastSales = registers.map(({ lastSaleAt }) => lastSaleAt).filter((time) => time !== null);
  const marks = await database.get<{ setAside: number; conflicts: number }>(
    `SELECT (SELECT COUNT(*) FROM set_aside WHERE state = 'open') AS "setAside",
       (SELECT COUNT(*) FROM conflict) AS conflicts`,
  );
  return {
    packages: await readCounts(database),
    registers: { total: registers.length, seenToday: seen.length },
    shifts: {
      open: registers.reduce((sum, { openShifts }) => sum + openShifts, 0),
      notExported: registers.reduce((sum, { notExportedShifts }) => sum + notExportedShifts, 0),
      notExportedOpen: registers.reduce((sum, { notExportedOpenShifts }) => sum + notExportedOpenShifts, 0),
    },
    setAsideDocuments: marks?.setAside ?? 0,
    conflicts: marks?.conflicts ?? 0,
    storage: await storageTroubles(database, storage, nowMs),
    upper: await upperStatus(database, readUpper),
    expiries: await expiryStatus({ database, clock, readFileEnds }),
    lastReceiptAt: lastSales.toSorted().at(-1) ?? null,
    asOf: utcText(nowMs),
  };
}

function lineOf({ encrypted, plaintext }: ReturnType<ReadLine>): ServerStatus['lines'] {
  return { encrypted, plaintext: [...plaintext] };
}
