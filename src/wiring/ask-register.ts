/**
 * The ways from the server to a register: the command stream that it holds, else its command service by Thrift, for both
 * protocols (registers §1, §3).
 */
import type { Config } from '../config.ts';
import type { CommandStreams, StreamAnswer, StreamLoad } from '../connections/register-grpc/command-streams.ts';
import type {
  CommandOutcome,
  RegisterCommands,
  SyncSettings,
} from '../connections/register-thrift/register-commands.ts';
import type { CodedText } from '../messages/messages.ts';
import type { RegisterToSync, SyncOutcome, TellSettings } from '../pipeline/registers/registers.ts';
import {
  type Ask,
  type AskOutcome,
  type AskRegister,
  stateIdOf,
  type TellCallOff,
} from '../pipeline/transfers/transfers.ts';

/** Where the command service listens unless the register is set otherwise. */
const COMMAND_PORT = 7795;

/** Where the server is for registers; ports as they were opened. */
export type ServerAddress = { serverHost: string | null; grpcPort: () => number; registerHttpPort: () => number };

export type WaysToRegisters = {
  commands: RegisterCommands;
  streams: Pick<CommandStreams, 'limits' | 'presence' | 'reaches' | 'ask' | 'tell' | 'callOff'>;
  /** Whether a server of a store speaks for the registers of this shop. */
  isBehindServer: (shopId: string) => boolean;
  address: ServerAddress;
};

/** Over Thrift only dates can be passed, and only a register whose address is known can be called. */
export function createAsk(ways: WaysToRegisters): AskRegister {
  return async (ask) => {
    const { commandHost, range, holdsStreams } = ask;
    if (ways.streams.reaches(ask.registerId)) return askByStream(ways, ask);
    const isBehind = ways.isBehindServer(ask.shopId);
    const closed = { kind: 'later', cause: { code: isBehind ? 'ask.server_away' : 'ask.stream_closed' } } as const;
    if (range.kind === 'shifts')
      return holdsStreams || isBehind ? closed : { kind: 'refused', cause: { code: 'ask.dates_only' } };
    if (commandHost === null)
      return holdsStreams || isBehind ? closed : { kind: 'refused', cause: { code: 'ask.no_address' } };
    const { registerId, registerCode, shopId } = ask;
    // With every request the protocol and where to send, so that a register that missed a change follows (M15). No ids: who
    // listens at that address is not known, and another register must not become this one.
    const settings = exchangeSettings(ask, ways.address);
    const request = { registerId, registerCode, shopId, fromDate: range.from, toDate: range.to, settings };
    const outcome = await ways.commands.unload(targetOf({ ...ask, commandHost }), request);
    return outcome.kind === 'accepted' ? outcome : { kind: 'later', cause: causeOf(outcome) };
  };
}

/** The number of the load goes with it, so that a register that is asked twice does it once. */
async function askByStream({ streams, address }: WaysToRegisters, ask: Ask): Promise<AskOutcome> {
  const { registerId, transferId, range } = ask;
  const load: StreamLoad =
    range.kind === 'shifts' ? { kind: 'shifts', from: Number(range.from), to: Number(range.to) } : range;
  const answer = await streams.ask(registerId, stateIdOf(transferId), settingsOf(ask, address), load);
  if (answer.kind === 'reported') return { kind: 'reported' };
  return { kind: 'later', cause: streamCause(answer, streams.limits.answerMs) };
}

/** One that does not know the order takes it for the load that it has already, and says so: it is not told again. */
export function createTellCallOff({ streams }: WaysToRegisters): TellCallOff {
  return async ({ registerId, transferId }) => {
    const answer = await streams.callOff(registerId, stateIdOf(transferId));
    const knows = answer.kind === 'reported' && ['called_off', 'accepted'].includes(answer.report.state);
    return knows ? 'answered' : 'away';
  };
}

/** Pairing and every change: the ids and codes that the server issued, and all of the above (M15). */
export function createTellSettings(ways: WaysToRegisters): TellSettings {
  /** What each register was told last; after a restart it is told once more. */
  const told = new Map<string, string>();
  return async (register) => {
    const outcome = await tell(ways, register);
    if (outcome !== 'told') return outcome;
    const now = JSON.stringify(settingsOf(register, ways.address));
    const isNews = told.get(register.registerId) !== now;
    told.set(register.registerId, now);
    return { kind: 'told', isNews };
  };
}

async function tell(
  { commands, streams, address }: WaysToRegisters,
  register: RegisterToSync,
): Promise<'told' | Exclude<SyncOutcome, { kind: 'told' }>> {
  const settings = settingsOf(register, address);
  const { commandHost, registerId } = register;
  if (streams.presence(registerId) !== null) {
    const answer = await streams.tell(registerId, settings);
    if (answer.kind !== 'reported') return { kind: 'later', cause: streamCause(answer, streams.limits.answerMs) };
    const { state, messageRu, messageEn } = answer.report;
    if (state !== 'failed') return 'told';
    const message = { messageRu: messageRu ?? messageEn, messageEn: messageEn ?? messageRu };
    return { kind: 'later', cause: { code: 'ask.stream_refused', params: message } };
  }
  if (commandHost === null) return { kind: 'no_way' };
  const outcome = await commands.load(targetOf({ ...register, commandHost }), { settings });
  return outcome.kind === 'accepted' ? 'told' : { kind: 'later', cause: causeOf(outcome) };
}

type Told = Pick<RegisterToSync, 'registerId' | 'registerCode' | 'shopId' | 'shopCode' | 'protocolVersion'>;

/** Everything that a register is told of itself and of the server. */
export function settingsOf(register: Told, address: ServerAddress) {
  const { registerId, registerCode, shopId, shopCode } = register;
  return { registerId, registerCode, shopId, shopCode, ...exchangeSettings(register, address) };
}

function exchangeSettings(register: { protocolVersion: number }, address: ServerAddress) {
  const protocolVersion = String(register.protocolVersion);
  const { serverHost } = address;
  if (serverHost === null) return { protocolVersion };
  const [grpcPort, httpPort] = [address.grpcPort(), address.registerHttpPort()];
  return { protocolVersion, grpcHost: serverHost, grpcPort, httpHost: serverHost, httpPort } satisfies SyncSettings;
}

function targetOf({ commandHost, commandPort }: { commandHost: string; commandPort: number | null }) {
  return { host: commandHost, port: commandPort ?? COMMAND_PORT };
}

function causeOf(outcome: Exclude<CommandOutcome, { kind: 'accepted' }>): CodedText {
  if (outcome.kind === 'unreachable') return { code: outcome.cause, params: outcome.params };
  return { code: 'ask.answered', params: { code: outcome.code } };
}

function streamCause({ kind }: Exclude<StreamAnswer, { kind: 'reported' }>, answerMs: number): CodedText {
  return { code: `ask.stream_${kind}`, params: { seconds: Math.round(answerMs / 1000) } };
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
