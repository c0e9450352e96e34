/** From our words to those of the wire and back; the bytes of a package stay as they came. */
import {
  type Command,
  type Report,
  CommandState as WireState,
} from '../../../contracts/generated/register-command-stream.ts';
import { SalesPackage, TypeOfSales } from '../../../contracts/generated/register-sales.ts';
import type { LocalTime } from '../../domain/local-time.ts';
import type {
  CommandRange,
  CommandReport,
  CommandState,
  OutgoingBatch,
  OutgoingPackage,
  UpperCommand,
} from '../../pipeline/forwarding/forwarding.ts';

/** The message of a package, as its register would have sent it; one that was not understood goes on as it came. */
export function packageMessage({ isRaw, registerId }: OutgoingBatch, one: OutgoingPackage): Buffer {
  if (isRaw) return toBuffer(one.body);
  const { packageId, shopId, range, stateId, body } = one;
  const none = { dateTimeBegin: '', dateTimeEnd: '', shiftNumberBegin: '', shiftNumberEnd: '' };
  const said =
    range.kind === 'dates'
      ? { ...none, typeOfSales: TypeOfSales.BY_INTERVAL, dateTimeBegin: range.from, dateTimeEnd: range.to }
      : range.kind === 'shifts'
        ? { ...none, typeOfSales: TypeOfSales.BY_SHIFT, shiftNumberBegin: range.from, shiftNumberEnd: range.to }
        : { ...none, typeOfSales: TypeOfSales.BY_CHECK };
  const message = { id: packageId, cashId: registerId, shopId, cashUnloadState: stateId, ...said };
  return toBuffer(SalesPackage.encode({ ...message, saleFile: toBuffer(body) }).finish());
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const STATES: Record<CommandState, WireState> = {
  accepted: WireState.ACCEPTED,
  preparing: WireState.PREPARING,
  sent: WireState.SENT,
  nothing: WireState.NOTHING,
  failed: WireState.FAILED,
  called_off: WireState.CALLED_OFF,
};

export function reportMessage({ registerId, commandId, state, text }: CommandReport): Report {
  return { registerId, commandId, state: STATES[state], textRu: text?.ru ?? '', textEn: text?.en ?? '' };
}

/** An order; null = there is nothing to do here: settings are told to registers by the server that they belong to. */
export function readCommand({ commandId, registerId, ...load }: Command): UpperCommand | null {
  if (commandId === '' || registerId === '') return null;
  if (load.callOff !== undefined) return { commandId, registerId, load: null };
  const range = rangeOf(load);
  return range === null ? null : { commandId, registerId, load: range };
}

function rangeOf({ period, shifts, newData }: Pick<Command, 'period' | 'shifts' | 'newData'>): CommandRange | null {
  if (shifts !== undefined) return { kind: 'shifts', from: shifts.from, to: shifts.to };
  if (period !== undefined) return { kind: 'dates', from: period.from as LocalTime, to: period.to as LocalTime };
  if (newData === undefined) return null;
  return { kind: 'dates', from: newData.since as LocalTime, to: newData.until as LocalTime };
}
