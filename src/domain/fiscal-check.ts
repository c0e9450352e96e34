import type { Kopecks } from './money.ts';
import type { FiscalDevice } from './sales.ts';
import { compared, notCompared, type Outcome, sumOrNull } from './shift-check.ts';

/** What the counters of the fiscal devices say was earned: end − start − returns of the shift; null = one of them is missing. */
export function fiscalRevenueOf(devices: readonly FiscalDevice[]): Kopecks | null {
  return sumOrNull(
    ...devices.map(({ protectedTotalStart: start, protectedTotalEnd: end, fiscalRefundSum: refunds }) =>
      start === null || end === null || refunds === null ? null : end - start - refunds,
    ),
  );
}

/** C7: the counters of the fiscal devices have grown by the reported revenue. Kopecks; several devices are added up. */
export function checkFiscal(devices: readonly FiscalDevice[], revenue: Kopecks | null): Outcome {
  if (devices.length === 0) return notCompared('fiscalRevenue', 'no_fiscal_device');
  return compared('fiscalRevenue', fiscalRevenueOf(devices), revenue);
}
