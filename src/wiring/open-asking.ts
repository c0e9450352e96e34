/** Asking registers put together: their transfers, the ways that lead to them, and the loops that call them. */
import { createJudgeAssignee } from '../access/access.ts';
import type { Config } from '../config.ts';
import {
  type CommandStreams,
  createCommandStreams,
  type ServersOfStreams,
} from '../connections/register-grpc/command-streams.ts';
import { createRegisterCommands } from '../connections/register-thrift/register-commands.ts';
import type { LiveHub } from '../connections/web-api/web-api.ts';
import type { Descriptions } from '../descriptions/descriptions.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import { type Cases, createCases, createRearm, type Rearm } from '../pipeline/reconciliation/reconciliation.ts';
import { type KnownRegister, type Registers, syncDue, TOLD_AT_ONCE } from '../pipeline/registers/registers.ts';
import type { StoreServers } from '../pipeline/store-servers/store-servers.ts';
import { createTransfers, type Transfers } from '../pipeline/transfers/transfers.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Logger } from '../platform/logger.ts';
import { createPlaces } from '../platform/places.ts';
import { createTimetable, type Timetable } from '../schedule/timetable.ts';
import type { Tables } from '../schema/tables.ts';
import { createAsk, createTellCallOff, createTellSettings, serverAddressOf, settingsOf } from './ask-register.ts';
import { type Asking, createAsking } from './asking.ts';
import { createErpLoads } from './erp-loads.ts';
import { hint } from './live-hints.ts';
import type { RegisterDoors } from './register-doors.ts';
import { stageLimits } from './stage-limits.ts';

export type AskingParts = {
  config: Config;
  clock: Clock;
  logger: Logger;
  database: QueryDatabase<Tables>;
  registers: Registers;
  servers: StoreServers;
  live: LiveHub;
  log: EventBuffer;
  descriptions: Pick<Descriptions, 'current'>;
  /** The ports as they were opened, once they are. */
  doors: () => RegisterDoors | undefined;
  /** Signs of life wait to be written. */
  onContact: () => void;
};

export type OpenedAsking = {
  transfers: Transfers;
  timetable: Timetable;
  rearm: Rearm;
  cases: Cases;
  streams: CommandStreams;
  asking: Asking;
};

/** Nothing is asked before `asking.start`, and no stream comes before the door serves `streams`. */
export function openAsking(parts: AskingParts): OpenedAsking {
  const { config, clock, logger, database, registers, live, log } = parts;
  const address = serverAddressOf(config, parts.doors);
  const presenceChanged = (codes: KnownRegister) => tellPresence(live, codes);
  const asked = { admit: registers.admitStream, lineFault: registers.lineFault, touch: registers.touch };
  const streams = createCommandStreams({
    clock,
    ...asked,
    settingsOf: (register) => settingsOf(register, address),
    onOpened(register, softwareVersion) {
      registers.streamOpened(register.registerId, softwareVersion);
      transfers.noteReachable(register.registerId);
      parts.onContact();
      asking.wake();
      presenceChanged(register);
    },
    onClosed: presenceChanged,
    servers: serversOf(parts, (registerIds) => {
      for (const registerId of registerIds) transfers.noteReachable(registerId);
      asking.wake();
    }),
    hear: (report) => transfers.hearReport(report),
    events: log.add,
    logger,
  });
  const ways = {
    commands: createRegisterCommands({
      cashCode: config.registers.commandCashCode,
      describe: () => parts.descriptions.current('commands'),
    }),
    streams,
    isBehindServer: (shopId: string) => parts.servers.ofShop(shopId).length > 0,
    address,
  };
  const transfers = createTransfers({
    database,
    clock,
    limits: stageLimits(config),
    ask: createAsk(ways),
    tellCallOff: createTellCallOff(ways),
    confirmFromDays: config.transfers.confirmFromDays,
    holdsStream: streams.reaches,
    onChanged: () => {
      live.publish(hint('transfers'));
      live.publish(hint('log'));
      asking.wake();
    },
    onFree: () => asking.wake(),
  });
  const tellSettings = createTellSettings(ways);
  const told = createPlaces(TOLD_AT_ONCE, () => asking.wake());
  const timetable = createTimetable({
    database,
    clock,
    transfers,
    onChanged: () => {
      live.publish(hint('schedules'));
      live.publish(hint('log'));
    },
  });
  const rearm = createRearm({
    database,
    clock,
    transfers,
    settings: config.rearm,
    onChanged: () => tell(live, 'gaps'),
  });
  const cases = openCases(parts, transfers);
  const settings = {
    async turn() {
      await syncDue(database, clock, tellSettings, told);
      return false;
    },
    settled: told.settled,
  };
  const erpLoads = createErpLoads({ database, transfers, log, onChanged: () => live.publish(hint('exports')) });
  const turns = [transfers, transfers.callOffs, settings, timetable, rearm, erpLoads];
  const asking = createAsking(transfers, turns, logger);
  return { transfers, timetable, rearm, cases, streams, asking };
}

function openCases({ config, database, clock, live }: AskingParts, transfers: Transfers): Cases {
  const judgeAssignee = createJudgeAssignee(config.http.access);
  return createCases({ database, clock, transfers, judgeAssignee, onChanged: () => tell(live, 'cases') });
}

/** What the streams must know of servers of stores. */
function serversOf(
  { registers, servers, live }: AskingParts,
  onOpened: (registerIds: readonly string[]) => void,
): ServersOfStreams {
  const changed = () => live.publish(hint('servers'));
  return {
    fault: servers.fault,
    ofRegister(registerId) {
      const register = registers.find(registerId);
      return register === undefined ? [] : servers.ofShop(register.shopId);
    },
    note: servers.note,
    onOpened(serverCode) {
      const behind = registers.all().filter(({ shopId }) => servers.ofShop(shopId).includes(serverCode));
      onOpened(behind.map(({ registerId }) => registerId));
      changed();
    },
    onClosed: changed,
  };
}

function tellPresence(live: LiveHub, { shopCode, registerCode }: KnownRegister): void {
  live.publish({ topic: 'register', shopCode, registerCode, shiftKey: null });
}

/** What changed there is also in the log. */
function tell(live: LiveHub, topic: 'gaps' | 'cases'): void {
  live.publish(hint(topic));
  live.publish(hint('log'));
}
