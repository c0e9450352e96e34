/** What comes in, goes out and happens: packages, set-aside records, exports, the log. */
import { z } from 'zod';
import {
  cursorKey,
  limitKey,
  localDate,
  localTime,
  money,
  namesItsShop,
  nextCursor,
  notExportedCounts,
  placeKeys,
  shiftExport,
  shopCode,
  shopNotNamed,
  textKey,
  utcTime,
} from './basics.ts';

export const packageState = z.enum(['waiting', 'processed', 'error', 'broken']);

export const packageRow = z
  .object({
    name: z.string(),
    packageId: z.string().nullable().meta({ description: 'null for a file by hand, and when the register sent none' }),
    fileName: z.string().nullable().meta({ description: 'Name of a file by hand' }),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    registerId: z.string().nullable().meta({ description: 'As the register wrote it; null for a file by hand' }),
    shopId: z.string().nullable().meta({ description: 'As the register wrote it' }),
    door: z.string(),
    receivedAt: utcTime,
    size: z.number().int(),
    state: packageState,
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
    attempts: z.number().int(),
    documents: z.object({
      new: z.number().int(),
      same: z.number().int(),
      enriched: z.number().int(),
      conflict: z.number().int(),
      set_aside: z.number().int(),
    }),
  })
  .meta({ id: 'PackageRow' });

export const packageListQuery = z
  .strictObject({
    state: z.enum(['all', 'waiting', 'processed', 'error', 'broken']).default('all'),
    ...placeKeys,
    q: textKey,
    limit: limitKey(1_000, 200),
    before: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z_.{1,150}$/),
    after: cursorKey(/^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/).meta({
      description: 'Only what came or changed since: `newest` of an earlier answer; rows may come again',
    }),
  })
  .refine(namesItsShop, shopNotNamed);

export const packageList = z
  .object({
    packages: z.array(packageRow),
    counts: z.object({ waiting: z.number().int(), error: z.number().int(), broken: z.number().int() }),
    next: nextCursor,
    newest: utcTime.meta({ description: 'For `after` of the next question' }),
    asOf: utcTime,
  })
  .meta({ id: 'PackageList' });

export const setAsideRow = z
  .object({
    receivedAt: utcTime,
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    section: z.string(),
    ordinal: z.number().int(),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }),
    raw: z.string(),
    packageName: z.string(),
  })
  .meta({ id: 'SetAsideRow' });

export const setAsideListQuery = z
  .strictObject({
    ...placeKeys,
    limit: limitKey(1_000, 200),
    before: cursorKey(/^\d{1,15}$/),
  })
  .refine(namesItsShop, shopNotNamed);

export const setAsideList = z
  .object({ setAside: z.array(setAsideRow), total: z.number().int(), next: nextCursor, asOf: utcTime })
  .meta({ id: 'SetAsideList' });

export const exportRow = z
  .object({
    shopCode: z.string(),
    registerCode: z.string(),
    shiftNumber: z.number().int(),
    shiftKey: z.string(),
    closed: z.boolean(),
    businessDate: localDate,
    receiptCount: z.number().int(),
    revenue: money,
    export: shiftExport,
    path: z.string().nullable().meta({ description: 'Path of the file below the exchange folder' }),
  })
  .meta({ id: 'ExportRow' });

export const exportListQuery = z.strictObject({
  state: z.enum(['all', 'not_exported', 'exported']).default('all'),
  shop: placeKeys.shop,
  limit: limitKey(10_000, 500),
  after: cursorKey(/^(missing_\d{4}-\d{2}-\d{2}|exported_\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z)_\d{1,15}$/),
});

export const exportList = z
  .object({
    exports: z
      .array(exportRow)
      .meta({ description: 'Not exported shifts first, oldest first; then the latest exported ones' }),
    next: nextCursor,
    counts: z.object(notExportedCounts).meta({ description: 'The list `not_exported` holds both kinds' }),
    asOf: utcTime,
  })
  .meta({ id: 'ExportList' });

export const eventRow = z
  .object({
    eventId: z.number().int(),
    at: utcTime,
    level: z.enum(['info', 'warning', 'error']),
    code: z.string(),
    shopCode: z.string().nullable(),
    registerCode: z.string().nullable(),
    text: z.object({ ru: z.string(), en: z.string() }),
  })
  .meta({ id: 'EventRow' });

const eventKey = z.coerce.number().int().min(0);

export const eventListQuery = z
  .strictObject({
    level: z.enum(['info', 'warning', 'error']).optional().meta({ description: 'This level and the graver ones' }),
    ...placeKeys,
    q: textKey,
    limit: limitKey(1_000, 200),
    before: eventKey.min(1).optional().meta({ description: 'Cursor: `next` of the answer before; older rows' }),
    after: eventKey.optional().meta({ description: 'Only rows that are newer than the one with this `eventId`' }),
  })
  .refine(namesItsShop, shopNotNamed);

export const eventList = z
  .object({ events: z.array(eventRow), next: z.number().int().nullable(), asOf: utcTime })
  .meta({ id: 'EventList' });

export const fileQuery = z.strictObject({
  shop: shopCode,
  create: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: 'true = a shop with this code is made when there is none; else the file is refused' }),
});

/** What became of one file brought by hand or by the command line. */
export const loadFileResult = z
  .object({
    schema: z.literal(1),
    file: z.string(),
    outcome: z.enum(['processed', 'already', 'error', 'broken']),
    shifts: z.array(
      z.object({
        key: z.string(),
        shopCode: z.string(),
        registerCode: z.string(),
        shiftNumber: z.number().int(),
        openedAt: localTime.nullable(),
        closedAt: localTime.nullable(),
        saleSum: money,
        refundSum: money,
        revenue: money,
        drawerSum: money,
      }),
    ),
    documents: z.object({
      new: z.number().int(),
      same: z.number().int(),
      enriched: z.number().int(),
      conflict: z.number().int(),
      set_aside: z.number().int(),
    }),
    reason: z.object({ code: z.string(), ru: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'LoadFileResult' });

export type PackageRow = z.infer<typeof packageRow>;
export type PackageListQuery = z.infer<typeof packageListQuery>;
export type PackageList = z.infer<typeof packageList>;
export type SetAsideRow = z.infer<typeof setAsideRow>;
export type SetAsideListQuery = z.infer<typeof setAsideListQuery>;
export type SetAsideList = z.infer<typeof setAsideList>;
export type ExportRow = z.infer<typeof exportRow>;
export type ExportListQuery = z.infer<typeof exportListQuery>;
export type ExportList = z.infer<typeof exportList>;
export type EventRow = z.infer<typeof eventRow>;
export type EventListQuery = z.infer<typeof eventListQuery>;
export type EventList = z.infer<typeof eventList>;
export type LoadFileResult = z.infer<typeof loadFileResult>;
