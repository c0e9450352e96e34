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
import type { LiveHint } from '../contracts/web-api.ts';
import type { Config } from './config.ts';
import { startRegisterGrpc } from './connections/register-grpc/register-grpc.ts';
import { createLiveHub, startWebApi } from './connections/web-api/web-api.ts';
import { type ErrorCode, type MessageParams, messageText } from './messages/messages.ts';
import { createEventBuffer } from './pipeline/event-log/event-log.ts';
import { prepareIntakeFolders } from './pipeline/intake/intake.ts';
import { retryAllNow } from './pipeline/intake/package-index.ts';
import { setPaymentClass } from './pipeline/ledger/ledger.ts';
import { createRegisters, type Registers } from './pipeline/registers/registers.ts';
import type { FromPipeline } from './pipeline-thread.ts';
import { startPipelineWorker } from './pipeline-worker.ts';
import type { Clock } from './platform/clock.ts';
import { DatabaseUnavailable, SchemaMismatch } from './platform/database/database.ts';
import { lockFolder } from './platform/folder-lock.ts';
import type { Logger } from './platform/logger.ts';
import { startWorkerLoop } from './platform/worker-loop.ts';
import { readWaitingOf } from './read-waiting.ts';
import { createReceiveFile } from './receive-file.ts';
import { findShop } from './reports/find-place.ts';
import { createReports } from './reports/reports.ts';
import { openConfigured, openIntake, prepareDataFolder, queueFolders } from './stations.ts';
import { version } from './version.ts';

export type ServerOptions = {
  config: Config;
  clock: Clock;
  logger: Logger /** A stand with invented data. */;
  demo?: boolean;
};

export type Server = {
  /** Address of the pages. */
  url: string;
  httpPort: number;
  grpcPort: number;
  registers: Registers;
  /** Gives a payment type its class on the whole server. */
  setPaymentClass(paymentTypeCode: number, paymentClass: 'cash' | 'noncash' | 'other'): Promise<void>;
  /** Closes the doors, finishes what runs, closes the database. */
  stop(): Promise<void>;
};

export type StartResult = { ok: true; server: Server } | { ok: false; code: ErrorCode; params: MessageParams };

const webFolder = fileURLToPath(new URL('../web/dist', import.meta.url));

/** Signs of life and events reach the tables within this many ms. */
const HOUSEKEEPING_MS = 1_000;
const DATABASE_CONNECTIONS = 6;

