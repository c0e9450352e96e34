/**
 * The server put together by hand: doors and intake in this thread, loader and exports in the pipeline thread.
 *
 *   transfers ──Thrift, stream of the register──► register
 *   register ──gRPC, Thrift──► intake ──disk──► ledger ──tables──► exports ──folder──► АСТУ
 *                                          └──► reports ──HTTP──► browser, command line
 *
 * Parts start in an order in which each can work without those after it: the folders first, the doors last; the database
 * may come and go at any time.
 */
import { fileURLToPath } from 'node:url';
import type { Access } from './access/access.ts';
import type { Config } from './config.ts';
import type { CommandStreams } from './connections/register-grpc/command-streams.ts';
import {
  createLiveHub,
  type LiveHub,
  type StandFunctions,
  startWebApi,
  type WebApi,
  type WebKeys,
} from './connections/web-api/web-api.ts';
import { type Descriptions, openDescriptions } from './descriptions/descriptions.ts';
import type { PaymentClass } from './domain/sales.ts';
import { createPackageDecisions, type PackageDecisions, type PackedIndex } from './pipeline/archive/archive.ts';
import { createEventBuffer, type EventBuffer } from './pipeline/event-log/event-log.ts';
import { type Intake, prepareIntakeFolders } from './pipeline/intake/intake.ts';
import { setPaymentClass } from './pipeline/ledger/ledger.ts';
import type { Cases, Rearm } from './pipeline/reconciliation/reconciliation.ts';
import { createRegisters, type Registers } from './pipeline/registers/registers.ts';
import { createStoreServers, type StoreServers } from './pipeline/store-servers/store-servers.ts';
import type { Transfers } from './pipeline/transfers/transfers.ts';
import type { Clock } from './platform/clock.ts';
import { connectionsWithinFiles } from './platform/connection-limit.ts';
import { DatabaseUnavailable } from './platform/database/database.ts';
import { type QueryDatabase, withQueries } from './platform/database/query-builder.ts';
import { type FolderLock, lockFolder } from './platform/folder-lock.ts';
import type { Logger } from './platform/logger.ts';
import { createPlacesOf } from './reports/places-of.ts';
import type { Reports } from './reports/reports.ts';
import type { ReportsFor } from './reports/reports-for.ts';
import type { Timetable } from './schedule/timetable.ts';
import type { Tables } from './schema/tables.ts';
import { accessFunctions, openAccess } from './wiring/access-functions.ts';
import { type ArchiveWorker, createArchiveWorker } from './wiring/archive-worker.ts';
import type { Asking } from './wiring/asking.ts';
import { type AuditTrail, anchorFolders, openTrail, toldStand } from './wiring/audit-trail.ts';
import { type CapturedFrames, createCapturedFrames } from './wiring/captured-frames.ts';
import { createClassChanges } from './wiring/change-classes.ts';
import { createDescriptionChanges } from './wiring/change-descriptions.ts';
import { createCheckFile, type FileChecker } from './wiring/check-file.ts';
import { settleDatabaseSpace } from './wiring/database-space.ts';
import { createDownloads, type Downloads } from './wiring/download-worker.ts';
import { createExchangeChanges } from './wiring/exchange-changes.ts';
import { startExpiryAlarm } from './wiring/expiry-alarm.ts';
import { createReadExportFile } from './wiring/export-file.ts';
import { createHousekeeping, type Housekeeping } from './wiring/housekeeping.ts';
import type { LineState } from './wiring/line-warning.ts';
import { hearPipeline, hint } from './wiring/live-hints.ts';
import { openAsking } from './wiring/open-asking.ts';
import { type ForwardingLine, openForwarding } from './wiring/open-forwarding.ts';
import { withOwnCall } from './wiring/own-call.ts';
import { tellOwnProcess } from './wiring/own-process.ts';
import { packageContentOf } from './wiring/package-content.ts';
import { createPipelineWorker, type PipelineWorker } from './wiring/pipeline-worker.ts';
import { openReading } from './wiring/reading.ts';
import { createReceiveFile, type FileReceiver } from './wiring/receive-file.ts';
import { openRegisterDoors, type RegisterDoors } from './wiring/register-doors.ts';
import { lineStateOfFiles } from './wiring/register-line.ts';
import type { Rehearse } from './wiring/rehearsal.ts';
import { databaseRefusal, doorOpened, type StartRefusal, startRefusal } from './wiring/start-refusal.ts';
import { openConfigured, openIntake, openPacked, prepareDataFolder, queueFolders } from './wiring/stations.ts';
import { trimmingOver } from './wiring/trimming.ts';
import { version } from './wiring/version.ts';
import { watchLines } from './wiring/watch-lines.ts';
import { readWebLine, webLine } from './wiring/web-line.ts';

