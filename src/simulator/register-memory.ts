/**
 * What a register knows, folded from the lines of its journal: its shifts and the tasks they brought forth.
 * Pure: the same lines always give the same memory, so that a register which was killed goes on where it stopped.
 * A task carries what its package will say, as of the line that made it; later sales do not change it.
 */
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import { firstShift, nextShift } from './day.ts';
import type { ShiftStart, SimulatedDocument, SimulatedLogRecord, SimulatedShift } from './model.ts';
import { addDays, uuidOf } from './model.ts';
import type { TypeOfSales } from './sales-client.ts';
import type { ShiftPart } from './sales-text.ts';
import type { ShiftSums } from './shift-sums.ts';
import { addDocument, emptySums } from './shift-sums.ts';

/** Something to be packed and sent. Also the request as the register understood it. */
export type Task = {
  /** Place in the row of all tasks, from 1. */
  ordinal: number;
  /** Package id: a uuid that follows from register and ordinal. */
  id: string;
  type: TypeOfSales;
  /** True when the server asked, false when a sale or a person at the register did. */
  callFromServer: boolean;
  from: string | null;
  to: string | null;
  fromShift: number | null;
  toShift: number | null;
  /** The server's number of the load that it answers; null = the server did not give one with its request. */
  transferId: string | null;
};

export type QueuedTask = { task: Task; parts: ShiftPart[] };

export type JournalLine =
  | { kind: 'opened'; start: ShiftStart }
  | { kind: 'document'; document: SimulatedDocument; task: Task | null }
  | { kind: 'late'; document: SimulatedDocument; task: Task | null }
  | { kind: 'log'; record: SimulatedLogRecord }
  | { kind: 'closed'; at: LocalTime; task: Task | null }
  | { kind: 'asked'; task: Task }
  | { kind: 'calledOff'; transferId: string };

export type RememberedShift = SimulatedShift & { sums: ShiftSums };

export type RegisterMemory = {
  readonly shifts: readonly RememberedShift[];
  readonly taskCount: number;
  /** Whether the load of this number was taken already. */
  hasTransfer(transferId: string): boolean;
  /** Whether the server has called off the load that the task answers. */
  isCalledOff(task: Task): boolean;
  openShift(): RememberedShift | null;
  /** Takes one line in; hands back the task it made, ready to be packed. */
  apply(line: JournalLine): QueuedTask | null;
};

export type RegisterIdentity = { registerId: string; registerCode: string; seed: number; firstDate: LocalDate };

/** An empty memory. */
export function createMemory(): RegisterMemory {
  const shifts: RememberedShift[] = [];
  const transfers = new Set<string>();
  const calledOff = new Set<string>();
  let taskCount = 0;

  function openShift(): RememberedShift | null {
    const last = shifts.at(-1);
    return last !== undefined && last.closedAt === null ? last : null;
  }

  function current(): RememberedShift {
    const last = shifts.at(-1);
    if (last === undefined) throw new Error('the journal has a sale before the first shift');
    return last;
  }

  function partsOf(line: JournalLine): ShiftPart[] {
    if (line.kind === 'document' || line.kind === 'late') return [receiptPart(current(), line.document)];
    if (line.kind === 'asked') return requestedParts(shifts, line.task);
    return [partOf(current(), current().documents, current().securityLog)];
  }

  return {
    shifts,
    get taskCount() {
      return taskCount;
    },
    openShift,
    isCalledOff: ({ transferId }) => transferId !== null && calledOff.has(transferId),
    hasTransfer: (transferId) => transfers.has(transferId),
    apply(line) {
      if (line.kind === 'opened') shifts.push(opened(line.start));
      if (line.kind === 'document' || line.kind === 'late') takeIn(current(), line.document);
      if (line.kind === 'log') current().securityLog.push(line.record);
      if (line.kind === 'closed') close(current(), line.at);
      if (line.kind === 'calledOff') calledOff.add(line.transferId);
      const task = 'task' in line ? line.task : null;
      if (task === null) return null;
      taskCount = task.ordinal;
      if (task.transferId !== null) transfers.add(task.transferId);
      return { task, parts: partsOf(line) };
    },
  };
}

function opened(start: ShiftStart): RememberedShift {
  const securityLog = [{ opCode: 3, at: start.openedAt, cashierCode: start.cashier.code }];
  return { ...start, closedAt: null, documents: [], securityLog, sums: emptySums(start) };
}

function takeIn(shift: RememberedShift, document: SimulatedDocument): void {
  shift.documents.push(document);
  shift.sums = addDocument(shift.sums, document);
}

function close(shift: RememberedShift, at: LocalTime): void {
  shift.closedAt = at;
  shift.securityLog.push({ opCode: 4, at, cashierCode: shift.cashier.code });
}

/** A package at receipt level: one document and the shift as it stood then. */
function receiptPart(shift: RememberedShift, document: SimulatedDocument): ShiftPart {
  return partOf(shift, [document], []);
}

function partOf(shift: RememberedShift, documents: SimulatedDocument[], log: SimulatedLogRecord[]): ShiftPart {
  const { closedAt, sums, documents: _documents, securityLog: _securityLog, ...start } = shift;
  return { start, closedAt, sums, documents: [...documents], securityLog: [...log] };
}

/** What the register has of a requested period or of requested shifts. */
function requestedParts(shifts: readonly RememberedShift[], task: Task): ShiftPart[] {
  if (task.type === 'BY_SHIFT') {
    const { fromShift, toShift } = task;
    return shifts
      .filter((shift) => shift.shiftNumber >= (fromShift ?? 0) && shift.shiftNumber <= (toShift ?? shift.shiftNumber))
      .map((shift) => partOf(shift, shift.documents, shift.securityLog));
  }
  // The times of a request carry a fraction (`…:00.0`) that times of documents do not have.
  const from = (task.from ?? '').slice(0, 19);
  const to = (task.to ?? '9999').slice(0, 19);
  const within = (time: LocalTime | null) => time !== null && time >= from && time <= to;
  return shifts.flatMap((shift) => {
    const documents = shift.documents.filter((document) => within(document.closedAt));
    const log = shift.securityLog.filter((record) => within(record.at));
    const touched = documents.length > 0 || within(shift.openedAt) || within(shift.closedAt);
    return touched ? [partOf(shift, documents, log)] : [];
  });
}

/** The start of the shift that would be opened now; without a clock each shift opens at eight on the next day. */
export function comingShift(
  memory: RegisterMemory,
  identity: RegisterIdentity,
  now: LocalTime | null,
  shiftNumber: number | null,
): ShiftStart {
  const count = memory.shifts.length;
  const previous = memory.shifts.at(-1);
  const seed = identity.seed + count * 1000;
  const openedAt = now ?? `${addDays(identity.firstDate, count)}T08:00:00`;
  const { sums: _sums, ...before } = previous ?? { sums: null };
  const start =
    previous === undefined
      ? { ...firstShift({ ...identity, date: identity.firstDate }), openedAt }
      : nextShift(before as SimulatedShift, openedAt, seed);
  return shiftNumber === null ? start : { ...start, shiftNumber };
}

/** The next task of a register; its id is the same after every restart. */
export function makeTask(
  registerId: string,
  ordinal: number,
  what: Pick<Task, 'type' | 'callFromServer'> & Partial<Task>,
): Task {
  const id = uuidOf(`${registerId} task ${ordinal}`);
  return { from: null, to: null, fromShift: null, toShift: null, transferId: null, ...what, ordinal, id };
}
