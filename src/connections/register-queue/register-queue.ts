/**
 * The queue of protocol 3 (registers §11): sales packages are taken from a broker that speaks AMQP 1.0. It means what the
 * gRPC and the Thrift door mean, but the server goes to the broker and fetches, one message at a time.
 *
 * A message is settled when its package is on disk, and comes again when anything breaks before (A1, A3). A refusal, a line
 * that breaks and a broker that is away are followed by pauses that grow; each change is told once.
 */
import {
  type IncomingPackage,
  type IntakeEvents,
  type ReceiveResult,
  type Refusal,
  shortId,
} from '../../pipeline/intake/intake.ts';
import type { Logger } from '../../platform/logger.ts';
import type { ByteBudget } from '../../platform/memory/byte-budget.ts';
import { sleep, startWorkerLoop } from '../../platform/worker-loop.ts';
import { type Broker, LineGone, openQueueLine, type QueueLine, type QueueMessage } from './queue-line.ts';
import { readSalesMessage } from './sales-message.ts';

export type { Broker } from './queue-line.ts';

export type RegisterQueueLimits = {
  /** Largest message in bytes (A4). */
  maxMessageBytes: number;
  /** How long connecting may take, in ms. */
  connectMs: number;
  /** A broker that says nothing for twice as long is gone, in ms. */
  silenceMs: number;
  /** Pauses after a failure, in ms: the first, doubled each time, up to the longest. */
  firstPauseMs: number;
  longestPauseMs: number;
  /** Messages over the limit that may stay unsettled before no more are taken. */
  maxHeld: number;
  /** How long the disk may take at the end for the package that is being written, in ms. */
  stopDiskMs: number;
};

export const defaultRegisterQueueLimits: RegisterQueueLimits = {
  maxMessageBytes: 64 * 1024 * 1024,
  connectMs: 15_000,
  silenceMs: 30_000,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  maxHeld: 100,
  stopDiskMs: 10_000,
};

export type RegisterQueueOptions = {
  broker: Broker;
  limits?: Partial<RegisterQueueLimits>;
  /** For the bytes of all doors together. */
  budget: ByteBudget;
  receive: (incoming: IncomingPackage) => Promise<ReceiveResult>;
  events: IntakeEvents;
  logger: Logger;
};

export type RegisterQueue = { stop(): Promise<void> };

/** The server can not take the message now; it is back in the queue. */
class Refused extends Error {
  readonly refusal: Refusal;
  readonly incoming: IncomingPackage;

  constructor(refusal: Refusal, incoming: IncomingPackage) {
    super(refusal.code);
    this.name = 'Refused';
    this.refusal = refusal;
    this.incoming = incoming;
  }
}

const MEGABYTE = 1024 * 1024;

/** Begins to fetch; a broker that is not there yet is waited for. */
export function startRegisterQueue(options: RegisterQueueOptions): RegisterQueue {
  const limits = { ...defaultRegisterQueueLimits, ...options.limits };
  const { logger } = options;
  const tell = createTales(options);
  let line: QueueLine | undefined;

  async function turn(signal: AbortSignal): Promise<boolean> {
    if (line === undefined) {
      line = await openQueueLine(options.broker, { ...limits, budget: options.budget }, signal);
      tell.connected();
      return true;
    }
    const message = await line.next(signal, limits.maxHeld);
    if (message === undefined) return false;
    try {
      await take(message, line);
    } finally {
      message.free();
    }
    return true;
  }

  async function take(message: QueueMessage, from: QueueLine): Promise<void> {
    if (message.isTooLarge) return holdBack(message, from);
    const incoming = readSalesMessage(message.bytes());
    const result = await options.receive(incoming);
    if (result.kind === 'refused') {
      message.release();
      throw new Refused(result, incoming);
    }
    tell.taken();
    message.accept();
  }

  async function holdBack(message: QueueMessage, from: QueueLine): Promise<void> {
    await message.hold();
    tell.held(message.size, from.held(), limits);
  }

  async function leave(): Promise<void> {
    const left = line;
    line = undefined;
    await left?.close();
  }

  const loop = startWorkerLoop({
    turn,
    idleMs: limits.longestPauseMs,
    backoffMs: limits.firstPauseMs,
    maxBackoffMs: limits.longestPauseMs,
    onFailure(cause) {
      if (cause instanceof Refused) return tell.refused(cause);
      if (!(cause instanceof LineGone)) logger.error('a message of the queue could not be taken', cause);
      tell.lost(cause);
      void leave();
    },
  });

  return {
    async stop() {
      if (!(await atMost(loop.stop(), limits.stopDiskMs))) {
        const seconds = Math.round(limits.stopDiskMs / 1000);
        logger.error(`the disk has not taken a package of the queue in ${seconds} s; nothing was acknowledged`);
      }
      await leave();
    },
  };
}

/** What people are told: each change of state once, however long it lasts. */
function createTales({ broker, events, logger }: RegisterQueueOptions) {
  const where = { address: `${broker.host}:${broker.port}`, queue: broker.name };
  let state: 'unknown' | 'connected' | 'lost' = 'unknown';
  let isRefusing = false;
  let mostHeld = 0;
  return {
    connected() {
      if (state === 'connected') return;
      state = 'connected';
      logger.info(`the queue ${where.queue} at ${where.address} is open`);
      events({ code: 'queue.connected', level: 'info', params: where });
    },
    lost(cause: unknown) {
      if (state === 'lost') return;
      state = 'lost';
      const words = shortId(cause instanceof Error ? cause.message : String(cause));
      logger.warn(`the queue ${where.queue} at ${where.address} can not be read: ${words}`);
      events({ code: 'queue.lost', level: 'error', params: { ...where, cause: words } });
    },
    refused({ refusal, incoming }: Refused) {
      // A refusal for want of space has told its event where the space was measured.
      if (isRefusing || refusal.code === 'load.disk_full') return;
      isRefusing = true;
      const { packageId, registerId, shopId } = incoming;
      const params = { packageId: shortId(packageId), ...refusal.params };
      const sender = { registerId: shortId(registerId), shopId: shortId(shopId) };
      events({ code: 'package.not_stored', level: 'error', params, ...sender });
    },
    taken() {
      isRefusing = false;
    },
    held(size: number, count: number, { maxMessageBytes, maxHeld }: RegisterQueueLimits) {
      // After a broken line the same messages come again.
      if (count <= mostHeld) return;
      mostHeld = count;
      const params = { ...where, size: Math.ceil(size / MEGABYTE), limit: maxMessageBytes / MEGABYTE };
      events({ code: 'queue.held', level: 'error', params });
      if (count === maxHeld) events({ code: 'queue.stands', level: 'error', params: { ...where, count } });
    },
  };
}

/** Answers whether the work was done in time. */
async function atMost(work: Promise<unknown>, ms: number): Promise<boolean> {
  const over = new AbortController();
  const done = await Promise.race([work.then(() => true), sleep(ms, over.signal).then(() => false)]);
  over.abort();
  return done;
}
