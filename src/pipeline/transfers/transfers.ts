/**
 * Asking registers for their sales and following each request to its end (M1–M13). The only writer of the table `transfer`.
 *
 * A request is a row. The loop that calls `turn` asks the registers whose time has come; what registers tell by REST are
 * hints; the ledger tells what lies in the tables (`notePackage`), and that is the truth. A crash between two steps loses
 * nothing: the row says what is due.
 */

import { record } from '../../audit/audit.ts';
import { defaultStageLimits, type StageLimits } from '../../domain/transfer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import { createPlaces } from '../../platform/places.ts';
import type { Tables } from '../../schema/tables.ts';
import { shopCodeOf } from '../registers/registers.ts';
import { type AskRegister, askDue, hurry } from './ask-registers.ts';
import { type CallOffs, createCallOffs, mustBeTold, type TellCallOff } from './call-off.ts';
import { noteKnown, type RepeatedPackage } from './package-news.ts';
import {
  type HeardWords,
  hearRegister,
  hearReport,
  openRegisterTask,
  type RegisterReport,
  type RegisterTask,
  type RegisterWords,
} from './register-words.ts';
import {
  confirmFromDays,
  declineTransfer,
  type LoadRequest,
  type RequestResult,
  requestEach,
  type TransferChange,
  type WantedRange,
} from './request-transfer.ts';
import { advance, findTransfer, update } from './transfer-row.ts';

export type { Ask, AskOutcome, AskRegister } from './ask-registers.ts';
export type { CallOff, CallOffs, TellCallOff } from './call-off.ts';
export { notePackage, type PackageNews, type RepeatedPackage, stateIdOf } from './package-news.ts';
export type { HeardWords, RegisterReport, RegisterStatus, RegisterTask, RegisterWords } from './register-words.ts';
export type { LoadPreview, LoadRequest, RequestResult, TransferChange, WantedRange } from './request-transfer.ts';
export { createTransferBook, type TransferBook } from './transfer-book.ts';
export type { TransferCause } from './transfer-row.ts';

export type TransfersOptions = {
  database: Database<Tables>;
  clock: Clock;
  ask: AskRegister;
  limits?: StageLimits;
  /** Registers asked at once. */
  concurrency?: number;
  /** Days from which a person must confirm; the setting lowers a week, never raises it (M10). */
  confirmFromDays?: number;
  /** Whether a register holds a command stream now; without it none does. */
  holdsStream?: (registerId: string) => boolean;
  /** Tells a register that holds a command stream of a load that was called off; without it none is told. */
  tellCallOff?: TellCallOff;
  onChanged: (changes: TransferChange[]) => void;
  /** There is room to ask one register more: a turn may find work. */
  onFree?: () => void;
};

export type RetryResult =
  | Exclude<RequestResult, { kind: 'confirmation_required' }>
  | (Extract<RequestResult, { kind: 'confirmation_required' }> & Pick<LoadRequest, 'shopCode' | 'registerCode'>);

export type CancelResult = 'cancelled' | 'too_late' | 'ended' | 'unknown';

export type Transfers = {
  request(request: LoadRequest): Promise<RequestResult>;
  /** Requests that belong together, made in one transaction: a caller with many hands them over in pieces. Answers in their order. */
  requestAll(requests: readonly LoadRequest[]): Promise<RequestResult[]>;
  /** The person declined the question of a long period (M12); false = there is no such register. */
  decline(declined: Parameters<typeof declineTransfer>[2]): Promise<boolean>;
  /** Ends a transfer of which nothing has arrived yet. */
  cancel(transferId: number, author: string | null): Promise<CancelResult>;
  /**
   * Asks for the range of a transfer again; null = there is no such transfer. A week or more that no person has agreed to,
   * as what a register sent by itself, must be confirmed (M10).
   */
  retry(transferId: number, author: string | null, confirmed: boolean): Promise<RetryResult | null>;
  openTask(task: RegisterTask): Promise<string>;
  hear(stateId: string, words: RegisterWords): Promise<HeardWords>;
  hearReport(report: RegisterReport): Promise<HeardWords>;
  /** A register can be reached again: what waits for it is due at once. Kept in memory until the next turn. */
  noteReachable(registerId: string): void;
  /**
   * A package came that lies in the queue already, so the ledger will not tell of it. Kept in memory until the next turn.
   */
  noteRepeated(repeated: RepeatedPackage): void;
  /**
   * Begins to ask who is due and ends what is silent; true = there may be more at once. It waits for no register. Throws
   * DatabaseUnavailable.
   */
  turn(): Promise<boolean>;
  /** Resolves when no register is being asked any more. */
  settled(): Promise<void>;
  /** Telling registers of loads that were called off: a loop of its own. */
  callOffs: CallOffs;
};

