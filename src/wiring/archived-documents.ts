/** Documents out of the archive of a day, as the API shows them; nothing is written. */
import type { ArchivedDayQuery, ArchivedDocument } from '../../contracts/web-api.ts';
import { formatKopecks, formatThousandths } from '../domain/money.ts';
import { isUnreadable, readSections } from '../pipeline/archive/archive.ts';
import type { Statements } from '../platform/database/database.ts';
import { documentRowOf } from '../reports/document-row.ts';
import type { DocumentRow, PaymentRow, PositionRow, ShiftRow } from '../schema/tables.ts';

/** The documents that fit, in the order of their time; null = the archive cannot be read. */
export async function archivedDocuments(
  database: Statements,
  folder: string,
  path: string,
  query: ArchivedDayQuery,
): Promise<ArchivedDocument[] | null> {
  let sections: Awaited<ReturnType<typeof readSections>>;
  try {
    sections = await readSections(folder, path, ['shift', 'document', 'document_raw', 'position', 'payment']);
  } catch (cause) {
    if (isUnreadable(cause)) return null;
    throw cause;
  }
  const rowsOf = <T>(name: Parameters<typeof sections.rows.get>[0]) =>
    (sections.rows.get(name) ?? []) as unknown as T[];
  const shifts = new Map(rowsOf<ShiftRow>('shift').map((row) => [row.shift_id, row]));
  const registers = await registerCodes(database, sections.header.shopId);
  const raws = new Map(
    rowsOf<{ document_id: number; raw: string }>('document_raw').map((row) => [row.document_id, row.raw]),
  );
  const positions = Map.groupBy(rowsOf<PositionRow>('position'), ({ document_id }) => document_id);
  const payments = Map.groupBy(rowsOf<PaymentRow>('payment'), ({ document_id }) => document_id);
  const { number, register, identifier } = query;
  return rowsOf<DocumentRow>('document')
    .filter((row) => number === undefined || (row.receipt_number ?? row.document_number) === Number(number))
    .filter((row) => register === undefined || registers.get(row.register_id) === register)
    .filter((row) => identifier === undefined || (row.identifier ?? String(row.document_id)) === identifier)
    .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : a.document_id - b.document_id))
    .map((row) => ({
      // Other copies of a document are in the tables, not in the archive.
      ...documentRowOf(row, 0),
      registerCode: registers.get(row.register_id) ?? '',
      shiftNumber: shifts.get(row.shift_id)?.shift_number ?? 0,
      packageName: row.package_name || null,
      positions: (positions.get(row.document_id) ?? []).map(positionOf),
      payments: (payments.get(row.document_id) ?? []).map(paymentOf),
      raw: raws.get(row.document_id) ?? '',
    }));
}

async function registerCodes(database: Statements, shopId: string): Promise<Map<string, string>> {
  const rows = await database.all<{ id: string; code: string }>(
    'SELECT register_id AS id, register_code AS code FROM register WHERE shop_id = ?',
    [shopId],
  );
  return new Map(rows.map(({ id, code }) => [id, code]));
}

function timeOf({ closed_at, opened_at }: DocumentRow): string {
  return opened_at ?? closed_at ?? '';
}

function positionOf(row: PositionRow) {
  return {
    positionNumber: row.position_number,
    cancelled: row.cancelled !== 0,
    opCode: row.op_code,
    itemCode: row.item_code,
    barcode: row.barcode,
    name: row.name,
    departmentCode: row.department_code,
    quantity: formatThousandths(row.quantity),
    price: formatKopecks(row.price),
    baseSum: row.base_sum === null ? null : formatKopecks(row.base_sum),
    discount: formatKopecks(row.discount),
    sum: formatKopecks(row.position_sum),
    tax: formatKopecks(row.tax_sum),
  };
}

function paymentOf(row: PaymentRow) {
  return {
    opCode: row.op_code,
    paymentTypeCode: row.payment_type_code,
    paymentTypeName: row.payment_type_name,
    failed: row.failed !== 0,
    sum: formatKopecks(row.payment_sum),
  };
}
