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
import type { ErrorCode, MessageParams } from './messages/messages.ts';
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
import { changePaymentClass } from './wiring/change-payment-class.ts';
import { type Housekeeping, startHousekeeping } from './wiring/housekeeping.ts';
import { hearPipeline, hint } from './wiring/live-hints.ts';
import { type PipelineWorker, startPipelineWorker } from './wiring/pipeline-worker.ts';
import { readWaitingOf } from './wiring/read-waiting.ts';
import { createReceiveFile, type FileReceiver } from './wiring/receive-file.ts';
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
};

export type StartResult = { ok: true; server: Server } | { ok: false; code: ErrorCode; params: MessageParams };

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

/** Starts everything; refuses when the data folder is taken. A wrong schema or a taken port is thrown. */
export async function startServer(options: ServerOptions): Promise<StartResult> {
  const { config, logger } = options;
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return { ok: false, code: 'data.in_use', params: { folder: config.dataFolder } };
  await prepareIntakeFolders(queueFolders(config));
  const inside = openInside(options, lock);
  let grpc: RegisterGrpc | undefined;
  try {
    // A database that is away is waited for; one that this program cannot use ends the start.
    await inside.housekeeping.begin().catch((cause: unknown) => {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      logger.warn(`the database is away, packages are taken to disk: ${cause.message}`);
    });
    grpc = await openRegisterDoor(options, inside);
    const web = await openWebDoor(options, inside);
    inside.log.add({ code: 'server.started', level: 'info', params: { version } });
    return { ok: true, server: serverOf(options, inside, grpc, web) };
  } catch (cause) {
    await grpc?.stop();
    await closeInside(inside, logger);
    throw cause;
  }
}

function openInside(options: ServerOptions, lock: FolderLock): Inside {
  const { config, clock, logger } = options;
  const database = withQueries(openConfigured(config, DATABASE_CONNECTIONS));
  const live = createLiveHub({ clock, logger });
  const log = createEventBuffer(database, clock, () => housekeeping.wake());
  const intake = openIntake(config, clock, (event) => log.add(event));
  const registers = createRegisters({ database, clock, onChanged: () => housekeeping.registersChanged() });
  const files = createReceiveFile({ database, clock, intake, wake: () => pipeline.wake() });
  const pipeline = startPipelineWorker(config, logger, hearPipeline({ live, log, files }));
  const housekeeping = startHousekeeping({ database, clock, logger, registers, log, live, pipeline });
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
    receive: (incoming) => {
      registers.touch(incoming.registerId);
      return intake.receive(incoming);
    },
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
    setPaymentClass: (change) => changePaymentClass(database, clock, change, () => pipeline.wake()),
    defaultTimeZone: config.timeZone,
    maxFileBytes: config.grpc.maxMessageBytes,
  });
}

function serverOf({ clock, logger }: ServerOptions, inside: Inside, grpc: RegisterGrpc, web: WebApi): Server {
  const { database, log, registers, pipeline, live } = inside;
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
      await grpc.stop();
      live.publish(hint('status'));
      await web.stop();
      log.add({ code: 'server.stopped', level: 'info', params: {} });
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