/** Starts everything; refuses when the data folder is taken. A wrong schema or a taken port is thrown. */
export async function startServer(options: ServerOptions): Promise<StartResult> {
  const { config, clock, logger } = options;
  prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return { ok: false, code: 'data.in_use', params: { folder: config.dataFolder } };
  await prepareIntakeFolders(queueFolders(config));

  const database = openConfigured(config, DATABASE_CONNECTIONS);
  const live = createLiveHub({ clock, logger });
  const log = createEventBuffer(database, clock, () => housekeeping.wake());
  const intake = openIntake(config, clock, (event) => log.add(event));
  const registers = createRegisters({
    database,
    clock,
    onChanged: () => {
      live.publish(hint('shops'));
      registersChanged = true;
      housekeeping.wake();
    },
  });
  const receiveFile = createReceiveFile({ database, clock, intake, wake: () => pipeline.wake() });
  let registersChanged = false;
  let migrated = false;
  let registersRead = false;

  async function migrate(): Promise<void> {
    await database.migrate();
    migrated = true;
  }

  /** What the main thread has to write now and then; with the database away it is tried again with growing pauses. */
  async function keepHouse(): Promise<boolean> {
    if (!migrated) await migrate();
    if (!registersRead) {
      await registers.reload();
      registersRead = true;
    }
    if (registersChanged) {
      registersChanged = false;
      await database.transaction((tx) => retryAllNow(tx, clock));
      pipeline.wake();
    }
    const touched = await registers.flushContacts();
    const logged = await log.flush();
    if (touched) live.publish(hint('shops'));
    if (logged) live.publish(hint('log'));
    return false;
  }

  function hear(message: FromPipeline): void {
    if (message.kind === 'changed') {
      for (const { shopCode, registerCode } of message.changes)
        live.publish({ topic: 'register', shopCode, registerCode, shiftKey: null });
      live.publish(hint(message.topic === 'exports' ? 'exports' : 'packages'));
    } else if (message.kind === 'loaded') {
      receiveFile.hear(message.results);
      live.publish(hint('packages'));
    } else if (message.kind === 'event') log.add(message.event);
    else if (message.kind === 'database') {
      const { available, cause } = message;
      if (available) log.add({ code: 'database.available', level: 'info', params: {} });
      else log.add({ code: 'database.unavailable', level: 'error', params: { cause } });
      live.publish(hint('status'));
    }
  }

  const pipeline = startPipelineWorker(config, logger, hear);
  const housekeeping = startWorkerLoop({
    idleMs: HOUSEKEEPING_MS,
    maxBackoffMs: 5_000,
    turn: keepHouse,
    onFailure(cause, pauseMs) {
      if (!(cause instanceof DatabaseUnavailable))
        logger.error(`housekeeping failed, next try in ${pauseMs} ms`, cause);
    },
  });
  intake.onStored(() => pipeline.wake());

  const facts = { version, demo: options.demo ?? false, defaultLanguage: config.language, startedMs: clock.now() };
  const reports = createReports({ database, clock, readWaiting: readWaitingOf(intake), facts });

  async function stopInside(): Promise<void> {
    await pipeline.stop();
    await housekeeping.stop();
    await live.stop();
    try {
      await log.flush();
      await registers.flushContacts();
    } catch (cause) {
      logger.warn(`the last entries of the log were not written: ${cause instanceof Error ? cause.message : cause}`);
    }
    await database.close();
    lock?.release();
  }

  try {
    // A database that is away is waited for; one that this program cannot use ends the start.
    await migrate().catch((cause: unknown) => {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      logger.warn(`the database is away, packages are taken to disk: ${cause.message}`);
    });
    const grpc = await startRegisterGrpc({
      host: config.grpc.host,
      port: config.grpc.port,
      limits: { maxMessageBytes: config.grpc.maxMessageBytes, maxBytesInFlight: config.grpc.maxInFlightBytes },
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
    const web = await startWebApi({
      host: config.http.host,
      port: config.http.port,
      reports,
      registers,
      live,
      webFolder,
      logger,
      receiveFile: receiveFile.receive,
      async setPaymentClass(change) {
        const shop = change.shopCode === null ? null : await findShop(database, change.shopCode);
        if (shop !== null && !shop.ok) return refused(shop.code, shop.params);
        await setPaymentClass(database, clock, { ...change, shopId: shop === null ? '' : shop.value.shopId });
        pipeline.wake();
        return { ok: true };
      },
      defaultTimeZone: config.timeZone,
      maxFileBytes: config.grpc.maxMessageBytes,
    }).catch(async (cause: unknown) => {
      await grpc.stop();
      throw cause;
    });
    log.add({ code: 'server.started', level: 'info', params: { version } });

    return {
      ok: true,
      server: {
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
          await web.stop();
          log.add({ code: 'server.stopped', level: 'info', params: {} });
          await stopInside();
        },
      },
    };
  } catch (cause) {
    await stopInside();
    if (cause instanceof SchemaMismatch) logger.error(cause.message);
    throw cause;
  }
}

function hint(topic: LiveHint['topic']): LiveHint {
  return { topic, shopCode: null, registerCode: null, shiftKey: null };
}

function refused(code: ErrorCode, params: MessageParams) {
  return {
    ok: false as const,
    code,
    params,
    message: { ru: messageText('ru', code, params), en: messageText('en', code, params) },
  };
}