const DEFAULT_CONCURRENCY = 32;
/** Repeated packages that wait for the database; of more, their transfers end by time. */
const MOST_REPEATED = 10_000;

export function createTransfers(options: TransfersOptions): Transfers {
  const { database, clock, onChanged } = options;
  const limits = options.limits ?? defaultStageLimits;
  const context = {
    clock,
    limits,
    confirmFromDays: confirmFromDays(options.confirmFromDays ?? 7),
    holdsStream: options.holdsStream ?? (() => false),
  };
  const places = createPlaces(options.concurrency ?? DEFAULT_CONCURRENCY, options.onFree ?? (() => undefined));
  const asking = { places, placesAgain: Math.ceil(places.most / 2), again: new Set<string>() };

  let repeated: RepeatedPackage[] = [];
  const reachable = new Set<string>();

  async function settleRepeated(): Promise<void> {
    if (repeated.length === 0) return;
    const some = repeated;
    const changes = await change((tx) => noteKnown(tx, clock, limits, some));
    repeated = repeated.slice(some.length);
    if (changes.length > 0) onChanged(changes);
  }

  /** Transfers change one transaction at a time, so that each sees the state the other left. */
  function change<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return database.transaction(async (tx) => {
      await takeTurn(tx, 'transfer');
      return work(tx);
    });
  }

  async function tell(transferId: number): Promise<void> {
    const row = await findTransfer(database, transferId);
    if (row !== undefined) onChanged([{ shopId: row.shop_id, registerId: row.register_id, transferId }]);
  }

  async function requestAll(requests: readonly LoadRequest[]): Promise<RequestResult[]> {
    const { results, changes } = await change((tx) => requestEach(tx, context, requests));
    if (changes.length > 0) onChanged(changes);
    return results;
  }

  async function request(wanted: LoadRequest): Promise<RequestResult> {
    const [result] = await requestAll([wanted]);
    if (result === undefined) throw new Error('a request has an answer');
    return result;
  }

  return {
    request,
    requestAll,
    decline: (declined) => change((tx) => declineTransfer(tx, clock, declined)),

    async cancel(transferId, author) {
      const result = await change((tx) => cancelTransfer(tx, clock, limits, transferId, author));
      if (result === 'cancelled') await tell(transferId);
      return result;
    },

    retry: (transferId, author, confirmed) => retryTransfer(database, request, { transferId, author, confirmed }),

    ...hearing(change, tell, clock, limits),

    noteReachable: (registerId) => void reachable.add(registerId),

    noteRepeated(one) {
      if (repeated.length < MOST_REPEATED) repeated.push(one);
    },

    async turn() {
      await settleRepeated();
      await hurry(database, clock, reachable);
      return askDue({ database, clock, limits, ask: options.ask, onChanged, ...asking });
    },

    settled: places.settled,
    callOffs: callOffsOf(options),
  };
}

function callOffsOf({ database, clock, tellCallOff, holdsStream, onFree }: TransfersOptions): CallOffs {
  return createCallOffs({
    database,
    clock,
    tell: tellCallOff ?? (async () => 'away'),
    holdsStream: holdsStream ?? (() => false),
    onFree: onFree ?? (() => undefined),
  });
}

