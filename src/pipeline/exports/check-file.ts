/** The last look at a file before it gets its name: the reader's rules, and the sums of the database found in it again. */
import { checkBeforePublishing, type ExpectedContent } from '../../formats/erp-reader-rules/erp-reader-rules.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import type { Reason } from './export-rows.ts';
import { CLOSED, type ListedDocument } from './shift-content.ts';

/** A payment line (alias l), change negative (data-model §9.3). */
const PAID = 'CASE WHEN l.op_code IN (72, 76, 101) THEN -l.payment_sum ELSE l.payment_sum END';

/** What the file of a shift must hold, as the tables count it apart from the texts that the file is made of. */
export async function readExpected(
  database: Database<Tables>,
  row: ShiftRow,
  openedAt: string,
  documents: readonly ListedDocument[],
  logRecords: number,
): Promise<ExpectedContent> {
  const sumOf = async (table: 'position' | 'payment', amount: string, left: string): Promise<number> => {
    const found = await database.get<{ sum: number }>(
      `SELECT CAST(COALESCE(SUM(${amount}), 0) AS BIGINT) AS sum FROM document d
       JOIN ${table} l ON l.shop_id = d.shop_id AND l.document_id = d.document_id
       WHERE d.shop_id = ? AND d.shift_id = ? AND ${CLOSED} AND l.${left} = 0`,
      [row.shop_id, row.shift_id],
    );
    return found?.sum ?? 0;
  };
  return {
    openedAt,
    documents: documents.length,
    logRecords,
    sums: {
      documents: documents.reduce((sum, document) => sum + document.sum, 0),
      positions: await sumOf('position', 'l.position_sum', 'cancelled'),
      payments: await sumOf('payment', PAID, 'failed'),
    },
  };
}

/** Most that is told of one problem; the text of a file may stand in it. */
const LONGEST_PROBLEM = 300;

/** The reason why the bytes must not be published; null = every rule holds and every sum is there. */
export function checkFile(
  bytes: Buffer,
  expected: ExpectedContent,
  options: { fileName: string; group: string; isCash: (paymentTypeCode: number) => boolean },
): Reason | null {
  const checked = checkBeforePublishing(bytes, expected, options);
  if (checked.ok) return null;
  const [first] = checked.problems;
  const details = {
    rule: first?.rule ?? '',
    problem: (first?.text ?? '').slice(0, LONGEST_PROBLEM),
    problems: checked.problems.length,
  };
  return { code: 'export.check_failed', details };
}
