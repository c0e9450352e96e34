/** Commands and reports of the command stream, in our words and in those of the wire. */
import {
  type Command,
  CommandState,
  type Hello,
  type Report,
  type Settings,
} from '../../../contracts/generated/register-command-stream.ts';
import type { LocalTime } from '../../domain/local-time.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { StreamGreeting } from '../../pipeline/registers/registers.ts';
import type { RegisterReport } from '../../pipeline/transfers/transfers.ts';

/** Settings that a register is to compare and write down; what is absent stays as it is (M15). */
export type StreamSettings = {
  readonly [name in keyof Settings]?: Exclude<Settings[name], undefined>;
};

/** What a register is to send: local times of the shop, or numbers of shifts; both ends included. */
export type StreamLoad =
  | { kind: 'new' | 'dates'; from: LocalTime; to: LocalTime }
  | { kind: 'shifts'; from: number; to: number };

/** The command on the wire; without a load it only brings settings. */
export function commandOf(commandId: string, settings: StreamSettings, load: StreamLoad | null): Command {
  const command: Command = { commandId, registerId: '', settings };
  if (load === null) return command;
  const { from, to } = load;
  if (load.kind === 'shifts') return { ...command, shifts: { from: load.from, to: load.to } };
  if (load.kind === 'new') return { ...command, newData: { since: String(from), until: String(to) } };
  return { ...command, period: { from: String(from), to: String(to) } };
}

/** The order that a load is called off. */
export function callOffOf(commandId: string): Command {
  return { commandId, registerId: '', settings: undefined, callOff: {} };
}

export type ReadGreeting = StreamGreeting & { softwareVersion: string | null };

export type BadMessage = { ok: false; code: ErrorCode; params: MessageParams };

/** Longest id, code or version in characters; those that we issue have some twenty. */
const LONGEST = 256;
/** Longest text of a report that is kept, in characters. */
const LONGEST_TEXT = 2_000;

/** What a register says of itself; a field beyond its length is refused by name. */
export function readGreeting(hello: Hello): { ok: true; greeting: ReadGreeting } | BadMessage {
  const { registerId, shopId, registerCode, shopCode, softwareVersion } = hello;
  const long = tooLong({ registerId, shopId, registerCode, shopCode, softwareVersion });
  if (long !== null) return long;
  const version = softwareVersion === '' ? null : softwareVersion;
  return { ok: true, greeting: { registerId, shopId, registerCode, shopCode, softwareVersion: version } };
}

const STATES: Record<CommandState, RegisterReport['state']> = {
  [CommandState.ACCEPTED]: 'accepted',
  [CommandState.PREPARING]: 'preparing',
  [CommandState.SENT]: 'sent',
  [CommandState.NOTHING]: 'nothing',
  [CommandState.FAILED]: 'failed',
  [CommandState.CALLED_OFF]: 'called_off',
};

export type ReadReport = Omit<RegisterReport, 'transferId'> & { commandId: string };

/** What a register says of a command. A state from a later contract is taken as "still working on it". */
export function readReport(report: Report): { ok: true; report: ReadReport } | BadMessage {
  const { registerId, commandId, textRu, textEn } = report;
  if (registerId === '' || commandId === '') return { ok: false, code: 'stream.no_command', params: {} };
  const long = tooLong({ registerId, commandId });
  if (long !== null) return long;
  const state = STATES[report.state] ?? 'preparing';
  const [messageRu, messageEn] = [textRu, textEn].map((text) => (text === '' ? null : text.slice(0, LONGEST_TEXT)));
  return {
    ok: true,
    report: { registerId, commandId, state, messageRu: messageRu ?? null, messageEn: messageEn ?? null },
  };
}

function tooLong(fields: Record<string, string>): BadMessage | null {
  for (const [field, text] of Object.entries(fields))
    if (text.length > LONGEST)
      return { ok: false, code: 'stream.too_long', params: { field, length: text.length, limit: LONGEST } };
  return null;
}
