/** The way from the server to a register: its command service by Thrift, for both protocols (registers §1, §3). */
import type { Config } from '../config.ts';
import type {
  CommandOutcome,
  RegisterCommands,
  SyncSettings,
} from '../connections/register-thrift/register-commands.ts';
import type { CodedText } from '../messages/messages.ts';
import type { RegisterToSync, TellSettings } from '../pipeline/registers/registers.ts';
import type { AskRegister } from '../pipeline/transfers/transfers.ts';

/** Where the command service listens unless the register is set otherwise. */
const COMMAND_PORT = 7795;

/** Where the server is for registers; ports as they were opened. */
export type ServerAddress = { serverHost: string | null; grpcPort: () => number; registerHttpPort: () => number };

/** Over Thrift only dates can be passed, and only a register whose address is known can be reached. */
export function createAsk(commands: RegisterCommands, address: ServerAddress): AskRegister {
  return async (ask) => {
    const { commandHost, range } = ask;
    if (commandHost === null) return { kind: 'refused', cause: { code: 'ask.no_address' } };
    if (range.kind === 'shifts') return { kind: 'refused', cause: { code: 'ask.dates_only' } };
    const { registerId, registerCode, shopId } = ask;
    // With every request the protocol and where to send, so that a register that missed a change follows (M15).
    const settings = exchangeSettings(ask, address);
    const request = { registerId, registerCode, shopId, fromDate: range.from, toDate: range.to, settings };
    const outcome = await commands.unload(targetOf({ ...ask, commandHost }), request);
    return outcome.kind === 'accepted' ? outcome : { kind: 'later', cause: causeOf(outcome) };
  };
}

/** Pairing and every change: the ids and codes that the server issued, and all of the above (M15). */
export function createTellSettings(commands: RegisterCommands, address: ServerAddress): TellSettings {
  return async (register) => {
    const { registerId, registerCode, shopId, shopCode } = register;
    const settings = { registerId, registerCode, shopId, shopCode, ...exchangeSettings(register, address) };
    const outcome = await commands.load(targetOf(register), { settings });
    return outcome.kind === 'accepted' ? { kind: 'told' } : { kind: 'later', cause: causeOf(outcome) };
  };
}

function exchangeSettings(register: { protocolVersion: number }, address: ServerAddress): SyncSettings {
  const protocolVersion = String(register.protocolVersion);
  const { serverHost } = address;
  if (serverHost === null) return { protocolVersion };
  const [grpcPort, httpPort] = [address.grpcPort(), address.registerHttpPort()];
  return { protocolVersion, grpcHost: serverHost, grpcPort, httpHost: serverHost, httpPort };
}

function targetOf({ commandHost, commandPort }: Pick<RegisterToSync, 'commandHost' | 'commandPort'>) {
  return { host: commandHost, port: commandPort ?? COMMAND_PORT };
}

function causeOf(outcome: Exclude<CommandOutcome, { kind: 'accepted' }>): CodedText {
  if (outcome.kind === 'unreachable') return { code: outcome.cause, params: outcome.params };
  return { code: 'ask.answered', params: { code: outcome.code } };
}

/** The address of the configuration, with the ports that the doors have got in the end. */
export function serverAddressOf(
  config: Config,
  opened: () => { grpcPort: number; httpPort: number } | undefined,
): ServerAddress {
  return {
    serverHost: config.registers.serverHost,
    grpcPort: () => opened()?.grpcPort ?? config.grpc.port,
    registerHttpPort: () => opened()?.httpPort ?? config.registerHttp.port,
  };
}
