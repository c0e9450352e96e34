/**
 * What the server says to registers of protocol 3 and 4 by their Thrift command service (registers §3): unload your sales,
 * load dictionaries. There is neither a password nor encryption on it. The service also has a remote `execute`; it is not in
 * our contract and is never called.
 */
import {
  load_result as LoadResult,
  unload_result as UnloadResult,
} from '../../../contracts/generated/CashCommunicationService.cjs';
import { shipped, type WireDescription } from '../../../contracts/wire-descriptions.ts';
import { type LocalTime, parseLocalTime } from '../../domain/local-time.ts';
import type { MessageParams, ReasonCode } from '../../messages/messages.ts';
import { decodeBody, REPLY, readException, type Structure } from './codec.ts';
import {
  type Answer,
  COMMAND_WIRE,
  type CommandTarget,
  ExchangeFault,
  type ExchangeLimits,
  exchange,
} from './command-exchange.ts';
import { describedStructure } from './described-structure.ts';
import { type SyncSettings, toConfigInfo } from './sync-settings.ts';
import { createTurns } from './turns.ts';

export type { CommandTarget } from './command-exchange.ts';
export type { SyncSettings } from './sync-settings.ts';

export type LoadRequest = { readonly script?: string; readonly settings?: SyncSettings };

export type UnloadRequest = LoadRequest & {
  readonly registerId: string;
  readonly registerCode: string;
  readonly shopId: string;
  /** Both ends of the period, local times of the shop. */
  readonly fromDate: LocalTime;
  readonly toDate: LocalTime;
};

/**
 * `accepted`: the task is queued on the register, or was queued already. `busy`: it loads dictionaries already.
 * `refused`: another number than zero. `unreachable`: there is no such answer; `cause` with `params` is the text why.
 */
export type CommandOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'busy' | 'refused'; readonly code: number }
  | {
      readonly kind: 'unreachable';
      readonly cause: UnreachableCause;
      readonly params: MessageParams;
    };

export type UnreachableCause = Extract<ReasonCode, `ask.${string}`>;

export type RegisterCommandLimits = ExchangeLimits & {
  /** Calls at once over all registers; more wait for their turn. */
  maxCalls: number;
};

export const defaultRegisterCommandLimits: RegisterCommandLimits = {
  connectMs: 5000,
  answerMs: 15_000,
  maxAnswerBytes: 64 * 1024,
  maxCalls: 32,
};

export type RegisterCommandOptions = {
  limits?: Partial<RegisterCommandLimits>;
  /** What travels as `cashCode`: registers differ. The id unless told otherwise. */
  cashCode?: 'id' | 'code';
  /** Numbers of the fields as they are now; those of the contract unless given. Asked at every call. */
  describe?: () => WireDescription;
};

export type RegisterCommands = {
  /** Asks for the sales of a period. Never rejects, but for a time that is none (RangeError): nothing was asked then. */
  unload(target: CommandTarget, request: UnloadRequest, signal?: AbortSignal): Promise<CommandOutcome>;
  /** Asks a register to load dictionaries. Whether it succeeds is reported by the register itself (registers §7). */
  load(target: CommandTarget, request: LoadRequest, signal?: AbortSignal): Promise<CommandOutcome>;
};

/** `load` answers so while it is loading already. */
const LOADING_ALREADY = 30;

