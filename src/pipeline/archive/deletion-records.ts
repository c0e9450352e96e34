/**
 * The record of what was deleted and brought back, for ever: in a table, and line by line in a file beside the archives. Each
 * record holds the hash of the one before it and is signed, so that none can be changed, left out or put between unseen.
 */
import type { KeyObject } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { hasCode, makeFolder, statIfThere, syncFolder } from '../../platform/durable-file.ts';
import { BEFORE_FIRST, hashOf, linkProblem, takePlaces } from '../../platform/hash-chain.ts';
import { lastWholeLine } from '../../platform/line-file.ts';
import { isSigned, type SigningKey } from '../../platform/signing-key.ts';
import type { DeletionRecordRow, Tables } from '../../schema/tables.ts';

/** One shift of a deleted day; money in kopecks. */
export type DeletedShift = {
  shiftId: number;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  revision: number;
  documents: number;
  saleSum: number;
  refundSum: number;
  /** What each target that is on has of it. */
  exported: { target: string; revision: number; at: string | null }[];
  check: { result: string; at: string | null; acceptedCases: number[] };
};

export type DeletionContent = {
  recordId: number;
  previous: string;
  kind: 'deleted' | 'restored';
  happenedAt: string;
  shopId: string;
  shopCode: string;
  businessDate: string;
  archive: { path: string; sha256: string; size: number };
  documents: number;
  rows: number;
  saleSum: number;
  refundSum: number;
  shifts: DeletedShift[];
};

/** The name of the key by which deletions are signed. */
export const DELETION_KEY = 'deletions';
const CHAIN = { counter: 'deletion_record', table: 'deletion_record', number: 'record_id' };
export const RECORD_FILE = 'deletions.ndjson';

/** Adds a record in the caller's transaction, which writes nothing about other records. */
export async function addRecord(
  tx: Transaction<Tables>,
  key: SigningKey,
  what: Omit<DeletionContent, 'recordId' | 'previous'>,
): Promise<number> {
  const { first: recordId, previous } = await takePlaces(tx, CHAIN, 1);
  const content = JSON.stringify({ recordId, previous, ...what } satisfies DeletionContent);
  const hash = hashOf(content);
  await tx.run(
    `INSERT INTO deletion_record (shop_id, record_id, happened_utc, content, hash, signature, key_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [what.shopId, recordId, what.happenedAt, content, hash, key.sign(hash), key.id],
  );
  return recordId;
}

const AT_ONCE = 500;

/** Adds to the file what the table has and the file lacks; what a crash left half written at its end is cut off. */
export async function writeRecordFile(database: Database<Tables>, folder: string): Promise<void> {
  await makeFolder(folder);
  const path = join(folder, RECORD_FILE);
  const isNew = (await statIfThere(path)) === undefined;
  const file = await open(path, 'a+');
  try {
    let after = await lastInFile(file);
    for (;;) {
      const rows = await readRecords(database, after);
      if (rows.length === 0) break;
      await file.appendFile(rows.map((row) => `${recordLine(row)}\n`).join(''));
      after = rows.at(-1)?.record_id ?? after;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  if (isNew) await syncFolder(folder);
}

async function lastInFile(file: FileHandle): Promise<number> {
  const last = await lastWholeLine(file);
  return last === '' ? 0 : (JSON.parse(last) as { content: { recordId: number } }).content.recordId;
}

function readRecords(database: Pick<Database<Tables>, 'all'>, after: number): Promise<DeletionRecordRow[]> {
  return database.all<DeletionRecordRow>(
    `SELECT * FROM deletion_record WHERE record_id > ? ORDER BY record_id LIMIT ${AT_ONCE}`,
    [after],
  );
}

function recordLine({ content, hash, signature, key_id: key }: DeletionRecordRow): string {
  return `{"content":${content},"hash":"${hash}","signature":"${signature}","key":"${key}"}`;
}

/** What is wrong with the record `recordId`; 0 = with the file as a whole. */
export type RecordProblem = { recordId: number; code: 'content' | 'chain' | 'signature' | 'key' | 'file' };

/** Checks every record of the table and that the file says the same. */
export async function checkRecords(
  database: Database<Tables>,
  folder: string,
  keys: ReadonlyMap<string, KeyObject>,
): Promise<{ records: number; problems: RecordProblem[] }> {
  const problems: RecordProblem[] = [];
  const lines = await linesOfFile(folder);
  let previous = BEFORE_FIRST;
  let count = 0;
  for (let after = 0; ; ) {
    const rows = await readRecords(database, after);
    for (const row of rows) {
      problems.push(...problemsOf(row, previous, count + 1, keys));
      if (lines[count] !== recordLine(row)) problems.push({ recordId: row.record_id, code: 'file' });
      previous = row.hash;
      after = row.record_id;
      count += 1;
    }
    if (rows.length < AT_ONCE) break;
  }
  if (lines.length > count) problems.push({ recordId: 0, code: 'file' });
  return { records: count, problems };
}

function problemsOf(
  row: DeletionRecordRow,
  previous: string,
  expected: number,
  keys: ReadonlyMap<string, KeyObject>,
): RecordProblem[] {
  const { record_id: recordId, content, hash, signature } = row;
  const told = () => {
    const { recordId: number, previous: before } = JSON.parse(content) as DeletionContent;
    return { number, previous: before };
  };
  const code = recordId === expected ? linkProblem(content, hash, told, { number: expected, previous }) : 'chain';
  if (code !== null) return [{ recordId, code }];
  const key = keys.get(row.key_id);
  if (key === undefined) return [{ recordId, code: 'key' }];
  return isSigned(hash, signature, key) ? [] : [{ recordId, code: 'signature' }];
}

async function linesOfFile(folder: string): Promise<string[]> {
  try {
    const text = await readFile(join(folder, RECORD_FILE), 'utf8');
    return text === '' ? [] : text.trimEnd().split('\n');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
}
