/**
 * The life of one transfer: one request for sales of one register, from the request to the checked ledger (registers §9).
 * A pure table of state × event. What the register says (accepted, preparing, ready, error) is a hint; what lies on our disk
 * and in the ledger (received, loaded, known) is the truth, and truth moves a transfer also when the hints said otherwise.
 */

/** Running states; `sent` = the register says that it has sent and nothing has arrived yet. */
export const RUNNING_STATES = ['requested', 'accepted', 'preparing', 'sent', 'received', 'loaded'] as const;
/** Ends; `empty` = nothing to send, `already` = everything was here, `no_answer` = the time of a stage is over. */
export const END_STATES = ['done', 'empty', 'already', 'failed', 'no_answer', 'cancelled'] as const;

export type RunningState = (typeof RUNNING_STATES)[number];
export type EndState = (typeof END_STATES)[number];
export type TransferState = RunningState | EndState;

export const TRANSFER_EVENTS = [
  /** The register took the request. */
  'accepted',
  /** The register, or the way to it, refused the request for good. */
  'refused',
  /** STATUS_DURING: the register works on it. */
  'preparing',
  /** STATUS_READY: the register says that it has sent everything, or has nothing. */
  'ready',
  /** The register says outright that it has nothing to send. */
  'nothing',
  /** STATUS_ERROR: the register says that it could not. */
  'error',
  /** A package of the transfer lies on our disk. */
  'received',
  /** All its packages are in the ledger, and something in them was new. */
  'loaded',
  /** All its packages are in the ledger, and nothing in them was new. */
  'known',
  /** A package of it could not be read or is held. */
  'unreadable',
  /** Its shifts were compared with what the register reported of them. */
  'reconciled',
  /** The time of the state is over. */
  'silence',
  /** A person wants no more of it. */
  'cancel',
] as const;

export type TransferEvent = (typeof TRANSFER_EVENTS)[number];

export type Move =
  | { kind: 'moved'; to: TransferState }
  /** The state stays; its time begins anew. */
  | { kind: 'noted' }
  /** The state stays though its time is over: the work lies on our side and will be done. */
  | { kind: 'overdue' }
  /** `backwards`: a hint of a stage that is over; `dead`: the transfer has ended; `too_late`: it cannot be cancelled any more. */
  | { kind: 'refused'; why: 'backwards' | 'dead' | 'too_late' };

type Cell = TransferState | 'noted' | 'overdue' | 'backwards' | 'dead' | 'too_late';
type Row = Record<TransferEvent, Cell>;

/** What every state that still waits for a package does with what arrives. */
const ARRIVALS = { received: 'received', loaded: 'loaded', known: 'already', unreadable: 'failed' } as const;
/** Of a transfer that was given up without a package: it came after all. */
const GIVEN_UP: Row = { ...allHints('dead'), ...ARRIVALS, reconciled: 'dead', silence: 'dead', cancel: 'dead' };
/** Of a transfer that is over for good. */
const OVER: Row = {
  ...allHints('dead'),
  received: 'dead',
  loaded: 'dead',
  known: 'dead',
  unreadable: 'dead',
  reconciled: 'dead',
  silence: 'dead',
  cancel: 'dead',
};

const TABLE: Record<TransferState, Row> = {
  requested: {
    accepted: 'accepted',
    refused: 'failed',
    preparing: 'preparing',
    ready: 'sent',
    nothing: 'empty',
    error: 'failed',
    ...ARRIVALS,
    reconciled: 'backwards',
    silence: 'no_answer',
    cancel: 'cancelled',
  },
  accepted: {
    accepted: 'noted',
    refused: 'backwards',
    preparing: 'preparing',
    ready: 'sent',
    nothing: 'empty',
    error: 'failed',
    ...ARRIVALS,
    reconciled: 'backwards',
    silence: 'no_answer',
    cancel: 'cancelled',
  },
  preparing: {
    accepted: 'backwards',
    refused: 'backwards',
    preparing: 'noted',
    ready: 'sent',
    nothing: 'empty',
    error: 'failed',
    ...ARRIVALS,
    reconciled: 'backwards',
    silence: 'no_answer',
    cancel: 'cancelled',
  },
  sent: {
    accepted: 'backwards',
    refused: 'backwards',
    preparing: 'backwards',
    ready: 'noted',
    nothing: 'empty',
    // A register calls tasks failed that it has sent (registers §6), so the time decides.
    error: 'noted',
    ...ARRIVALS,
    reconciled: 'backwards',
    silence: 'empty',
    cancel: 'cancelled',
  },
  received: {
    ...allHints('backwards'),
    received: 'noted',
    loaded: 'loaded',
    known: 'already',
    unreadable: 'failed',
    reconciled: 'backwards',
    silence: 'overdue',
    cancel: 'too_late',
  },
  loaded: {
    ...allHints('backwards'),
    received: 'received',
    loaded: 'noted',
    known: 'noted',
    unreadable: 'failed',
    reconciled: 'done',
    silence: 'overdue',
    cancel: 'too_late',
  },
  empty: GIVEN_UP,
  no_answer: GIVEN_UP,
  failed: GIVEN_UP,
  // A package of it is taken like any other, but what a person has ended does not come to life again.
  cancelled: OVER,
  done: OVER,
  already: OVER,
};

function allHints(cell: 'dead' | 'backwards') {
  return { accepted: cell, refused: cell, preparing: cell, ready: cell, nothing: cell, error: cell } as const;
}

/** What an event does to a transfer. Total: every pair has an answer. */
export function moveTransfer(state: TransferState, event: TransferEvent): Move {
  const cell = TABLE[state][event];
  if (cell === 'noted' || cell === 'overdue') return { kind: cell };
  if (cell === 'backwards' || cell === 'dead' || cell === 'too_late') return { kind: 'refused', why: cell };
  return cell === state ? { kind: 'noted' } : { kind: 'moved', to: cell };
}

/** True while something is still to come. */
export function isRunning(state: TransferState): state is RunningState {
  return (RUNNING_STATES as readonly string[]).includes(state);
}

/** How long a state may last before `silence`, in ms. */
export type StageLimits = Record<RunningState, number>;

export const defaultStageLimits: StageLimits = {
  requested: 10 * 60_000,
  accepted: 2 * 60_000,
  preparing: 15 * 60_000,
  sent: 2 * 60_000,
  received: 10 * 60_000,
  loaded: 5 * 60_000,
};
