/** Business days of shops and of the network: sums, completeness, whether a day can be closed. */
import { z } from 'zod';
import { givenName, localDate, money, shopHeading, utcTime } from './basics.ts';
import { shiftRow } from './shifts.ts';

const bothTexts = z.object({ ru: z.string(), en: z.string() });

export const shopDayState = z
  .enum(['running', 'differs', 'waiting', 'not_exported', 'remarks', 'closed', 'unknown'])
  .meta({
    id: 'ShopDayState',
    description:
      'The first reason why the day cannot be closed: open differences, registers that are waited for, shifts that the ERP lacks; `unknown`: no register was there',
  });

export const registerDayState = z
  .enum(['complete', 'no_sales', 'open', 'missing', 'set_aside', 'silent', 'out_of_service', 'unknown'])
  .meta({
    id: 'RegisterDayState',
    description:
      '`no_sales`: it was heard after the day and sold nothing; `silent`: nobody knows; `unknown`: not there yet',
  });

export const dayCell = z
  .object({
    businessDate: localDate,
    state: shopDayState,
    shifts: z.number().int(),
    openCases: z.number().int(),
    acceptedCases: z.number().int(),
    difference: money
      .nullable()
      .meta({ description: 'Largest open difference of money of each shift, added up; null = none' }),
    notExported: z.number().int(),
    notChecked: z
      .number()
      .int()
      .meta({ description: 'Closed shifts whose register reported no money to compare with' }),
    waitingFor: z.array(z.string()).meta({ description: 'Codes of the registers that the day waits for' }),
    text: bothTexts,
  })
  .meta({ id: 'DayCell' });

export const networkDaysQuery = z.strictObject({
  from: localDate.optional().meta({ description: 'First business date, included; eight days when no period is given' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
});

export const networkDays = z
  .object({
    from: localDate,
    to: localDate,
    days: z.array(localDate),
    shops: z.array(
      z.object({
        shopCode: z.string(),
        name: givenName,
        cells: z.array(dayCell).meta({ description: 'A cell a day' }),
      }),
    ),
    totals: z.array(
      z.object({
        businessDate: localDate,
        state: z.enum(['running', 'blocked', 'remarks', 'closed', 'unknown']),
        blocking: z.number().int().meta({ description: 'Shops that keep the day from being closed' }),
        text: bothTexts,
      }),
    ),
    asOf: utcTime,
  })
  .meta({ id: 'NetworkDays' });

/** The sums of M25; a sum of which a register reported no part is counted from the receipts. */
const daySums = {
  closedDocuments: z.number().int().meta({ description: 'Closed documents of the shifts, of any kind' }),
  receiptCount: z.number().int(),
  saleCash: money,
  saleNoncash: money,
  saleOther: money,
  revenueCash: money,
  revenueNoncash: money,
  revenueOther: money.meta({ description: 'Revenue less cash and non-cash' }),
  refundCash: money,
  refundNoncash: money,
  refundOther: money.meta({ description: 'Returns less cash and non-cash' }),
  drawerSum: money.nullable().meta({ description: 'Of the last shift of each register, added up; null = no shift' }),
  shifts: z.number().int(),
  exportedShifts: z.number().int().meta({ description: 'Shifts that the ERP has in their latest state' }),
  computed: z.boolean().meta({ description: 'Some of it was not reported and is counted from the receipts' }),
};

export const shopDay = z.object({ businessDate: localDate, ...daySums, day: dayCell }).meta({ id: 'ShopDay' });

export const shopDaysQuery = z.strictObject({
  from: localDate
    .optional()
    .meta({ description: 'First business date, included; thirty days when no period is given' }),
  to: localDate.optional().meta({ description: 'Last business date, included' }),
});

export const shopDays = z
  .object({
    shop: shopHeading,
    from: localDate,
    to: localDate,
    days: z
      .array(shopDay)
      .meta({ description: 'Newest first; a day without shifts that waits for a register is there too' }),
    totals: z.object({ ...daySums, drawerSum: money.nullable().meta({ description: 'Of the newest day' }) }),
    asOf: utcTime,
  })
  .meta({ id: 'ShopDays' });

const numberRange = z.object({ first: z.number().int(), last: z.number().int() });

export const registerDay = z
  .object({
    registerCode: z.string(),
    name: givenName,
    ...daySums,
    state: registerDayState,
    text: bothTexts.meta({ description: 'Why the day waits for it, or that all is here' }),
    missing: z.number().int(),
    rows: z.array(
      z.object({
        shift: shiftRow,
        closedDocuments: z.number().int(),
        held: z.array(numberRange).meta({ description: 'Receipt numbers of the shift that are here, as ranges' }),
      }),
    ),
  })
  .meta({ id: 'RegisterDay' });

export const shopDayDetail = z
  .object({ shop: shopHeading, day: shopDay, registers: z.array(registerDay), asOf: utcTime })
  .meta({ id: 'ShopDayDetail' });

export type DayCell = z.infer<typeof dayCell>;
export type NetworkDays = z.infer<typeof networkDays>;
export type NetworkDaysQuery = z.infer<typeof networkDaysQuery>;
export type ShopDay = z.infer<typeof shopDay>;
export type ShopDays = z.infer<typeof shopDays>;
export type ShopDaysQuery = z.infer<typeof shopDaysQuery>;
export type RegisterDay = z.infer<typeof registerDay>;
export type RegisterDayStateName = z.infer<typeof registerDayState>;
export type ShopDayStateName = z.infer<typeof shopDayState>;
export type ShopDayDetail = z.infer<typeof shopDayDetail>;
