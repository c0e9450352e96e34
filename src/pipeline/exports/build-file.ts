/** Builds the bytes of the sales file of a shift and says what must be found in them again. */
import { createHash } from 'node:crypto';
import type { ExpectedContent } from '../../formats/erp-reader-rules/erp-reader-rules.ts';
import { type ExportRefusal, openSalesFile } from '../../formats/sales-file/sales-file.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { readExpected } from './check-file.ts';
import { readNote } from './export-note.ts';
import type { Reason } from './export-rows.ts';
import { listSecurityLog } from './security-log.ts';
import { documentTexts, listDocuments, readIsCash } from './shift-content.ts';
import { type ShiftToExport, shiftRecord } from './shift-to-export.ts';

export type BuiltFile = {
  kind: 'built';
  /** SHA-256 (hex) of the bytes that were written. */
  sha256: string;
  /** What must be found in the file when it is read back. */
  expected: ExpectedContent;
  /** What is missing from the file; null = nothing. */
  note: Reason | null;
  isCash: (paymentTypeCode: number) => boolean;
};

export type NotBuilt =
  /** The shift holds nothing that could be handed over. */
  | { kind: 'nothing' }
  /** It does, but the reader would choke on it or throw it away. */
  | { kind: 'refused'; reason: Reason };

/**
 * Reads the shift out of the tables page by page and hands the bytes to `write` as they come; the register stands in the file under its number without padding.
 * Expected refusals are values; a fault of the database is thrown.
 */
export async function buildFile(
  database: Database<Tables>,
  shift: ShiftToExport,
  registerNumber: string,
  write: (bytes: Buffer) => Promise<void>,
): Promise<BuiltFile | NotBuilt> {
  const { row } = shift;
  const { closed, openCount } = await listDocuments(database, row);
  const { opened_at: openedAt } = row;
  if (openedAt === null) {
    if (closed.length === 0) return withoutDocuments(openCount);
    const details = { shiftNumber: row.shift_number, rule: 'F14' };
    return { kind: 'refused', reason: { code: 'export.shift_not_opened', details } };
  }
  const isCash = await readIsCash(database, row.shop_id);
  const log = await listSecurityLog(database, row, openedAt);
  const securityLog = log.map((record) => ({ ...record, registerCode: registerNumber }));
  const overrides = registerNumber === shift.registerCode ? {} : { overrides: { registerCode: registerNumber } };
  const writer = openSalesFile({
    shift: { ...(await shiftRecord(database, shift)), registerCode: registerNumber },
    securityLog,
    isCash,
  });
  if (!writer.ok) return refused(writer);
  const hash = createHash('sha256');
  const pass = async () => {
    for (const piece of writer.take()) {
      hash.update(piece);
      await write(piece);
    }
  };
  for await (const page of documentTexts(database, row.shop_id, closed)) {
    for (const raw of page) {
      const refusal = writer.add({ raw, ...overrides });
      if (refusal !== null) return refused(refusal);
    }
    await pass();
  }
  const written = writer.finish();
  if (!written.ok) {
    if (closed.length === 0 && written.reason === 'export.nothing_to_read') return withoutDocuments(openCount);
    return refused(written);
  }
  await pass();
  const expected = await readExpected(database, row, openedAt, closed, securityLog.length);
  const note = await readNote(database, row, openCount);
  return { kind: 'built', sha256: hash.digest('hex'), expected, note, isCash };
}

/** Documents that are still open will come: the ERP lacks them, so the shift is not done with. */
function withoutDocuments(openCount: number): NotBuilt {
  if (openCount === 0) return { kind: 'nothing' };
  return { kind: 'refused', reason: { code: 'export.only_open_documents', details: { count: openCount } } };
}

function refused({ reason, details }: ExportRefusal): NotBuilt {
  return { kind: 'refused', reason: { code: reason, details } };
}