/** A caller of registers. It holds no connections between calls. */
export function createRegisterCommands(options: RegisterCommandOptions = {}): RegisterCommands {
  const limits = { ...defaultRegisterCommandLimits, ...options.limits };
  const turns = createTurns(limits.maxCalls);
  const describe = options.describe ?? (() => shipped.commands);

  async function call(
    target: CommandTarget,
    method: 'load' | 'unload',
    body: Pick<Structure, 'write'>,
    read: (answer: Answer) => CommandOutcome | undefined,
    signal?: AbortSignal,
  ): Promise<CommandOutcome> {
    const told = (cause: UnreachableCause, detail: MessageParams) => unreachable(target, cause, { method, ...detail });
    try {
      const leave = await turns.take(signal);
      try {
        const answer = await exchange(target, { method, body }, limits, signal);
        if (answer.head.type !== REPLY) return told('ask.command_unknown', { detail: readFailure(answer) });
        return read(answer) ?? told('ask.answer_unreadable', { detail: answer.head.name });
      } finally {
        leave();
      }
    } catch (cause) {
      if (!(cause instanceof ExchangeFault)) throw cause;
      return told(CAUSES[cause.kind], { detail: cause.detail, seconds: secondsOf(cause, limits) });
    }
  }

  return {
    load(target, { script = '', settings = {} }, signal) {
      const values = { loadScript: script, configInfo: { message: 'SyncConfigInfo', values: toConfigInfo(settings) } };
      const body = describedStructure(describe(), 'load', values);
      return call(target, 'load', body, (answer) => readLoad(readNumber(answer, 'load', new LoadResult())), signal);
    },
    async unload(target, request, signal) {
      const { script = '', settings = {}, registerId, registerCode, shopId, fromDate, toDate } = request;
      const body = describedStructure(describe(), 'unload', {
        unloadScript: script,
        fromDate: dateText(fromDate),
        toDate: dateText(toDate),
        shopId,
        cashCode: options.cashCode === 'code' ? registerCode : registerId,
        configInfo: { message: 'SyncConfigInfo', values: toConfigInfo(settings) },
      });
      return call(
        target,
        'unload',
        body,
        (answer) => readUnload(readNumber(answer, 'unload', new UnloadResult())),
        signal,
      );
    },
  };
}

const CAUSES: Record<ExchangeFault['kind'], UnreachableCause> = {
  no_connection: 'ask.no_connection',
  connect_timeout: 'ask.connect_timeout',
  answer_timeout: 'ask.answer_timeout',
  connection_lost: 'ask.connection_lost',
  unreadable: 'ask.answer_unreadable',
  cancelled: 'ask.cancelled',
};

/** The register compares dates as text, so there is one form only (registers §3.2). */
function dateText(time: LocalTime): string {
  const parsed = parseLocalTime(time);
  if (!parsed.ok) throw new RangeError(`not a local time: ${time}`);
  return `${parsed.value}.0`;
}

/** The number of an answer; undefined when it answers something else. */
function readNumber<Result extends Structure & { success: number | null }>(
  { head, bytes }: Answer,
  method: string,
  result: Result,
): number | undefined {
  if (head.name !== method) return undefined;
  try {
    return decodeBody(COMMAND_WIRE.protocol, bytes, result).success ?? undefined;
  } catch {
    // The structure could be followed and is yet no answer: the caller is told that.
    return undefined;
  }
}

function readFailure({ bytes }: Answer): string {
  try {
    return readException(COMMAND_WIRE.protocol, bytes);
  } catch {
    // What went wrong is known without its text.
    return '';
  }
}

/** The other numbers say nothing of success or failure (registers §3). */
function readLoad(number: number | undefined): CommandOutcome | undefined {
  if (number === undefined) return undefined;
  return number === LOADING_ALREADY ? { kind: 'busy', code: number } : { kind: 'accepted' };
}

function readUnload(number: number | undefined): CommandOutcome | undefined {
  if (number === undefined) return undefined;
  return number === 0 ? { kind: 'accepted' } : { kind: 'refused', code: number };
}

function secondsOf({ kind }: ExchangeFault, { connectMs, answerMs }: ExchangeLimits): number {
  return (kind === 'connect_timeout' ? connectMs : answerMs) / 1000;
}

function unreachable({ host, port }: CommandTarget, cause: UnreachableCause, detail: MessageParams): CommandOutcome {
  const params = { ...detail, address: `${host}:${port}` };
  return { kind: 'unreachable', cause, params };
}
