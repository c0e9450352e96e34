/** The stations put together once more over a database whose changes are undone: what a change would do (`dryRun`). */

import {
  type AccessMode,
  type Administration,
  createAdministration,
  createJudgeAssignee,
  type SessionTimes,
} from '../access/access.ts';
import type { ExchangeFunctions, TrimmingFor } from '../connections/web-api/web-api.ts';
import type { StageLimits } from '../domain/transfer.ts';
import { createPackageDecisions, type PackageDecisions } from '../pipeline/archive/archive.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import {
  type Cases,
  createCases,
  createRearm,
  type Rearm,
  type RearmSettings,
} from '../pipeline/reconciliation/reconciliation.ts';
import { createRegisters, type Registers } from '../pipeline/registers/registers.ts';
import { createStoreServers, type StoreServers } from '../pipeline/store-servers/store-servers.ts';
import { createTransfers, type Transfers } from '../pipeline/transfers/transfers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { type QueryDatabase, withQueries } from '../platform/database/query-builder.ts';
import { rehearse } from '../platform/database/rehearsal.ts';
import type { ReportsFor } from '../reports/reports-for.ts';
import { createTimetable, type Timetable } from '../schedule/timetable.ts';
import type { Tables } from '../schema/tables.ts';
import { tellAccess } from './access-notes.ts';
import { type ClassChanges, createClassChanges } from './change-classes.ts';
import { createExchangeChanges } from './exchange-changes.ts';

export type RehearsalParts = {
  database: Database<Tables>;
  clock: Clock;
  confirmFromDays: number;
  sessionTimes: SessionTimes;
  accessMode: AccessMode;
  /** How long a load may stand in each stage. */
  limits: StageLimits;
  rearm: RearmSettings;
  holdsStream: (registerId: string) => boolean;
  /** Trimming over another database. */
  trimmingOver: (database: Database<Tables>) => TrimmingFor;
  /** Nothing is moved in a rehearsal. */
  intake: Intake;
  /** The reports over another database. */
  reportsOver: (database: QueryDatabase<Tables>) => ReportsFor;
};

export type Rehearsed = {
  administration: Administration;
  decisions: PackageDecisions;
  reports: ReportsFor;
  registers: Registers;
  servers: StoreServers;
  transfers: Transfers;
  timetable: Timetable;
  rearm: Rearm;
  cases: Cases;
  exchange: ExchangeFunctions['exchange'];
  trimming: TrimmingFor;
} & ClassChanges;

export type Rehearse = <T>(work: (stations: Rehearsed) => Promise<T>) => Promise<T>;

/** Nothing outside of the database is told of what happens in a rehearsal, and no register is asked. */
export function createRehearsal(parts: RehearsalParts): Rehearse {
  return (work) => rehearse(parts.database, (trial) => work(stationsOver(parts, trial)));
}

function stationsOver(parts: RehearsalParts, database: Database<Tables>): Rehearsed {
  const { clock, confirmFromDays, limits, holdsStream } = parts;
  const onChanged = () => undefined;
  const reading = withQueries(database);
  const transfers = createTransfers({
    database,
    clock,
    confirmFromDays,
    limits,
    holdsStream,
    onChanged,
    ask: () => Promise.reject(new Error('no register is asked in a rehearsal')),
  });
  return {
    administration: createAdministration({ database, clock, times: parts.sessionTimes, tell: tellAccess(clock) }),
    reports: parts.reportsOver(reading),
    trimming: parts.trimmingOver(database),
    decisions: createPackageDecisions({ database, clock, intake: unmoved(parts.intake) }),
    registers: createRegisters({ database, clock, onChanged }),
    servers: createStoreServers({ database, clock, onChanged }),
    transfers,
    timetable: createTimetable({ database, clock, transfers, onChanged }),
    rearm: createRearm({ database, clock, transfers, settings: parts.rearm, onChanged }),
    cases: createCases({
      database,
      clock,
      transfers,
      judgeAssignee: createJudgeAssignee(parts.accessMode),
      onChanged,
    }),
    exchange: createExchangeChanges(database, clock, { wake: onChanged, onConfirmed: onChanged }),
    ...createClassChanges(reading, clock, onChanged),
  };
}

/** An intake that says whether a package could come back, and leaves it where it is. */
export function unmoved(intake: Intake): Intake {
  return {
    ...intake,
    retry: async (name, from = 'error') => (await intake.read(from, name)).kind !== 'missing',
  };
}
