/** Shifts: the rows of «Сверка продаж» and the tie-out of one shift. */
import { z } from 'zod';
import {
  cursorKey,
  givenName,
  limitKey,
  localDate,
  localTime,
  money,
  nextCursor,
  shiftExport,
  shopHeading,
  utcTime,
} from './basics.ts';
import { caseRow, checkLine, shiftResult } from './cases.ts';

/** Whether the money of a shift agrees (C1–C7), and whether all its receipts are here. */
export const shiftCheck = z
  .object({
    result: shiftResult,
    openCases: z.number().int(),
    acceptedCases: z.number().int().meta({ description: 'Accepted differences that still stand' }),
    difference: money
      .nullable()
      .meta({ description: 'The largest open difference of money, without a sign; null = none' }),
    missing: z.number().int().meta({ description: 'Receipt numbers that are missing in or before the shift' }),
  })
  .meta({ id: 'ShiftCheck' });

/** One figure from two sources. `difference` = reported − counted; null when one is missing. */
export const figure = z
  .object({ reported: money.nullable(), counted: money, difference: money.nullable() })
  .meta({ id: 'Figure' });

/** A row of «Сверка продаж» (M20). Sums are the reported ones; where the register reported none they are counted and named in `computed`. */
export const shiftRow = z
  .object({
    shiftId: z.number().int(),
    key: z.string().meta({
      description:
        'Address of the shift on its register: number@open date; `.2`, `.3` follow where one date has several',
      examples: ['347@2026-03-14'],
    }),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    businessDate: localDate,
    cashierCode: z.string().nullable(),
    receiptCount: z.number().int(),
    saleCount: z.number().int(),
    refundCount: z.number().int(),
    saleSum: money,
    saleCash: money,
    saleNoncash: money,
    saleOther: money,
    revenue: money,
    revenueCash: money,
    revenueNoncash: money,
    drawerSum: money,
    refundSum: money,
    refundCash: money,
    refundNoncash: money,
    computed: z.array(z.string()).meta({ description: 'Names of the sums that the register did not report' }),
    differs: z.array(z.string()).meta({ description: 'Names of the sums where reported and counted differ' }),
    counted: z
      .record(z.string(), money)
      .meta({ description: 'What the receipts give for each sum of `differs`; counts are left out' }),
    firstReceiptNumber: z.number().int().nullable(),
    lastReceiptNumber: z.number().int().nullable(),
    numberRepeated: z.boolean(),
    unmappedPaymentTypes: z.array(z.number().int()),
    setAsideDocuments: z.number().int(),
    conflicts: z.number().int(),
    revision: z.number().int(),
    updatedAt: utcTime,
    export: shiftExport,
    check: shiftCheck,
  })
  .meta({ id: 'ShiftRow' });

export const shiftTotals = z
  .object({
    shifts: z.number().int(),
    receiptCount: z.number().int(),
    saleCash: money,
    saleNoncash: money,
    saleOther: money,
    revenueCash: money,
    revenueNoncash: money,
    refundCash: money,
    refundNoncash: money,
    drawerSum: money
      .nullable()
      .meta({ description: 'Drawer of the last shift; a drawer is carried on and is not added up' }),
  })
  .meta({ id: 'ShiftTotals' });

export const shiftListQuery = z.strictObject({
  from: localDate.optional().meta({ description: 'First business date, included' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
  state: z.enum(['all', 'not_exported', 'differing', 'open']).default('all'),
  limit: limitKey(20_000),
  before: cursorKey(/^\d{4}-\d{2}-\d{2}_(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})?_\d{1,15}$/),
});

export const shiftList = z
  .object({
    shop: shopHeading,
    register: z.object({ registerCode: z.string(), name: givenName }),
    from: localDate,
    to: localDate,
    shifts: z.array(shiftRow),
    next: nextCursor,
    totals: shiftTotals.meta({ description: 'Of all shifts of the filter, on whatever page they are' }),
    counts: z.object({
      all: z.number().int(),
      not_exported: z.number().int(),
      differing: z.number().int(),
      open: z.number().int(),
    }),
    lastShiftDate: localDate.nullable(),
    asOf: utcTime,
  })
  .meta({ id: 'ShiftList' });

/** The sums of the documents in the file that the ERP got of the latest state of the shift. */
export const exportedSums = z
  .object({
    saleSum: money,
    saleCash: money,
    saleNoncash: money,
    saleOther: money,
    refundSum: money,
    refundCash: money,
    refundNoncash: money,
    revenue: money,
    revenueCash: money,
    revenueNoncash: money,
    saleCount: z.number().int(),
    refundCount: z.number().int(),
  })
  .meta({ id: 'ExportedSums' });

/** One line of the tie-out of a shift: a sum, reported beside counted. */
export const shiftDetail = z
  .object({
    shift: shiftRow,
    previousKey: z.string().nullable(),
    nextKey: z.string().nullable(),
    figures: z.object({
      saleSum: figure,
      saleCash: figure,
      saleNoncash: figure,
      saleOther: figure,
      refundSum: figure,
      refundCash: figure,
      refundNoncash: figure,
      revenue: figure,
      revenueCash: figure,
      revenueNoncash: figure,
      drawerSum: figure,
    }),
    counts: z.object({
      saleCount: z.object({ reported: z.number().int().nullable(), counted: z.number().int() }),
      refundCount: z.object({ reported: z.number().int().nullable(), counted: z.number().int() }),
    }),
    drawer: z.object({
      start: money,
      startSource: z.enum(['previous_shift', 'zero']),
      saleCash: money,
      refundCash: money,
      cashIn: money,
      cashOut: money,
      cashWithdrawal: money,
      counted: money,
    }),
    fiscalDevices: z.array(
      z.object({
        serialNumber: z.string(),
        protectedTotalStart: money.nullable(),
        protectedTotalEnd: money.nullable(),
        fiscalRefundSum: money.nullable(),
        fiscalCashEnd: money.nullable(),
      }),
    ),
    totals: z.array(
      z.object({
        paymentClass: z.enum(['cash', 'noncash', 'other', 'unmapped']),
        departmentCode: z.string(),
        hour: z.string(),
        saleSum: money,
        refundSum: money,
      }),
    ),
    checks: z.array(checkLine).meta({ description: 'C1–C7, a line for each figure; empty = not looked at yet' }),
    checkedAt: utcTime.nullable(),
    cases: z.array(caseRow).meta({ description: 'Every difference that the shift had, the standing first' }),
    fiscal: z
      .object({ revenue: money.nullable(), refundSum: money.nullable(), cashEnd: money.nullable() })
      .meta({ description: 'What the counters of the fiscal devices say; null = not known' }),
    exported: exportedSums
      .nullable()
      .meta({ description: 'What the published file holds; null = the latest state is not published' }),
    confirmed: z
      .object({ revenue: money, receiptCount: z.number().int(), at: utcTime })
      .nullable()
      .meta({ description: 'What the ERP says that it has booked of the shift; null = it has said nothing' }),
    asOf: utcTime,
  })
  .meta({ id: 'ShiftDetail' });

export type Figure = z.infer<typeof figure>;
export type ShiftRow = z.infer<typeof shiftRow>;
export type ShiftTotals = z.infer<typeof shiftTotals>;
export type ShiftListQuery = Omit<z.infer<typeof shiftListQuery>, 'limit'> & { limit?: number };
export type ShiftList = z.infer<typeof shiftList>;
export type ShiftDetail = z.infer<typeof shiftDetail>;
