/**
 * The till of a register: what is rung up, opened and closed, as lines for the journal and tasks for the sender.
 * Touches no disk and no network; whoever calls writes the lines down before the tasks are packed.
 */
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import { openedBefore, plannedClosing, plannedTime, STEP_S } from './day.ts';
import type { RegisterFaults } from './faults.ts';
import type { ShiftStart, SimulatedDocument, UntimedDocument } from './model.ts';
import { addSeconds, isReceipt, PAY_BY_CODE, PAY_CARD } from './model.ts';
import type {
  JournalLine,
  QueuedTask,
  RegisterIdentity,
  RegisterMemory,
  RememberedShift,
  Task,
} from './register-memory.ts';
import { comingShift, makeTask } from './register-memory.ts';
import type { TradeStep } from './trade.ts';
import { closingCashOut, tradeSteps } from './trade.ts';

/** What one action came to: lines to be written, tasks they made, and the answer for the caller. */
export type Done<Result> = { lines: JournalLine[]; queued: QueuedTask[]; result: Result };

/** A period of local times or a range of shift numbers, both ends included. */
/** `fromMenu`: somebody chose it in the register's own menu; else the server has called. */
export type UnloadRequest = ({ from: LocalTime; to: LocalTime } | { shifts: { from: number; to: number } }) & {
  fromMenu?: boolean;
};

export type Till = {
  open(shiftNumber: number | null): Done<ShiftStart>;
  sell(receipts: number): Done<SimulatedDocument[]>;
  close(): Done<void>;
  sellLate(): Done<SimulatedDocument>;
  /** A whole shift of an earlier day, spread over its opening hours; makes no tasks. */
  tradePast(date: LocalDate, receipts: number): Done<void>;
  /**
   * Makes a task of a request unless one of those already queued covers it; answers the task or null. A request with the
   * server's number of the load is a task of its own, made once.
   */
  ask(request: UnloadRequest, alreadyQueued: Task[], transferId: string | null): Done<Task | null>;
};

export type TillOptions = {
  identity: RegisterIdentity;
  memory: RegisterMemory;
  /** null = every shift follows the plan of its day. */
  clock: (() => LocalTime) | null;
  sendOn: { receipt: boolean; shift: boolean };
  rich: boolean;
  faults: RegisterFaults;
};

/** When things happen and whether they are sent by themselves. */
type Mode = {
  /** The time now; null = as planned. */
  now: () => LocalTime | null;
  openedAt: () => LocalTime | null;
  stepSeconds: number;
  sendOn: { receipt: boolean; shift: boolean };
};

/** Opening hours that a planned day is spread over, in seconds. */
const TRADING_S = 13 * 3600;

/** A till over a memory that may already hold shifts; an open one goes on with its next receipt. */
export function createTill(options: TillOptions): Till {
  const live = liveMode(options);
  const actions = createActions(options);
  return {
    open: (shiftNumber) => actions.open(live, shiftNumber),
    sell: (receipts) => actions.sell(live, receipts),
    close: () => actions.close(live),
    sellLate: () => actions.sellLate(),
    tradePast(date, receipts) {
      const past = pastMode(date, receipts);
      const all = [actions.open(past, null), actions.sell(past, receipts), actions.close(past)];
      return { lines: all.flatMap((one) => one.lines), queued: all.flatMap((one) => one.queued), result: undefined };
    },
    ask: (request, alreadyQueued, transferId) => actions.ask(request, alreadyQueued, transferId),
  };
}

function liveMode({ clock, faults, sendOn }: TillOptions): Mode {
  const now = () => (clock === null ? null : addSeconds(clock(), faults.clockAheadSeconds));
  return { now, openedAt: now, stepSeconds: STEP_S, sendOn };
}

function pastMode(date: LocalDate, receipts: number): Mode {
  const stepSeconds = Math.max(1, Math.floor(TRADING_S / (receipts + 5)));
  return {
    now: () => null,
    openedAt: () => `${date}T08:00:00`,
    stepSeconds,
    sendOn: { receipt: false, shift: false },
  };
}

