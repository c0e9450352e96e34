/**
 * The index over the file queue: which package ended how. The only writer of the table `package`. The folders tell the
 * truth; a row is written in the transaction that loads the package, and what a crash left behind is found again.
 */
import type { MessageCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction, Value } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import type { PackageHeader } from './package-file.ts';

export type IndexedPackage = {
  state: 'processed' | 'error' | 'broken';
  attempts: number;
  shiftIds: number[];
  documentCount: number;
  /** The transfer it belongs to; null = not known yet. */
  transferId: number | null;
};

export type PackageResult = {
  state: 'processed' | 'error' | 'broken';
  reason: { code: MessageCode; params: MessageParams } | null;
  documents: { new: number; same: number; enriched: number; conflict: number; set_aside: number };
  shiftIds: readonly number[];
  /** UTC milliseconds of the next attempt; only for `error`. */
  nextAttemptMs: number | null;
  /** The transfer it belongs to; null leaves what is known. */
  transferId: number | null;
};

/** By what the index knows a package: its sender and its content. */
export function packageKey({
  shopId,
  registerId,
  sha256,
}: Pick<PackageHeader, 'shopId' | 'registerId' | 'sha256'>): string {
  return `${sha256} ${registerId} ${shopId}`;
}

/** Packages of one statement: few distinct texts, which the database has prepared already. */
const LOOKED_UP = [1, 8, 64] as const;
const WRITTEN = [64, 16, 4, 1] as const;

/** What the index knows of packages, by their keys; those it does not know are left out. */
export async function findPackages(
  tx: Statements,
  headers: readonly PackageHeader[],
): Promise<Map<string, IndexedPackage>> {
  const found = new Map<string, IndexedPackage>();
  for (let from = 0; from < headers.length; from += 64) {
    const some = headers.slice(from, from + 64);
    const size = LOOKED_UP.find((one) => some.length <= one) ?? 64;
    const asked = Array.from({ length: size }, (_, index) => some[Math.min(index, some.length - 1)]);
    const rows = await tx.all<FoundPackage>(
      `SELECT p.shop_id AS "shopId", p.register_id AS "registerId", p.sha256 AS sha256, state, attempts, shift_ids AS "shiftIds",
         documents_new + documents_same + documents_enriched + documents_conflict AS "documentCount",
         transfer_id AS "transferId"
       FROM (VALUES ${asked.map(() => '(?, ?, ?)').join(', ')}) AS asked CROSS JOIN package p
       WHERE p.shop_id = asked.column1 AND p.register_id = asked.column2 AND p.sha256 = asked.column3`,
      asked.flatMap((header) => [header?.shopId ?? '', header?.registerId ?? '', header?.sha256 ?? '']),
    );
    for (const { shopId, registerId, sha256, shiftIds, ...row } of rows)
      found.set(packageKey({ shopId, registerId, sha256 }), { ...row, shiftIds: JSON.parse(shiftIds) as number[] });
  }
  return found;
}

type FoundPackage = Pick<PackageHeader, 'shopId' | 'registerId' | 'sha256'> &
  Omit<IndexedPackage, 'shiftIds'> & { shiftIds: string };

/** How one package ended (this time). `isMet`: the index may hold the name. */
export type PackageNote = { name: string; header: PackageHeader; result: PackageResult; isMet: boolean };

/**
 * Notes how packages of different keys ended; each note is one attempt. A package is one row: what the index held of it under
 * another shop id, which has been put right since, goes. `forwards`: what comes here goes on to an upper server, so a package
 * that is new to the index is due there.
 */
export async function recordPackages(
  tx: Transaction<Tables>,
  clock: Clock,
  notes: readonly PackageNote[],
  forwards = false,
): Promise<void> {
  const upperState = forwards ? 'due' : null;
  for (let from = 0; from < notes.length; ) {
    const size = WRITTEN.find((one) => one <= notes.length - from) ?? 1;
    await tx.run(
      upsert(size),
      notes.slice(from, from + size).flatMap((note) => [...valuesOf(clock, note), upperState]),
    );
    from += size;
  }
  for (const { name, header, isMet } of notes)
    if (isMet) await tx.run('DELETE FROM package WHERE name = ? AND shop_id <> ?', [name, header.shopId]);
}

/** The same for one package that the index may have met. */
export function recordPackage(
  tx: Transaction<Tables>,
  clock: Clock,
  name: string,
  header: PackageHeader,
  result: PackageResult,
  forwards = false,
): Promise<void> {
  return recordPackages(tx, clock, [{ name, header, result, isMet: true }], forwards);
}