export type ServerOptions = {
  config: Config;
  clock: Clock;
  logger: Logger;
  /** A stand with invented data: its switches. */
  stand?: NonNullable<StandFunctions['stand']>;
};

export type Server = {
  /** Address of the pages. */
  url: string;
  httpPort: number;
  grpcPort: number;
  thriftPort: number;
  registerHttpPort: number;
  /** How registers come at the moment. */
  lineState(): LineState;
  registers: Registers;
  access: Access;
  timetable: Pick<Timetable, 'add'>;
  /** Gives a payment type its class on the whole server. */
  setPaymentClass(paymentTypeCode: number, paymentClass: PaymentClass): Promise<void>;
  /** Closes the doors, finishes what runs, closes the database. */
  stop(): Promise<void>;
  /** The same without finishing what is being loaded, for data that nobody wants any more. */
  abandon(): Promise<void>;
};

export type StartResult = { ok: true; server: Server } | StartRefusal;

/** Everything behind the doors. */
type Inside = {
  database: QueryDatabase<Tables>;
  live: LiveHub;
  access: Access;
  log: EventBuffer;
  trail: AuditTrail;
  intake: Intake;
  packed: PackedIndex;
  archive: ArchiveWorker;
  decisions: PackageDecisions;
  registers: Registers;
  servers: StoreServers;
  forwarding: ForwardingLine | null;
  transfers: Transfers;
  timetable: Timetable;
  rearm: Rearm;
  cases: Cases;
  streams: CommandStreams;
  reports: Reports;
  reportsFor: ReportsFor;
  rehearse: Rehearse;
  files: FileReceiver;
  checks: FileChecker;
  downloads: Downloads;
  pipeline: PipelineWorker;
  housekeeping: Housekeeping;
  asking: Asking;
  descriptions: Descriptions;
  frames: CapturedFrames;
  lock: FolderLock;
};

const webFolder = fileURLToPath(new URL('../web/dist', import.meta.url));
const DATABASE_CONNECTIONS = 6;
/** Ports among which the open files of the process are shared. */
const LISTENERS = 4;

/** Starts everything; refuses when the data folder or a port is taken and when the database is of no use. */
export async function startServer(options: ServerOptions): Promise<StartResult> {
  const { config, logger } = options;
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return { ok: false, code: 'data.in_use', params: { folder: config.dataFolder } };
  await prepareIntakeFolders(queueFolders(config));
  const space = await settleDatabaseSpace(config, logger);
  let doors: RegisterDoors | undefined;
  let inside: Inside;
  try {
    const descriptions = await openDescriptions(config.dataFolder, options.clock);
    inside = openInside(options, descriptions, lock, () => doors);
  } catch (cause) {
    lock.release();
    return databaseRefusal(cause);
  }
  try {
    // A database that is away is waited for; one that this program cannot use ends the start.
    await inside.housekeeping.begin().catch((cause: unknown) => {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      logger.warn(`the database is away, packages are taken to disk: ${cause.message}`);
    });
    inside.pipeline.start();
    inside.housekeeping.start();
    doors = await openRegisterDoors({ ...options, ...inside });
    inside.asking.start();
    inside.frames.start();
    inside.forwarding?.start();
    const read = readWebLine(config);
    const web = await doorOpened('http', openWebDoor(options, inside, read.keys));
    inside.archive.start(web);
    const { damagedFile } = inside.descriptions;
    if (damagedFile !== null)
      inside.log.add({ code: 'description.damaged', level: 'error', params: { file: damagedFile } });
    if (space !== null) inside.log.add(space);
    inside.log.add({ code: 'server.started', level: 'info', params: { version } });
    tellOpen(options, inside);
    await tellOwnProcess(config.dataFolder, { logger, log: inside.log });
    const lines = [doors.keys, webLine({ config, read, change: web.changeKeys })];
    const watch = watchLines({ ...options, ...inside, ...doors, lines });
    const alarm = startExpiryAlarm({ ...options, ...inside }, logger);
    return {
      ok: true,
      server: serverOf(options, inside, doors, {
        ...web,
        stop: () => Promise.all([watch.stop(), alarm.stop()]).then(web.stop),
      }),
    };
  } catch (cause) {
    await doors?.stop();
    await closeInside(inside, logger);
    return startRefusal(config, cause);
  }
}

