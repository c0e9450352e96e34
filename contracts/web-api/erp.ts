/** What programs of the ERP call: they confirm what they have booked, and read the feed of shifts. */
import { z } from 'zod';
import {
  cursorKey,
  limitKey,
  localDate,
  localTime,
  money,
  nextCursor,
  placeKeys,
  sentMoney,
  utcTime,
} from './basics.ts';

export const shiftAddress = z.object({
  shopCode: z.string().min(1).max(64),
  registerCode: z.string().min(1).max(64),
  shiftKey: z.string().min(1).max(40),
});

export const erpConfirmation = z
  .object({
    at: utcTime,
    receiptCount: z.number().int(),
    revenue: money,
    ownReceiptCount: z.number().int(),
    ownRevenue: money,
    matches: z.boolean(),
    reference: z.string().nullable(),
  })
  .meta({ id: 'ErpConfirmation' });

const counted = {
  receiptCount: z.number().int().min(0).meta({ description: 'Sales and refunds that the ERP has booked' }),
  revenue: sentMoney.meta({ description: 'Sales less refunds that it has booked' }),
  reference: z.string().min(1).max(100).optional().meta({ description: "Name of the ERP's own document" }),
};

export const newConfirmations = z
  .strictObject({
    confirmations: z
      .array(
        z.union([
          z.strictObject({ shopCode: z.string().min(1).max(64), fileName: z.string().min(1).max(200), ...counted }),
          z.strictObject({ ...shiftAddress.shape, ...counted }),
        ]),
      )
      .min(1)
      .max(1_000),
  })
  .meta({ id: 'NewConfirmations' });

export const confirmationRow = z
  .object({
    confirmationId: z.number().int(),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    fileId: z.string().nullable(),
    fileName: z.string().nullable(),
    isLatest: z.boolean().meta({ description: 'Nothing newer was said of the shift' }),
    confirmation: erpConfirmation,
  })
  .meta({ id: 'ConfirmationRow' });

export const takenConfirmations = z
  .object({
    results: z.array(
      z.object({
        confirmationId: z.number().int(),
        shopCode: z.string(),
        registerCode: z.string(),
        fileId: z.string(),
        matches: z.boolean(),
        receiptCount: z.number().int(),
        revenue: money,
        ownReceiptCount: z.number().int(),
        ownRevenue: money,
      }),
    ),
    differing: z.number().int(),
  })
  .meta({ id: 'TakenConfirmations' });

export const confirmationListQuery = z.strictObject({
  state: z
    .enum(['all', 'differing'])
    .default('all')
    .meta({ description: 'differing = shifts whose latest word of the ERP differs' }),
  shop: placeKeys.shop,
  limit: limitKey(1_000, 200),
  before: cursorKey(/^\d{1,15}$/),
});

export const confirmationList = z
  .object({ confirmations: z.array(confirmationRow), differing: z.number().int(), next: nextCursor, asOf: utcTime })
  .meta({ id: 'ConfirmationList' });

const feedCursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,40}$/, 'field.not_a_cursor')
  .meta({ description: 'Opaque: `cursor` of the last line that was read' });

export const feedQuery = z.strictObject({
  cursor: feedCursor.optional(),
  target: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .optional()
    .meta({
      description: 'Name of the program that reads: without a cursor it goes on where it said that it had got to',
    }),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
  limit: limitKey(1_000, 200),
});

/** One line of the feed: a shift in its latest state. */
export const feedLine = z
  .object({
    schema: z.literal(1),
    cursor: z.string(),
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    revision: z.number().int(),
    businessDate: localDate,
    openedAt: localTime.nullable(),
    closedAt: localTime.nullable(),
    saleCount: z.number().int(),
    refundCount: z.number().int(),
    saleSum: money,
    refundSum: money,
    revenue: money,
    updatedAt: utcTime,
  })
  .meta({ id: 'FeedLine' });

/** `folder` and `push` are targets of the server's own. */
export const targetPath = z.object({
  target: z.string().regex(/^(?!(?:folder|push)$)[a-z0-9][a-z0-9-]{0,39}$/),
});
export const readSoFar = z.strictObject({ cursor: feedCursor }).meta({ id: 'ReadSoFar' });

export type ErpConfirmation = z.infer<typeof erpConfirmation>;
export type NewConfirmations = z.infer<typeof newConfirmations>;
export type TakenConfirmations = z.infer<typeof takenConfirmations>;
export type ConfirmationRow = z.infer<typeof confirmationRow>;
export type ConfirmationListQuery = z.infer<typeof confirmationListQuery>;
export type ConfirmationList = z.infer<typeof confirmationList>;
export type FeedQuery = z.infer<typeof feedQuery>;
export type FeedLine = z.infer<typeof feedLine>;
