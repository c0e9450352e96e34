/** The state of the whole server in numbers (S1 in short). While the database is away the last read numbers are told with their time. */
import type { LineDoor, ServerStatus } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { overOneLine, type QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { expiryStatus, type ReadFileEnds } from './expiries.ts';
import { joinFailedSql, notExportedSql, toLookAtSql } from './export-state.ts';
import { type ReadWaiting, undecidedSql } from './packages.ts';
import { isSeenToday } from './register-activity.ts';
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
  const [contacts, totals = NONE, troubles, upper, expiries] = await overOneLine(database, (reading) =>
    Promise.all([
      reading.all<{ lastContactAt: string | null; timeZone: string }>(CONTACTS),
      reading.get<Totals>(TOTALS),
      storageTroubles(reading, storage, nowMs),
      upperStatus(reading, readUpper),
      expiryStatus({ database: reading, clock, readFileEnds }),
    ]),
  );
  const seen = contacts.filter(({ lastContactAt, timeZone }) => isSeenToday(lastContactAt, timeZone, nowMs));
  const { lastSaleAt, open, toLookAt, missing, setAside, conflicts, error, broken } = totals;
  return {
    packages: { error, broken },
    registers: { total: contacts.length, seenToday: seen.length },
    shifts: { open, notExported: toLookAt, notExportedOpen: missing - toLookAt },
    setAsideDocuments: setAside,
    conflicts,
    storage: troubles,
    upper,
    expiries,
    lastReceiptAt: lastSaleAt,
    asOf: utcText(nowMs),
  };
}

type Totals = {
  open: number;
  /** Shifts that the ERP lacks, and those of them to look at. */
  missing: number;
  toLookAt: number;
  setAside: number;
  conflicts: number;
  error: number;
  broken: number;
  /** Local to its shop. */
  lastSaleAt: string | null;
};

const NONE: Totals = {
  open: 0,
  missing: 0,
  toLookAt: 0,
  setAside: 0,
  conflicts: 0,
  error: 0,
  broken: 0,
  lastSaleAt: null,
};

const CONTACTS = `SELECT r.last_contact_utc AS "lastContactAt", s.time_zone AS "timeZone"
  FROM register r JOIN shop s ON s.shop_id = r.shop_id`;

const MISSING = `FROM shift s ${joinFailedSql('s')} WHERE ${notExportedSql('s')}`;

/** In one statement, from indexes over what needs somebody: every page asks again and again, and history costs nothing. */
const TOTALS = `SELECT (SELECT COUNT(*) FROM shift s WHERE s.closed_at IS NULL) AS open,
  (SELECT COUNT(*) FROM shift s WHERE ${notExportedSql('s')}) AS missing, (SELECT COUNT(*) ${MISSING} AND ${toLookAtSql('s')}) AS "toLookAt",
  (SELECT COUNT(*) FROM set_aside a WHERE a.state = 'open') AS "setAside", (SELECT COUNT(*) FROM conflict c) AS conflicts,
  ${undecidedSql('error')} AS error, ${undecidedSql('broken')} AS broken,
  (SELECT MAX(s.last_document_at) FROM shift s WHERE s.last_document_at IS NOT NULL) AS "lastSaleAt"`;

function lineOf({ encrypted, plaintext }: ReturnType<ReadLine>): ServerStatus['lines'] {
  return { encrypted, plaintext: [...plaintext] };
}