function openInside(
  options: ServerOptions,
  descriptions: Descriptions,
  lock: FolderLock,
  doors: () => RegisterDoors | undefined,
): Inside {
  const { config, clock, logger } = options;
  const database = withQueries(openConfigured(config, DATABASE_CONNECTIONS));
  const live = createLiveHub({ clock, logger });
  const trail = openTrail(anchorFolders(config), database, clock);
  const { access, key: ownKey } = withOwnCall(openAccess(config, database, clock));
  const log = createEventBuffer(database, clock, () => housekeeping.wake());
  const packed = openPacked(config, logger);
  const intake = openIntake(config, clock, (event) => log.add(event), packed);
  const onChanged = () => {
    housekeeping.registersChanged();
    streams.recheck();
    asking.wake();
  };
  const tokensRequired = config.registers.tokens === 'required';
  const registers = createRegisters({ database, clock, onChanged, tokensRequired });
  const servers = createStoreServers({ database, clock, onChanged });
  const files = createReceiveFile({
    database,
    clock,
    intake,
    registers,
    timeZone: config.timeZone,
    foresee: (file) => checks.foresee(file),
    wake: () => pipeline.wake(),
  });
  const checks = createCheckFile({ database, ask: (id, file) => pipeline.check(id, file) });
  const noteLoaded: CapturedFrames['noteLoaded'] = (results) => frames.noteLoaded(results);
  const onLoaded = () => forwarding?.wake();
  const hear = hearPipeline({ live, log, files, checks, noteLoaded, onLoaded });
  const pipeline = createPipelineWorker(config, logger, hear);
  const housekeeping = createHousekeeping({ database, clock, logger, registers, servers, log, live, pipeline, trail });
  const { transfers, timetable, rearm, cases, streams, asking } = openAsking({
    ...options,
    database,
    registers,
    servers,
    live,
    log,
    descriptions,
    doors,
    onContact: () => housekeeping.wake(),
  });
  intake.onStored(({ kind, header }) => {
    if (kind === 'repeated') asking.noteRepeated(header);
    pipeline.wake();
  });
  const readUpper = () => forwarding?.facts() ?? null;
  const readLine = () => doors()?.lineState() ?? lineStateOfFiles(config);
  const { reports, reportsFor, rehearse } = openReading(options, {
    database,
    intake,
    packed,
    servers,
    streams,
    readUpper,
    readLine,
  });
  const onRead = () => live.publish(hint('packages'));
  const frames = createCapturedFrames({ database, clock, intake, descriptions, reports, log, logger, onRead });
  const decisions = createPackageDecisions({ database, clock, intake });
  const common = { ...options, database, log, live };
  const archive = createArchiveWorker({ ...common, reports, ownKey, wake: () => pipeline.wake() });
  const wakeAsking = () => asking.wake();
  const forwarding = openForwarding({ ...common, intake, transfers, events: log.add, wakeAsking });
  const asked = { servers, forwarding, transfers, timetable, rearm, cases, streams, asking };
  const reading = { reports, reportsFor, rehearse };
  const stations = { intake, packed, registers, descriptions, frames, decisions, archive, ...reading, ...asked };
  const downloads = createDownloads(config, clock);
  return { database, live, access, log, trail, ...stations, files, checks, downloads, pipeline, housekeeping, lock };
}

/** An open server is told of for ever: on the pages, in the log, on the terminal. */
function tellOpen({ config, logger }: ServerOptions, { log }: Inside): void {
  if (config.http.access !== 'open') return;
  logger.warn('nobody has to log in: everybody at this machine may do everything (http.access = open)');
  log.add({ code: 'access.open', level: 'warning', params: {} });
}

