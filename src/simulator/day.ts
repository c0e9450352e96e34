/** A whole planned shift at once, for history, load and tests: the same documents a register would sell one by one. */
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import type { ShiftStart, SimulatedDocument, SimulatedLogRecord, SimulatedShift } from './model.ts';
import { addSeconds, isReceipt } from './model.ts';
import { SD2000_RECEIPTS, SD2000_SEED } from './sd2000.ts';
import { addDocument, emptySums, sumsOf } from './shift-sums.ts';
import { closingCashOut, tradeSteps } from './trade.ts';

/** The first document comes five minutes after opening, the next ones every twenty seconds. */
const FIRST_DOCUMENT_S = 300;
export const STEP_S = 20;
const DOCUMENT_S = 15;
const CLOSING = '22:00:00';

/** Planned time of the n-th happening of a shift (from 0). */
export function plannedTime(openedAt: LocalTime, ordinal: number, stepSeconds = STEP_S): LocalTime {
  return addSeconds(openedAt, FIRST_DOCUMENT_S + ordinal * stepSeconds);
}

/** Planned time at which a shift closes: ten in the evening, or two minutes after the last happening if that is later. */
export function plannedClosing(openedAt: LocalTime, lastAt: LocalTime): LocalTime {
  const evening = `${openedAt.slice(0, 10)}T${CLOSING}`;
  const afterLast = addSeconds(lastAt, 120);
  return afterLast > evening ? afterLast : evening;
}

/** Opening time of a document that was closed at a moment. */
export function openedBefore(closedAt: LocalTime, notBefore: LocalTime): LocalTime {
  const openedAt = addSeconds(closedAt, -DOCUMENT_S);
  return openedAt < notBefore ? notBefore : openedAt;
}

export type DayOptions = ShiftStart & {
  receipts: number;
  rich: boolean;
  /** False leaves the shift open. */
  closed?: boolean;
  stepSeconds?: number;
};

/** Sells so many receipts in a shift and closes it. */
export function planDay(options: DayOptions): SimulatedShift {
  const { receipts, rich, closed = true, stepSeconds = STEP_S, ...start } = options;
  const { openedAt, cashier } = start;
  const documents: SimulatedDocument[] = [];
  const log: SimulatedLogRecord[] = [{ opCode: 3, at: openedAt, cashierCode: cashier.code }];
  let sums = emptySums(start);
  let ordinal = 0;
  let sold = 0;
  const steps = tradeSteps(start, rich);
  while (sold < receipts) {
    const step = steps.next().value;
    const at = plannedTime(openedAt, ordinal++, stepSeconds);
    if (step.kind === 'log') {
      log.push({ ...step.log, at });
      continue;
    }
    const document = { ...step.document, openedAt: openedBefore(at, openedAt), closedAt: at };
    documents.push(document);
    sums = addDocument(sums, document);
    if (isReceipt(document)) sold++;
  }
  const shift: SimulatedShift = { ...start, closedAt: null, documents, securityLog: log };
  return closed ? closeDay(shift, plannedTime(openedAt, ordinal, stepSeconds), rich) : shift;
}

function closeDay(shift: SimulatedShift, lastAt: LocalTime, rich: boolean): SimulatedShift {
  const closedAt = plannedClosing(shift.openedAt, lastAt);
  const cashOut = rich ? closingCashOut(shift, shift.documents.at(-1), sumsOf(shift).drawerSum) : null;
  if (cashOut !== null) {
    const at = addSeconds(closedAt, -60);
    shift.documents.push({ ...cashOut, openedAt: openedBefore(at, shift.openedAt), closedAt: at });
  }
  shift.securityLog.push({ opCode: 4, at: closedAt, cashierCode: shift.cashier.code });
  return { ...shift, closedAt };
}

export type Sd2000Options = {
  /** Which of the days: the seed is the one of the definition plus this. */
  run?: number;
  registerId?: string;
  registerCode?: string;
  date?: LocalDate;
  shiftNumber?: number;
};

/** The day SD-2000: 2,000 receipts of one register in one closed shift. */
export function sd2000Day(options: Sd2000Options = {}): SimulatedShift {
  const { run = 0, registerId = '_cash_1_5d200000', registerCode = '1' } = options;
  return planDay({
    ...firstShift({ registerId, registerCode, seed: SD2000_SEED + run, date: options.date ?? '2026-01-01' }),
    shiftNumber: options.shiftNumber ?? run + 1,
    receipts: SD2000_RECEIPTS,
    rich: false,
  });
}

/** A register's very first shift: nothing in the drawer, numbers from one. */
export function firstShift(of: {
  registerId: string;
  registerCode: string;
  seed: number;
  date: LocalDate;
}): ShiftStart {
  const cashierCode = `7${of.registerCode.padStart(3, '0')}`;
  return {
    registerId: of.registerId,
    registerCode: of.registerCode,
    seed: of.seed,
    shiftNumber: 1,
    openedAt: `${of.date}T08:00:00`,
    cashier: { code: cashierCode, name: `Кассир ${cashierCode}` },
    firstDocumentNumber: 1,
    firstReceiptNumber: 1,
    drawerStart: 0,
    protectedTotalStart: 100_000_000,
    fiscalSerialNumber: of.registerCode.padStart(16, '0'),
  };
}

/** The shift that follows a closed one on the same register: numbers, drawer and counters go on. */
export function nextShift(previous: SimulatedShift, openedAt: LocalTime, seed: number): ShiftStart {
  const { closedAt: _closedAt, documents, securityLog: _securityLog, ...start } = previous;
  const sums = sumsOf(previous);
  const lastReceipt = documents.findLast((document) => document.receiptNumber !== null)?.receiptNumber;
  return {
    ...start,
    openedAt,
    seed,
    shiftNumber: previous.shiftNumber + 1,
    firstDocumentNumber: (documents.at(-1)?.documentNumber ?? previous.firstDocumentNumber - 1) + 1,
    firstReceiptNumber: (lastReceipt ?? previous.firstReceiptNumber - 1) + 1,
    drawerStart: sums.drawerSum,
    protectedTotalStart: sums.protectedTotalEnd,
  };
}
