/**
 * A register that nobody can call, behind NAT: it opens a command stream to the server, holds it, and opens it again when it
 * breaks. What it is asked for stands in its journal before it says "accepted", so that a command that comes twice is done
 * once.
 */
import type { ServiceError } from '@grpc/grpc-js';
import type { SimulatedRegister, Sleep } from './register.ts';
import type { StateReport, StateSink } from './states.ts';
import { STEPS } from './states.ts';
import {
  createStreamClient,
  type ReportState,
  type StreamClientOptions,
  type WireCommand,
  type WireHello,
  type WireSettings,
} from './stream-client.ts';
import type { UnloadRequest } from './till.ts';

export type HeldStreamOptions = StreamClientOptions & {
  register: Pick<SimulatedRegister, 'registerId' | 'registerCode' | 'shopId' | 'shopCode' | 'unload' | 'callOff'>;
  sleep: Sleep;
  /** What it says of itself instead of the truth. */
  says?: Partial<WireHello>;
  /** Pauses before it opens the stream again, in ms: doubled at each failure, from the first when it had stood. */
  pauses?: { first: number; longest: number };
  /** Told of every stream that ended and every report that was not taken. */
  onFailure?: (cause: unknown) => void;
  /** Told of each command before it is done; a rejection breaks the line off before it is accepted. */
  onCommand?: (command: WireCommand) => Promise<void>;
};

export type HeldStream = {
  /** True while the server has the stream. */
  isOpen(): boolean;
  /** How often the server took a stream of it. */
  opened(): number;
  /** Ids of the commands that came, repeats included. */
  commands(): string[];
  /** What the server set so far. */
  settings(): WireSettings;
  /** How the last stream ended: the status of gRPC, its text, and the stable code of the server. */
  lastEnd(): { status: number; text: string; reason: string } | null;
  stop(): Promise<void>;
};

/** The first version of the cash software that speaks protocol 4. */
const SOFTWARE = '4.6.120';
const PAUSES = { first: 1_000, longest: 60_000 };

type State = {
  readonly options: HeldStreamOptions;
  readonly client: ReturnType<typeof createStreamClient>;
  readonly settings: WireSettings;
  readonly commands: string[];
  readonly stopping: AbortController;
  isOpen: boolean;
  opened: number;
  lastEnd: ReturnType<HeldStream['lastEnd']>;
};

/** Starts to hold a stream until `stop`. */
export function holdCommandStream(options: HeldStreamOptions): HeldStream {
  const state: State = {
    options,
    client: createStreamClient(options),
    settings: {},
    commands: [],
    stopping: new AbortController(),
    isOpen: false,
    opened: 0,
    lastEnd: null,
  };
  const ended = keepOpen(state);
  return {
    isOpen: () => state.isOpen,
    opened: () => state.opened,
    commands: () => [...state.commands],
    settings: () => ({ ...state.settings }),
    lastEnd: () => state.lastEnd,
    async stop() {
      state.stopping.abort();
      await ended;
      state.client.close();
    },
  };
}

async function keepOpen(state: State): Promise<void> {
  const { options, stopping } = state;
  const { first, longest } = options.pauses ?? PAUSES;
  let failures = 0;
  while (!stopping.signal.aborted) {
    const before = state.opened;
    try {
      await followStream(state);
    } catch (cause) {
      noteEnd(state, cause);
    }
    state.isOpen = false;
    failures = state.opened > before ? 0 : failures + 1;
    await options.sleep(Math.min(first * 2 ** failures, longest), stopping.signal);
  }
}

/** One stream from its opening to its end; the next command is read when the last one is done. */
async function followStream(state: State): Promise<void> {
  const { options, client, stopping } = state;
  const { registerId, registerCode, shopId, shopCode } = options.register;
  const who = { registerId, shopId, registerCode, shopCode, softwareVersion: SOFTWARE };
  const call = client.open({ ...who, ...options.says });
  const cancel = () => call.cancel();
  stopping.signal.addEventListener('abort', cancel, { once: true });
  call.once('metadata', () => {
    state.isOpen = true;
    state.opened += 1;
  });
  try {
    for await (const command of call) await obey(state, command as WireCommand);
  } finally {
    stopping.signal.removeEventListener('abort', cancel);
    call.cancel();
  }
}

function noteEnd(state: State, cause: unknown): void {
  if (state.stopping.signal.aborted) return;
  const { code, details, metadata } = cause as Partial<ServiceError>;
  const reason = String(metadata?.get('smena-reason')[0] ?? '');
  if (code !== undefined) state.lastEnd = { status: code, text: details ?? '', reason };
  state.options.onFailure?.(cause);
}

async function obey(state: State, command: WireCommand): Promise<void> {
  const { options } = state;
  const { commandId } = command;
  state.commands.push(commandId);
  await options.onCommand?.(command);
  // What the contract leaves out is not changed.
  Object.assign(state.settings, command.settings);
  if (command.callOff) {
    await options.register.callOff(commandId);
    await report(state, commandId, 'CALLED_OFF', STEPS.calledOff);
    return;
  }
  const request = requestOf(command);
  if (request !== null) await options.register.unload(request, commandId);
  await report(state, commandId, 'ACCEPTED', STEPS.queued);
}

function requestOf({ period, shifts, newData }: WireCommand): UnloadRequest | null {
  if (shifts) return { shifts };
  if (newData) return { from: newData.since, to: newData.until };
  return period ?? null;
}

/** A report that is not taken is not repeated: the server asks again. */
async function report(state: State, commandId: string, what: ReportState, text: StateReport): Promise<void> {
  const { registerId } = state.options.register;
  try {
    const { messageRu: textRu, messageEn: textEn } = text;
    await state.client.report({ registerId, commandId, state: what, textRu, textEn });
  } catch (cause) {
    state.options.onFailure?.(cause);
  }
}

/** Asks for the ids of a register that has none yet: its codes go in, the settings of the server come out. */
export async function pairByStream(
  options: StreamClientOptions & Pick<WireHello, 'shopCode' | 'registerCode'>,
): Promise<WireSettings> {
  const client = createStreamClient(options);
  try {
    const { shopCode, registerCode } = options;
    const hello = { registerId: '', shopId: '', shopCode, registerCode, softwareVersion: SOFTWARE };
    let settings: WireSettings | null = null;
    for await (const command of client.open(hello)) settings = (command as WireCommand).settings ?? null;
    if (settings === null) throw new Error('the server told the register nothing');
    return settings;
  } finally {
    client.close();
  }
}

/** States of loads go beside the stream; what else a register tells by REST goes to `rest`, if it can reach that. */
export function createReportStates(
  options: StreamClientOptions & { registerId: string },
  rest: StateSink | null = null,
): StateSink & { close(): void } {
  const client = createStreamClient(options);
  const { registerId } = options;
  return {
    create: async (...task) => (rest === null ? null : rest.create(...task)),
    async update(stateId, words) {
      const { messageRu: textRu, messageEn: textEn } = words;
      await client.report({ registerId, commandId: stateId, state: stateOf(words), textRu, textEn });
    },
    legacy: async (...words) => rest?.legacy(...words),
    async kick(id) {
      if (rest === null) throw new Error('a register without REST cannot ask to be asked');
      await rest.kick(id);
    },
    close: () => client.close(),
  };
}

function stateOf({ status, messageEn }: StateReport): ReportState {
  if (status === 'STATUS_ERROR') return 'FAILED';
  if (status === 'STATUS_DURING') return 'PREPARING';
  return messageEn === STEPS.empty.messageEn ? 'NOTHING' : 'SENT';
}