async function openWebDoor(
  { config, clock, logger, stand }: ServerOptions,
  inside: Inside,
  keys: WebKeys | null,
): Promise<WebApi> {
  const { database, registers, transfers, timetable, live, files, checks, intake, pipeline } = inside;
  const maxConnections = connectionsWithinFiles(config.http.maxConnections, LISTENERS);
  return startWebApi({
    ...config.http,
    keys,
    maxConnections,
    onFull: () => inside.log.add({ code: 'web.door_full', level: 'warning', params: { limit: maxConnections } }),
    ...toldStand(stand, inside.trail),
    audit: inside.trail,
    reports: inside.reportsFor,
    placesOf: createPlacesOf(database),
    registers,
    servers: inside.servers,
    transfers,
    timetable,
    rearm: inside.rearm,
    cases: inside.cases,
    rehearse: inside.rehearse,
    live,
    ...accessFunctions(config, clock, inside.access, logger),
    webFolder,
    logger,
    receiveFile: files.receive,
    descriptions: inside.descriptions,
    ...createDescriptionChanges({ ...inside, clock }),
    frameDetail: inside.frames.detail,
    readFrames: () => inside.trail.first({ verb: 'run', object: 'frame' }, inside.frames.readAgain),
    checkFile: checks.check,
    trimming: trimmingOver(config, database, clock, () => pipeline.wake()),
    readPackage: packageContentOf(intake, inside.packed),
    decisions: { ...inside.decisions, retry: (...asked) => inside.decisions.retry(...asked).finally(pipeline.wake) },
    trim: inside.archive.trim,
    readExportFile: createReadExportFile(database, clock, config.folders.exchange),
    exchange: createExchangeChanges(database, clock, {
      wake: () => pipeline.wake(),
      onConfirmed: () => {
        live.publish(hint('exports'));
        live.publish(hint('cases'));
      },
    }),
    openReportFile: ({ shops }, report, query) => inside.downloads.open({ kind: 'report', shops, report, query }),
    openReceiptsFile: ({ shops }, query) => inside.downloads.open({ kind: 'receipts', shops, query }),
    ...createClassChanges(database, clock, () => pipeline.wake()),
    defaultTimeZone: config.timeZone,
    maxFileBytes: config.packageLimits.maxMessageBytes,
  });
}

function serverOf({ clock, logger }: ServerOptions, inside: Inside, doors: RegisterDoors, web: WebApi): Server {
  const { database, log, registers, timetable, pipeline, live } = inside;
  async function closeDoors(): Promise<void> {
    await doors.stop();
    live.publish(hint('status'));
    await web.stop();
  }
  return {
    url: web.url,
    httpPort: web.port,
    grpcPort: doors.grpcPort,
    thriftPort: doors.thriftPort,
    registerHttpPort: doors.httpPort,
    lineState: doors.lineState,
    registers,
    access: inside.access,
    timetable,
    async setPaymentClass(paymentTypeCode, paymentClass) {
      await setPaymentClass(database, clock, { shopId: '', paymentTypeCode, paymentClass });
      pipeline.wake();
    },
    async stop() {
      await closeDoors();
      log.add({ code: 'server.stopped', level: 'info', params: {} });
      await closeInside(inside, logger);
    },
    async abandon() {
      await pipeline.kill();
      await closeDoors();
      await closeInside(inside, logger);
    },
  };
}

async function closeInside(inside: Inside, logger: Logger): Promise<void> {
  await inside.forwarding?.stop();
  await inside.asking.stop();
  await inside.frames.stop();
  await inside.archive.stop();
  await inside.downloads.stop();
  await inside.pipeline.stop();
  await inside.housekeeping.stop();
  await inside.live.stop();
  try {
    await inside.log.flush();
    await inside.registers.flushContacts();
    await inside.trail.anchor();
  } catch (cause) {
    logger.warn(
      `the last entries of the log, or the end of the audit trail, were not written: ${cause instanceof Error ? cause.message : cause}`,
    );
  }
  await inside.database.close();
  inside.packed.close();
  inside.lock.release();
}
