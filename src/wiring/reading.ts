/** What reads: the reports as each reader sees them, and the same over changes that are only tried. */
import type { Config } from '../config.ts';
import type { CommandStreams } from '../connections/register-grpc/command-streams.ts';
import { openReceiptIndex, type PackedIndex } from '../pipeline/archive/archive.ts';
import type { Intake } from '../pipeline/intake/intake.ts';
import type { StoreServers } from '../pipeline/store-servers/store-servers.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ReadBehind, ReadLine, ReadUpper, Reports } from '../reports/reports.ts';
import { createReportsFor, everything, type ReportsFor } from '../reports/reports-for.ts';
import type { Tables } from '../schema/tables.ts';
import { storageFacts } from './archive-work.ts';
import { configSettings } from './config-settings.ts';
import { createReadFileEnds } from './file-ends.ts';
import { runsAsRoot } from './own-process.ts';
import { readArchiveOf, readWaitingOf } from './read-waiting.ts';
import { createRehearsal, type Rehearse } from './rehearsal.ts';
import { stageLimits } from './stage-limits.ts';
import { exchangeFacts, receiptsFolder } from './stations.ts';
import { trimmingOver } from './trimming.ts';
import { version } from './version.ts';

export type Reading = {
  /** Everything, for the server itself. */
  reports: Reports;
  reportsFor: ReportsFor;
  rehearse: Rehearse;
};

type Parts = {
  database: QueryDatabase<Tables>;
  intake: Intake;
  packed: PackedIndex;
  servers: StoreServers;
  streams: CommandStreams;
  /** The line to the upper server; null = there is none. */
  readUpper: ReadUpper;
  /** How registers come. */
  readLine: ReadLine;
};

/** `stand` is there on a server with invented data. */
export function openReading(options: { config: Config; clock: Clock; stand?: unknown }, parts: Parts): Reading {
  const { config, clock } = options;
  const { database, intake, streams } = parts;
  const sources = sourcesOf(options, parts);
  const reportsFor = createReportsFor({ database, ...sources });
  const rehearse = createRehearsal({
    database,
    clock,
    intake,
    confirmFromDays: config.transfers.confirmFromDays,
    sessionTimes: config.access,
    accessMode: config.http.access,
    limits: stageLimits(config),
    rearm: config.rearm,
    holdsStream: streams.reaches,
    trimmingOver: (trial) => trimmingOver(config, trial, clock, () => undefined),
    reportsOver: (trial) => createReportsFor({ database: trial, ...sources }),
  });
  return { reports: reportsFor(everything), reportsFor, rehearse };
}

function readBehindOf(servers: StoreServers, streams: CommandStreams): ReadBehind {
  return ({ registerId, shopId }) => {
    if (servers.ofShop(shopId).length === 0) return null;
    return streams.reaches(registerId) ? 'held' : 'away';
  };
}

/** What the reports are told beside the tables. */
function sourcesOf(
  { config, clock, stand }: Parameters<typeof openReading>[0],
  { intake, packed, servers, streams, readUpper, readLine }: Omit<Parts, 'database'>,
) {
  const facts = {
    version,
    demo: stand !== undefined,
    runsAsRoot: runsAsRoot(),
    defaultLanguage: config.language,
    timeZone: config.timeZone,
    startedMs: clock.now(),
  };
  return {
    clock,
    readWaiting: readWaitingOf(intake),
    readArchive: readArchiveOf(packed),
    findArchived: openReceiptIndex(receiptsFolder(config)).find,
    readStream: streams.presence,
    readUpper,
    readLine,
    readFileEnds: createReadFileEnds(config),
    readServerStream: streams.serverSince,
    readBehind: readBehindOf(servers, streams),
    facts,
    exchange: exchangeFacts(config),
    storage: storageFacts(config),
    configSettings: configSettings(config),
  };
}
