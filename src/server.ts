/**
 * The server put together by hand: doors and intake in this thread, loader and exports in the pipeline thread.
 *
 *   register ──gRPC──► intake ──disk──► ledger ──tables──► exports ──folder──► АСТУ
 *                                          └──► reports ──HTTP──► browser, command line
 *
 * Parts start in an order in which each can work without those after it: the folders first, the doors last; the database
 * may come and go at any time.
 */
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { type RegisterGrpc, startRegisterGrpc } from './connections/register-grpc/register-grpc.ts';
import { createLiveHub, type LiveHub, startWebApi, type WebApi } from './connections/web-api/web-api.ts';
import type { PaymentClass } from './domain/sales.ts';
import { createEventBuffer, type EventBuffer } from './pipeline/event-log/event-log.ts';
import { type Intake, prepareIntakeFolders } from './pipeline/intake/intake.ts';
import { setPaymentClass } from './pipeline/ledger/ledger.ts';
import { createRegisters, type Registers } from './pipeline/registers/registers.ts';
import type { Clock } from './platform/clock.ts';
import { DatabaseUnavailable } from './platform/database/database.ts';
import { type QueryDatabase, withQueries } from './platform/database/query-builder.ts';
import { type FolderLock, lockFolder } from './platform/folder-lock.ts';
import type { Logger } from './platform/logger.ts';
import { createReports, type Reports } from './reports/reports.ts';
import type { Tables } from './schema/tables.ts';
import { createClassChanges } from './wiring/change-classes.ts';
import { createHousekeeping, type Housekeeping } from './wiring/housekeeping.ts';
import { hearPipeline, hint } from './wiring/live-hints.ts';
import { createPipelineWorker, type PipelineWorker } from './wiring/pipeline-worker.ts';
import { readWaitingOf } from './wiring/read-waiting.ts';
import { createReceiveFile, type FileReceiver } from './wiring/receive-file.ts';
import { databaseRefusal, doorOpened, type StartRefusal, startRefusal } from './wiring/start-refusal.ts';
import { openConfigured, openIntake, prepareDataFolder, queueFolders } from './wiring/stations.ts';
import { version } from './wiring/version.ts';

export type ServerOptions = {
  config: Config;
  clock: Clock;
  logger: Logger;
  /** A stand with invented data. */
  demo?: boolean;
};

export type Server = {
  /** Address of the pages. */
  url: string;
  httpPort: number;
  grpcPort: number;
  registers: Registers;
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
  log: EventBuffer;
  intake: Intake;
  registers: Registers;
  reports: Reports;
  files: FileReceiver;
  pipeline: PipelineWorker;
  housekeeping: Housekeeping;
  lock: FolderLock;
};

const webFolder = fileURLToPath(new URL('../web/dist', import.meta.url));
const DATABASE_CONNECTIONS = 6;

/** Starts everything; refuses when the data folder or a port is taken and when the database is of no use. */
export async function startServer(options: ServerOptions): Promise<StartResult> {
  const { config, logger } = options;
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return { ok: false, code: 'data.in_use', params: { folder: config.dataFolder } };
  await prepareIntakeFolders(queueFolders(config));
  let inside: Inside;
  try {
    inside = openInside(options, lock);
  } catch (cause) {
    lock.release();
    return databaseRefusal(cause);
  }
  let grpc: RegisterGrpc | undefined;
  try {
    // A database that is away is waited for; one that this program cannot use ends the start.
    await inside.housekeeping.begin().catch((cause: unknown) => {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      logger.warn(`the database is away, packages are taken to disk: ${cause.message}`);
    });
    inside.pipeline.start();
    inside.housekeeping.start();
    grpc = await doorOpened('grpc', openRegisterDoor(options, inside));
    const web = await doorOpened('http', openWebDoor(options, inside));
    inside.log.add({ code: 'server.started', level: 'info', params: { version } });
    return { ok: true, server: serverOf(options, inside, grpc, web) };
  } catch (cause) {
    await grpc?.stop();
    await closeInside(inside, logger);
    return startRefusal(config, cause);
  }
}

function openInside(options: ServerOptions, lock: FolderLock): Inside {
  const { config, clock, logger } = options;
  const database = withQueries(openConfigured(config, DATABASE_CONNECTIONS));
  const live = createLiveHub({ clock, logger });
  const log = createEventBuffer(database, clock, () => housekeeping.wake());
  const intake = openIntake(config, clock, (event) => log.add(event));
  const registers = createRegisters({ database, clock, onChanged: () => housekeeping.registersChanged() });
  const files = createReceiveFile({
    database,
    clock,
    intake,
    registers,
    timeZone: config.timeZone,
    wake: () => pipeline.wake(),
  });
  const pipeline = createPipelineWorker(config, logger, hearPipeline({ live, log, files }));
  const housekeeping = createHousekeeping({ database, clock, logger, registers, log, live, pipeline });
  intake.onStored(() => pipeline.wake());
  const facts = { version, demo: options.demo ?? false, defaultLanguage: config.language, startedMs: clock.now() };
  const reports = createReports({ database, clock, readWaiting: readWaitingOf(intake), facts });
  return { database, live, log, intake, registers, reports, files, pipeline, housekeeping, lock };
}

function openRegisterDoor({ config, logger }: ServerOptions, inside: Inside): Promise<RegisterGrpc> {
  const { registers, intake, log } = inside;
  const { host, port, maxMessageBytes, maxInFlightBytes } = config.grpc;
  return startRegisterGrpc({
    host,
    port,
    limits: { maxMessageBytes, maxBytesInFlight: maxInFlightBytes },
    receive: (incoming, space) => {
      registers.touch(incoming.registerId);
      return intake.receive(incoming, space);
    },
    reserve: intake.reserve,
    refusal: () => intake.refusal(),
    admit: async (registerId) => {
      const admission = registers.admit(registerId);
      if (admission.ok) registers.touch(registerId);
      return admission;
    },
    events: (event) => log.add(event),
    logger,
  });
}

function openWebDoor({ config, clock, logger }: ServerOptions, inside: Inside): Promise<WebApi> {
  const { database, reports, registers, live, files, pipeline } = inside;
  return startWebApi({
    ...config.http,
    reports,
    registers,
    live,
    webFolder,
    logger,
    receiveFile: files.receive,
    ...createClassChanges(database, clock, () => pipeline.wake()),
    defaultTimeZone: config.timeZone,
    maxFileBytes: config.grpc.maxMessageBytes,
  });
}

function serverOf({ clock, logger }: ServerOptions, inside: Inside, grpc: RegisterGrpc, web: WebApi): Server {
  const { database, log, registers, pipeline, live } = inside;
  async function closeDoors(): Promise<void> {
    await grpc.stop();
    live.publish(hint('status'));
    await web.stop();
  }
  return {
    url: web.url,
    httpPort: web.port,
    grpcPort: grpc.port,
    registers,
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
  await inside.pipeline.stop();
  await inside.housekeeping.stop();
  await inside.live.stop();
  try {
    await inside.log.flush();
    await inside.registers.flushContacts();
  } catch (cause) {
    logger.warn(`the last entries of the log were not written: ${cause instanceof Error ? cause.message : cause}`);
  }
  await inside.database.close();
  inside.lock.release();
}
