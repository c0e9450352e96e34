/** The line to the upper server put together (M17): forwarding, its command stream, and what this server tells of itself. */
import type { Config, UpperLine } from '../config.ts';
import { createUpstream, type UpperKeys } from '../connections/upstream-grpc/upstream-grpc.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import { messageText } from '../messages/messages.ts';
import {
  createForwarding,
  createLineWatch,
  createUpperCommands,
  type LineState,
  type UpperReason,
} from '../pipeline/forwarding/forwarding.ts';
import { countToForward, type Intake, type IntakeEvents } from '../pipeline/intake/intake.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import type { Clock } from '../platform/clock.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop, type WorkerLoopOptions } from '../platform/worker-loop.ts';
import type { Tables } from '../schema/tables.ts';
import { hint } from './live-hints.ts';
import { tlsOfUpper } from './tls-files.ts';
import { version } from './version.ts';

/** What the screens are told of the line, beside what the tables say. */
export type UpperFacts = LineState & {
  address: string;
  serverCode: string;
  secure: boolean;
  /** It stands still though there is something to forward. */
  isStuck: boolean;
  /** Why the upper server gives no orders; null = it can. */
  commandsReason: UpperReason | null;
};

export type ForwardingLine = {
  facts(): UpperFacts;
  /** There may be something to forward. Cheap. */
  wake(): void;
  start(): void;
  stop(): Promise<void>;
};

export type ForwardingParts = {
  config: Config;
  database: QueryDatabase<Tables>;
  clock: Clock;
  logger: Logger;
  intake: Intake;
  transfers: Transfers;
  events: IntakeEvents;
  live: LiveHub;
  /** A load was made for an order. */
  wakeAsking: () => void;
};

/** Until the stream of commands stands. */
const NOT_YET: UpperReason = {
  code: 'upper.no_answer',
  ru: messageText('ru', 'upper.no_answer'),
  en: messageText('en', 'upper.no_answer'),
};

/** A missed hint is made up after so many ms. */
const IDLE_MS = 1_000;
/** Packages that come one by one go together. */
const GATHER_MS = 50;
/** Without news the upper server is told so often; news are told together. */
const TELL_MS = 15_000;
const TELL_GATHER_MS = 1_000;
/** Orders are looked after so often. */
const COMMANDS_MS = 1_000;

/** Null = there is no upper server. Throws an UnusableFile. */
export function openForwarding(parts: ForwardingParts): ForwardingLine | null {
  const { upper } = parts.config;
  return upper === null ? null : openLine(parts, upper);
}

function openLine(parts: ForwardingParts, settings: UpperLine): ForwardingLine {
  const { database, clock, logger, events, live } = parts;
  const { host, port, serverCode, bytesPerSecond, firstPauseMs, longestPauseMs } = settings;
  // Tried out before anything is started; read again with each connection, so that a renewed certificate holds from the next one on.
  tlsOfUpper(settings);
  const keys = (): UpperKeys | null => tlsOfUpper(settings);
  const upstream = createUpstream({ host, port, serverCode, softwareVersion: version, keys, clock, logger });
  const pauses = { firstMs: firstPauseMs, longestMs: longestPauseMs };
  const onChanged = () => {
    live.publish(hint('servers'));
    loops[2]?.wake();
  };
  const forwarding = createForwarding({ ...parts, upper: upstream, bytesPerSecond, pauses, events, onChanged });
  const commands = createUpperCommands({
    ...parts,
    upper: upstream,
    onTaken() {
      loops[0]?.wake();
      parts.wakeAsking();
    },
  });
  const watch = createLineWatch({ clock, afterMs: settings.notMovingAfterMs, address: upstream.address, events });
  let isStuck = false;
  let commandsReason: UpperReason | null = NOT_YET;
  let loops: WorkerLoop[] = [];

  async function tell(): Promise<boolean> {
    const { packages, oldestAt } = await countToForward(database);
    const { acknowledgedAt, refused } = forwarding.state();
    const was = isStuck;
    isStuck = watch.look(packages, acknowledgedAt);
    if (was !== isStuck) live.publish(hint('servers'));
    const oldestSeconds = oldestAt === null ? 0 : Math.max(0, Math.round((clock.now() - Date.parse(oldestAt)) / 1000));
    const refusedRegisters = refused.filter(({ name }) => name === null).length;
    // Whether it was heard is told by the stream of commands and by the packages.
    await upstream.tell({ waitingPackages: packages, oldestSeconds, refusedRegisters });
    return false;
  }

  function onLine(reason: UpperReason | null): void {
    const isNews = reason?.code !== commandsReason?.code;
    commandsReason = reason;
    if (!isNews) return;
    onChanged();
    if (reason?.code.startsWith('server.') === true) {
      const params = { address: upstream.address, causeRu: reason.ru, causeEn: reason.en };
      events({ code: 'upper.commands_refused', level: 'warning', params });
    }
  }

  return {
    facts: () => ({
      ...forwarding.state(),
      address: upstream.address,
      serverCode,
      secure: settings.tls,
      isStuck,
      commandsReason,
    }),
    wake: () => loops[0]?.wake(),
    start() {
      if (!settings.tls) events({ code: 'upper.plaintext', level: 'warning', params: { address: upstream.address } });
      loops = [
        loopOf(logger, 'forwarding', { idleMs: IDLE_MS, gatherMs: GATHER_MS, turn: forwarding.turn }),
        loopOf(logger, 'orders of the upper server', { idleMs: COMMANDS_MS, turn: commands.turn }),
        loopOf(logger, 'telling the upper server', { idleMs: TELL_MS, gatherMs: TELL_GATHER_MS, turn: tell }),
      ];
      upstream.holdCommands({ pauses, take: commands.take, onLine });
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await upstream.stop();
    },
  };
}

function loopOf(
  logger: Logger,
  name: string,
  loop: Pick<WorkerLoopOptions, 'idleMs' | 'gatherMs' | 'turn'>,
): WorkerLoop {
  return startWorkerLoop({
    ...loop,
    maxBackoffMs: 5_000,
    onFailure(cause, pauseMs) {
      // The pipeline thread tells when the database goes and comes; here it is only waited for.
      if (!(cause instanceof DatabaseUnavailable)) logger.error(`${name} failed, next try in ${pauseMs} ms`, cause);
    },
  });
}
