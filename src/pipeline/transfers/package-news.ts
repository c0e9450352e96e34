/** What the ledger tells of a package: the truth that moves its transfer, whatever the register has said. */
import { parseLocalTime } from '../../domain/local-time.ts';
import { isRunning, type StageLimits, type TransferState } from '../../domain/transfer.ts';
import type { MessageCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import type { TransferBook } from './transfer-book.ts';
import {
  advance,
  readTransfer,
  type TransferCause,
  type TransferRange,
  transferRow,
  writeTransfers,
} from './transfer-row.ts';

export type PackageNews = {
  shopId: string;
  registerId: string;
  /** The transfer that the package is known to belong to, when it is settled again. */
  transferId: number | null;
  /** The state record that the register names with the package; null = none. */
  stateId: string | null;
  /** What the package says it holds, unchecked text. */
  range: { kind: 'dates' | 'shifts'; from: string; to: string } | { kind: 'none' };
  /** Brought by a person or the command line and not by a register. */
  byHand: boolean;
  /** UTC text. */
  receivedAt: string;
  outcome: 'processed' | 'already' | 'broken' | 'error';
  reason: { code: MessageCode; params: MessageParams } | null;
  documentsNew: number;
  documentsSame: number;
  /** Sales less refunds of the new documents, kopecks. */
  documentsSum: number;
  shifts: number;
  /** Shifts of it whose reported sums differ from the counted ones. */
  differing: number;
};

/** The transaction that settles packages; `book` takes their own transfers and is settled at its end. */
export type NewsParts = { tx: Transaction<Tables>; clock: Clock; limits: StageLimits; book: TransferBook };

/**
 * Brings the transfer of a settled package forward, in the transaction that settles it. A package that nobody asked for gets
 * a transfer of its own. Answers its number.
 */
export async function notePackage(parts: NewsParts, news: PackageNews): Promise<number> {
  const { tx, clock, limits } = parts;
  const known = news.transferId === null ? undefined : await readTransfer(tx, { ...news, transferId: news.transferId });
  const row = known ?? (await findByState(tx, news)) ?? (await findByRange(tx, news));
  if (row === undefined) return insertUnasked(parts, news);
  const { documentsNew, documentsSame, documentsSum, shifts, differing } = news;
  // A package that is tried again has been counted.
  const counts = {
    packages: known === undefined ? 1 : 0,
    documentsNew,
    documentsSame,
    documentsSum,
    shifts,
    differing,
  };
  await advance(tx, clock, limits, row, 'received', { counts });
  if (news.outcome === 'broken')
    await advance(tx, clock, limits, row, 'unreadable', news.reason === null ? {} : { reason: news.reason });
  else if (news.outcome === 'already') await advance(tx, clock, limits, row, 'known');
  else if (news.outcome === 'processed') {
    await advance(tx, clock, limits, row, 'loaded');
    await advance(tx, clock, limits, row, 'reconciled');
  }
  return row.transfer_id;
}

/** A package whose bytes lie in the queue already. */
export type RepeatedPackage = Pick<PackageNews, 'shopId' | 'registerId' | 'stateId' | 'range'>;

/** Ends the transfers that asked for what is here already; a repeat that nobody asked for changes nothing. */
export async function noteKnown(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  repeated: readonly RepeatedPackage[],
): Promise<{ shopId: string; registerId: string; transferId: number }[]> {
  const changes: { shopId: string; registerId: string; transferId: number }[] = [];
  for (const one of repeated) {
    const row = (await findByState(tx, one)) ?? (await findByRange(tx, one));
    if (row === undefined || row.ended_utc !== null) continue;
    await advance(tx, clock, limits, row, 'received', { counts: { packages: 1 } });
    await advance(tx, clock, limits, row, 'known');
    changes.push({ shopId: row.shop_id, registerId: row.register_id, transferId: row.transfer_id });
  }
  return changes;
}

/** `T-88` is what we hand out as the id of a state record; a bare number is taken too. */
export function transferIdOf(stateId: string): number | null {
  const match = /^(?:T-)?(\d{1,15})$/.exec(stateId.trim());
  return match === null ? null : Number(match[1]);
}

export function stateIdOf(transferId: number): string {
  return `T-${transferId}`;
}

async function findByState(tx: Statements, news: RepeatedPackage): Promise<TransferRow | undefined> {
  const transferId = news.stateId === null ? null : transferIdOf(news.stateId);
  if (transferId === null) return undefined;
  const row = await readTransfer(tx, { shopId: news.shopId, transferId });
  return row?.register_id === news.registerId ? row : undefined;
}

/** The running transfer of the same range: a register may leave the state record out. */
async function findByRange(tx: Statements, news: RepeatedPackage): Promise<TransferRow | undefined> {
  if (news.range.kind === 'none') return undefined;
  const { from, to } = normalRange(news.range);
  const running = await tx.all<TransferRow>(
    'SELECT * FROM transfer WHERE shop_id = ? AND register_id = ? AND ended_utc IS NULL ORDER BY transfer_id',
    [news.shopId, news.registerId],
  );
  return running.find((row) => row.range_to === to && (row.range_from === from || news.range.kind === 'dates'));
}

function normalRange({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const normal = (text: string) => {
    const time = parseLocalTime(text);
    return time.ok ? time.value : text.trim();
  };
  return { from: normal(from), to: normal(to) };
}

/** Why a register sends unasked, by what it says the package holds: a receipt, a shift (M1), a period from its own menu. */
export function causeUnasked({ kind }: PackageNews['range']): 'receipt' | 'shift' | 'register' {
  return ({ none: 'receipt', shifts: 'shift', dates: 'register' } as const)[kind];
}

/** A push is over when it is told of: it gets its end at once, and the log has the words of the package. */
async function insertUnasked({ tx, clock, limits, book }: NewsParts, news: PackageNews): Promise<number> {
  const { shopId, registerId, outcome } = news;
  const cause: TransferCause = news.byHand ? 'person' : causeUnasked(news.range);
  const range: TransferRange =
    news.range.kind === 'none' ? news.range : { kind: news.range.kind, ...normalRange(news.range) };
  const asked = { shopId, registerId, cause, author: null, range, askAtMs: null };
  const state: TransferState = ENDS[outcome];
  const ended = !isRunning(state);
  const nowUtc = utcText(clock.now());
  const row = transferRow(await book.number(), clock, limits, asked, {
    state,
    ended_in: ended ? 'loaded' : null,
    requested_utc: news.receivedAt,
    received_utc: news.receivedAt,
    loaded_utc: outcome === 'processed' || outcome === 'already' ? nowUtc : null,
    ended_utc: ended ? nowUtc : null,
    silence_utc: ended ? null : utcText(clock.now() + limits.received),
    reason_code: news.reason?.code ?? null,
    reason_details: news.reason === null ? null : JSON.stringify(news.reason.params),
    packages: 1,
    documents_new: news.documentsNew,
    documents_same: news.documentsSame,
    documents_sum: news.documentsSum,
    shift_count: news.shifts,
    differing_count: news.differing,
  });
  if (ended) book.add(row);
  else await writeTransfers(tx, [row]);
  return row.transfer_id;
}

const ENDS = { processed: 'done', already: 'already', broken: 'failed', error: 'received' } as const;
