/** What would become of a file brought by hand, in the shape of the contract: money as text, every problem in both languages. */
import type { FileCheck } from '../../contracts/web-api.ts';
import { formatKopecks, type Kopecks } from '../domain/money.ts';
import type { MessageParams } from '../messages/messages.ts';
import { bothTexts } from './report-text.ts';

type Shift = FileCheck['shifts'][number];
type ShiftSums = 'saleSum' | 'refundSum' | 'revenue';

/** As the ledger foresees it; sums in kopecks. */
export type ForecastFile = {
  verdict: FileCheck['verdict'];
  reason: { code: string; params: MessageParams } | null;
  shopIsNew: boolean;
  documents: FileCheck['documents'];
  receipts: number;
  saleSum: Kopecks;
  refundSum: Kopecks;
  newSum: Kopecks;
  shifts: readonly (Omit<Shift, ShiftSums> & Record<ShiftSums, Kopecks>)[];
  problems: readonly { code: string; level: 'warning' | 'error'; n: number; params: MessageParams }[];
};

export function fileCheckReport(file: string, shopCode: string, forecast: ForecastFile): FileCheck {
  const { verdict, reason, documents, receipts } = forecast;
  return {
    schema: 1,
    file,
    verdict,
    shop: { shopCode, isNew: forecast.shopIsNew },
    receipts,
    saleSum: formatKopecks(forecast.saleSum),
    refundSum: formatKopecks(forecast.refundSum),
    newSum: formatKopecks(forecast.newSum),
    documents,
    shifts: forecast.shifts.map((shift) => ({
      ...shift,
      saleSum: formatKopecks(shift.saleSum),
      refundSum: formatKopecks(shift.refundSum),
      revenue: formatKopecks(shift.revenue),
    })),
    problems: forecast.problems.map(({ code, level, n, params }) => ({ code, level, n, ...bothTexts(code, params) })),
    reason: reason === null ? null : { code: reason.code, ...bothTexts(reason.code, reason.params) },
  };
}