const ROW = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

function upsert(count: number): string {
  return `INSERT INTO package (shop_id, register_id, sha256, name, package_id, door, received_utc, size, state, reason_code,
       reason_details, attempts, next_attempt_utc, finished_utc, documents_new, documents_same, documents_enriched,
       documents_conflict, documents_set_aside, shift_ids, transfer_id, server_code,
       upper_state)
     VALUES ${Array.from({ length: count }, () => ROW).join(', ')}
     ON CONFLICT (shop_id, register_id, sha256) DO UPDATE SET name = excluded.name, state = excluded.state,
       reason_code = excluded.reason_code, reason_details = excluded.reason_details, attempts = package.attempts + 1,
       next_attempt_utc = excluded.next_attempt_utc, finished_utc = excluded.finished_utc,
       documents_new = excluded.documents_new, documents_same = excluded.documents_same,
       documents_enriched = excluded.documents_enriched, documents_conflict = excluded.documents_conflict,
       documents_set_aside = excluded.documents_set_aside, shift_ids = excluded.shift_ids,
       transfer_id = COALESCE(excluded.transfer_id, package.transfer_id)`;
}

function valuesOf(clock: Clock, { name, header, result }: PackageNote): Value[] {
  const { documents, reason } = result;
  return [
    header.shopId,
    header.registerId,
    header.sha256,
    name,
    header.packageId,
    header.door,
    header.receivedAt,
    header.size,
    result.state,
    reason?.code ?? null,
    reason === null ? null : JSON.stringify(reason.params),
    result.nextAttemptMs === null ? null : utcText(result.nextAttemptMs),
    utcText(clock.now()),
    documents.new,
    documents.same,
    documents.enriched,
    documents.conflict,
    documents.set_aside,
    JSON.stringify(result.shiftIds),
    result.transferId,
    header.serverCode ?? null,
  ];
}

/** Names of packages in `error` whose time has come. */
export async function duePackages(tx: Statements, clock: Clock, limit: number): Promise<string[]> {
  const rows = await tx.all<{ name: string }>(
    `SELECT name FROM package WHERE state = 'error' AND next_attempt_utc <= ? ORDER BY next_attempt_utc LIMIT ${limit}`,
    [utcText(clock.now())],
  );
  return rows.map((row) => row.name);
}

/** Pushes the next attempt of a package away, for example because its file cannot be found just now. */
export async function postponePackage(tx: Statements, name: string, nextAttemptMs: number): Promise<void> {
  await tx.run('UPDATE package SET next_attempt_utc = ? WHERE name = ?', [utcText(nextAttemptMs), name]);
}

/** The cause may be gone (a register was added or changed): every package in `error` is due now. */
export async function retryAllNow(tx: Statements, clock: Clock): Promise<void> {
  await tx.run("UPDATE package SET next_attempt_utc = ? WHERE state = 'error'", [utcText(clock.now())]);
}

/** Those of the names that the index has, in this state or in any. */
export async function indexedNames(
  tx: Statements,
  state: string | 'any',
  names: readonly string[],
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const inState = state === 'any' ? '' : 'state = ? AND ';
  const rows = await tx.all<{ name: string }>(
    `SELECT name FROM package WHERE ${inState}name IN (${names.map(() => '?').join(', ')})`,
    [...(state === 'any' ? [] : [state]), ...names],
  );
  return new Set(rows.map((row) => row.name));
}

/** Packages whose row says that they are over: in this state, and received before (UTC text). */
export async function settledNames(
  tx: Statements,
  state: 'processed' | 'error' | 'broken',
  names: readonly string[],
  receivedBefore: string,
): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const rows = await tx.all<{ name: string }>(
    `SELECT name FROM package WHERE state = ? AND received_utc <= ? AND name IN (${names.map(() => '?').join(', ')})`,
    [state, receivedBefore, ...names],
  );
  return new Set(rows.map(({ name }) => name));
}

/** In which state the index has each of the names; those it does not have are left out. */
export async function indexedStates(tx: Statements, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const rows = await tx.all<{ name: string; state: string }>(
    `SELECT name, state FROM package WHERE name IN (${names.map(() => '?').join(', ')})`,
    names,
  );
  return new Map(rows.map(({ name, state }) => [name, state]));
}

/** Packages of `error` that are no longer tried by themselves: they wait for a person, or for a register that changes. */
export async function restPackages(tx: Statements, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx.run(
    `UPDATE package SET next_attempt_utc = NULL WHERE state = 'error' AND name IN (${names.map(() => '?').join(', ')})`,
    names,
  );
}