async function cancelTransfer(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  transferId: number,
  author: string | null,
): Promise<CancelResult> {
  const row = await findTransfer(tx, transferId);
  if (row === undefined) return 'unknown';
  const reason = { code: 'transfer_reason.cancelled', params: { author: author ?? '—' } } as const;
  const move = await advance(tx, clock, limits, row, 'cancel', { reason });
  if (move.kind !== 'refused') {
    if (await mustBeTold(tx, row)) await update(tx, row, { call_off_due: 1 });
    const values = { old: { state: row.state }, new: { state: 'cancelled' } };
    await record(tx, clock, {
      ...{
        verb: 'cancel',
        object: 'transfer',
        key: `T-${transferId}`,
        shopCode: await shopCodeOf(tx, row.shop_id),
        ...values,
      },
    });
    return 'cancelled';
  }
  return move.why === 'too_late' ? 'too_late' : 'ended';
}

async function retryTransfer(
  database: Statements,
  request: Transfers['request'],
  { transferId, author, confirmed }: { transferId: number; author: string | null; confirmed: boolean },
): Promise<RetryResult | null> {
  const again = await readAsked(database, transferId);
  if (again === null) return null;
  const { asked, agreed } = again;
  const result = await request({ ...asked, cause: 'person', author, confirmed: confirmed || agreed });
  return result.kind === 'confirmation_required' ? { ...result, ...asked } : result;
}

type Change = <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;

/** What registers say of their loads. */
function hearing(
  change: Change,
  tell: (transferId: number) => Promise<void>,
  clock: Clock,
  limits: StageLimits,
): Pick<Transfers, 'openTask' | 'hear' | 'hearReport'> {
  const tellOf = async (heard: HeardWords, stateId: string) => {
    if (heard === 'heard') await tell(Number(stateId.replace(/^T-/, '')));
    return heard;
  };
  return {
    async openTask(task) {
      const stateId = await change((tx) => openRegisterTask(tx, clock, limits, task));
      await tell(Number(stateId.slice(2)));
      return stateId;
    },
    hear: async (stateId, words) =>
      tellOf(await change((tx) => hearRegister(tx, clock, limits, stateId, words)), stateId),
    hearReport: async (report) =>
      tellOf(await change((tx) => hearReport(tx, clock, limits, report)), report.transferId),
  };
}

/**
 * What a transfer asked for; one that nobody asked for is asked for as new data. `agreed`: a person has seen the period.
 * Null = there is no such transfer.
 */
async function readAsked(
  database: Statements,
  transferId: number,
): Promise<{ asked: Pick<LoadRequest, 'shopCode' | 'registerCode' | 'range'>; agreed: boolean } | null> {
  const row = await database.get<{
    shopCode: string;
    registerCode: string;
    cause: string;
    attempts: number;
    kind: string;
    from: string;
    to: string;
  }>(
    `SELECT s.shop_code AS "shopCode", r.register_code AS "registerCode", t.cause, t.attempts, t.range_kind AS kind,
       t.range_from AS "from", t.range_to AS "to" FROM transfer t JOIN shop s ON s.shop_id = t.shop_id
     JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id WHERE t.transfer_id = ?`,
    [transferId],
  );
  if (row === undefined) return null;
  const { shopCode, registerCode, cause, attempts, kind, from, to } = row;
  // A file that a person brought has this cause too; no register was asked, and nobody was asked about its period.
  const agreed = cause === 'person' && attempts > 0;
  return { asked: { shopCode, registerCode, range: rangeOf(kind, from, to) }, agreed };
}

function rangeOf(kind: string, from: string, to: string): WantedRange {
  if (kind === 'dates') return { kind, from, to };
  return kind === 'shifts' ? { kind, from: Number(from), to: Number(to) } : { kind: 'new' };
}