/** The actions of a till; each takes its lines into the memory at once. */
function createActions({ identity, memory, rich, faults }: TillOptions) {
  const left = memory.openShift();
  let steps = left === null ? null : resumedTrade(left, rich);

  function nextTask(what: Parameters<typeof makeTask>[2]): Task {
    return makeTask(identity.registerId, memory.taskCount + 1, what);
  }

  function receiptTask(mode: Mode): Task | null {
    return mode.sendOn.receipt ? nextTask(RECEIPT_TASK) : null;
  }

  function shiftInHand(): RememberedShift {
    const shift = memory.openShift();
    if (shift === null) throw new Error(`register ${identity.registerCode}: no shift is open`);
    return shift;
  }

  function lineOf(step: TradeStep, shift: RememberedShift, mode: Mode): JournalLine {
    const at = mode.now() ?? plannedTime(shift.openedAt, happenedIn(shift), mode.stepSeconds);
    if (step.kind === 'log') return { kind: 'log', record: { ...step.log, at } };
    const document = stamped(paidByCode(step.document, faults), at, shift.openedAt);
    return { kind: 'document', document, task: receiptTask(mode) };
  }

  return {
    open(mode: Mode, shiftNumber: number | null): Done<ShiftStart> {
      if (memory.openShift() !== null) throw new Error(`register ${identity.registerCode}: a shift is open already`);
      const start = comingShift(memory, identity, mode.openedAt(), shiftNumber);
      const line: JournalLine = { kind: 'opened', start };
      memory.apply(line);
      steps = tradeSteps(start, rich);
      return done([line], [], start);
    },
    sell(mode: Mode, receipts: number): Done<SimulatedDocument[]> {
      const shift = shiftInHand();
      const trade = steps ?? resumedTrade(shift, rich);
      const lines: JournalLine[] = [];
      const queued: (QueuedTask | null)[] = [];
      const sold: SimulatedDocument[] = [];
      while (sold.length < receipts) {
        const line = lineOf(trade.next().value, shift, mode);
        lines.push(line);
        queued.push(memory.apply(line));
        if (line.kind === 'document' && isReceipt(line.document)) sold.push(line.document);
      }
      return done(lines, queued, sold);
    },
    close(mode: Mode): Done<void> {
      const shift = shiftInHand();
      const now = mode.now();
      const last = plannedTime(shift.openedAt, happenedIn(shift), mode.stepSeconds);
      const at = now ?? plannedClosing(shift.openedAt, last);
      const outAt = now ?? addSeconds(at, -60);
      const lines = rich ? cashOutLines(shift, outAt, () => receiptTask(mode)) : [];
      const queued = lines.map((line) => memory.apply(line));
      const task = mode.sendOn.shift ? nextTask(shiftTask(shift.shiftNumber)) : null;
      const closed: JournalLine = { kind: 'closed', at, task };
      queued.push(memory.apply(closed));
      steps = null;
      return done([...lines, closed], queued, undefined);
    },
    sellLate(): Done<SimulatedDocument> {
      const shift = memory.shifts.at(-1);
      if (shift === undefined || shift.closedAt === null) throw new Error('a late receipt needs a closed shift');
      const document = stamped(lateReceipt(shift), shift.closedAt, shift.openedAt);
      const line: JournalLine = { kind: 'late', document, task: nextTask(RECEIPT_TASK) };
      return done([line], [memory.apply(line)], document);
    },
    ask(request: UnloadRequest, alreadyQueued: Task[], transferId: string | null): Done<Task | null> {
      const task = wantedTask(nextTask({ ...requestedTask(request), transferId }), alreadyQueued, memory);
      if (task === null) return done<Task | null>([], [], null);
      const line: JournalLine = { kind: 'asked', task };
      return done<Task | null>([line], [memory.apply(line)], task);
    },
  };
}

const RECEIPT_TASK = { type: 'BY_CHECK', callFromServer: false } as const;

