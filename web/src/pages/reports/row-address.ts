import type { ReportRow, ReportTable } from '../../../../contracts/web-api.ts';
import { addresses } from '../../routes/addresses.ts';

/** Where a row leads: its document, its shift, or the report of its place or day one step nearer. */
export function rowAddress(table: ReportTable, { target }: ReportRow): string | undefined {
  const { shop, register, shift, document, date } = target;
  if (document !== undefined) return addresses.receipt(document);
  if (shop !== undefined && register !== undefined && shift !== undefined)
    return addresses.shift(shop, register, shift, table.report === 'shifts' ? 'departments' : 'summary');
  if (table.report === 'departments')
    return addresses.receipts({
      shop: table.shop?.shopCode,
      register: table.register?.registerCode,
      ...(table.shift === null ? { from: table.from, to: table.to } : { shift: table.shift.key }),
      department: target.department,
    });
  if (table.report !== 'sales') return undefined;
  const place = {
    shop: shop ?? table.shop?.shopCode,
    register: register ?? table.register?.registerCode,
    from: date ?? table.from,
    to: date ?? table.to,
  };
  if (date !== undefined) return addresses.report('shifts', place);
  return addresses.report('sales', { ...place, by: register === undefined ? 'register' : undefined });
}
