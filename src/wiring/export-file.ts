/** «Посмотреть файл»: the real text of a sales file with its lines marked and our copy of the reader's rules over it. */
import { hash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportFileText, ExportFileTextQuery } from '../../contracts/web-api.ts';
import { inspectPublished, markLines, rulesOfTheReader } from '../formats/erp-reader-rules/erp-reader-rules.ts';
import { cashTypesOf, rebuildFile } from '../pipeline/exports/exports.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { hasCode } from '../platform/durable-file.ts';
import { readPlainFile } from '../platform/plain-file.ts';
import { exportFileReport } from '../reports/export-files.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import { readTrimmedShifts } from '../reports/trimmed-days.ts';
import type { ExportFileRow, Tables } from '../schema/tables.ts';

export type ReadExportFile = (fileId: string, query: ExportFileTextQuery) => Promise<Found<ExportFileText>>;

/** Nothing that is published comes near it. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Looks for the file where it waits, where the ERP has put it away, and makes it again when its shift is as it was then. */
export function createReadExportFile(
  database: QueryDatabase<Tables>,
  clock: Clock,
  exchangeFolder: string,
): ReadExportFile {
  return async (fileId, { from, lines: count }) => {
    const known = await exportFileReport(database, fileId);
    if (!known.ok) return known;
    const { row, file, shopCode, openedAt } = known.value;
    const copy = await findCopy(database, exchangeFolder, file);
    if (copy === null) return noText(database, file, fileId);
    const isCash = await cashTypesOf(database, file.shop_id);
    const options = { fileName: file.file_name, group: shopCode, isCash };
    const { verdict, problems } = inspectPublished(copy.bytes, openedAt ?? '', options);
    const { lines, total } = markLines(copy.bytes, problems, { from, count });
    return found({
      file: row,
      source: copy.source,
      totalLines: total,
      lines,
      verdict,
      problems,
      checkedRules: [...rulesOfTheReader],
      asOf: utcText(clock.now()),
    });
  };
}

/** Of a trimmed shift the text can be made again once its day is back. */
async function noText(database: QueryDatabase<Tables>, file: ExportFileRow, fileId: string) {
  const { archives } = await readTrimmedShifts(database, file.shop_id, [file.shift_id]);
  const [archive] = archives;
  if (archive === undefined) return notFound('exchange.no_text', { fileId });
  return notFound('exchange.text_trimmed', { fileId, ...archive });
}

type Copy = { source: ExportFileText['source']; bytes: Buffer };

async function findCopy(
  database: QueryDatabase<Tables>,
  exchangeFolder: string,
  file: ExportFileRow,
): Promise<Copy | null> {
  const path = join(exchangeFolder, file.path);
  const waiting = await readIfThere(path);
  if (waiting !== null) return { source: 'waiting', bytes: waiting };
  for (const name of await namesIn(dirname(path))) {
    if (!name.startsWith('success-')) continue;
    const taken = await readIfThere(join(dirname(path), name, file.file_name));
    if (taken !== null && isTheFile(taken, file)) return { source: 'taken', bytes: taken };
  }
  const bytes = await rebuildFile(database, { shopId: file.shop_id, shiftId: file.shift_id });
  return bytes !== null && isTheFile(bytes, file) ? { source: 'rebuilt', bytes } : null;
}

function isTheFile(bytes: Buffer, file: ExportFileRow): boolean {
  return hash('sha256', bytes) === file.content_sha256;
}

/** Others write to the folder of the exchange: what stands there instead of a file is not read, and no more than a file of ours can hold. */
async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readPlainFile(path, MOST_BYTES);
  } catch (cause) {
    if (isGone(cause)) return null;
    throw cause;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (isGone(cause)) return [];
    throw cause;
  }
}

/** A folder that is away or that we may not read has no file for us: the text is made again then. */
function isGone(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EACCES', 'EIO', 'ESTALE'].some((code) => hasCode(cause, code));
}
