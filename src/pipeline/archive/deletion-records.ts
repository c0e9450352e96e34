/**
 * The record of what was deleted and brought back, for ever: in a table, and line by line in a file beside the archives. Each
 * record holds the hash of the one before it and is signed, so that none can be changed, left out or put between unseen.
 */
import { createHash, type KeyObject } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import { hasCode, makeFolder, statIfThere, syncFolder } from '../../platform/durable-file.ts';
import type { DeletionRecordRow, Tables } from '../../schema/tables.ts';
import { type DeletionKey, isSigned } from './deletion-key.ts';

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

/** What stands before the first record. */
const NOTHING = '0'.repeat(64);
export const RECORD_FILE = 'deletions.ndjson';

/** Adds a record in the caller's transaction, which writes nothing about other records. */
export async function addRecord(
  tx: Transaction<Tables>,
  key: DeletionKey,
  what: Omit<DeletionContent, 'recordId' | 'previous'>,
): Promise<number> {
  const recordId = await takeNumbers(tx, 'deletion_record', 1);
  const before = await tx.get<{ hash: string }>('SELECT hash FROM deletion_record WHERE record_id = ?', [recordId - 1]);
  const content = JSON.stringify({ recordId, previous: before?.hash ?? NOTHING, ...what } satisfies DeletionContent);
  const hash = createHash('sha256').update(content).digest('hex');
  await tx.run(
    `INSERT INTO deletion_record (shop_id, record_id, happened_utc, content, hash, signature, key_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [what.shopId, recordId, what.happenedAt, content, hash, key.sign(hash), key.id],
  );
  return recordId;
}

const AT_ONCE = 500;
/** A record is never longer: a day of a shop has few shifts. */
const TAIL_BYTES = 4 * 1024 * 1024;

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

async function lastInFile(file: Awaited<ReturnType<typeof open>>): Promise<number> {
  const { size } = await file.stat();
  const start = Math.max(0, size - TAIL_BYTES);
  const tail = Buffer.alloc(size - start);
  await file.read(tail, 0, tail.length, start);
  const whole = tail.lastIndexOf(10) + 1;
  if (whole < tail.length) await file.truncate(start + whole);
  const last = tail.subarray(0, whole).toString('utf8').trimEnd().split('\n').at(-1) ?? '';
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
  let previous = NOTHING;
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
  if (createHash('sha256').update(content).digest('hex') !== hash) return [{ recordId, code: 'content' }];
  const told = JSON.parse(content) as DeletionContent;
  if (told.recordId !== recordId || recordId !== expected || told.previous !== previous)
    return [{ recordId, code: 'chain' }];
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