function done<Result>(lines: JournalLine[], queued: (QueuedTask | null)[], result: Result): Done<Result> {
  return { lines, queued: queued.filter((one) => one !== null), result };
}

/** How many steps of its trade a shift has made; the log-on at its start is not one of them. */
function happenedIn(shift: RememberedShift): number {
  return shift.documents.length + shift.securityLog.length - 1;
}

/** The trade of an open shift, wound forward to where the journal stopped. */
function resumedTrade(shift: RememberedShift, rich: boolean): Generator<TradeStep, never> {
  const steps = tradeSteps(shift, rich);
  for (let k = 0; k < happenedIn(shift); k++) steps.next();
  return steps;
}

function stamped(document: UntimedDocument, at: LocalTime, notBefore: LocalTime): SimulatedDocument {
  return { ...document, openedAt: openedBefore(at, notBefore), closedAt: at };
}

function cashOutLines(shift: RememberedShift, at: LocalTime, task: () => Task | null): JournalLine[] {
  const cashOut = closingCashOut(shift, shift.documents.at(-1), shift.sums.drawerSum);
  return cashOut === null ? [] : [{ kind: 'document', document: stamped(cashOut, at, shift.openedAt), task: task() }];
}

/** A receipt with the numbers after the last one of a closed shift. */
function lateReceipt(shift: RememberedShift): UntimedDocument {
  const lastDocument = shift.documents.at(-1)?.documentNumber ?? shift.firstDocumentNumber - 1;
  const lastReceipt = shift.sums.lastReceiptNumber ?? shift.firstReceiptNumber - 1;
  const numbers = { firstDocumentNumber: lastDocument + 1, firstReceiptNumber: lastReceipt + 1 };
  const step = tradeSteps({ ...shift, ...numbers, seed: shift.seed + lastDocument }, false).next().value;
  if (step.kind !== 'document') throw new Error('the plain trade starts with a receipt');
  return step.document;
}

/** The trouble "new payment type": what would be paid by card is paid by code. */
function paidByCode(document: UntimedDocument, faults: RegisterFaults): UntimedDocument {
  if (!faults.newPaymentType) return document;
  const payments = document.payments.map((payment) =>
    payment.paymentTypeCode === PAY_CARD ? { ...payment, paymentTypeCode: PAY_BY_CODE } : payment,
  );
  return { ...document, payments };
}

function shiftTask(shiftNumber: number): Parameters<typeof makeTask>[2] {
  return { type: 'BY_SHIFT', callFromServer: false, fromShift: shiftNumber, toShift: shiftNumber };
}

function requestedTask(request: UnloadRequest): Parameters<typeof makeTask>[2] {
  const callFromServer = request.fromMenu !== true;
  if ('shifts' in request) {
    const { from, to } = request.shifts;
    return { type: 'BY_SHIFT', callFromServer, fromShift: from, toShift: to };
  }
  return { type: 'BY_INTERVAL', callFromServer, from: request.from, to: request.to };
}

function wantedTask(task: Task, queued: Task[], memory: RegisterMemory): Task | null {
  if (task.transferId === null) return withoutQueuedPart(task, queued);
  return memory.hasTransfer(task.transferId) ? null : task;
}

/** Registers compare requested times as text: an identical request is dropped, an overlapping one starts later (registers §3.3). */
function withoutQueuedPart(task: Task, queued: Task[]): Task | null {
  const same = queued.some(
    (other) =>
      other.type === task.type &&
      other.from === task.from &&
      other.to === task.to &&
      other.fromShift === task.fromShift &&
      other.toShift === task.toShift,
  );
  if (same) return null;
  const { from, to } = task;
  if (from === null || to === null) return task;
  const overlaps = (other: Task) => other.from !== null && other.to !== null && other.from <= from && from < other.to;
  const over = queued.find((other) => overlaps(other) && (other.to ?? '') < to);
  return over === undefined ? task : { ...task, from: over.to };
}
