/** The three doors that registers come through: gRPC (protocol 4), Thrift (protocol 3) and the REST paths of states. */
import type { Config } from '../config.ts';
import type { CommandStreams } from '../connections/register-grpc/command-streams.ts';
import { startRegisterGrpc } from '../connections/register-grpc/register-grpc.ts';
import { startRegisterHttp } from '../connections/register-http/register-http.ts';
import { startRegisterThrift } from '../connections/register-thrift/register-thrift.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { IncomingPackage, Intake, PackageSpace } from '../pipeline/intake/intake.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import type { Logger } from '../platform/logger.ts';
import { doorOpened } from './start-refusal.ts';

export type RegisterDoors = {
  grpcPort: number;
  thriftPort: number;
  httpPort: number;
  stop(): Promise<void>;
};

export type RegisterDoorParts = {
  config: Config;
  logger: Logger;
  registers: Registers;
  transfers: Transfers;
  streams: CommandStreams;
  intake: Intake;
  log: EventBuffer;
};

type Opened = { readonly port: number; stop(): Promise<void> };

/** Opens all three, or none: what is open already is closed when one cannot be had. */
export async function openRegisterDoors(parts: RegisterDoorParts): Promise<RegisterDoors> {
  const opened: Opened[] = [];
  async function open<T extends Opened>(door: Promise<T>): Promise<T> {
    const one = await door;
    opened.push(one);
    return one;
  }
  const stop = async () => void (await Promise.all(opened.map((door) => door.stop())));
  try {
    const grpc = await open(
      doorOpened('grpc', startRegisterGrpc({ ...salesDoor(parts, 4), ...parts.config.grpc, streams: parts.streams })),
    );
    const thrift = await open(
      doorOpened('thrift', startRegisterThrift({ ...salesDoor(parts, 3), ...parts.config.thrift })),
    );
    const http = await open(doorOpened('registerHttp', openStates(parts)));
    return { grpcPort: grpc.port, thriftPort: thrift.port, httpPort: http.port, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** What a door for sales needs; both mean the same and differ in their protocol. */
function salesDoor({ config, logger, registers, intake, log }: RegisterDoorParts, protocol: 3 | 4) {
  const { maxMessageBytes, maxInFlightBytes } = config.grpc;
  return {
    limits: { maxMessageBytes, maxBytesInFlight: maxInFlightBytes },
    receive: (incoming: IncomingPackage, space?: PackageSpace) => {
      registers.touch(incoming.registerId);
      return intake.receive(incoming, space);
    },
    reserve: intake.reserve,
    refusal: () => intake.refusal(),
    admit: async (registerId: string) => {
      const admission = registers.admit(registerId, protocol);
      if (admission.ok) registers.touch(registerId);
      return admission;
    },
    events: log.add,
    logger,
  };
}

function openStates({ config, logger, registers, transfers, log }: RegisterDoorParts) {
  return startRegisterHttp({
    ...config.registerHttp,
    find: registers.find,
    touch: registers.touch,
    openTask: transfers.openTask,
    hear: transfers.hear,
    async kick({ shopCode, registerCode }) {
      const range = { kind: 'new' } as const;
      await transfers.request({ shopCode, registerCode, cause: 'register', author: null, range, confirmed: true });
    },
    events: log.add,
    logger,
  });
}
